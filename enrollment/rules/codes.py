"""The rotating code: what the projector shows for ten seconds, and whether a code is still good.

A code is an HMAC over the session's secret and a step of ten seconds. The step on the screen and the one before it
are accepted, so a code lives at most twenty seconds and no code of the future ever reaches a browser.
"""

import base64
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Literal

STEP = timedelta(seconds=10)
STEPS_ACCEPTED = 2  # the one on the screen, and the one before
STEPS_REMEMBERED = 60  # older ones are still known as expired for ten minutes
TICKET_LASTS = timedelta(minutes=3)
TRIES = 5
LOCKED_FOR = timedelta(minutes=10)
Verdict = Literal["good", "expired", "wrong"]


@dataclass(frozen=True)
class Secret:
    """What the codes of one session are made from."""

    session: int
    key: str

    def __repr__(self) -> str:  # never in a log
        return f"<Secret of session {self.session}>"


def step_at(instant: datetime) -> int:
    return int(instant.timestamp() // STEP.total_seconds())


def first_shown(opened_at: datetime) -> datetime:
    """The earliest instant at which a code that was good when opened can have stood on the screen."""
    begun = datetime.fromtimestamp(step_at(opened_at) * STEP.total_seconds(), tz=opened_at.tzinfo)
    return begun - STEP * (STEPS_ACCEPTED - 1)


def next_step_in(instant: datetime) -> timedelta:
    """How long the code on the screen stays there."""
    return STEP - timedelta(seconds=instant.timestamp() % STEP.total_seconds())


def _hmac(secret: Secret, use: str, step: int) -> bytes:
    message = f"{use}:{secret.session}:{step}".encode()
    return hmac.new(bytes.fromhex(secret.key), message, sha256).digest()


def token(secret: Secret, step: int) -> str:
    """80 bits in 16 letters and digits, for the address in the QR."""
    return base64.b32encode(_hmac(secret, "qr", step)[:10]).decode().lower()


def digits(secret: Secret, step: int) -> str:
    """Six digits for typing; they say nothing about the token."""
    return f"{int.from_bytes(_hmac(secret, 'digits', step)[:8]) % 1_000_000:06d}"


def judge(secret: Secret, given: str, *, now: datetime) -> Verdict:
    """Whether the token of an address is good at this instant; compared in constant time."""
    current = step_at(now)
    ages = [age for age in range(STEPS_REMEMBERED) if _same(token(secret, current - age), given)]
    if not ages:
        return "wrong"
    return "good" if ages[0] < STEPS_ACCEPTED else "expired"


def digits_match(secret: Secret, given: str, *, now: datetime) -> bool:
    current = step_at(now)
    return any(_same(digits(secret, current - age), given) for age in range(STEPS_ACCEPTED))


def _same(ours: str, given: str) -> bool:
    return hmac.compare_digest(ours.encode(), given.encode(errors="replace"))

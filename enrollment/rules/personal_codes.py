"""The personal code of one person: the one that changes on the phone, and the one that stands on a printed card.

A phone's code is made on the phone, without a network: who (four bytes that mean nothing elsewhere), the step of thirty
seconds (three bytes) and 64 bits of an HMAC over both. A card's has no step and 88 bits. Both are 15 bytes in base 32
behind a letter for the kind, so a camera reads 25 letters and a person can type them.
"""

import base64
import hmac
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Literal

STEP = timedelta(seconds=30)
STEPS_EITHER_WAY = 1  # the phone's clock and the kiosk's are never quite the same
WRAPS = 1 << 24  # steps in three bytes: sixteen years
FORM = re.compile(r"[PC][A-Z2-7]{24}")
Verdict = Literal["good", "expired", "wrong"]


@dataclass(frozen=True)
class Secret:
    """What the codes of one phone or one card are made from."""

    handle: str  # four bytes as hex
    key: str

    def __repr__(self) -> str:  # never in a log
        return f"<Secret of {self.handle}>"


@dataclass(frozen=True)
class Read:
    """The parts of a code whose form is right; whether it is good needs the secret. A card has no step."""

    handle: str
    step: int | None
    mac: bytes


def step_at(instant: datetime) -> int:
    return int(instant.timestamp() // STEP.total_seconds())


def phone_code(secret: Secret, step: int) -> str:
    """What the phone shows in one step; the script that makes it there is `enrollment/static/enrollment/code.js`."""
    return "P" + _letters(bytes.fromhex(secret.handle) + (step % WRAPS).to_bytes(3) + _mac(secret, str(step))[:8])


def card_code(secret: Secret) -> str:
    return "C" + _letters(bytes.fromhex(secret.handle) + _mac(secret, "card")[:11])


def read(text: str) -> Read | None:
    """The parts of what was scanned or typed; None where it is no code of ours by its form."""
    if not FORM.fullmatch(text):
        return None
    data = base64.b32decode(text[1:])
    if text[0] == "C":
        return Read(data[:4].hex(), None, data[4:])
    return Read(data[:4].hex(), int.from_bytes(data[4:7]), data[7:])


def nearest_step(step: int, instant: datetime) -> int:
    """The whole step behind the three bytes of a code that was seen about then."""
    here = step_at(instant)
    return here + (step - here + WRAPS // 2) % WRAPS - WRAPS // 2


def judge(secret: Secret, given: Read, *, at: datetime) -> Verdict:
    """Whether a code that was seen at an instant was good then; compared in constant time."""
    if given.step is None:
        return "good" if hmac.compare_digest(_mac(secret, "card")[:11], given.mac) else "wrong"
    step = nearest_step(given.step, at)
    if not hmac.compare_digest(_mac(secret, str(step))[:8], given.mac):
        return "wrong"
    return "good" if abs(step - step_at(at)) <= STEPS_EITHER_WAY else "expired"


def _mac(secret: Secret, of: str) -> bytes:
    return hmac.new(bytes.fromhex(secret.key), f"{secret.handle}:{of}".encode(), sha256).digest()


def _letters(data: bytes) -> str:
    return base64.b32encode(data).decode()

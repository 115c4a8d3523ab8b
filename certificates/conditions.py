"""The conditions and measures of issuing and the public log."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy, ngettext

from certificates.queries import state
from certificates.services import readiness
from certificates.signing.keys import KeyMissing
from certificates.states import Failure
from training.core import alerts, clock, health, metrics, words
from training.core.models import Complex

SIGNED_WITHIN = timedelta(minutes=5)  # entries and their checkpoint are one transaction, unless the key was missing
SOON = timedelta(days=30)  # a new certificate for signing takes weeks to get
LATELY = timedelta(days=1)
LATEST = timedelta(days=90)  # extensions begin a year before
_expiry, _why_failing = metrics.once(readiness.expiry), metrics.once(state.failing)


@metrics.once
def _heads() -> list[state.Head]:
    return list(state.heads())


@health.further("signing_key")
def signing_key(now: datetime) -> str:
    """Missing, expired, or nobody to witness the time: the log says which, this page is public."""
    try:
        readiness.refuse_without_keys(now)
    except KeyMissing as missing:
        health.log.warning("not_ready", check="signing_key", detail=str(missing))
        return "missing or expired"
    return health.FINE


@health.further("log")
def log_head(now: datetime) -> str:
    """Every entry stands under a signed checkpoint within minutes."""
    since = [waits for _key, _size, _signed, waits in _heads() if waits is not None]
    if not since or now - min(since) <= SIGNED_WITHIN:
        return health.FINE
    return f"not signed for {(now - min(since)).total_seconds():.0f} s"


@alerts.condition(
    "certificates_failing",
    gettext_lazy("Certificates cannot be issued"),
    gettext_lazy(
        "The reason says what to repair. They are tried again by themselves; the cohort's page can do so at once."
    ),
)
def certificates_failing(now: datetime, complex: Complex | None) -> str:
    reasons: dict[str, int] = {}
    for (_key, failure), number in _why_failing(complex).items():
        reasons[failure] = reasons.get(failure, 0) + number
    return " ".join(f"{number} × {Failure(failure).label}" for failure, number in sorted(reasons.items()))


@alerts.condition(
    "signing_key_expires",
    gettext_lazy("A signing certificate expires soon"),
    gettext_lazy("Get a new one and put it into the folder of keys as signer.p12; keep the old root among the roots."),
)
def signing_key_expires(now: datetime, complex: Complex | None) -> str:
    soon = {owner: until for owner, until in _expiry(complex).items() if until - now <= SOON}
    return ", ".join(f"{owner}: {words.date_words(until)}" for owner, until in soon.items())


@alerts.condition(
    "signatures_end",
    gettext_lazy("Signatures were not extended in time"),
    gettext_lazy(
        "See whether the timestamp service answers and has a newer certificate; its root belongs in stamp-roots."
    ),
)
def signatures_end(now: datetime, complex: Complex | None) -> str:
    ending = state.ending_witness(by=now + LATEST, complex=complex)
    said = ngettext("%(n)d certificate within 90 days.", "%(n)d certificates within 90 days.", ending)
    return said % {"n": ending} if ending else ""


@alerts.condition(
    "records_disagree",
    gettext_lazy("Our records of a certificate disagree"),
    gettext_lazy(
        "Run `manage.py audit_log --files` and compare with the last backup. Until then verifiers are told that we cannot confirm."
    ),
)
def records_disagree(now: datetime, complex: Complex | None) -> str:
    asked = state.unconfirmed(since=now - LATELY, complex=complex)
    said = ngettext("A verifier was told so once today.", "Verifiers were told so %(n)d times in a day.", asked)
    return said % {"n": asked} if asked else ""


@metrics.measured("ochang_certificates", "Certificates by complex and state.", "complex", "state")
def _by_state() -> Iterator[tuple[list[str], float]]:
    for labels, number in state.by_state().items():
        yield list(labels), number


@metrics.measured("ochang_certificates_failing", "Certificates not made yet, by reason.", "complex", "reason")
def _failing() -> Iterator[tuple[list[str], float]]:
    for labels, number in _why_failing(None).items():
        yield list(labels), number


@metrics.measured("ochang_log_entries", "Lines of each public log.", "complex")
def _log_entries() -> Iterator[tuple[list[str], float]]:
    for key, size, _signed, _waits in _heads():
        yield [key], size


@metrics.measured("ochang_log_head_age_seconds", "Seconds since the log was last signed.", "complex")
def _log_age() -> Iterator[tuple[list[str], float]]:
    now = clock.now()
    for key, _size, signed, _waits in _heads():
        if signed is not None:
            yield [key], (now - signed).total_seconds()


@metrics.measured("ochang_signing_key_seconds", "Seconds until the signing certificate expires.", "complex")
def _key_left() -> Iterator[tuple[list[str], float]]:
    now = clock.now()
    for owner, until in _expiry(None).items():
        yield [owner], (until - now).total_seconds()

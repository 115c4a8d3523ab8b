"""Erasing a person's data: confirmed by an operator, done as owed work, kept apart where a law asks (PIPA §21, §36)."""

from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext as _

from training.accounts import ports
from training.accounts.models import KeptApart, PrivacyRequest, User
from training.accounts.queries import held as queries
from training.accounts.services import apart, sessions
from training.accounts.services.holdings import NOWHERE
from training.accounts.states import RequestKind, RequestState
from training.core import audit, clock, outbox
from training.core.errors import DomainError, Refused
from training.core.models import Complex

OWED = "accounts.erase"


class NotYet(DomainError):
    """Something is under way that must end first."""


@transaction.atomic
def confirm(asked: PrivacyRequest, *, answer: str, by: User, now: datetime) -> None:
    """Accept an erasure: from here on the account is closed, and the erasing is owed."""
    if asked.kind != RequestKind.ERASURE:
        raise DomainError(_("This request is about something else."))
    if asked.person_id == by.pk:
        raise Refused(_("You asked for this yourself. Another operator answers."))
    User.objects.select_for_update().get(pk=asked.person_id)  # what is under way is asked under the lock
    in_the_way = queries.obstacles(asked.person, asked.complex, now=now)
    if in_the_way:
        raise NotYet(" ".join(in_the_way))
    audit.move(asked, RequestState.ACCEPTED, by=by, now=now, answer=answer, decided_by=by, decided_at=now)
    outbox.owe(OWED, asked.pk, now=now, complex_id=asked.complex_id)


@transaction.atomic
def perform(request_id: int, *, now: datetime) -> bool:
    """Erase what was confirmed. Done twice, nothing changes; returns whether it was done here."""
    asked = PrivacyRequest.objects.select_for_update().select_related("complex", "decided_by").get(pk=request_id)
    if asked.state != RequestState.ACCEPTED:
        return False
    person = User.objects.select_for_update().get(pk=asked.person_id)
    held = queries.everything(person, asked.complex, now=now)
    gone: dict[str, int] = {}
    for holdings in ports.holdings():
        gone |= holdings.erase(person, asked.complex, by=asked.decided_by, now=now)
    closes = not queries.elsewhere(person, asked.complex, now=now)
    if closes:
        _close(person, asked.complex, held, now=now)
    outcome = {"gone": {key: n for key, n in gone.items() if n}, "kept": {h.key: h.kept for h in held if h.kept}}
    audit.move(
        asked, RequestState.DONE, by=asked.decided_by, now=now, done_at=now, text="", value="", answer="",
        outcome=outcome | {"account": int(closes)},
    )  # fmt: skip
    return True


def _close(person: User, complex: Complex, held: list[ports.Held], *, now: datetime) -> None:
    """The account loses who it was: sealed apart while a law asks, gone otherwise."""
    kept = [one for one in held if one.kept and one.until]
    if kept:
        last = max(kept, key=lambda one: one.until or clock.day_of(now, complex.zone))
        assert last.until is not None  # noqa: S101 - filtered above; for the type checker
        apart.seal(person, complex, law=last.law[:150], until=last.until, now=now)
    sessions.end_all(person)
    EmailAddress.objects.filter(user=person).delete()
    Authenticator.objects.filter(user=person).delete()
    person.set_unusable_password()
    User.objects.filter(pk=person.pk).update(
        email=f"{person.pk}@{NOWHERE}", name="", latin_name="", birth_date=None, phone="", password=person.password,
        is_active=False, is_superuser=False,
    )  # fmt: skip
    audit.record(person, "erased", by=None, at=now)


def is_erased(person: Any) -> bool:
    """Whether an account was emptied; what hangs on it bears no name any more."""
    return str(person.email).endswith(f"@{NOWHERE}")


def kept_apart(complex: Complex) -> list[KeptApart]:
    """The identities kept apart in a complex, the first to be destroyed first."""
    return list(KeptApart.objects.of(complex).filter(destroyed_at=None).order_by("until", "pk"))

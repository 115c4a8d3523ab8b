"""Keeping the register of breaches: recorded, added to, reported, told, closed; no line is ever taken away."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from training.accounts.models import BreachEntry, BreachPerson, BreachRecord, User
from training.accounts.queries import breaches as queries
from training.accounts.states import BreachAct
from training.core import audit, mail, words
from training.core.errors import DomainError
from training.core.models import Complex

FACTS = ("happened", "items", "people_count", "is_sensitive", "is_intrusion", "is_only_possible")


@transaction.atomic
def record(complex: Complex, *, noticed_at: datetime, by: User, now: datetime, **said: Any) -> BreachRecord:
    """Put a breach, or one that may have been, into the register."""
    if noticed_at > now:
        raise DomainError(_("This instant has not come yet. Enter when it was noticed."), field="noticed_at")
    breach = BreachRecord.objects.create(
        complex=complex, noticed_at=noticed_at, recorded_at=now, recorded_by=by, **said
    )
    _note(breach, BreachAct.NOTICED, _facts(breach), by=by, now=now)
    audit.record(breach, "recorded", by=by, at=now, after="open")
    return breach


@transaction.atomic
def add(breach: BreachRecord, *, act: str, text: str, by: User, now: datetime, **found: Any) -> None:
    """Add what was found out, done or reported. What was known before stays in the history."""
    locked = _open(breach)
    changed = {name: value for name, value in found.items() if name in FACTS and getattr(locked, name) != value}
    fields: dict[str, Any] = dict(changed)
    if act == BreachAct.REPORTED and locked.reported_at is None:
        fields["reported_at"] = now
    if fields:
        BreachRecord.objects.filter(pk=breach.pk).update(**fields)
    _note(breach, act, text, by=by, now=now)
    if changed:
        _note(breach, BreachAct.FOUND, _facts(BreachRecord.objects.get(pk=breach.pk)), by=by, now=now)


@transaction.atomic
def tell(breach: BreachRecord, people: Iterable[User], *, text: str, by: User, now: datetime) -> int:
    """Tell people by mail, each once; `text` says what they can do (PIPA §34①). Returns how many were told now."""
    locked = _open(breach)
    known = set(BreachPerson.objects.filter(breach=breach).values_list("person", flat=True))
    new = [person for person in people if person.pk not in known]
    for person in new:
        BreachPerson.objects.create(breach=breach, person=person, told_at=now)
        with translation.override(person.language):
            at = words.moment(locked.noticed_at)
        context = {"link": reverse("accounts:privacy"), "items": locked.items, "details": text, "at": at}
        mail.send("breach_told", to=person, context=context, complex=breach.complex, now=now, key=f"breach-{breach.pk}")
    if new:
        BreachRecord.objects.filter(pk=breach.pk, told_at=None).update(told_at=now)
        _note(breach, BreachAct.TOLD, f"{len(new)}: {text}", by=by, now=now)
    return len(new)


@transaction.atomic
def close(breach: BreachRecord, *, text: str, by: User, now: datetime) -> None:
    """Close it, when nothing is owed by law any more."""
    locked = _open(breach)
    standing = queries.shown(locked, now=now)
    if standing.report_is_owed:
        raise DomainError(_("It must be reported to the authority first. Add that it was."))
    if standing.mail_is_owed:
        raise DomainError(_("The people must be told first. Send them the mail, or correct their number to 0."))
    BreachRecord.objects.filter(pk=breach.pk).update(closed_at=now)
    _note(breach, BreachAct.CLOSED, text, by=by, now=now)
    audit.record(breach, "closed", by=by, at=now, before="open", after="closed")


def _open(breach: BreachRecord) -> BreachRecord:
    locked = BreachRecord.objects.select_for_update().get(pk=breach.pk)
    if locked.closed_at is not None:
        raise DomainError(_("This breach is closed. Record a new one if something was found since."))
    return locked


def _note(breach: BreachRecord, act: str, text: str, *, by: User, now: datetime) -> None:
    BreachEntry.objects.create(breach=breach, act=act, text=text, at=now, by=by)


def _facts(breach: BreachRecord) -> str:
    """The facts as they stood, so that a later correction hides nothing."""
    marks = [
        _("sensitive data") if breach.is_sensitive else "",
        _("broken in from outside") if breach.is_intrusion else "",
        _("not certain yet") if breach.is_only_possible else "",
    ]
    head = _("%(n)d people; %(items)s") % {"n": breach.people_count, "items": breach.items}
    return "\n".join([" · ".join(part for part in [head, *marks] if part), breach.happened])[:2000]

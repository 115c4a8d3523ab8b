"""Companies and graduates who would like to meet: both say so alone, and only where both do, each gets the other's contact."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from training.accounts.models import Consent, ConsentText, Membership
from training.accounts.services import consents
from training.consortium import mail
from training.consortium.models import Introduction, Registration, Wish
from training.consortium.permissions import is_graduate, speaks_for
from training.consortium.rules import events as rules
from training.core import audit
from training.core.errors import DomainError, Refused


@transaction.atomic
def join(
    registration: Registration, *, membership: Membership | None, words: str, text: ConsentText, by: Any, now: datetime
) -> None:
    """Take part in the introductions of an event: as a graduate without a name, or for an organization."""
    locked = _own(registration, by)
    _refuse_late(locked, now=now)
    if membership is None and not is_graduate(by, locked.complex):
        raise Refused(_("Introductions are for graduates and companies."))
    if membership is not None and membership not in speaks_for(by, locked.complex):
        raise Refused(_("You speak for this organization no longer."))
    [consent] = consents.give(by, [text], now=now)
    organization = membership.organization if membership else None
    fields = {"consent": consent, "organization": organization, "words": words.strip()}
    Registration.objects.filter(pk=locked.pk).update(**fields)
    audit.record(locked, "joined introductions", by=by, at=now, facts={"version": text.version})


@transaction.atomic
def leave(registration: Registration, *, by: Any, now: datetime) -> None:
    """Take it back: wishes are gone, and nobody sees the contact here any more. The last one ends the consent too."""
    locked = _own(registration, by)
    if locked.consent is None:
        raise DomainError(_("You do not take part in introductions here. There is nothing to take back."))
    consent = locked.consent
    forget(locked, now=now)
    audit.record(locked, "left introductions", by=by, at=now)
    others = Registration.objects.filter(consent=consent).exists()
    if not others and Consent.objects.standing().filter(pk=consent.pk).exists():
        consents.withdraw(consent, by=by, now=now)


def forget(registration: Registration, *, now: datetime) -> None:
    """What a registration said and agreed to about meeting people is gone; introductions end."""
    Wish.objects.filter(Q(who=registration) | Q(whom=registration)).delete()
    _end(Q(graduate=registration) | Q(company=registration), now=now)
    Registration.objects.filter(pk=registration.pk).update(consent=None, organization=None, words="")


@transaction.atomic
def wish(who: Registration, whom: Registration, *, by: Any, now: datetime) -> bool:
    """Say whom one would like to meet. Returns whether the other said it too: then both get the other's contact."""
    who, whom = _both(who, whom, by)
    _refuse_late(who, now=now)
    _made, created = Wish.objects.get_or_create(
        who=who, whom=whom, defaults={"complex_id": who.complex_id, "event_id": who.event_id, "made_at": now}
    )
    if not created or not Wish.objects.filter(who=whom, whom=who).exists():
        return False
    _introduce(who, whom, now=now)
    return True


@transaction.atomic
def take_back(who: Registration, whom: Registration, *, by: Any, now: datetime) -> None:
    """Wish it no longer; an introduction that rested on it ends."""
    who, whom = _both(who, whom, by)
    Wish.objects.filter(who=who, whom=whom).delete()
    _end(Q(graduate=who, company=whom) | Q(graduate=whom, company=who), now=now)


def _introduce(one: Registration, other: Registration, *, now: datetime) -> None:
    graduate, company = (one, other) if one.organization_id is None else (other, one)
    assert graduate.consent is not None  # noqa: S101 - both were asked just now
    assert company.consent is not None  # noqa: S101
    made = Introduction.objects.create(
        complex_id=one.complex_id, event_id=one.event_id, graduate=graduate, company=company,
        graduate_consent=graduate.consent, company_consent=company.consent, made_at=now,
    )  # fmt: skip
    audit.record(made, "introduced", by=None, at=now)
    for reader in (graduate, company):
        mail.event_introduced(reader, made, now=now)


def _end(which: Q, *, now: datetime) -> None:
    for row in Introduction.objects.filter(which, ended_at=None):
        Introduction.objects.filter(pk=row.pk).update(ended_at=now)
        audit.record(row, "introduction ended", by=None, at=now)


def _locked(keys: list[int]) -> list[Registration]:
    """The lock itself, in the order of keys: two who wish for each other at once are met once."""
    rows = Registration.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
    return list(rows.select_related("event__complex__site", "complex", "consent", "person", "organization"))


def _own(registration: Registration, by: Any) -> Registration:
    [locked] = _locked([registration.pk])
    if locked.person_id != by.pk or locked.state not in rules.THERE:
        raise Refused(_("Only who is registered for this event can do this."))
    return locked


def _both(who: Registration, whom: Registration, by: Any) -> tuple[Registration, Registration]:
    found = {row.pk: row for row in _locked([who.pk, whom.pk])}
    mine, other = found[who.pk], found[whom.pk]
    if mine.person_id != by.pk:
        raise Refused(_("Only who is registered for this event can do this."))
    fitting = mine.event_id == other.event_id and (mine.organization_id is None) != (other.organization_id is None)
    if not fitting or not all(row.state in rules.THERE and _agrees(row) for row in (mine, other)):
        raise DomainError(_("This is not on the list any more. Reload the page."))
    return mine, other


def _agrees(registration: Registration) -> bool:
    return registration.consent is not None and registration.consent.withdrawn_at is None


def _refuse_late(registration: Registration, *, now: datetime) -> None:
    event = registration.event
    if not rules.may_meet(event.kind, event.ends_at, now=now):
        raise DomainError(_("Introductions of this event are over."))


def consent_ended(consent: Consent, *, now: datetime) -> None:
    """The consent was taken back elsewhere: everything that rested on it ends."""
    for registration in Registration.objects.filter(consent=consent).order_by("pk"):
        forget(registration, now=now)

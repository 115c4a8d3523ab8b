"""Letting an employer see one's progress, and ending that."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from enrollment.models import Enrollment, Share
from training.accounts.models import ConsentText, Organization
from training.accounts.services import consents
from training.core import audit
from training.core.errors import DomainError


@transaction.atomic
def give(person: Any, organization: Organization, text: ConsentText, *, now: datetime) -> Share:
    """Record that a person lets one employer see their progress. Given already on this text, it stands."""
    [consent] = consents.give(person, [text], now=now)
    shares = Share.objects.filter(person=person, organization=organization)
    standing = shares.standing().filter(consent=consent).first()
    if standing:
        return standing
    shares.filter(withdrawn_at=None).update(withdrawn_at=now)  # on an older text
    share = Share.objects.create(
        complex_id=organization.complex_id, person=person, organization=organization, consent=consent, given_at=now
    )
    audit.record(share, "given", by=person, at=now, after="given", facts={"organization": organization.pk})
    return share


@transaction.atomic
def offer(person: Any, organization: Organization, text: ConsentText, *, now: datetime) -> Share:
    """The same later, from the trainee's page: only to an employer that sponsors them."""
    if not Enrollment.objects.filter(trainee=person, sponsor=organization).exists():
        raise DomainError(_("This employer does not sponsor you, so there is nothing to show it."))
    return give(person, organization, text, now=now)


@transaction.atomic
def withdraw(person: Any, organization: Organization, *, now: datetime) -> None:
    """End one employer's view at once. With the last of them the consent itself is taken back (PIPA §37)."""
    share = Share.objects.standing().filter(person=person, organization=organization).select_related("consent").first()
    if share is None:
        raise DomainError(_("This employer sees nothing of you. There is nothing to take back."))
    Share.objects.filter(pk=share.pk).update(withdrawn_at=now)
    audit.record(share, "withdrawn", by=person, at=now, before="given", after="withdrawn")
    if not Share.objects.standing().filter(person=person, consent=share.consent_id).exists():
        consents.withdraw(share.consent, by=person, now=now)

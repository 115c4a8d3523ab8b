"""Telling holders before a certificate ends, once for each lead, and not where a newer one took its place."""

from datetime import datetime

from django.db import IntegrityError, transaction

from certificates import mail
from certificates.models import Certificate, ExpiryNotice
from certificates.queries import register
from certificates.rules import leads
from training.core import clock, outbox
from training.core.models import Complex, Owed

OWED = "certificates.expiry_notice"


def owe_all(*, now: datetime) -> None:
    """Called by beat: whoever is to be told by today and was not, is owed a mail."""
    for complex in Complex.objects.all():
        today = clock.day_of(now, complex.zone)
        ending = register.expiring(complex, today=today, within=leads.FIRST).prefetch_related("expiry_notices")
        for certificate in ending:
            lead = leads.due(certificate.expires_on, today=today, told=_told(certificate))
            if lead is not None:
                _owe(certificate, now=now)


def tell(certificate_id: int, *, now: datetime) -> None:
    """One mail for the lead that is due; nothing where it was told, replaced, revoked or erased meanwhile."""
    certificate = Certificate.objects.select_related("complex", "person", "cohort").get(pk=certificate_id)
    today = clock.day_of(now, certificate.complex.zone)
    ending = register.expiring(certificate.complex, today=today, within=leads.FIRST)
    lead = leads.due(certificate.expires_on, today=today, told=_told(certificate))
    if lead is None or not ending.filter(pk=certificate.pk).exists():
        return
    try:
        with transaction.atomic():
            ExpiryNotice.objects.create(certificate=certificate, days=lead, sent_at=now)
            mail.expires(certificate, lead=lead, now=now)
    except IntegrityError:  # somebody else told first
        return


@transaction.atomic
def _owe(certificate: Certificate, *, now: datetime) -> None:
    if not Owed.objects.filter(kind=OWED, subject=str(certificate.pk), done_at=None).exists():
        outbox.owe(OWED, certificate.pk, now=now, complex_id=certificate.complex_id)


def _told(certificate: Certificate) -> set[int]:
    return {notice.days for notice in certificate.expiry_notices.all()}

"""Extending signatures before their timestamps lose their witness: a further file, logged, that begins with the last one."""

from dataclasses import replace
from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import F, OuterRef, Q, Subquery

from certificates.models import Certificate, CertificateFile
from certificates.services import entries, storing
from certificates.signing import lasting, papers, stamps
from certificates.signing.papers import Signature
from certificates.states import CertificateState, LogEvent
from training.core import outbox
from training.core.models import Complex, Owed
from training.core.models.owed import OwedQuerySet

OWED = "certificates.extend"
OWED_SURVEY = "certificates.extend_survey"
BEFORE = timedelta(days=365)  # of the end of a timestamp's certificate
AT_ONCE = 500  # owed at a time; the next day's call owes the next
PROBE = b"Ochang asks for the certificate of the timestamp service."
log = structlog.get_logger(__name__)


def due(complex: Complex, *, now: datetime) -> list[CertificateFile]:
    """The latest files of standing certificates whose timestamp ends within a year, the first to end first."""
    latest = (
        CertificateFile.objects.filter(certificate=OuterRef("certificate")).order_by("-number").values("number")[:1]
    )
    rows = CertificateFile.objects.filter(
        Q(lasts_until=None) | Q(lasts_until__lte=now + BEFORE),
        certificate__complex=complex,
        certificate__state=CertificateState.ISSUED,
        certificate__erased_at=None,
        stamped_at__isnull=False,
        number=Subquery(latest),
    )
    return list(rows.order_by(F("lasts_until").asc(nulls_first=True), "pk")[:AT_ONCE])


def owe_all(*, now: datetime) -> None:
    """Called by beat: each complex with something due owes one look at its timestamp service."""
    for complex in Complex.objects.all():
        if due(complex, now=now) and not _is_owed(OWED_SURVEY, complex.pk):
            outbox.owe(OWED_SURVEY, complex.pk, now=now, complex_id=complex.pk)


def survey(complex_id: int, *, now: datetime) -> None:
    """Owe an extension for what the service's present certificate would make last longer; one question for all of them."""
    complex = Complex.objects.get(pk=complex_id)
    until = lasting.ends(stamps.stamped(PROBE, owner=complex.key).token)
    found = [file for file in due(complex, now=now) if file.lasts_until is None or file.lasts_until < until]
    if not found:
        log.warning("timestamps_not_renewed", complex=complex.key, until=until.isoformat())
    for file in found:
        with transaction.atomic():
            if not _is_owed(OWED, file.certificate_id):
                outbox.owe(OWED, file.certificate_id, now=now, complex_id=complex.pk)


def extend(certificate_id: int, *, now: datetime) -> None:
    """Make, store and log the next file. Does nothing where it is not due any more; of two at once one is kept."""
    certificate = Certificate.objects.select_related("complex__site").get(pk=certificate_id)
    file = certificate.files.order_by("-number").first()
    if file is None or not _is_due(certificate, file, now):
        return
    data, until = papers.extended(storing.read(file), owner=certificate.complex.key)
    if file.lasts_until is not None and until <= file.lasts_until:
        return
    signature = replace(_signature(file), lasts_until=until)
    _keep(certificate, file, data, signature, now)


@transaction.atomic
def _keep(certificate: Certificate, file: CertificateFile, data: bytes, signature: Signature, now: datetime) -> None:
    """File row and log line in one transaction, unless it was revoked, replaced, erased or extended meanwhile."""
    held = Certificate.objects.select_for_update().get(pk=certificate.pk)
    latest = held.files.order_by("-number").values_list("pk", flat=True).first()
    if held.state != CertificateState.ISSUED or held.erased_at is not None or latest != file.pk:
        return
    storing.store(certificate, data, number=file.number + 1, now=now, signature=signature)
    entries.append([(certificate, LogEvent.EXTEND)], now=now)


def _is_due(certificate: Certificate, file: CertificateFile, now: datetime) -> bool:
    stands = certificate.state == CertificateState.ISSUED and certificate.erased_at is None
    return stands and file.stamped_at is not None and (file.lasts_until is None or file.lasts_until <= now + BEFORE)


def _signature(file: CertificateFile) -> Signature:
    """Who signed stays as it was; only how long it lasts changes."""
    return Signature(file.signer, file.signer_sha256, file.is_demonstration, file.stamped_at, file.lasts_until)


def _is_owed(kind: str, subject: int) -> bool:
    owed: OwedQuerySet = Owed.objects.filter(kind=kind, subject=str(subject), done_at=None)
    return owed.exists()

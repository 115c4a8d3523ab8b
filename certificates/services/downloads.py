"""Taking a stored file out, with a trace where somebody else than the holder takes it."""

from datetime import datetime

from django.db import transaction

from certificates.models import Certificate
from certificates.services import storing
from training.accounts.models import User
from training.core import audit


@transaction.atomic
def take(certificate: Certificate, *, by: User, now: datetime) -> bytes:
    """The bytes as they were given out; raises storing.FileDamaged rather than give others."""
    file = certificate.files.order_by("-number").first()
    if file is None:
        raise storing.FileDamaged(certificate.pk)
    data = storing.read(file)
    if by.pk != certificate.person_id:
        audit.record(certificate, "file_taken", by=by, at=now, facts={"file": file.number})
    return data


@transaction.atomic
def take_credential(certificate: Certificate, *, by: User, now: datetime) -> str:
    """The credential as it was signed; written down as a taken file is."""
    if by.pk != certificate.person_id:
        audit.record(certificate, "credential_taken", by=by, at=now)
    return certificate.credential

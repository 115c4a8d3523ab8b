"""Erasing what a certificate says of a person (invariant 5).

Text, birth date, code, credential with its salts, and the stored files go. The number, the state, the keyed hash of the
code, the hashes of the files and the line in the public log stay: whoever holds the paper bears the code, and it still
confirms. Nothing that stays can be turned back into a name.
"""

from datetime import datetime

from django.db import transaction

from certificates.models import Certificate, CertificateFile
from certificates.services import issuing
from certificates.states import CertificateState
from training.accounts.models import User
from training.core import audit, outbox, stores
from training.core.models import Complex

OWED = "certificates.erase_files"


@transaction.atomic
def erase(certificate: Certificate, *, by: User | None, now: datetime, reason: str = "") -> bool:
    """Blank one certificate and owe the removal of its files. False where that was done already.

    What is only intended is voided first: nothing can be drawn any more. A revoked one keeps its date and public reason.
    """
    held = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if held.erased_at is not None:
        return False
    if held.state == CertificateState.INTENDED:
        issuing.void(held, by=by, now=now, reason=reason)
    blank = {"content": "", "code_sealed": "", "credential": "", "birth_date": None, "failure_detail": ""}
    if held.state == CertificateState.REVOKED:
        blank["revocation_note"] = ""
    Certificate.objects.filter(pk=held.pk).update(erased_at=now, **blank)
    audit.record(held, "erased", by=by, at=now, reason=reason)
    outbox.owe(OWED, held.pk, now=now, complex_id=held.complex_id)
    return True


@transaction.atomic
def erase_person(person: User, complex: Complex, *, by: User | None, now: datetime, reason: str = "") -> int:
    """Everything of one person in one complex. Returns how many certificates were blanked."""
    rows = Certificate.objects.of(complex).filter(person=person, erased_at=None).order_by("pk")
    return sum(erase(row, by=by, now=now, reason=reason) for row in rows)


def remove_files(certificate_id: int) -> None:
    """Take the bytes of an erased certificate out of the store; their rows keep the hashes."""
    files = CertificateFile.objects.filter(certificate=certificate_id, certificate__erased_at__isnull=False)
    for path in files.values_list("path", flat=True):
        stores.remove(path)

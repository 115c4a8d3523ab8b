"""Files that are given out: written whole or not at all, and read back only when they are still the same."""

import hashlib
from dataclasses import asdict
from datetime import datetime

from django.db import IntegrityError, transaction

from certificates.models import Certificate, CertificateFile
from certificates.signing.papers import Signature
from training.core import stores


class FileDamaged(Exception):
    """The stored bytes are missing or no longer what was given out; they are not served."""


def store(
    certificate: Certificate, data: bytes, *, number: int, now: datetime, signature: Signature | None = None
) -> CertificateFile:
    """Keep a file for good. A second writer of the same number gets the first one's row, and its own bytes go.

    The name carries the hash, so two writers never touch each other's bytes, and a fault leaves at most a file that no
    row points to.
    """
    digest = hashlib.sha256(data).hexdigest()
    path = f"certificates/{certificate.complex_id}/{certificate.issued_on.year}/{certificate.number:04d}-{number}-{digest[:16]}.pdf"
    stores.write(path, data)
    try:
        with transaction.atomic():
            return CertificateFile.objects.create(
                certificate=certificate,
                number=number,
                sha256=digest,
                size=len(data),
                path=path,
                stored_at=now,
                **(asdict(signature) if signature else {}),
            )
    except IntegrityError:
        earlier = CertificateFile.objects.get(certificate=certificate, number=number)
        if earlier.path != path:
            stores.remove(path)
        return earlier


def read(file: CertificateFile) -> bytes:
    """The bytes as they were given out. Raises FileDamaged rather than return any others."""
    try:
        data = stores.read(file.path)
    except OSError as error:
        raise FileDamaged(file.pk) from error
    if hashlib.sha256(data).hexdigest() != file.sha256:
        raise FileDamaged(file.pk)
    return data

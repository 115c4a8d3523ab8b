"""Files that are given out: written whole or not at all, and read back only when they are still the same."""

import hashlib
import os
import tempfile
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction

from certificates.models import Certificate, CertificateFile
from certificates.signing.papers import Signature


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
    write(Path(settings.PRIVATE_ROOT) / path, data)
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
            (Path(settings.PRIVATE_ROOT) / path).unlink(missing_ok=True)
        return earlier


def write(target: Path, data: bytes) -> None:
    """Temporary file, fsync, rename, fsync of the folder: after a power cut there is all of it or none."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor, temporary = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(descriptor, "wb") as handle:
            handle.write(data)
            handle.flush()
            os.fsync(handle.fileno())
        os.replace(temporary, target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def read(file: CertificateFile) -> bytes:
    """The bytes as they were given out. Raises FileDamaged rather than return any others."""
    try:
        data = (Path(settings.PRIVATE_ROOT) / file.path).read_bytes()
    except OSError as error:
        raise FileDamaged(file.pk) from error
    if hashlib.sha256(data).hexdigest() != file.sha256:
        raise FileDamaged(file.pk)
    return data

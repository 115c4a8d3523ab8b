"""A certificate by its code, with all that an answer reads. Strangers ask this most, so its SQL is written once."""

from typing import Any

from django.db.models import QuerySet

from certificates.models import Certificate, CertificateFile, LogEntry
from training.core.models import Complex
from training.core.prepared import Prepared

CERTIFICATE = Prepared(
    lambda complex, code_hash: (
        Certificate.objects.filter(complex=complex, code_hash=code_hash).with_file().defer("credential")
    ),
    complex=int,
    code_hash=str,
)
FILES = Prepared(
    lambda certificate: CertificateFile.objects.filter(certificate=certificate).order_by("number"), certificate=int
)
ENTRIES = Prepared(
    lambda certificate: LogEntry.objects.filter(certificate=certificate).select_related("log"), certificate=int
)


def by_code(complex: Complex, code_hash: str) -> Certificate | None:
    """The certificate that was given out with this code, as `with_records` would read it."""
    found: Certificate | None = CERTIFICATE.first(complex=complex.pk, code_hash=code_hash)
    if found is None:
        return None
    found.complex = complex
    found._prefetched_objects_cache = {  # type: ignore[attr-defined]  # where prefetch_related keeps them
        "files": _read(found.files.all(), FILES.all(certificate=found.pk)),
        "entries": _read(found.entries.all(), ENTRIES.all(certificate=found.pk)),
    }
    return found


def _read(related: QuerySet[Any], rows: list[Any]) -> QuerySet[Any]:
    """The query set as it is once it was asked."""
    related._result_cache, related._prefetch_done = rows, True  # type: ignore[attr-defined]
    return related

"""A certificate by its code, with all that an answer reads, in two questions. Strangers ask this most, so their SQL is written once."""

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from certificates.models import Certificate, CertificateFile, LogEntry, TreeHead
from certificates.states import WITH_FILE
from training.core.models import Complex
from training.core.prepared import Prepared

FILES = Prepared(
    lambda complex, code_hash: (
        CertificateFile.objects.filter(
            certificate__complex=complex, certificate__code_hash=code_hash, certificate__state__in=WITH_FILE
        )
        .select_related("certificate")
        .defer("certificate__credential")
        .order_by("number")
    ),
    complex=int,
    code_hash=str,
)
LATEST = TreeHead.objects.filter(log=OuterRef("log")).order_by("-size")
ENTRIES = Prepared(
    lambda certificate: (
        LogEntry.objects.filter(certificate=certificate)
        .select_related("log")
        .annotate(head_size=Subquery(LATEST.values("size")[:1]), head_root=Subquery(LATEST.values("root")[:1]))
    ),
    certificate=int,
)


def by_code(complex: Complex, code_hash: str) -> Certificate | None:
    """The certificate that was given out with this code, as `with_records` would read it."""
    files = FILES.all(complex=complex.pk, code_hash=code_hash)
    if not files:
        return Certificate.objects.of(complex).with_file().with_records().filter(code_hash=code_hash).first()
    found: Certificate = files[0].certificate
    found.complex = complex
    entries = ENTRIES.all(certificate=found.pk)
    for entry in entries:
        if entry.head_size is not None:
            entry.log.latest = TreeHead(log=entry.log, size=entry.head_size, root=entry.head_root)
    found._prefetched_objects_cache = {  # type: ignore[attr-defined]  # where prefetch_related keeps them
        "files": _read(found.files.all(), files),
        "entries": _read(found.entries.all(), entries),
    }
    return found


def _read(related: QuerySet[Any], rows: list[Any]) -> QuerySet[Any]:
    """The query set as it is once it was asked."""
    related._result_cache, related._prefetch_done = rows, True  # type: ignore[attr-defined]
    return related

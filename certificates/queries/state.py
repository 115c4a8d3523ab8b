"""How issuing and the public log stand, for whoever keeps the platform running."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from certificates.models import Certificate, CertificateFile, Log, LogEntry, TreeHead, Verification
from certificates.states import CertificateState, Truth
from training.core.models import Complex

Head = tuple[str, int, datetime | None, datetime | None]


def by_state() -> dict[tuple[str, str], int]:
    """How many certificates each complex has in each state, states without any included."""
    counted = Certificate.objects.order_by().values_list("complex__key", "state").annotate(n=Count("pk"))
    found = {(complex, state): n for complex, state, n in counted}
    everywhere = Complex.objects.values_list("key", flat=True)
    return {(key, state): found.get((key, state), 0) for key in everywhere for state in CertificateState.values}


def failing(complex: Complex | None = None) -> dict[tuple[str, str], int]:
    """How many could not be made yet, by complex and reason."""
    rows = Certificate.objects.failed()
    rows = rows.of(complex) if complex else rows
    counted = rows.order_by().values_list("complex__key", "failure").annotate(n=Count("pk"))
    return {(key, failure): n for key, failure, n in counted}


def unconfirmed(*, since: datetime, complex: Complex | None = None) -> int:
    """How often a verifier was told that our own records disagree."""
    asked = Verification.objects.filter(answer=Truth.CANNOT_CONFIRM, at__gte=since)
    return (asked.of(complex) if complex else asked).count()


def ending_witness(*, by: datetime, complex: Complex | None = None) -> int:
    """How many standing certificates lose the witness of their latest timestamp by an instant, and have no longer one."""
    latest = CertificateFile.objects.filter(certificate=OuterRef("certificate")).order_by("-number").values("number")
    rows = CertificateFile.objects.filter(
        certificate__state=CertificateState.ISSUED,
        certificate__erased_at=None,
        lasts_until__lte=by,
        number=Subquery(latest[:1]),
    )
    return (rows.filter(certificate__complex=complex) if complex else rows).count()


def heads() -> Iterator[Head]:
    """Of each log: its complex, its size, when it was last signed, and since when an entry waits for a signature."""
    newest = TreeHead.objects.filter(log=OuterRef("pk")).order_by("-size")
    waiting = LogEntry.objects.filter(log=OuterRef("pk"), index__gte=OuterRef("signed")).order_by("index")
    logs = Log.objects.order_by("pk").annotate(
        signed=Coalesce(Subquery(newest.values("size")[:1]), 0),
        signed_at=Subquery(newest.values("signed_at")[:1]),
        since=Subquery(waiting.values("at")[:1]),
    )
    yield from logs.values_list("complex__key", "size", "signed_at", "since")

"""Owed work as whoever keeps the platform running sees it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Min, Q

from training.core.models import Complex, Owed
from training.core.models.owed import OwedQuerySet

LATE = timedelta(minutes=5)  # the sweeper looks every few seconds; later than this, nobody works


@dataclass(frozen=True)
class Queue:
    """One kind of owed work, counted."""

    kind: str
    open: int  # not done, due or not
    due: int  # due now and held by nobody
    held: int  # a worker is at it
    failing: int  # tried at least once without success, and tried again
    given_up: int
    oldest_due_at: datetime | None

    def age(self, now: datetime) -> timedelta:
        """How long the longest waiting piece has been due."""
        return now - self.oldest_due_at if self.oldest_due_at else timedelta()


def of(complex: Complex | None, *, unowned: bool = False) -> OwedQuerySet:
    """The work of one complex (and, where asked for, what says none), or of all."""
    if complex is None:
        return Owed.objects.all()
    return Owed.objects.filter(Q(complex=complex) | Q(complex=None) if unowned else Q(complex=complex))


def queues(rows: OwedQuerySet, *, now: datetime) -> list[Queue]:
    """Each kind that has work not done: open, or given up and not put aside. One question."""
    is_open = Q(given_up_at=None)
    is_due = is_open & Q(due_at__lte=now) & (Q(lease_until=None) | Q(lease_until__lte=now))
    counts: dict[str, Any] = {
        "open": Count("pk", filter=is_open),
        "due": Count("pk", filter=is_due),
        "held": Count("pk", filter=is_open & Q(lease_until__gt=now)),
        "failing": Count("pk", filter=is_open & Q(attempts__gt=0) & ~Q(last_error="")),
        "given_up": Count("pk", filter=~is_open),
        "oldest_due_at": Min("due_at", filter=is_due),
    }
    found = rows.filter(done_at=None, put_aside_at=None).order_by().values("kind").annotate(**counts)
    return [Queue(**row) for row in sorted(found, key=lambda row: row["kind"])]


def failures(rows: OwedQuerySet) -> OwedQuerySet:
    """What was given up, then what failed and is tried again; what is due first, first."""
    failed = ~Q(given_up_at=None) | Q(attempts__gt=0) & ~Q(last_error="")
    found = rows.filter(failed, done_at=None, put_aside_at=None)
    return found.order_by(F("given_up_at").asc(nulls_last=True), "due_at", "pk")


def standing(rows: OwedQuerySet, *, now: datetime) -> dict[str, int]:
    """How much was given up and how much is late, in one question."""
    is_late = Q(given_up_at=None, due_at__lte=now - LATE) & (Q(lease_until=None) | Q(lease_until__lte=now - LATE))
    is_dead = Q(given_up_at__isnull=False, put_aside_at=None)
    open_rows = rows.filter(done_at=None)
    return open_rows.aggregate(dead=Count("pk", filter=is_dead), late=Count("pk", filter=is_late))


def late(rows: OwedQuerySet, *, now: datetime) -> int:
    """How many pieces have been due for too long and are held by nobody."""
    return rows.ready(now=now - LATE).count()

"""Owed work: a service owes, one Celery task performs, a sweeper re-sends what was lost.

The broker is only the messenger. A row that is not done is sent again when its lease runs out, so work survives
a flushed broker, a killed worker and a restart in the middle. A worker renews the lease while it works, so the lease
is short and a killed worker is soon noticed. Handlers may therefore run twice and must return early when their work is
already done.
"""

import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.functional import Promise

from training.core import clock, logs, metrics
from training.core.errors import NotYet
from training.core.models import Owed
from training.core.models.owed import OwedQuerySet

LEASE = timedelta(seconds=settings.OWED_LEASE)
RETRY_AFTER = [timedelta(seconds=s) for s in (5, 30, 120, 600, 1800, 3600)]
GIVE_UP_AFTER = 12
SOON = timedelta(seconds=settings.OWED_SOON)  # until one tries again what all of its kind wait for
LONGEST = timedelta(seconds=settings.CELERY_TASK_TIME_LIMIT)  # a handler that hangs is not held for ever
KEPT = timedelta(days=settings.OWED_KEPT_DAYS)
SWEPT = "core.swept_at"

log = structlog.get_logger(__name__)
Handler = Callable[[str], None]
Messenger = Callable[[int, str], Any]  # which row, and its kind
_handlers: dict[str, Handler] = {}
_labels: dict[str, "str | Promise"] = {}
_heavy: set[str] = set()
_messenger: list[Messenger] = []


def handler(kind: str, label: "str | Promise" = "", *, heavy: bool = False) -> Callable[[Handler], Handler]:
    """Register the function that performs one kind of owed work; each kind has exactly one. `label` is for people.

    Heavy work may be sent to workers of its own, so that it holds up nothing else.
    """

    def register(function: Handler) -> Handler:
        if kind in _handlers:
            raise ValueError(f"Two handlers for {kind}.")
        _handlers[kind] = function
        _labels[kind] = label
        if heavy:
            _heavy.add(kind)
        return function

    return register


def label(kind: str) -> str:
    """What a kind of work is called on a page."""
    return str(_labels.get(kind) or kind)


def is_heavy(kind: str) -> bool:
    return kind in _heavy


def use_messenger(send: Messenger) -> None:
    """Called once by the task module: how an id reaches a worker."""
    _messenger[:] = [send]


def owe(
    kind: str, subject: object, *, now: datetime, due_at: datetime | None = None, complex_id: int | None = None
) -> Owed:
    """Record work in the caller's transaction and send it after commit. `subject` is an id, as text.

    `complex_id` says whose operators may see it and try it again; without one only a superuser does.
    """
    owed = Owed.objects.create(
        kind=kind, subject=str(subject), created_at=now, due_at=due_at or now, complex_id=complex_id
    )
    if owed.due_at <= now:
        transaction.on_commit(lambda: send(owed.pk, owed.kind))
    return owed


def send(owed_id: int, kind: str) -> None:
    """Tell a worker; a broker that does not answer is no fault, since the sweeper asks again."""
    for messenger in _messenger:
        try:
            messenger(owed_id, kind)
        except Exception as error:  # noqa: BLE001 - whatever the broker's client raises, the row stands
            log.warning("broker_unreachable", owed=owed_id, error=type(error).__name__)


def perform(owed_id: int) -> bool:
    """Claim one piece of work and do it. Returns whether it was done here."""
    now = clock.now()
    claimed = Owed.objects.ready(now=now).filter(pk=owed_id).update(lease_until=now + LEASE, attempts=F("attempts") + 1)
    if not claimed:
        return False
    owed = Owed.objects.get(pk=owed_id)
    try:
        with _held(owed):
            _handlers[owed.kind](owed.subject)
    except Exception as error:  # noqa: BLE001 - recorded with its reason and tried again
        _failed(owed, error)
        metrics.PERFORMED.labels(owed.kind, "failed").inc()
        return False
    metrics.PERFORMED.labels(owed.kind, "done").inc()
    Owed.objects.filter(pk=owed.pk, done_at=None, given_up_at=None).update(
        done_at=clock.now(), lease_until=None, last_error=""
    )
    return True


@contextmanager
def _held(owed: Owed) -> Iterator[None]:
    """The lease is renewed for as long as this process lives and works, at most LONGEST."""
    over = threading.Event()
    renewing = threading.Thread(target=_renew, args=(owed, over), daemon=True)
    renewing.start()
    try:
        yield
    finally:
        over.set()
        renewing.join()


def _renew(owed: Owed, over: threading.Event) -> None:
    mine = Owed.objects.filter(pk=owed.pk, attempts=owed.attempts, done_at=None).exclude(lease_until=None)
    for _turn in range(3 * LONGEST // LEASE):
        if over.wait(LEASE.total_seconds() / 3):
            return
        try:
            mine.update(lease_until=clock.now() + LEASE)
        except DatabaseError as error:
            log.warning("lease_not_renewed", owed=owed.pk, error=type(error).__name__)
        finally:
            connection.close()  # this thread's own


def _failed(owed: Owed, error: Exception) -> None:
    now = clock.now()
    log.warning("owed_work_failed", kind=owed.kind, subject=owed.subject, error=type(error).__name__)
    fields: dict[str, Any] = {
        "lease_until": None,
        "last_error": logs.scrubbed("".join(traceback.format_exception_only(error)).strip())[:2000],
    }
    if isinstance(error, NotYet):
        fields["due_at"] = now + 1.5 * SOON  # after the others, should it be the only one that cannot be done
        alike = Owed.objects.ready(now=now).filter(kind=owed.kind, complex=owed.complex).exclude(pk=owed.pk)
        alike.update(due_at=now + SOON)  # one tries for all, so that waiting for a service blocks no worker
    elif owed.attempts >= GIVE_UP_AFTER:
        fields["given_up_at"] = now
    else:
        fields["due_at"] = now + RETRY_AFTER[min(owed.attempts, len(RETRY_AFTER)) - 1]
    Owed.objects.filter(pk=owed.pk, done_at=None).update(**fields)


def swept_at() -> datetime | None:
    """When the sweeper last looked; None where it never did, or so long ago that the cache forgot."""
    found = cache.get(SWEPT)
    return datetime.fromisoformat(found) if found else None


def sweep(*, now: datetime, most: int = 500) -> int:
    """Send again whatever is open and due and nobody holds. Returns how many."""
    rows = list(Owed.objects.ready(now=now).order_by("due_at", "pk").values_list("pk", "kind")[:most])
    for owed_id, kind in rows:
        send(owed_id, kind)
    cache.set(SWEPT, now.isoformat(), timeout=86_400)
    return len(rows)


def retry(owed: Owed, *, now: datetime) -> bool:
    """Another try: due at once, and no longer given up. False where it is done or a worker is at it."""
    found = _not_held(owed, now).update(due_at=now, given_up_at=None, put_aside_at=None, attempts=0)
    if found:
        transaction.on_commit(lambda: send(owed.pk, owed.kind))
    return bool(found)


def put_aside(owed: Owed, *, now: datetime) -> bool:
    """It is no longer wanted: not tried again. False where it is done or a worker is at it."""
    rows = _not_held(owed, now).filter(put_aside_at=None)
    return bool(rows.update(given_up_at=Coalesce("given_up_at", now), put_aside_at=now, lease_until=None))


def _not_held(owed: Owed, now: datetime) -> OwedQuerySet:
    rows = Owed.objects.filter(Q(lease_until=None) | Q(lease_until__lte=now))
    return rows.filter(pk=owed.pk, done_at=None)


def prune(*, now: datetime, most: int = 5_000) -> int:
    """Delete what was done or put aside longer ago than it is kept, at most so many at once. Returns how many.

    What was given up and never put aside stays until a person has decided.
    """
    before = now - KEPT
    old = Owed.objects.filter(Q(done_at__lt=before) | Q(put_aside_at__lt=before)).order_by("pk")
    ids = list(old.values_list("pk", flat=True)[:most])
    return Owed.objects.filter(pk__in=ids).delete()[0] if ids else 0

"""Owed work: a service owes, one Celery task performs, a sweeper re-sends what was lost.

The broker is only the messenger. A row that is not done is sent again when its lease runs out, so work survives
a flushed broker, a killed worker and a restart in the middle. Handlers may therefore run twice and must return
early when their work is already done.
"""

import traceback
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q

from training.core import clock
from training.core.models import Owed

LEASE = timedelta(seconds=settings.OWED_LEASE)
RETRY_AFTER = [timedelta(seconds=s) for s in (5, 30, 120, 600, 1800, 3600)]
GIVE_UP_AFTER = 12

log = structlog.get_logger(__name__)
Handler = Callable[[str], None]
Messenger = Callable[[int], Any]
_handlers: dict[str, Handler] = {}
_messenger: list[Messenger] = []


def handler(kind: str) -> Callable[[Handler], Handler]:
    """Register the function that performs one kind of owed work; each kind has exactly one."""

    def register(function: Handler) -> Handler:
        if kind in _handlers:
            raise ValueError(f"Two handlers for {kind}.")
        _handlers[kind] = function
        return function

    return register


def use_messenger(send: Messenger) -> None:
    """Called once by the task module: how an id reaches a worker."""
    _messenger[:] = [send]


def owe(kind: str, subject: object, *, now: datetime, due_at: datetime | None = None) -> Owed:
    """Record work in the caller's transaction and send it after commit. `subject` is an id, as text."""
    owed = Owed.objects.create(kind=kind, subject=str(subject), created_at=now, due_at=due_at or now)
    if owed.due_at <= now:
        transaction.on_commit(lambda: send(owed.pk))
    return owed


def send(owed_id: int) -> None:
    """Tell a worker; a broker that does not answer is no fault, since the sweeper asks again."""
    for messenger in _messenger:
        try:
            messenger(owed_id)
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
        _handlers[owed.kind](owed.subject)
    except Exception as error:  # noqa: BLE001 - recorded with its reason and tried again
        _failed(owed, error)
        return False
    Owed.objects.filter(pk=owed.pk, done_at=None, given_up_at=None).update(
        done_at=clock.now(), lease_until=None, last_error=""
    )
    return True


def _failed(owed: Owed, error: Exception) -> None:
    now = clock.now()
    log.warning("owed_work_failed", kind=owed.kind, subject=owed.subject, error=type(error).__name__)
    fields: dict[str, Any] = {
        "lease_until": None,
        "last_error": "".join(traceback.format_exception_only(error)).strip()[:2000],
    }
    if owed.attempts >= GIVE_UP_AFTER:
        fields["given_up_at"] = now
    else:
        fields["due_at"] = now + RETRY_AFTER[min(owed.attempts, len(RETRY_AFTER)) - 1]
    Owed.objects.filter(pk=owed.pk, done_at=None).update(**fields)


def sweep(*, now: datetime, most: int = 500) -> int:
    """Send again whatever is open and due and nobody holds. Returns how many."""
    ids = list(Owed.objects.ready(now=now).order_by("due_at", "pk").values_list("pk", flat=True)[:most])
    for owed_id in ids:
        send(owed_id)
    return len(ids)


def retry(owed: "Owed | models.Model", *, now: datetime) -> None:
    """A person asks for another try: due at once, and no longer given up."""
    Owed.objects.filter(Q(lease_until=None) | Q(lease_until__lte=now), pk=owed.pk, done_at=None).update(
        due_at=now, given_up_at=None, attempts=0
    )
    transaction.on_commit(lambda: send(owed.pk))

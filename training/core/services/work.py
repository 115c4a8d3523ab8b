"""What a person decides about owed work: another try, or no more."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from training.core import audit, outbox
from training.core.errors import TransitionRefused
from training.core.models import Owed
from training.core.models.owed import OwedQuerySet

AT_ONCE = 500


@transaction.atomic
def retry(owed: Owed, *, by: Any, now: datetime) -> None:
    """Try again, at once. Raises TransitionRefused where it is done already or a worker is at it."""
    if not outbox.retry(owed, now=now):
        raise _too_late()
    audit.record(owed, "retried", by=by, at=now, facts=_facts(owed))


@transaction.atomic
def retry_dead(rows: OwedQuerySet, kind: str, *, by: Any, now: datetime) -> int:
    """Try again whatever of a kind was given up, the oldest first, at most AT_ONCE. Returns how many."""
    dead = list(rows.dead().filter(kind=kind, done_at=None).order_by("given_up_at", "pk")[:AT_ONCE])
    retried = [owed for owed in dead if outbox.retry(owed, now=now)]
    for owed in retried:
        audit.record(owed, "retried", by=by, at=now, facts=_facts(owed))
    return len(retried)


@transaction.atomic
def put_aside(owed: Owed, *, by: Any, now: datetime, reason: str) -> None:
    """It is not tried again. Raises TransitionRefused where it is done already or a worker is at it."""
    if not outbox.put_aside(owed, now=now):
        raise _too_late()
    audit.record(owed, "put_aside", by=by, at=now, reason=reason, facts=_facts(owed))


def _facts(owed: Owed) -> dict[str, Any]:
    """The row is deleted one day; this stands."""
    return {"kind": owed.kind, "subject": owed.subject, "attempts": owed.attempts, "error": owed.last_error[:200]}


def _too_late() -> TransitionRefused:
    return TransitionRefused(_("This is done already, or a worker is at it just now. Reload the page to see."))

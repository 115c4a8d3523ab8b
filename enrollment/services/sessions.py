"""Opening and closing the roll of a session."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from enrollment.models import Session
from enrollment.permissions import attendance as permissions
from enrollment.queries.attendance import scheduled_day
from training.core import audit, clock
from training.core.errors import DomainError, Refused


def only_instructors() -> Refused:
    return Refused(_("Only this cohort's instructors can open this. If you are one, ask the office."))


@transaction.atomic
def open(session: Session, *, by: Any, now: datetime) -> None:
    """Take the roll from now on, on the session's own day. Opening an open session changes nothing."""
    _check(session, by=by)
    if session.day > clock.day_of(now, session.complex.zone):
        raise DomainError(_("This session is not today. It can be opened on its own day."))
    if now >= scheduled_day(session).closes_at:
        raise DomainError(_("This day is closed. Ask the office for a correction."))
    _move(session, "roll opened", by=by, now=now, before={"opened_at": None}, after={"opened_at": now, "opened_by": by})


@transaction.atomic
def close(session: Session, *, by: Any, now: datetime) -> None:
    """Take no more scans. Closing a closed session changes nothing."""
    _check(session, by=by)
    _move(
        session,
        "roll closed",
        by=by,
        now=now,
        before={"opened_at__isnull": False, "closed_at": None},
        after={"closed_at": now},
    )


@transaction.atomic
def reopen(session: Session, *, by: Any, now: datetime) -> None:
    """Take scans again, as long as the day is not closed."""
    _check(session, by=by)
    if now >= scheduled_day(session).closes_at:
        raise DomainError(_("This day is closed. Ask the office for a correction."))
    _move(session, "roll opened again", by=by, now=now, before={"closed_at__isnull": False}, after={"closed_at": None})


def _check(session: Session, *, by: Any) -> None:
    if not permissions.may_keep_session(by, session):
        raise only_instructors()
    if not permissions.is_live(session.cohort):
        raise DomainError(_("This cohort is settled. Its attendance is not changed any more."))


def _move(session: Session, action: str, *, by: Any, now: datetime, before: dict, after: dict) -> None:
    """Compare-and-swap with its audit entry; whoever comes second changes nothing."""
    if Session.objects.filter(pk=session.pk, **before).update(**after):
        audit.record(session, action, by=by, at=now)
    session.refresh_from_db(fields=["opened_at", "opened_by", "closed_at"])

"""Entering a paper sheet: the whole class at once, or nobody."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from enrollment.models import Session
from enrollment.queries import paper as queries
from enrollment.queries.paper import Times
from enrollment.services import attendance
from enrollment.services.attendance import Line
from enrollment.states import EventSource
from training.core import audit
from training.core.errors import DomainError


@transaction.atomic
def enter(session: Session, written: Mapping[int, Times], *, by: Any, now: datetime) -> int:
    """Write every time of a paper sheet into the ledger, as from paper; returns how many people had any."""
    rows = [row for row in queries.rows(session, written, now=now) if row.added or row.misfit]
    if not rows:
        raise DomainError(_("The sheet is empty. Type at least one time."))
    for row in rows:
        if row.misfit:
            said = _("The times of %(name)s do not follow from one another. Nothing was saved.")
            raise DomainError(said % {"name": row.enrollment.trainee.name})
        lines = [Line(event.kind, event.at) for event in row.added]
        attendance.enter(
            session, enrollment=row.enrollment, lines=lines, source=EventSource.PAPER, by=by, now=now
        )  # fmt: skip
    audit.record(session, "paper sheet entered", by=by, at=now, facts={"people": len(rows)})
    return len(rows)

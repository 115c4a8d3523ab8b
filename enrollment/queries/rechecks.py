"""Re-checks of a session: who was asked, who scanned, and who can be asked now."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch

from enrollment.models import AttendanceEvent, Enrollment, Recheck, RecheckCall, Session
from enrollment.queries import attendance
from enrollment.rules import acts
from enrollment.rules.days import effective


def askable(session: Session) -> list[Enrollment]:
    """Who is in the room by the ledger: checked in, not out, not away."""
    zone = session.cohort.complex.zone
    lines = AttendanceEvent.objects.filter(enrollment__cohort=session.cohort_id, session__day=session.day)
    by_person = attendance.events_of(lines, zone)
    people = Enrollment.objects.current().filter(cohort=session.cohort_id)
    return [person for person in people if acts.is_inside(effective(by_person[person.pk]))]


def pending(session: Session, trainee: Any, *, now: datetime) -> RecheckCall | None:
    """What one person is asked to answer now."""
    calls = RecheckCall.objects.filter(recheck__session=session, recheck__until_at__gt=now, answered_at=None)
    return calls.filter(enrollment__trainee=trainee).select_related("recheck").first()


@dataclass(frozen=True)
class Result:
    """One re-check with its people: those who have not scanned first."""

    recheck: Recheck
    missing: list[RecheckCall]
    here: list[RecheckCall]
    is_running: bool


def results(session: Session, *, now: datetime) -> list[Result]:
    """The latest first; two queries."""
    people = RecheckCall.objects.select_related("enrollment__trainee").order_by("enrollment__trainee__name", "pk")
    rows = Recheck.objects.filter(session=session).select_related("asked_by").order_by("-pk")
    return [_result(row, now) for row in rows.prefetch_related(Prefetch("calls", people))]


def _result(recheck: Recheck, now: datetime) -> Result:
    calls = list(recheck.calls.all())
    missing = [call for call in calls if call.answered_at is None]
    here = [call for call in calls if call.answered_at is not None]
    return Result(recheck, missing, here, now < recheck.until_at and bool(missing))

"""Training logs: of one session, of a unit period, and those that are missing."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max, Prefetch, Q, QuerySet

from courses.models import Lesson
from enrollment.models import Cohort, Enrollment, Session, TrainingLog
from enrollment.permissions.attendance import LIVE, cohorts_taught
from enrollment.queries import attendance
from enrollment.rules.attendance import UnitPeriod
from training.core import words
from training.core.models import Complex
from training.core.requests import Request

MOST_MISSING = 6  # on the desk; the count says how many there are


@dataclass(frozen=True)
class Attended:
    """How many of those in training were there on a session's day."""

    present: int
    people: int


def attended(session: Session, *, now: datetime) -> Attended:
    """Counted from the ledger: who came, of those who had not left by then."""
    summaries = attendance.summaries(session.cohort, now=now)
    people = Enrollment.objects.filter(cohort=session.cohort_id).exclude(state="canceled")
    there = people.filter(Q(ended_on=None) | Q(ended_on__gte=session.day)).values_list("pk", flat=True)
    days = [summaries[pk].on(session.day) for pk in there]
    return Attended(sum(bool(day and day.is_in) for day in days), len(days))


def latest_number(session: Session) -> int:
    return TrainingLog.objects.filter(session=session).aggregate(last=Max("number"))["last"] or 0


def versions(session: Session) -> list[TrainingLog]:
    """The latest first."""
    return list(TrainingLog.objects.filter(session=session).select_related("written_by").order_by("-number"))


def lessons_of(session: Session) -> "QuerySet[Lesson]":
    """What the timetable says may be taught: the lessons of the session's module, else of the course."""
    lessons = Lesson.objects.filter(module__course=session.cohort.course_id).select_related("module")
    lessons = lessons.filter(module=session.module_id) if session.module_id else lessons
    return lessons.order_by("module__order", "order", "pk")


def titles(log: TrainingLog) -> list[str]:
    """The lessons as they were called, in the reader's language."""
    return [str(each[words.language()] or each["ko"]) for each in log.lessons]


@dataclass(frozen=True)
class Missing:
    """Sessions that are over and have no log: the oldest first, and how many there are."""

    sessions: list[Session]
    count: int


def missing(user: Any, complex: Complex, *, now: datetime) -> Missing:
    """Of the cohorts this person teaches, and of the sessions they stood in for."""
    held = Q(cohort__in=cohorts_taught(user, complex)) | Q(instructor=user, cohort__state__in=LIVE)
    rows = Session.objects.of(complex).filter(held, ends_at__lte=now, logs=None).distinct()
    shown = rows.select_related("cohort__course", "cohort__complex").order_by("starts_at", "pk")[:MOST_MISSING]
    return Missing(list(shown), rows.count())


def panel(request: Request) -> dict[str, Any]:
    return {"missing": missing(request.user, request.complex, now=request.now)}


@dataclass(frozen=True)
class Line:
    """One session of a printed unit period, with its latest log if it has one."""

    session: Session
    log: TrainingLog | None

    @property
    def lessons(self) -> list[str]:
        return titles(self.log) if self.log else []


def of_unit(cohort: Cohort, period: UnitPeriod) -> list[Line]:
    """Every session of a unit period in order; two queries."""
    logs = TrainingLog.objects.select_related("written_by").order_by("-number")
    sessions = (
        Session.objects.filter(cohort=cohort, day__range=(period.starts_on, period.ends_on))
        .select_related("room", "instructor", "module")
        .prefetch_related(Prefetch("logs", queryset=logs))
        .order_by("starts_at", "pk")
    )
    return [Line(session, next(iter(session.logs.all()), None)) for session in sessions]

"""The trainee's desk: today and the attendance line of each course."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from enrollment.models import Enrollment, Session
from enrollment.queries import attend, attendance, attendance_words, mine
from enrollment.queries.mine import Mine
from enrollment.rules.attendance import Summary
from enrollment.rules.days import CLOSES_AFTER, Cause, Day
from training.core import clock
from training.core.models import Complex


@dataclass(frozen=True)
class Today:
    """One session of today, what was recorded, and why nothing can be scanned where nothing can."""

    session: Session
    day: Day
    refusal: str

    @property
    def explanation(self) -> str:
        return "" if self.day.cause == Cause.NOTHING else attendance_words.explain(self.day)


@dataclass(frozen=True)
class Course:
    """One course in training."""

    enrollment: Enrollment
    summary: Summary
    today: list[Today]
    next_session: Session | None

    @property
    def first_line(self) -> str:
        return attendance_words.left_words(self.summary)

    @property
    def line(self) -> str:
        return attendance_words.standing_words(self.summary)


def courses(user: Any, complex: Complex, *, now: datetime) -> list[Course]:
    """What this person is in training for now."""
    return [_course(one, now=now) for one in mine.current(user, complex, now=now)]


def _course(one: Mine, *, now: datetime) -> Course:
    enrollment, summary = one.enrollment, one.summary
    today = clock.day_of(now, enrollment.cohort.complex.zone)
    sessions = list(
        Session.objects.filter(cohort=enrollment.cohort, day__gte=today - timedelta(days=1))
        .select_related("room", "cohort__course", "cohort__complex", "complex")
        .order_by("starts_at", "pk")[:40]
    )
    of_today = [
        s for s in sessions if s.day == today or (s.day < today and s.is_open and now < s.ends_at + CLOSES_AFTER)
    ]
    return Course(
        enrollment=enrollment,
        summary=summary,
        today=[_today(session, summary, now=now) for session in of_today],
        next_session=next((session for session in sessions if session.day > today), None),
    )


def _today(session: Session, summary: Summary, *, now: datetime) -> Today:
    day = summary.on(session.day)
    assert day is not None  # noqa: S101 - the session is on it
    return Today(session, day, attend.refusal(session, attendance.scheduled_day(session), now=now))


@dataclass(frozen=True)
class DayLine:
    """One day with its sentence."""

    day: Day

    @property
    def explanation(self) -> str:
        return attendance_words.explain(self.day)

    @property
    def status(self) -> str:
        return self.day.events[0] if self.day.status == "checked_in" and self.day.events else self.day.status


def day_lines(summary: Summary) -> list[DayLine]:
    """Every day in order."""
    return [DayLine(day) for day in summary.days]

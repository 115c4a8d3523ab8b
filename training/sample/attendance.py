"""Forty days of check-ins and check-outs, with lateness, leave and absences, the same at every load."""

import random
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from enrollment.models import AttendanceEvent, Cohort, Enrollment, Session
from enrollment.states import DayStatus, EventKind, EventSource
from training.accounts.models import User

Moments = tuple[time | None, time | None]


@dataclass(frozen=True)
class Habits:
    """How one person attends: the days (counted from 0) on which something happened."""

    absent: frozenset[int] = frozenset()
    late: frozenset[int] = frozenset()
    early: frozenset[int] = frozenset()
    no_check_out: frozenset[int] = frozenset()
    leave: dict[int, str] = field(default_factory=dict)


def _days(*numbers: int) -> frozenset[int]:
    return frozenset(numbers)


# Cohort 1: 18 complete and 2 do not. Nine absences leave 31 of 40 days; six with nine events (three converted) too.
COHORT_1 = {
    2: Habits(late=_days(3, 11)),
    4: Habits(late=_days(2, 9, 16, 22), early=_days(27, 30, 33)),
    5: Habits(leave={14: "예비군 훈련", 15: "예비군 훈련"}),
    7: Habits(absent=_days(6, 21, 22)),
    9: Habits(absent=_days(12), early=_days(18)),
    11: Habits(leave={25: "기사 자격시험"}, late=_days(4)),
    13: Habits(no_check_out=_days(19)),
    16: Habits(absent=_days(1, 8, 17, 26, 31)),
    18: Habits(absent=_days(3, 4, 5, 13, 20, 21, 28, 34, 35)),
    19: Habits(absent=_days(2, 10, 16, 23, 29, 36), late=_days(1, 5, 7, 12, 18, 25), early=_days(9, 27, 33)),
}
COHORT_2 = {
    0: Habits(late=_days(6, 13)),
    3: Habits(absent=_days(5), late=_days(2)),
    6: Habits(leave={8: "면접시험"}),
    8: Habits(absent=_days(2, 3, 9, 14), late=_days(6, 11, 17)),
    12: Habits(early=_days(10), no_check_out=_days(15)),
    17: Habits(absent=_days(1, 4, 7, 12, 16, 18), late=_days(9, 10)),
}
USUAL = Habits()


def ledger(cohort: Cohort, people: list[Enrollment], habits: dict[int, Habits], *, before: date, by: User) -> None:
    """The events of all training days before a date, in one insert."""
    dice = random.Random(cohort.number)  # noqa: S311 - sample data, the same at every load
    by_day: dict[date, list[Session]] = {}
    for session in cohort.sessions.filter(day__lt=before).order_by("starts_at"):
        by_day.setdefault(session.day, []).append(session)
    events: list[AttendanceEvent] = []
    for number, day in enumerate(sorted(by_day)):
        for index, person in enumerate(people):
            events += _day(person, by_day[day], number, habits.get(index, USUAL), dice, by)
    AttendanceEvent.objects.bulk_create(events)


def _day(
    person: Enrollment, sessions: list[Session], number: int, habit: Habits, dice: random.Random, by: User
) -> list[AttendanceEvent]:
    first, last = sessions[0], sessions[-1]
    if number in habit.leave:
        return [_recognized(person, first, habit.leave[number], by)]
    if number in habit.absent:
        return []
    arrives = first.starts_at + timedelta(
        minutes=dice.randint(12, 45) if number in habit.late else -dice.randint(2, 20)
    )
    leaves = last.ends_at + timedelta(minutes=-dice.randint(20, 90) if number in habit.early else dice.randint(1, 12))
    seconds = timedelta(seconds=dice.randint(0, 59))
    found = [_scan(person, first, EventKind.IN, arrives + seconds)]
    if number not in habit.no_check_out:
        found.append(_scan(person, last, EventKind.OUT, leaves + seconds))
    return found


def _scan(person: Enrollment, session: Session, kind: str, at: datetime) -> AttendanceEvent:
    return AttendanceEvent(
        complex_id=person.complex_id,
        enrollment=person,
        session=session,
        kind=kind,
        at=at,
        recorded_at=at + timedelta(seconds=3),
        recorded_by_id=person.trainee_id,
        source=EventSource.QR,
    )


def _recognized(person: Enrollment, session: Session, why: str, by: User) -> AttendanceEvent:
    return AttendanceEvent(
        complex_id=person.complex_id,
        enrollment=person,
        session=session,
        kind=EventKind.RECOGNIZED,
        at=session.starts_at,
        recorded_at=session.starts_at - timedelta(days=2),
        recorded_by=by,
        source=EventSource.CLAIM,
        status=DayStatus.RECOGNIZED,
        note=why,
    )

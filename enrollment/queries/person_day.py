"""One person's day as its keeper reads it: every line that was written, by whom, and by which clock it counts."""

from dataclasses import dataclass
from datetime import datetime

from enrollment.models import AttendanceEvent, Enrollment, Session
from enrollment.queries import attendance, attendance_words
from enrollment.rules.acts import SCANS
from enrollment.rules.days import Day
from enrollment.states import EventKind


@dataclass(frozen=True)
class Line:
    """One line of the ledger, and the one that undid it."""

    event: AttendanceEvent
    undone: AttendanceEvent | None

    @property
    def clock(self) -> str:
        return attendance_words.clock_words(self.event)

    @property
    def is_scan(self) -> bool:
        return self.event.kind in SCANS


@dataclass(frozen=True)
class PersonDay:
    """What the day comes to, and what it rests on."""

    day: Day
    lines: list[Line]

    @property
    def explanation(self) -> str:
        return attendance_words.explain(self.day)


def of(enrollment: Enrollment, session: Session, *, now: datetime) -> PersonDay:
    """The lines stand in the order of recording; an undoing stands beside what it undoes."""
    day = attendance.summary(enrollment, now=now).on(session.day)
    assert day is not None  # noqa: S101 - the session is on it
    rows = attendance.ledger_of_day(enrollment, session.day)
    undone = {row.undoes_id: row for row in rows if row.undoes_id}
    return PersonDay(day, [Line(row, undone.get(row.pk)) for row in rows if row.kind != EventKind.UNDO])

"""What a whole paper sheet would make of the day, before anything is written."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from enrollment.models import AttendanceEvent, Enrollment, Session
from enrollment.queries import attendance, teach
from enrollment.rules import acts
from enrollment.rules.acts import SCANS
from enrollment.rules.days import Day, Event, effective, judge
from enrollment.states import EventKind

Times = Sequence[tuple[EventKind, time]]


@dataclass(frozen=True)
class PaperRow:
    """One person of the sheet: what stands, what the paper adds, and what the day comes to with it."""

    enrollment: Enrollment
    standing: list[Event]
    added: list[Event]
    day: Day
    misfit: bool = False  # a time that does not follow from the others

    @property
    def recorded(self) -> list[tuple[datetime, str]]:
        return _said(event for event in self.standing if event.kind in SCANS)

    @property
    def written(self) -> list[tuple[datetime, str]]:
        return _said(self.added)


def _said(events: Iterable[Event]) -> list[tuple[datetime, str]]:
    return [(event.at, str(EventKind(event.kind).label)) for event in events]


def rows(session: Session, written: Mapping[int, Times], *, now: datetime) -> list[PaperRow]:
    """Everybody by name, with the times written for them. Few queries, however many people."""
    scheduled = attendance.scheduled_day(session)
    by_hours = attendance.schedule(session.cohort).basis == "hours"
    lines = AttendanceEvent.objects.filter(enrollment__cohort=session.cohort_id, session__day=session.day)
    by_person = attendance.events_of(lines, session.cohort.complex.zone)
    found = []
    for person in teach.people(session):
        standing = effective(by_person[person.pk])
        added, misfit = _added(
            standing, [(kind, scheduled.instant(clock)) for kind, clock in written.get(person.pk, ())]
        )
        late = any(event.at > now for event in added)
        day = judge(scheduled, [*standing, *added], now=now, today=session.day, by_hours=by_hours)
        found.append(PaperRow(person, standing, added, day, misfit or late))
    return found


def _added(standing: list[Event], times: list[tuple[EventKind, datetime]]) -> tuple[list[Event], bool]:
    added: list[Event] = []
    number = max((event.number for event in standing), default=0)
    for kind, at in sorted(times, key=lambda pair: pair[1]):
        if not acts.fits(kind, at, [*standing, *added]):
            return added, True
        number += 1
        added.append(Event(number, at.date(), kind, at))
    return added, False

"""What the phone shows before and after a scan."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from enrollment.models import AttendanceEvent, Enrollment, Session
from enrollment.queries import attendance, attendance_words
from enrollment.rules import acts
from enrollment.rules.days import Day, ScheduledDay, effective
from enrollment.states import EventKind
from training.core import words


@dataclass(frozen=True)
class Act:
    """One button, with what it would lead to where that is not plain."""

    kind: str
    label: str
    caution: str = ""


@dataclass(frozen=True)
class Standing:
    """One person's day in one session: what is recorded, what may follow, and why nothing can where nothing can."""

    day: Day
    scheduled: ScheduledDay
    lines: list[AttendanceEvent]
    acts: list[Act]
    refusal: str

    @property
    def explanation(self) -> str:
        return attendance_words.explain(self.day)


def standing(session: Session, enrollment: Enrollment, *, now: datetime) -> Standing:
    """What this person may do now, by the QR of this session."""
    summary = attendance.summary(enrollment, now=now)
    day = summary.on(session.day)
    scheduled = attendance.scheduled_day(session)
    assert day is not None  # noqa: S101 - the session is on it
    rows = AttendanceEvent.objects.filter(enrollment=enrollment, session__day=session.day)
    left = effective(attendance.events_of(rows, enrollment.complex.zone)[enrollment.pk])
    return Standing(
        day=day,
        scheduled=scheduled,
        lines=list(rows.select_related("recorded_by").order_by("pk")),
        acts=[_act(kind, scheduled, now) for kind in acts.possible(left)],
        refusal=refusal(session, scheduled, now=now),
    )


def _act(kind: EventKind, scheduled: ScheduledDay, now: datetime) -> Act:
    caution = ""
    if kind == EventKind.OUT and acts.leaves_early(scheduled, now):
        caution = _("The day ends at %(time)s. Leaving now is leaving early.") % {
            "time": attendance_words.clock_time(scheduled.ends_at)
        }
    return Act(kind, str(label(kind)), caution)


def label(kind: str) -> str:
    """What the button says, and the word of the result."""
    return {
        EventKind.IN: _("Check in"),
        EventKind.OUT: _("Check out"),
        EventKind.AWAY: _("Go out"),
        EventKind.BACK: _("Come back"),
    }[EventKind(kind)]


def refusal(session: Session, scheduled: ScheduledDay, *, now: datetime) -> str:
    """Why nothing can be scanned now; empty where it can."""
    start = {"day": words.date_words(session.day), "time": words.time24(session.starts_at)}
    if now >= scheduled.closes_at:
        return _("This day is closed. Ask the office for a correction.")
    if session.opened_at is None:
        return _("Not open yet. The session starts on %(day)s at %(time)s; your instructor opens the roll.") % start
    if session.closed_at is not None:
        return _("The roll of this session is closed. Ask your instructor to mark you.")
    return ""


@dataclass(frozen=True)
class Result:
    """What was recorded, in words."""

    event: AttendanceEvent
    day: Day
    word: str
    sentences: list[str]
    clock: str

    @property
    def icon(self) -> str:
        return "warn" if self.day.events or self.day.status == "absent" else "ok"


def result(event: AttendanceEvent, *, now: datetime) -> Result:
    summary = attendance.summary(event.enrollment, now=now)
    day = summary.on(event.session.day)
    assert day is not None  # noqa: S101 - the session is on it
    scheduled = attendance.scheduled_day(event.session)
    sentences = attendance_words.after_scan(event, day, summary, scheduled)
    return Result(event, day, recorded_word(event.kind), sentences, attendance_words.clock_words(event))


def recorded_word(kind: str) -> str:
    return {
        EventKind.IN: pgettext("result", "Checked in"),
        EventKind.OUT: pgettext("result", "Checked out"),
        EventKind.AWAY: pgettext("result", "Out"),
        EventKind.BACK: pgettext("result", "Back"),
    }[EventKind(kind)]

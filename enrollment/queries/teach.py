"""What the instructor sees: the sessions of today and around it, the roster, and the counts on the projector."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Q
from django.utils.translation import gettext as _

from enrollment.models import AttendanceEvent, Enrollment, Session
from enrollment.permissions.attendance import LIVE, cohorts_taught
from enrollment.queries import attendance, attendance_words, clearance, devices
from enrollment.rules.days import CLOSES_AFTER, Day
from enrollment.states import DayStatus, EventKind
from training.core import clock, words
from training.core.models import Complex

AROUND = timedelta(days=14)
RECENT_DAYS = 5
GROUPS = ("missing", "absent", "late", "present")  # in this order: who is not in comes first


@dataclass(frozen=True)
class Desk:
    """Sessions of today (and of a night that is not over), those to come, and those of the last days."""

    today: list[Session]
    upcoming: list[Session]
    past: list[Session]


def desk(user: Any, complex: Complex, *, now: datetime) -> Desk:
    today = clock.day_of(now, complex.zone)
    sessions = (
        Session.objects.of(complex)
        .filter(Q(cohort__in=cohorts_taught(user, complex)) | Q(instructor=user, cohort__state__in=LIVE))
        .filter(day__range=(today - AROUND, today + AROUND))
        .select_related("cohort__course", "cohort__complex", "complex", "room")
        .order_by("starts_at", "pk")
    )
    found = Desk([], [], [])
    for session in sessions:
        _place(found, session, today, now).append(session)
    found.past.reverse()
    return found


def _place(desk: Desk, session: Session, today: date, now: datetime) -> list[Session]:
    if session.day == today or (session.day < today and session.is_open and now < session.ends_at + CLOSES_AFTER):
        return desk.today
    return desk.upcoming if session.day > today else desk.past


@dataclass(frozen=True)
class Row:
    """One person on the roster."""

    enrollment: Enrollment
    day: Day
    recent: tuple[Day, ...]
    last_event: int | None
    last_at: datetime | None
    held_back: tuple[str, ...] = ()  # what must be passed before practice, in words
    shares_with: tuple[str, ...] = ()  # whose scans came from the same device

    @property
    def group(self) -> str:
        if not self.day.is_in:
            return "absent" if self.day.status == DayStatus.ABSENT else "missing"
        return "late" if DayStatus.LATE in self.day.events else "present"

    @property
    def status(self) -> str:
        """The day as a word: late shows before the check-out is made."""
        return self.day.events[0] if self.day.events else self.day.status

    @property
    def explanation(self) -> str:
        return attendance_words.explain(self.day)

    @property
    def by_hand(self) -> str:
        return self.day.status if self.day.hand else ""


@dataclass(frozen=True)
class Filter:
    """A count that is a link."""

    key: str
    label: str
    count: int


@dataclass(frozen=True)
class Roster:
    """Everybody of a session, those who are not in first."""

    rows: list[Row]
    shown: list[Row]
    show: str
    filters: list[Filter]

    @property
    def present(self) -> int:
        return sum(row.day.is_in for row in self.rows)


def roster(session: Session, *, now: datetime, show: str = "") -> Roster:
    """The number of queries does not grow with people."""
    summaries = attendance.summaries(session.cohort, now=now)
    last = _last_lines(session)
    people = list(Enrollment.objects.current().filter(cohort=session.cohort).select_related("trainee"))
    held_back = clearance.missing(session.cohort.course_id, [person.pk for person in people])
    sharing = devices.shared_on(session)
    rows = []
    for person in people:
        days = summaries[person.pk].days
        index = next(n for n, day in enumerate(days) if day.date == session.day)
        event, at = last.get(person.pk, (None, None))
        rows.append(
            Row(
                person,
                days[index],
                days[max(index - RECENT_DAYS, 0) : index],
                event,
                at,
                tuple(held_back.get(person.pk, ())),
                tuple(sharing.get(person.pk, ())),
            )
        )
    rows.sort(key=lambda row: (GROUPS.index(row.group), row.enrollment.trainee.name, row.enrollment.pk))
    show = show if show in GROUPS else ""
    return Roster(rows, [row for row in rows if not show or row.group == show], show, _filters(rows))


def _filters(rows: list[Row]) -> list[Filter]:
    counts = Counter(row.group for row in rows)
    labels = {"present": _("Present"), "late": _("Late"), "missing": _("Not in"), "absent": _("Absent")}
    found = [Filter("", _("All"), len(rows))]
    return found + [
        Filter(key, labels[key], counts[key])
        for key in ("present", "late", "missing", "absent")
        if counts[key] or key != "absent"
    ]


def _last_lines(session: Session) -> dict[int, tuple[int, datetime]]:
    """The last line that stands for each person today: what "undo" takes back, and when it was saved."""
    lines = list(
        AttendanceEvent.objects.filter(enrollment__cohort=session.cohort_id, session__day=session.day)
        .order_by("pk")
        .values_list("enrollment_id", "pk", "kind", "recorded_at", "undoes_id")
    )
    undone = {undoes for *_rest, undoes in lines}
    return {
        enrollment: (pk, recorded_at)
        for enrollment, pk, kind, recorded_at, _undoes in lines
        if kind != EventKind.UNDO and pk not in undone
    }


def people(session: Session) -> list[Enrollment]:
    """Who is in training in a session's cohort, by name."""
    found = Enrollment.objects.current().filter(cohort=session.cohort_id).select_related("trainee")
    return list(found.order_by("trainee__name", "pk"))


def fingerprint(session: Session, *, now: datetime) -> str:
    """Changes whenever the roster may have: the last line of the cohort's ledger, its people, the day, the roll."""
    lines = AttendanceEvent.objects.filter(enrollment__cohort=session.cohort_id).aggregate(last=Max("pk"))
    people = Enrollment.objects.filter(cohort=session.cohort_id).aggregate(
        n=Count("pk"), current=Count("pk", filter=Q(state="enrolled"))
    )
    closed = now >= attendance.scheduled_day(session).closes_at
    parts = (
        lines["last"],
        people["n"],
        people["current"],
        clearance.state_of(session.cohort_id),
        session.opened_at,
        session.closed_at,
        closed,
    )
    return "-".join(str(part) for part in (*parts, words.language()))

"""What does not fit, from the last seven days of the cohorts somebody teaches: each with the place to mend it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from enrollment.models import AttendanceEvent, Cohort, Enrollment, Session
from enrollment.queries import devices
from enrollment.rules.days import CLOSES_AFTER
from enrollment.states import EventKind
from training.core.models import AuditEntry

BACK = timedelta(days=7)
MOST = 10
DECIDES = (EventKind.MANUAL, EventKind.CORRECTION, EventKind.RECOGNIZED)


@dataclass(frozen=True)
class Refusals:
    """Scans of one session that were refused to people who were signed in."""

    session: Session
    number: int


@dataclass(frozen=True)
class NoOut:
    """Somebody came in on a day that is over and never went out."""

    enrollment: Enrollment
    day: date
    session: Session


@dataclass(frozen=True)
class OnePhone:
    """Several people whose scans of one session came from one device. Flagged, never blocked."""

    session: Session
    names: list[str]


@dataclass(frozen=True)
class Odd:
    """The lists an instructor looks through; all empty is a good week."""

    unopened: list[Session]
    no_out: list[NoOut]
    refused: list[Refusals]
    one_phone: list[OnePhone]

    def __bool__(self) -> bool:
        return bool(self.unopened or self.no_out or self.refused or self.one_phone)


def of_cohorts(cohorts: Iterable[Cohort], *, now: datetime) -> Odd:
    """Six queries, whatever the number of cohorts and people."""
    rows = Session.objects.filter(cohort__in=list(cohorts), starts_at__gt=now - BACK, ends_at__lt=now - CLOSES_AFTER)
    sessions = list(rows.select_related("cohort__course").order_by("-starts_at", "-pk"))
    standing = AttendanceEvent.objects.filter(session__in=sessions, undone_by=None).exclude(kind=EventKind.UNDO)
    lines = list(standing.order_by("pk").values_list("enrollment", "session", "kind"))
    kept = {session for _enrollment, session, _kind in lines}
    days = {session.day for session in sessions if session.pk in kept}  # one in and one out a day, by any session
    unopened = [session for session in sessions if session.opened_at is None and session.day not in days]
    return Odd(unopened[:MOST], _no_out(sessions, lines)[:MOST], _refused(sessions)[:MOST], _one_phone(sessions)[:MOST])


def _one_phone(sessions: list[Session]) -> list[OnePhone]:
    by_key = {session.pk: session for session in sessions}
    return [OnePhone(by_key[key], names) for key, names in devices.shared_in(sessions)]


def _no_out(sessions: list[Session], lines: list[tuple[int, int, str]]) -> list[NoOut]:
    """By person and day; a line by hand decides the day, so nothing is odd about it."""
    by_key = {session.pk: session for session in sessions}
    seen: dict[tuple[int, date], dict[str, int]] = defaultdict(dict)
    for enrollment, session, kind in lines:
        seen[enrollment, by_key[session].day][kind] = session
    found = [
        (key, kinds[EventKind.IN])
        for key, kinds in seen.items()
        if EventKind.IN in kinds and EventKind.OUT not in kinds and not any(kind in kinds for kind in DECIDES)
    ]
    people = Enrollment.objects.select_related("trainee").in_bulk({enrollment for (enrollment, _day), _ in found})
    odd = [NoOut(people[enrollment], day, by_key[session]) for (enrollment, day), session in found]
    return sorted(odd, key=lambda one: (-one.day.toordinal(), one.enrollment.trainee.name))


def _refused(sessions: list[Session]) -> list[Refusals]:
    by_key = {str(session.pk): session for session in sessions}
    rows = AuditEntry.objects.filter(
        subject_type=Session._meta.label_lower, subject_id__in=by_key, action="scan refused"
    )
    counted: dict[str, int] = defaultdict(int)
    for key in rows.values_list("subject_id", flat=True):
        counted[key] += 1
    return [Refusals(by_key[key], number) for key, number in sorted(counted.items(), key=lambda pair: -pair[1])]

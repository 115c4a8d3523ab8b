"""How one day of training counts, from what was recorded and the policy in force on that day.

Pure: instants come in, a `Day` comes out. Articles are those of 국민내일배움카드 운영규정 (2026-39) unless named otherwise.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cached_property

from enrollment.rules.recognition import SHIPPED_LIST, Recognition
from enrollment.states import DayStatus, EventKind

CLOSES_AFTER = timedelta(hours=6)
HALF_A_DAY = timedelta(hours=12)
A_MOMENT = timedelta(seconds=1)
BY_HAND = frozenset({EventKind.MANUAL, EventKind.CORRECTION, EventKind.RECOGNIZED})
CREDITED = frozenset({DayStatus.PRESENT, DayStatus.LATE, DayStatus.LEFT_EARLY, DayStatus.AWAY, DayStatus.RECOGNIZED})
NOT_YET = frozenset({DayStatus.CHECKED_IN, DayStatus.UPCOMING})
Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class Policy:
    """The attendance rules of one policy version."""

    grace_minutes: int = 10
    minimum_day_percent: int = 50
    events_per_absence: int = 3
    completion_percent: int = 80
    hours_below_days: int = 10
    hours_below_hours: int = 40
    recognition: Recognition = SHIPPED_LIST

    @cached_property
    def grace(self) -> timedelta:
        return timedelta(minutes=self.grace_minutes)


@dataclass(frozen=True)
class ScheduledDay:
    """All sessions of a cohort that start on one date. `midnight` is the first instant after that date."""

    date: date
    spans: tuple[Span, ...]  # of the sessions, in order, not overlapping
    midnight: datetime
    policy: Policy

    @property
    def starts_at(self) -> datetime:
        return self.spans[0][0]

    @property
    def ends_at(self) -> datetime:
        return self.spans[-1][1]

    @property
    def closes_at(self) -> datetime:
        """Midnight; for a class that lasts until midnight or beyond, six hours after its end."""
        return self.midnight if self.ends_at < self.midnight else self.ends_at + CLOSES_AFTER

    def instant(self, clock: time) -> datetime:
        """A time of day on this training day; in a class across midnight small hours are those after midnight."""
        found = datetime.combine(self.date, clock, tzinfo=self.starts_at.tzinfo)
        return found + timedelta(days=1) if found < self.starts_at - HALF_A_DAY else found

    @cached_property
    def seconds(self) -> int:
        return overlap(self.spans, [(self.starts_at, self.ends_at)])


@dataclass(frozen=True)
class Event:
    """One line of the ledger. `number` is its place in the order of recording, `day` the date of its session."""

    number: int
    day: date
    kind: str
    at: datetime
    status: str = ""
    undoes: int | None = None


class Cause(StrEnum):
    """Why a day counts as it does."""

    NOTHING = "nothing"  # nothing was recorded
    SCANS = "scans"  # check-in and check-out
    NO_CHECK_OUT = "no_check_out"
    NO_CHECK_IN = "no_check_in"
    SHORT = "short"  # less than the least share of the day
    BY_HAND = "by_hand"


@dataclass(frozen=True)
class Day:
    """How one day counts. `events` are its late, early and away marks, `nth` the running count after them."""

    date: date
    status: DayStatus
    cause: Cause
    minutes: int
    minutes_present: int
    closed: bool
    done: bool
    first_in: datetime | None = None
    last_out: datetime | None = None
    events: tuple[DayStatus, ...] = ()
    hand: str = ""  # the kind of the mark that decided
    nth: int = 0
    booked: int = 0  # absences converted on this day

    @property
    def absences(self) -> int:
        return (self.status == DayStatus.ABSENT) + self.booked

    @property
    def is_in(self) -> bool:
        """Came, as far as the roster cares."""
        return self.status in CREDITED or self.status == DayStatus.CHECKED_IN


def effective(events: Iterable[Event]) -> list[Event]:
    """What still stands, in the order of recording: an undone event and its undoing both fall away."""
    ordered = sorted(events, key=lambda event: event.number)
    undone = {event.undoes for event in ordered}
    return [event for event in ordered if event.undoes is None and event.number not in undone]


def overlap(spans: Iterable[Span], others: Iterable[Span]) -> int:
    """The seconds that two lists of spans share; each list is free of overlaps in itself."""
    others = list(others)
    shared = timedelta()
    for start, end in spans:
        for other_start, other_end in others:
            shared += max(min(end, other_end) - max(start, other_start), timedelta())
    return int(shared.total_seconds())


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans in order, those that touch or overlap made one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return tuple(found)


@dataclass(frozen=True)
class Scans:
    """The first check-in, the last check-out, and the time away between them."""

    first_in: datetime | None
    last_out: datetime | None
    away: tuple[Span, ...]

    @property
    def complete(self) -> bool:
        return self.first_in is not None and self.last_out is not None


def read(events: Sequence[Event], *, until: datetime) -> Scans:
    """One check-in and one check-out a day (§34①): the earliest and the latest; a check-out before any check-in ends
    nothing. An outing without a way back lasts until the check-out, or until `until` where there is none."""
    first_in = min((event.at for event in events if event.kind == EventKind.IN), default=None)
    outs = [event.at for event in events if event.kind == EventKind.OUT]
    last_out = max((at for at in outs if first_in is None or at >= first_in), default=None)
    return Scans(first_in, last_out, _outings(events, last_out, until))


def _outings(events: Sequence[Event], last_out: datetime | None, until: datetime) -> tuple[Span, ...]:
    moves = sorted(
        (event for event in events if event.kind in (EventKind.AWAY, EventKind.BACK)), key=lambda e: (e.at, e.kind)
    )
    found, left = [], None
    for event in moves:
        if event.kind == EventKind.AWAY:
            left = left or event.at
        elif left is not None:
            found.append((left, event.at))
            left = None
    if left is not None:  # still out: at least the second that has begun
        found.append((left, max(last_out or until, left + A_MOMENT)))
    return merged(found)


def marks(day: ScheduledDay, scans: Scans) -> tuple[DayStatus, ...]:
    """Late, left early, away: each at most once a day, as the state's system knows them (지각&조퇴, 외출&조퇴).

    Late is a check-in after the start and the grace; early a check-out before the end less the grace. The grace is the
    program's own rule, not in the notice. Going out in a break is no outing.
    """
    found = []
    if scans.first_in and scans.first_in > day.starts_at + day.policy.grace:
        found.append(DayStatus.LATE)
    if scans.last_out and scans.last_out < day.ends_at - day.policy.grace:
        found.append(DayStatus.LEFT_EARLY)
    if overlap(day.spans, scans.away):
        found.append(DayStatus.AWAY)
    return tuple(found)


def seconds_present(day: ScheduledDay, scans: Scans) -> int:
    """Scheduled seconds between check-in and check-out, less those away. Grace at either end is given."""
    start, end = scans.first_in, scans.last_out
    if start is None or end is None:
        return 0
    start = day.starts_at if start <= day.starts_at + day.policy.grace else start
    end = day.ends_at if end >= day.ends_at - day.policy.grace else end
    if end <= start:
        return 0
    inside = [(max(start, left), min(end, back)) for left, back in scans.away if left < end and back > start]
    return overlap(day.spans, [(start, end)]) - overlap(day.spans, inside)


def judge(day: ScheduledDay, events: Iterable[Event], *, now: datetime, today: date, by_hours: bool = False) -> Day:
    """How a day counts at an instant. The order in which events arrive makes no difference.

    The last mark by hand that stands decides over all scans. Without one: less than the least share of the day's
    hours is an absence (§34②1; not where hours are counted, 사업주훈련 지원규정 §10); a check-in without a check-out is
    an absence once the day closes, and before that only a check-in.
    """
    standing = effective(events)
    closed = now >= day.closes_at
    scans = read(standing, until=min(now, day.ends_at))
    hand = next((event for event in reversed(standing) if event.kind in BY_HAND), None)
    if hand:
        status, cause = DayStatus(hand.status), Cause.BY_HAND
    else:
        status, cause = _by_scans(day, scans, closed=closed, by_hours=by_hours)
    return Day(
        date=day.date,
        status=status,
        cause=cause,
        minutes=day.seconds // 60,
        minutes_present=_minutes(day, status, scans),
        closed=closed,
        done=closed or (status not in NOT_YET and day.date <= today),
        first_in=scans.first_in,
        last_out=scans.last_out,
        events=_counted(day, status, cause, scans),
        hand=hand.kind if hand else "",
    )


def _by_scans(day: ScheduledDay, scans: Scans, *, closed: bool, by_hours: bool) -> tuple[DayStatus, Cause]:
    if scans.complete:
        least = 0 if by_hours else day.policy.minimum_day_percent
        if seconds_present(day, scans) * 100 < least * day.seconds:
            return DayStatus.ABSENT, Cause.SHORT
        return (*marks(day, scans), DayStatus.PRESENT)[0], Cause.SCANS
    if scans.last_out:
        return (DayStatus.ABSENT if closed else DayStatus.UPCOMING), Cause.NO_CHECK_IN
    if scans.first_in:
        return (DayStatus.ABSENT if closed else DayStatus.CHECKED_IN), Cause.NO_CHECK_OUT
    return (DayStatus.ABSENT if closed else DayStatus.UPCOMING), Cause.NOTHING


def _counted(day: ScheduledDay, status: DayStatus, cause: Cause, scans: Scans) -> tuple[DayStatus, ...]:
    """The marks that run towards an absence: none on a day that is absent anyway, the one named by hand."""
    if cause == Cause.BY_HAND:
        return (status,) if status in (DayStatus.LATE, DayStatus.LEFT_EARLY, DayStatus.AWAY) else ()
    if status in (DayStatus.ABSENT, DayStatus.UPCOMING):
        return ()
    return marks(day, scans)


def _minutes(day: ScheduledDay, status: DayStatus, scans: Scans) -> int:
    """Minutes that count as attended. A mark by hand without scans counts the whole day."""
    if status not in CREDITED:
        return 0
    if status in (DayStatus.PRESENT, DayStatus.RECOGNIZED) or not scans.complete:
        return day.seconds // 60
    return seconds_present(day, scans) // 60

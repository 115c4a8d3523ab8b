"""Days and events for tests of the rules, in Korea's time."""

from datetime import date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from enrollment.rules.attendance import Schedule, Summary, summarize
from enrollment.rules.days import Day, Event, Policy, ScheduledDay, judge, merged
from enrollment.states import EventKind

ZONE = ZoneInfo("Asia/Seoul")
DAY = date(2026, 11, 23)
_numbers = count(1)


def at(clock: str, day: date = DAY) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), tzinfo=ZONE)


def scheduled(*spans: tuple[str, str], day: date = DAY, policy: Policy | None = None) -> ScheduledDay:
    """09:00 to 18:00 with an hour's break, unless told otherwise: 8 hours."""
    spans = spans or (("09:00", "12:00"), ("13:00", "18:00"))
    return ScheduledDay(
        date=day,
        spans=merged((at(start, day), at(end, day)) for start, end in spans),
        midnight=at("00:00", day + timedelta(days=1)),
        policy=policy or Policy(),
    )


def event(kind: str, clock: str = "09:00", *, day: date = DAY, status: str = "", undoes: int | None = None) -> Event:
    return Event(next(_numbers), day, kind, at(clock, day), status, undoes)


def scans(first_in: str | None, last_out: str | None, *, day: date = DAY) -> list[Event]:
    found = []
    if first_in:
        found.append(event(EventKind.IN, first_in, day=day))
    if last_out:
        found.append(event(EventKind.OUT, last_out, day=day))
    return found


def judged(events: list[Event], *, now: datetime | None = None, day: ScheduledDay | None = None) -> Day:
    """The day as it stands after it closed, unless told otherwise."""
    day = day or scheduled()
    now = now or day.closes_at
    return judge(day, events, now=now, today=now.date())


def course(days: int, *, policy: Policy | None = None, starts_on: date = DAY) -> Schedule:
    policy = policy or Policy()
    dates = [starts_on + timedelta(days=n) for n in range(days)]
    return Schedule(starts_on, dates[-1], tuple(scheduled(day=d, policy=policy) for d in dates), policy)


def come_to(schedule: Schedule, events: list[Event], *, now: datetime | None = None) -> Summary:
    """The summary after the last day closed, unless told otherwise."""
    now = now or schedule.days[-1].closes_at
    return summarize(schedule, events, now=now, today=now.date())

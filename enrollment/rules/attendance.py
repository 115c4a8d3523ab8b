"""What a person's days come to: absences, the rate, and what is still within reach.

Pure. Articles are those of 국민내일배움카드 운영규정 (2026-39) unless named otherwise.
"""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Literal

from enrollment.rules.days import CREDITED, Day, Event, Policy, ScheduledDay, judge
from enrollment.states import DayStatus

Basis = Literal["days", "hours"]


@dataclass(frozen=True)
class Schedule:
    """The days of a cohort in order, each under its own policy, and the policy that decides about the whole."""

    starts_on: date
    ends_on: date
    days: tuple[ScheduledDay, ...]
    policy: Policy

    @cached_property
    def basis(self) -> Basis:
        """Hours are counted in a course of fewer than 10 days or fewer than 40 hours (§38①1가)."""
        seconds = sum(day.seconds for day in self.days)
        short = len(self.days) < self.policy.hours_below_days or seconds < self.policy.hours_below_hours * 3600
        return "hours" if short else "days"


@dataclass(frozen=True)
class UnitPeriod:
    """A month of training (단위기간, §2①6): the stretch for which attendance is closed and paid."""

    number: int
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class Summary:
    """What the days of one person come to at an instant.

    `scheduled`, `done` and `credited` are days, or minutes where the basis is hours. `credited` is what counts as
    attended so far, less the absences converted. `rate` is credited of done, `best_possible` the rate at the end if
    nothing more is missed, both in percent with one decimal.
    """

    days: tuple[Day, ...]
    basis: Basis
    percent: int
    per_absence: int
    scheduled_days: int
    done_days: int
    present: int
    recognized: int
    absent: int
    events: int
    converted: int
    absences: int
    scheduled: int
    done: int
    credited: int
    need: int
    rate: Decimal
    best_possible: Decimal
    absences_left: int
    reachable: bool
    unreachable_from: date | None

    def on(self, day: date) -> Day | None:
        """The day of a date, None where nothing is scheduled."""
        return next((found for found in self.days if found.date == day), None)


def percent(part: int, whole: int) -> Decimal:
    """A rate with one decimal, the second rounded half up (§36); 0.0 of nothing."""
    if whole == 0:
        return Decimal("0.0")
    return (Decimal(part * 100) / Decimal(whole)).quantize(Decimal("0.1"), ROUND_HALF_UP)


def day_rate(confirmed: int, credited: int, events: int, *, per_absence: int = 3) -> Decimal:
    """`N = B - floor(E / 3)`, `rate = N / D`: the formula of §36 with §34②4."""
    return percent(max(credited - events // per_absence, 0), confirmed)


def summarize(
    schedule: Schedule, events: Iterable[Event], *, now: datetime, today: date, until: date | None = None
) -> Summary:
    """Judge every day and add up. Days after `until`, when the person left, are not judged."""
    by_day: dict[date, list[Event]] = defaultdict(list)
    for event in events:
        by_day[event.day].append(event)
    by_hours = schedule.basis == "hours"
    judged = [judge(day, by_day[day.date], now=now, today=today, by_hours=by_hours) for day in schedule.days]
    kept = [_as_left(day) if until and day.date > until else day for day in judged]
    days = _counted(kept, schedule)
    return _summary(schedule, days, today)


def coming(summary: Summary, *, today: date) -> list[Day]:
    """The days after today that can still be missed."""
    return [day for day in summary.days if day.date > today and day.status == DayStatus.UPCOMING]


def if_missed(schedule: Schedule, summary: Summary, day: date, *, today: date) -> Summary:
    """What it would come to if one coming day were an absence."""
    days = [
        replace(found, status=DayStatus.ABSENT, done=True, minutes_present=0, events=()) if found.date == day else found
        for found in summary.days
    ]
    return _summary(schedule, _counted(days, schedule), today)


def _as_left(day: Day) -> Day:
    return replace(day, status=DayStatus.UPCOMING, done=False, events=(), minutes_present=0)


def _counted(days: list[Day], schedule: Schedule) -> tuple[Day, ...]:
    """Run the three-count through the whole course: every third late, early or away books one absence on its day, and
    so in the unit period of the third (§34②4). Where hours are counted nothing is converted (사업주 §10)."""
    nth, counted = 0, []
    since = 0
    for day, scheduled in zip(days, schedule.days, strict=True):
        nth += len(day.events)
        since += len(day.events)
        booked, since = divmod(since, scheduled.policy.events_per_absence)
        counted.append(replace(day, nth=nth, booked=booked if schedule.basis == "days" else 0))
    return tuple(counted)


def _summary(schedule: Schedule, days: tuple[Day, ...], today: date) -> Summary:
    done = [day for day in days if day.done]
    absent = sum(day.status == DayStatus.ABSENT for day in done)
    converted = sum(day.booked for day in days)
    by_hours = schedule.basis == "hours"
    credited_days = sum(day.status in CREDITED for day in done)
    recognized = sum(day.status == DayStatus.RECOGNIZED for day in done)
    scheduled = sum(_weight(day, by_hours) for day in days)
    so_far = sum(_weight(day, by_hours) for day in done)
    credited = sum(day.minutes_present for day in done) if by_hours else max(credited_days - converted, 0)
    lost = so_far - sum(day.minutes_present for day in done) if by_hours else absent + converted
    need = -(-schedule.policy.completion_percent * scheduled // 100)
    spare = scheduled - lost - need
    return Summary(
        days=days,
        basis=schedule.basis,
        percent=schedule.policy.completion_percent,
        per_absence=schedule.policy.events_per_absence,
        scheduled_days=len(days),
        done_days=len(done),
        present=credited_days - recognized,
        recognized=recognized,
        absent=absent,
        events=sum(len(day.events) for day in days),
        converted=converted,
        absences=absent + converted,
        scheduled=scheduled,
        done=so_far,
        credited=credited,
        need=need,
        rate=percent(credited, so_far),
        best_possible=percent(max(scheduled - lost, 0), scheduled),
        absences_left=max(spare, 0) // max((_weight(day, by_hours) for day in days), default=1),
        reachable=spare >= 0,
        unreachable_from=_unreachable_from(days, by_hours, scheduled - need, today),
    )


def _weight(day: Day, by_hours: bool) -> int:
    return day.minutes if by_hours else 1


def _loss(day: Day, by_hours: bool) -> int:
    """What a day takes away for good."""
    if not by_hours:
        return (day.done and day.status == DayStatus.ABSENT) + day.booked
    return day.minutes - day.minutes_present if day.done else 0


def _unreachable_from(days: tuple[Day, ...], by_hours: bool, allowance: int, today: date) -> date | None:
    """The first date by which more is lost than may be, if every day after today is missed; None if even so it is not."""
    lost = 0
    for day in days:
        missed = day.date > today and day.status != DayStatus.RECOGNIZED
        lost += _weight(day, by_hours) if missed else _loss(day, by_hours)
        if lost > allowance:
            return day.date
    return None


def unit_periods(starts_on: date, ends_on: date) -> tuple[UnitPeriod, ...]:
    """Months counted from the first day (§2①6); where a month has no such day, from its last day."""
    periods: list[UnitPeriod] = []
    start = starts_on
    while start <= ends_on:
        number = len(periods) + 1
        following = months_later(starts_on, number)
        periods.append(UnitPeriod(number, start, min(following - timedelta(days=1), ends_on)))
        start = following
    return tuple(periods)


def months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def absences_by_unit(summary: Summary, periods: tuple[UnitPeriod, ...]) -> dict[int, int]:
    """Absences by the number of the unit period in which they are booked."""
    return {
        period.number: sum(d.absences for d in summary.days if period.starts_on <= d.date <= period.ends_on and d.done)
        for period in periods
    }

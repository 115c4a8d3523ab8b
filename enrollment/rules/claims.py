"""Claims about days: which reasons, how many days, until when, who decides, and what follows.

Pure. Articles are those of 국민내일배움카드 운영규정 (2026-39) unless named otherwise. The reasons and their days are data
of the policy version in force on the first day claimed (`rules.recognition`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from enrollment.rules.attendance import Schedule, Summary, months_later, summarize, unit_periods
from enrollment.rules.days import Event, ScheduledDay, judge
from enrollment.rules.recognition import Recognition
from enrollment.states import ClaimKind, ClaimReason, ClaimState, DayStatus, EventKind

MOST_DAYS = 62  # of one claim; a longer absence is claimed in parts
A_DAY = timedelta(days=1)
MONTH = timedelta(days=30)
FIVE_YEARS = timedelta(days=5 * 365 + 2)


CORRECTED_FOR = (
    ClaimReason.DEVICE,
    ClaimReason.OTHER,
)  # §34④: card, power or terminal; the rest is for the office to accept


def recognition_on(plan: Schedule, day: date) -> Recognition:
    """The list in force on a day of the plan; after the last day, that of the whole."""
    return next((one.policy for one in plan.days if one.date >= day), plan.policy).recognition


def reasons(kind: str, listed: Recognition) -> tuple[ClaimReason, ...]:
    """What can be given as the reason of a claim of this kind, in the order of the list."""
    return CORRECTED_FOR if kind == ClaimKind.CORRECTION else listed.reasons


@dataclass(frozen=True)
class Asked:
    """What somebody claims: days from the first to the last, both included; a correction with the times in the room,
    or without where the person was not there."""

    kind: str
    reason: str
    first_on: date
    last_on: date
    came: time | None = None
    left: time | None = None


@dataclass(frozen=True)
class Used:
    """A day that was recognized before, and for what."""

    reason: str
    day: date


class Fault(StrEnum):
    """Why a claim cannot be filed."""

    REASON = "reason"
    BACKWARDS = "backwards"
    NO_TRAINING = "no_training"
    ONE_DAY = "one_day"
    AHEAD = "ahead"
    SHORT_COURSE = "short_course"
    TOO_LONG = "too_long"
    ILLNESS_USED_UP = "illness_used_up"
    NO_LEAVE = "no_leave"
    LEAVE_USED_UP = "leave_used_up"


def last_day_to_file(first_on: date) -> date:
    """A claim is filed by the day after the day it is about (§34⑤); over several days, after the first. In advance
    at any time. Calendar days (§2②)."""
    return first_on + A_DAY


def is_late(first_on: date, *, today: date) -> bool:
    return today > last_day_to_file(first_on)


def days_of(plan: Schedule, first_on: date, last_on: date) -> list[ScheduledDay]:
    """The training days that a claim is about."""
    return [day for day in plan.days if first_on <= day.date <= last_on]


def fault(plan: Schedule, asked: Asked, used: Sequence[Used], *, today: date) -> Fault | None:
    """The first thing that stands against a claim, or None. `used` are the days recognized so far. Whether it comes
    in time is another question: an operator may allow it late."""
    listed = recognition_on(plan, asked.first_on)
    if asked.reason not in reasons(asked.kind, listed):
        return Fault.REASON
    if asked.last_on < asked.first_on:
        return Fault.BACKWARDS
    days = days_of(plan, asked.first_on, asked.last_on)
    if not days:
        return Fault.NO_TRAINING
    if asked.kind == ClaimKind.CORRECTION:
        return _fault_of_correction(asked, today)
    return _fault_of_recognition(plan, listed, asked, days, used)


def _fault_of_correction(asked: Asked, today: date) -> Fault | None:
    if asked.first_on != asked.last_on:
        return Fault.ONE_DAY
    return Fault.AHEAD if asked.first_on > today else None


def _fault_of_recognition(
    plan: Schedule, listed: Recognition, asked: Asked, days: list[ScheduledDay], used: Sequence[Used]
) -> Fault | None:
    if len(plan.days) < listed.least_days:
        return Fault.SHORT_COURSE
    if _span(asked) > (listed.most_days(asked.reason) or MOST_DAYS):
        return Fault.TOO_LONG
    if asked.reason == ClaimReason.ILLNESS:
        dates = {day.date for day in days} | {one.day for one in used if one.reason == ClaimReason.ILLNESS}
        return Fault.ILLNESS_USED_UP if len(dates) > illness_days(plan, listed) else None
    if asked.reason == ClaimReason.LEAVE:
        return _fault_of_leave(plan, listed, asked, used)
    return None


def _span(asked: Asked) -> int:
    return (asked.last_on - asked.first_on).days + 1


def illness_days(plan: Schedule, listed: Recognition) -> int:
    """How many training days can be recognized for illness: at most a share of all, in whole days."""
    return len(plan.days) * listed.illness_percent // 100


def has_leave(plan: Schedule, listed: Recognition) -> bool:
    """Whether the course lasts long enough for leave."""
    return plan.ends_on >= months_later(plan.starts_on, listed.leave_months) - A_DAY


def _fault_of_leave(plan: Schedule, listed: Recognition, asked: Asked, used: Sequence[Used]) -> Fault | None:
    if not has_leave(plan, listed):
        return Fault.NO_LEAVE
    taken = [one.day for one in used if one.reason == ClaimReason.LEAVE and one.day != asked.first_on]
    for period in unit_periods(plan.starts_on, plan.ends_on):
        if period.starts_on <= asked.first_on <= period.ends_on:
            inside = any(period.starts_on <= day <= period.ends_on for day in taken)
            return Fault.LEAVE_USED_UP if inside else None
    return None


def may_decide(who: int, *, claimant: int, filed_by: int) -> bool:
    """A second person decides: never the one it is about, never the one who filed it."""
    return who not in (claimant, filed_by)


def status_of_times(day: ScheduledDay, came: time | None, left: time | None, *, by_hours: bool) -> DayStatus:
    """How a day counts if somebody was there from one time to another; without times they were not there."""
    if came is None or left is None:
        return DayStatus.ABSENT
    begin, end = day.instant(came), day.instant(left)
    events = [
        Event(1, day.date, EventKind.IN, begin),
        Event(2, day.date, EventKind.OUT, end if end > begin else end + A_DAY),
    ]
    return judge(day, events, now=day.closes_at + A_DAY, today=day.date, by_hours=by_hours).status


@dataclass(frozen=True)
class Effect:
    """What a claim changes if it is accepted: each day before and after, and what the whole comes to."""

    days: tuple[tuple[date, DayStatus, DayStatus], ...]
    before: Summary
    after: Summary

    @property
    def changes(self) -> bool:
        return any(before != after for _day, before, after in self.days)


def effect(
    plan: Schedule,
    events: Sequence[Event],
    asked: Asked,
    status: str,
    *,
    now: datetime,
    today: date,
    until: date | None,
) -> Effect:
    """The ledger read twice: as it stands, and with the lines that accepting would add."""
    days = days_of(plan, asked.first_on, asked.last_on)
    kind = EventKind.RECOGNIZED if asked.kind == ClaimKind.RECOGNITION else EventKind.CORRECTION
    number = max((event.number for event in events), default=0)
    added = [Event(number + n, day.date, kind, day.starts_at, status) for n, day in enumerate(days, start=1)]
    before = summarize(plan, events, now=now, today=today, until=until)
    after = summarize(plan, [*events, *added], now=now, today=today, until=until)
    pairs = zip(before.days, after.days, strict=True)
    touched = {day.date for day in days}
    return Effect(tuple((b.date, b.status, a.status) for b, a in pairs if b.date in touched), before, after)


def evidence_until(state: str, reason: str, *, filed_at: datetime, decided_at: datetime | None) -> datetime:
    """Until when a paper is kept. What tells of health goes 30 days after the decision, and so does what led to
    nothing; other evidence stays five years with the records it proves (§58). Taken back: at once."""
    if state == ClaimState.WITHDRAWN:
        return filed_at
    if decided_at is None:
        return filed_at + 3 * MONTH
    if state == ClaimState.ACCEPTED and reason != ClaimReason.ILLNESS:
        return decided_at + FIVE_YEARS
    return decided_at + MONTH

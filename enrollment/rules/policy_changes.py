"""What another version of the rules does to days: pure, from the same ledger judged twice."""

from dataclasses import dataclass, replace
from datetime import date

from enrollment.rules.attendance import Schedule, Summary
from enrollment.rules.days import Day, Policy


@dataclass(frozen=True)
class Moved:
    """One day that counts otherwise."""

    before: Day
    after: Day


def moved(before: Summary, after: Summary) -> list[Moved]:
    """The days whose status, marks or booked absence differ."""
    pairs = zip(before.days, after.days, strict=True)
    return [Moved(old, new) for old, new in pairs if _counts(old) != _counts(new)]


def _counts(day: Day) -> tuple[object, ...]:
    return day.status, day.events, day.booked


def everywhere(plan: Schedule, policy: Policy) -> Schedule:
    """The plan as if every day, also those that are over, stood under one policy."""
    return replace(plan, days=tuple(replace(day, policy=policy) for day in plan.days), policy=policy)


def days_from(plan: Schedule, day: date) -> int:
    """How many training days a version that begins on a day judges."""
    return sum(one.date >= day for one in plan.days)

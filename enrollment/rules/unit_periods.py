"""What the days of a unit period (단위기간) come to, and what differs from what was frozen.

Pure. A unit period is closed and paid by itself: 국민내일배움카드 운영규정 §2①6, §49, §53.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from enrollment.rules.attendance import Basis, UnitPeriod, percent
from enrollment.rules.days import CREDITED, Day
from enrollment.states import DayStatus


@dataclass(frozen=True)
class Totals:
    """Days of one person in one unit period. `credited` of `done` are days, or minutes where hours are counted."""

    present: int
    late: int
    left_early: int
    away: int
    recognized: int
    absent: int
    booked: int
    credited: int
    done: int
    rate: Decimal

    @property
    def absences(self) -> int:
        return self.absent + self.booked


def inside(days: Iterable[Day], period: UnitPeriod) -> list[Day]:
    """The days of a unit period."""
    return [day for day in days if period.starts_on <= day.date <= period.ends_on]


def totals(days: Iterable[Day], *, basis: Basis) -> Totals:
    """Add up the days that are done. An absence converted from three counts in the period of the third (§34②4)."""
    done = [day for day in days if day.done]
    present = sum(day.status in CREDITED and day.status != DayStatus.RECOGNIZED for day in done)
    recognized = sum(day.status == DayStatus.RECOGNIZED for day in done)
    booked = sum(day.booked for day in done)
    if basis == "hours":
        credited, whole = sum(day.minutes_present for day in done), sum(day.minutes for day in done)
    else:
        credited, whole = max(present + recognized - booked, 0), len(done)
    return Totals(
        present=present,
        late=_marked(done, DayStatus.LATE),
        left_early=_marked(done, DayStatus.LEFT_EARLY),
        away=_marked(done, DayStatus.AWAY),
        recognized=recognized,
        absent=sum(day.status == DayStatus.ABSENT for day in done),
        booked=booked,
        credited=credited,
        done=whole,
        rate=percent(credited, whole),
    )


def _marked(days: Iterable[Day], mark: DayStatus) -> int:
    return sum(mark in day.events for day in days)


def frozen_day(day: Day) -> dict[str, Any]:
    """A day as canonical JSON can hold it."""
    return {
        "date": day.date.isoformat(),
        "status": str(day.status),
        "events": [str(mark) for mark in day.events],
        "booked": day.booked,
        "minutes": day.minutes_present,
    }


@dataclass(frozen=True)
class Change:
    """One day of one person that counts otherwise than when it was frozen; None where there was or is no such day."""

    enrollment: int
    date: str
    before: dict[str, Any] | None
    now: dict[str, Any] | None


def changes(before: dict[str, Any], now: dict[str, Any]) -> list[Change]:
    """What two freezings of one unit period differ in, by person and day."""
    old, new = _by_day(before), _by_day(now)
    keys = sorted(old.keys() | new.keys())
    return [Change(*key, old.get(key), new.get(key)) for key in keys if old.get(key) != new.get(key)]


def _by_day(frozen: dict[str, Any]) -> dict[tuple[int, str], dict[str, Any]]:
    return {(person["enrollment"], day["date"]): day for person in frozen["people"] for day in person["days"]}

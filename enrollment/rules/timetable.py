"""A weekly pattern laid over a range of days, public holidays skipped; and what overlaps what."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays


@dataclass(frozen=True)
class Slot:
    """From an instant until another (half-open): two that touch do not overlap."""

    starts_at: datetime
    ends_at: datetime

    def overlaps(self, other: "Slot") -> bool:
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


def slot(day: date, start: time, end: time, zone: ZoneInfo) -> Slot:
    """A day and two times of the wall clock. An end at or before the start is the caller's to refuse."""
    return Slot(datetime.combine(day, start, tzinfo=zone), datetime.combine(day, end, tzinfo=zone))


def holidays_between(first: date, last: date, *, language: str = "ko") -> dict[date, str]:
    """Korean public holidays, substitute holidays with them, by name."""
    found = holidays.country_holidays("KR", years=range(first.year, last.year + 1), language=_catalog(language))
    return {day: name for day, name in sorted(found.items()) if first <= day <= last}


def _catalog(language: str) -> str:
    return "en_US" if language.startswith("en") else "ko"


def days(first: date, last: date, *, weekdays: Collection[int], closed: Iterable[date]) -> list[date]:
    """The days of a range that fall on these weekdays (Monday is 0) and are not closed."""
    shut = set(closed)
    every = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [day for day in every if day.weekday() in weekdays and day not in shut]

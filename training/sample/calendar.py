"""The days of the sample cohorts, relative to today."""

from datetime import date, timedelta

import holidays

DAYS = 40  # eight weeks of five days


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def training_days(first: date, count: int = DAYS) -> list[date]:
    """So many weekdays from a day on, without Korean public holidays."""
    closed = holidays.country_holidays("KR")
    found: list[date] = []
    day = first
    while len(found) < count:
        if day.weekday() < 5 and day not in closed:
            found.append(day)
        day += timedelta(days=1)
    return found


def starts(today: date) -> dict[int, date]:
    """The first Monday of cohorts 1 to 3: cohort 1 has ended, cohort 2 is in its fifth week, cohort 3 is open."""
    this_week = monday_of(today)
    return {1: this_week - timedelta(weeks=16), 2: this_week - timedelta(weeks=4), 3: this_week + timedelta(weeks=5)}

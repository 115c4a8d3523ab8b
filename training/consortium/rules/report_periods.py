"""The period of a report, and the months, quarters or years it is cut into. Days, both included."""

from dataclasses import dataclass
from datetime import date, timedelta

from enrollment.rules.attendance import months_later
from training.consortium.rules.quarters import Quarter
from training.consortium.states import ReportUnit

MONTHS = {ReportUnit.MONTH: 1, ReportUnit.QUARTER: 3, ReportUnit.YEAR: 12}
MOST_YEARS = 10


@dataclass(frozen=True)
class Stretch:
    """A month, quarter or year, or as much of it as lies in the period."""

    key: str
    since: date
    until: date


@dataclass(frozen=True)
class Choice:
    """A period that is offered by itself."""

    since: date
    until: date
    unit: ReportUnit


def key_of(day: date, unit: str) -> str:
    """2026-07, 2026-3 or 2026."""
    if unit == ReportUnit.MONTH:
        return f"{day:%Y-%m}"
    return Quarter.of(day).key if unit == ReportUnit.QUARTER else f"{day:%Y}"


def first_of(day: date, unit: str) -> date:
    """The first day of the month, quarter or year in which a day lies."""
    months = MONTHS[ReportUnit(unit)]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def cut(since: date, until: date, unit: str) -> list[Stretch]:
    """The stretches of a period in order, the first and the last no longer than the period."""
    found, first = [], first_of(since, unit)
    while first <= until:
        following = months_later(first, MONTHS[ReportUnit(unit)])
        last = following - timedelta(days=1)
        found.append(Stretch(key_of(first, unit), max(first, since), min(last, until)))
        first = following
    return found


def whole(day: date, unit: str) -> tuple[date, date]:
    """The month, quarter or year of a day: its first and its last day."""
    first = first_of(day, unit)
    return first, months_later(first, MONTHS[ReportUnit(unit)]) - timedelta(days=1)


def offered(today: date) -> list[Choice]:
    """What is asked for most: the quarter that is over and this one, the year that is over and this one, five years."""
    quarter, year = first_of(today, ReportUnit.QUARTER), first_of(today, ReportUnit.YEAR)
    before = quarter - timedelta(days=1)
    return [
        Choice(*whole(before, ReportUnit.QUARTER), ReportUnit.MONTH),
        Choice(*whole(today, ReportUnit.QUARTER), ReportUnit.MONTH),
        Choice(*whole(year - timedelta(days=1), ReportUnit.YEAR), ReportUnit.QUARTER),
        Choice(*whole(today, ReportUnit.YEAR), ReportUnit.QUARTER),
        Choice(date(today.year - 4, 1, 1), whole(today, ReportUnit.YEAR)[1], ReportUnit.YEAR),
    ]

"""How a person's rate went from day to day, and how it would go on if nothing more were missed. Pure."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from enrollment.rules.attendance import Summary, percent
from enrollment.rules.days import CREDITED, Day


@dataclass(frozen=True)
class Point:
    """The rate after a day: credited of done, in days or minutes."""

    date: date
    credited: int
    done: int
    rate: Decimal


def course_of(summary: Summary) -> tuple[list[Point], list[Point]]:
    """The rate after each day that is done, and the best line from there to the last day.

    The first ends at `summary.rate`; the second at `summary.best_possible`.
    """
    by_hours = summary.basis == "hours"
    credited = converted = whole = 0
    so_far: list[Point] = []
    for day in summary.days:
        if not day.done:
            continue
        credited += _credit(day, by_hours)
        converted += day.booked
        whole += day.minutes if by_hours else 1
        so_far.append(_point(day, credited - converted, whole))
    return so_far, _best(summary, so_far, credited - sum(day.booked for day in summary.days), whole)


def _best(summary: Summary, so_far: list[Point], credited: int, whole: int) -> list[Point]:
    best = so_far[-1:]
    for day in summary.days:
        if day.done:
            continue
        weight = day.minutes if summary.basis == "hours" else 1
        credited, whole = credited + weight, whole + weight
        best.append(_point(day, credited, whole))
    return best


def _point(day: Day, credited: int, whole: int) -> Point:
    credited = max(credited, 0)
    return Point(day.date, credited, whole, percent(credited, whole))


def _credit(day: Day, by_hours: bool) -> int:
    return day.minutes_present if by_hours else int(day.status in CREDITED)

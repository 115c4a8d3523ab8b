"""When a person is warned about attendance. Pure."""

from datetime import date, timedelta
from enum import StrEnum

from enrollment.rules.attendance import Summary

SOON = timedelta(days=7)


class Threshold(StrEnum):
    """From the mildest to the gravest; each is told once, and none after a graver one."""

    SOON = "soon"  # missing every day from tomorrow, completion is out of reach within seven days
    THREE = "3"
    ONE = "1"
    NONE = "0"


ORDER = tuple(Threshold)


def threshold(summary: Summary, *, today: date) -> Threshold | None:
    """The gravest threshold that is crossed. None while nothing was missed, and when all days are done."""
    if summary.credited >= summary.done or summary.done_days == summary.scheduled_days:
        return None
    if summary.absences_left == 0 or not summary.reachable:
        return Threshold.NONE
    if summary.absences_left == 1:
        return Threshold.ONE
    if summary.absences_left <= 3:
        return Threshold.THREE
    if summary.unreachable_from is not None and summary.unreachable_from <= today + SOON:
        return Threshold.SOON
    return None


def is_owed(crossed: Threshold | None, told: set[str]) -> bool:
    """Whether it is news: neither it nor a graver one was told."""
    return crossed is not None and not told & {str(other) for other in ORDER[ORDER.index(crossed) :]}

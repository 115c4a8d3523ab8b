"""Instruments by the clock: quarters of an hour, what is free, and how calibration stands. Intervals are half-open."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from enrollment.rules.timetable import Slot
from enrollment.states import SafetyClass

QUARTER = timedelta(minutes=15)
LONGEST = timedelta(days=7)  # a long test at a cycler; what is longer is several bookings
DUE_SOON = timedelta(days=30)
NEVER = datetime(9999, 1, 1, tzinfo=UTC)  # the end of what has none
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

# Overdue, these are refused: people rely on what they read. The others are booked with a warning.
STRICT = frozenset({SafetyClass.SUPERVISED})


def quarter_of(instant: datetime) -> int:
    """The number of the quarter that an instant lies in, counted from 1970."""
    return (instant - EPOCH) // QUARTER


def quarters(slot: Slot) -> range:
    """Every quarter that a slot touches: what a booking takes, each of which is given once."""
    return range(quarter_of(slot.starts_at), -(-(slot.ends_at - EPOCH) // QUARTER))


def widened(slot: Slot) -> Slot:
    """A slot on the grid: it begins and ends with a quarter, outwards."""
    taken = quarters(slot)
    return Slot(EPOCH + taken.start * QUARTER, EPOCH + taken.stop * QUARTER)


def on_grid(instant: datetime) -> bool:
    return not (instant - EPOCH) % QUARTER


def following(booked: Slot, before: Slot, after: Slot) -> Slot | None:
    """Where a booking goes when its session moves; None where nothing of it would be left.

    One that took the whole session still does; another keeps its distance to the session's start and end.
    """
    if booked == widened(before):
        return widened(after)
    starts_at = booked.starts_at + (after.starts_at - before.starts_at)
    ends_at = booked.ends_at + (after.ends_at - before.ends_at)
    return widened(Slot(starts_at, ends_at)) if starts_at < ends_at else None


def next_free(wanted: Slot, busy: Iterable[tuple[datetime, datetime | None]]) -> Slot | None:
    """The first slot of the same length from its start on that nothing of `busy` meets.

    An end of None is not known: nothing after it is free.
    """
    starts_at, length = wanted.starts_at, wanted.ends_at - wanted.starts_at
    for begins, ends in sorted(busy, key=lambda pair: pair[0]):
        if begins >= starts_at + length:
            break
        if ends is None:
            return None
        starts_at = max(starts_at, ends)
    return widened(Slot(starts_at, starts_at + length))


@dataclass(frozen=True)
class Calibration:
    """How the calibration of an instrument stands on a day."""

    due_on: date | None
    today: date

    @property
    def standing(self) -> str:
        """`none` where it needs none, `overdue` from the day after it was due, `soon` within 30 days, else `valid`."""
        if self.due_on is None:
            return "none"
        if self.due_on < self.today:
            return "overdue"
        return "soon" if self.due_on <= self.today + DUE_SOON else "valid"


def refused_overdue(safety_class: str, calibration: Calibration) -> bool:
    """Whether nobody may work at it until it is calibrated."""
    return calibration.standing == "overdue" and safety_class in STRICT

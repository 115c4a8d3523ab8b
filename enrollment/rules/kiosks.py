"""What a scan at a kiosk means: which act, by which clock, and until when it may be sent."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from enrollment.rules.acts import SCANS, is_away
from enrollment.rules.days import Event, ScheduledDay
from enrollment.states import EventKind, KioskAct

OPENS_BEFORE = timedelta(hours=2)  # of the day's first session: who comes early stands at the gate
SENT_WITHIN = timedelta(days=3)  # of the end of the kiosk's day: a tablet that was offline over a weekend
AGREES = timedelta(seconds=5)  # what a slow network makes of two clocks that agree
MOST_AT_ONCE = 100  # scans in one upload
MOST_BYTES = 64 * 1024  # of one upload


@dataclass(frozen=True)
class Scanned:
    """One scan as the device keeps it: its own number for it, what was read, what was chosen, and when by its clock."""

    client: uuid.UUID
    text: str
    act: str
    scanned_at: datetime


@dataclass(frozen=True)
class Upload:
    """Scans that were waiting, and the device's clock when it sent them."""

    sent_at: datetime
    scans: tuple[Scanned, ...]


class HasStart(Protocol):
    """Whatever begins at an instant."""

    starts_at: datetime


Meets = TypeVar("Meets", bound=HasStart)


def kind_of(choice: str, standing: Sequence[Event], day: ScheduledDay, *, at: datetime) -> EventKind | None:
    """The act of a scan. None: nobody chose one, and the time does not say it.

    Without a choice it is a check-out near the day's end, whatever arrived before; earlier the way back of who is out,
    and a check-in. So nobody leaves early by being scanned twice, and the order of arrival does not matter.
    """
    if choice != KioskAct.AUTO:
        return EventKind(choice)
    if at >= day.ends_at - day.policy.grace:
        return EventKind.OUT
    before = [event for event in standing if event.kind in SCANS and event.at <= at]
    if is_out(before):
        return EventKind.OUT
    if is_away(before):
        return EventKind.BACK
    return None if any(event.kind == EventKind.IN for event in before) else EventKind.IN


def is_out(before: Sequence[Event]) -> bool:
    """Whether somebody has checked out, and not before they checked in."""
    ins = [event.at for event in before if event.kind == EventKind.IN]
    return any(event.kind == EventKind.OUT and event.at >= min(ins, default=event.at) for event in before)


def follows(kind: str, standing: Sequence[Event], *, at: datetime) -> bool:
    """Whether an act can follow what stood at its instant. What is missing before it may still arrive."""
    return kind == EventKind.OUT or not is_out([event for event in standing if event.at <= at])


def by_our_clock(scanned_at: datetime, *, sent_at: datetime, received_at: datetime) -> datetime:
    """The instant of a scan by our clock: the device's is off by what it was off when it sent."""
    return scanned_at + (received_at - sent_at)


def counted(scanned_at: datetime, *, sent_at: datetime, received_at: datetime) -> datetime:
    """The instant that counts: the device's where its clock agrees with ours, else by our clock."""
    if abs(received_at - sent_at) <= AGREES:
        return min(scanned_at, received_at)
    return by_our_clock(scanned_at, sent_at=sent_at, received_at=received_at)


def opens_at(day: ScheduledDay) -> datetime:
    return day.starts_at - OPENS_BEFORE


def nearest(sessions: Sequence[Meets], at: datetime) -> Meets | None:
    """Of the sessions that may be meant, in order, the one that is on or next: its doors have opened last."""
    opened = [session for session in sessions if session.starts_at - OPENS_BEFORE <= at]
    return next(iter(opened[-1:] or sessions[:1]), None)

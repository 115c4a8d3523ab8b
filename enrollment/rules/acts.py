"""Which of check-in, check-out, out and back make sense now, from what stands in the ledger."""

from collections.abc import Sequence
from datetime import datetime

from enrollment.rules.days import BY_HAND, Event, ScheduledDay
from enrollment.states import EventKind

SCANS = (EventKind.IN, EventKind.OUT, EventKind.AWAY, EventKind.BACK)


def possible(standing: Sequence[Event]) -> tuple[EventKind, ...]:
    """The acts that may follow, the most likely first. A check-out without a check-in is taken too: a correction, or
    a scan that arrives later, may complete it."""
    if not _of(EventKind.IN, standing):
        return (EventKind.IN,) if _of(EventKind.OUT, standing) else (EventKind.IN, EventKind.OUT)
    if _of(EventKind.OUT, standing):
        return ()
    if is_away(standing):
        return (EventKind.BACK, EventKind.OUT)
    return (EventKind.OUT, EventKind.AWAY)


def _of(kind: str, standing: Sequence[Event]) -> list[Event]:
    """The lines of a kind that count: a check-out before the check-in is none."""
    first_in = min((event.at for event in standing if event.kind == EventKind.IN), default=None)
    found = [event for event in standing if event.kind == kind]
    if kind != EventKind.OUT or first_in is None:
        return found
    return [event for event in found if event.at >= first_in]


def is_away(standing: Sequence[Event]) -> bool:
    moves = sorted((e for e in standing if e.kind in (EventKind.AWAY, EventKind.BACK)), key=lambda e: (e.at, e.kind))
    return bool(moves) and moves[-1].kind == EventKind.AWAY


def is_inside(standing: Sequence[Event]) -> bool:
    """Whether somebody is in the room by their scans: in, not out, not away."""
    return bool(_of(EventKind.IN, standing)) and not _of(EventKind.OUT, standing) and not is_away(standing)


def already(kind: str, standing: Sequence[Event]) -> Event | None:
    """The line that a repeated act would only repeat."""
    same = _of(kind, standing)
    if not same:
        return None
    if kind in (EventKind.IN, EventKind.OUT):
        return same[0]
    repeated = is_away(standing) if kind == EventKind.AWAY else not is_away(standing)
    return same[-1] if repeated else None


def last_by_hand(standing: Sequence[Event]) -> Event | None:
    return next((event for event in reversed(standing) if event.kind in BY_HAND), None)


def leaves_early(day: ScheduledDay, at: datetime) -> bool:
    """Whether a check-out at this instant would be early."""
    return at < day.ends_at - day.policy.grace


def fits(kind: str, at: datetime, standing: Sequence[Event]) -> bool:
    """Whether a line with a time in the past can be put among those that stand: one check-in before everything, one
    check-out after everything, out and back in turn between the two."""
    times = [event.at for event in standing if event.kind in SCANS]
    if kind == EventKind.IN:
        return not _of(EventKind.IN, standing) and all(at <= other for other in times)
    if kind == EventKind.OUT:
        return not _of(EventKind.OUT, standing) and all(at >= other for other in times)
    came, left = _of(EventKind.IN, standing), _of(EventKind.OUT, standing)
    if not came or at < came[0].at or any(at > event.at for event in left):
        return False
    return _takes_turns(kind, at, standing)


def _takes_turns(kind: str, at: datetime, standing: Sequence[Event]) -> bool:
    moves = sorted((e for e in standing if e.kind in (EventKind.AWAY, EventKind.BACK)), key=lambda e: (e.at, e.kind))
    before = [event.kind for event in moves if event.at <= at]
    after = [event.kind for event in moves if event.at > at]
    if kind == EventKind.BACK and not before:
        return False
    return (not before or before[-1] != kind) and (not after or after[0] != kind)

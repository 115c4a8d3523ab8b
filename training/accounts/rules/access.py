"""How a month of records of access is read: who looked how much, when, and what stands out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from statistics import median

NIGHT_FROM, NIGHT_UNTIL = 22, 6  # o'clock in the complex's zone
ENOUGH = 20  # fewer looks than these are never out of proportion
TIMES_THE_MEDIAN = 3
ENOUGH_AT_NIGHT = 5


@dataclass(frozen=True)
class Look:
    """One record, at the clock of the complex."""

    actor: int
    at: datetime
    taken: bool
    reason: str
    people: int


@dataclass(frozen=True)
class Tally:
    """What one member of staff did in a month."""

    actor: int
    looks: int
    taken: int
    people: int
    at_night: int
    on_weekend: int
    without_reason: int
    own_words: int


def is_at_night(at: datetime) -> bool:
    return at.hour >= NIGHT_FROM or at.hour < NIGHT_UNTIL


def is_on_weekend(at: datetime) -> bool:
    return at.weekday() >= 5


def tally(looks: Iterable[Look]) -> list[Tally]:
    """Each person's month, the busiest first."""
    by_actor: dict[int, list[Look]] = {}
    for look in looks:
        by_actor.setdefault(look.actor, []).append(look)
    return sorted((_tally(actor, own) for actor, own in by_actor.items()), key=lambda one: (-one.looks, one.actor))


def _tally(actor: int, looks: list[Look]) -> Tally:
    return Tally(
        actor=actor,
        looks=len(looks),
        taken=sum(look.taken for look in looks),
        people=sum(look.people for look in looks),
        at_night=sum(is_at_night(look.at) for look in looks),
        on_weekend=sum(is_on_weekend(look.at) for look in looks),
        without_reason=sum(not look.reason for look in looks),
        own_words=sum(look.reason == "other" for look in looks),
    )


def unusual(one: Tally, all_of_them: Iterable[Tally]) -> list[str]:
    """What stands out of a person's month: `many` beside the others, `night`, `weekend`. Nothing is judged by it."""
    middle = median(other.looks for other in all_of_them)
    found = {
        "many": one.looks >= ENOUGH and one.looks > TIMES_THE_MEDIAN * middle,
        "night": one.at_night >= ENOUGH_AT_NIGHT and one.at_night * 2 > one.looks,
        "weekend": one.on_weekend >= ENOUGH_AT_NIGHT and one.on_weekend * 2 > one.looks,
    }
    return [key for key, holds in found.items() if holds]

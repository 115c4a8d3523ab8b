"""Groups that go round practice stations: who stands where in which turn, and where there are not enough places.

Groups and turns are counted from 1, stations from 0 in the order of the round. Group g begins at station g − 1 and
goes one station on with every turn, so nobody stays where they were, and after as many turns as there are stations
everybody was at each of them once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


def station_of(group: int, turn: int, stations: int) -> int:
    """Where a group stands in a turn."""
    return (group - 1 + turn - 1) % stations


def tour(group: int, *, turns: int, stations: int) -> list[int]:
    """Where a group stands, turn by turn: no two of its stations are visited more than once apart."""
    return [station_of(group, turn, stations) for turn in range(1, turns + 1)]


def deal(people: Sequence[int], groups: int) -> dict[int, int]:
    """Each person's group. The sizes differ by one at most, and neighbors of the list stay together."""
    least, over = divmod(len(people), groups)
    sizes = [least + (n < over) for n in range(groups)]
    numbers = [number for number, size in enumerate(sizes, start=1) for _ in range(size)]
    return dict(zip(people, numbers, strict=True))


@dataclass(frozen=True)
class Overload:
    """More people than places at a station in a turn."""

    turn: int
    station: int
    people: int
    places: int

    @property
    def excess(self) -> int:
        return self.people - self.places


def overloads(sizes: Mapping[int, int], *, places: Sequence[int], turns: int) -> list[Overload]:
    """Every turn and station with more people than places. `sizes` is the number of people of each group."""
    found = []
    for turn in range(1, turns + 1):
        standing = [0] * len(places)
        for group, size in sizes.items():
            standing[station_of(group, turn, len(places))] += size
        found += [
            Overload(turn, station, people, places[station])
            for station, people in enumerate(standing)
            if people > places[station]
        ]
    return found


def most_people(places: Sequence[int]) -> int:
    """How many people can go round in equal groups, one at each station: the smallest station decides."""
    return len(places) * min(places)


def turn_times(starts_at: datetime, ends_at: datetime, turns: int) -> list[tuple[datetime, datetime]]:
    """The turns of a session, equally long to the minute; the last takes what is left over."""
    minutes = int((ends_at - starts_at).total_seconds() // 60) // turns
    step = timedelta(minutes=minutes)
    begins = [starts_at + step * n for n in range(turns)]
    return list(zip(begins, [*begins[1:], ends_at], strict=True))

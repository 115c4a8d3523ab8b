"""A session at its stations: who is where in which turn, and the sentences about places that do not suffice."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch
from django.utils.translation import ngettext

from enrollment.models import Cohort, Enrollment, Rotation, RotationPlace, Session, Station
from enrollment.rules import stations as rules
from training.core import words


@dataclass(frozen=True)
class Turn:
    """One turn: from when until when, and which groups stand at which station."""

    starts_at: datetime
    ends_at: datetime
    cells: list[tuple[Station, list[int], int]]  # the station, its groups, its people


@dataclass(frozen=True)
class Group:
    """One group and its people."""

    number: int
    people: list[Enrollment]


@dataclass(frozen=True)
class Round:
    """The whole rotation of a session."""

    rotation: Rotation
    stations: list[Station]
    turns: list[Turn]
    groups: list[Group]
    without: list[Enrollment]  # in training, but in no group
    sentences: list[str]

    @property
    def most(self) -> int:
        return rules.most_people([station.places for station in self.stations])


def stations_for(session: Session) -> list[Station]:
    """The stations of a session's room."""
    return list(Station.objects.filter(room=session.room_id).order_by("pk")) if session.room_id else []


def round_of(session: Session) -> Round | None:
    """The rotation of a session; None where it has none."""
    rotation = Rotation.objects.filter(session=session).first()
    if rotation is None:
        return None
    stations = [stop.station for stop in rotation.stops.select_related("station").order_by("order")]
    people = list(Enrollment.objects.current().filter(cohort=session.cohort_id).select_related("trainee"))
    people.sort(key=lambda person: (person.trainee.name, person.pk))
    group_of = dict(rotation.places.values_list("enrollment_id", "group"))
    sizes = Counter(group_of[person.pk] for person in people if person.pk in group_of)
    return Round(
        rotation=rotation,
        stations=stations,
        turns=_turns(session, rotation, stations, sizes),
        groups=[
            Group(number, [person for person in people if group_of.get(person.pk) == number])
            for number in range(1, rotation.groups + 1)
        ],
        without=[person for person in people if person.pk not in group_of],
        sentences=_sentences(session, rotation, stations, sizes),
    )


def _turns(session: Session, rotation: Rotation, stations: list[Station], sizes: Counter[int]) -> list[Turn]:
    found = []
    times = rules.turn_times(session.starts_at, session.ends_at, rotation.turns)
    for number, (starts_at, ends_at) in enumerate(times, start=1):
        here: dict[int, list[int]] = {}
        for group in range(1, rotation.groups + 1):
            here.setdefault(rules.station_of(group, number, len(stations)), []).append(group)
        cells = [
            (station, here.get(index, []), sum(sizes[group] for group in here.get(index, [])))
            for index, station in enumerate(stations)
        ]
        found.append(Turn(starts_at, ends_at, cells))
    return found


def _sentences(session: Session, rotation: Rotation, stations: list[Station], sizes: Counter[int]) -> list[str]:
    times = rules.turn_times(session.starts_at, session.ends_at, rotation.turns)
    found = rules.overloads(sizes, places=[station.places for station in stations], turns=rotation.turns)
    return [_sentence(overload, stations[overload.station], times[overload.turn - 1][0]) for overload in found]


def _sentence(overload: rules.Overload, station: Station, at: datetime) -> str:
    """12 people on 10 glove-box places, 2 Dec (Wed) 13:00. Move 2."""
    facts = {
        "people": overload.people,
        "places": overload.places,
        "station": str(station),
        "when": f"{words.day_words(at)} {words.time24(at)}",
        "excess": overload.excess,
    }
    return (
        ngettext(
            "%(people)d people on %(places)d place of “%(station)s”, %(when)s. Move %(excess)d.",
            "%(people)d people on %(places)d places of “%(station)s”, %(when)s. Move %(excess)d.",
            overload.places,
        )
        % facts
    )


def crowded(cohort: Cohort, sessions: Iterable[Session]) -> list[tuple[Session, str]]:
    """The first station of each session that has too few places, for the whole cohort: three queries."""
    by_pk = {session.pk: session for session in sessions if session.is_practice}
    current = RotationPlace.objects.filter(enrollment__state="enrolled")
    places = Prefetch("places", current, to_attr="standing")
    rotations = Rotation.objects.filter(session__cohort=cohort).prefetch_related("stops__station", places)
    found = []
    for rotation in rotations.order_by("session__starts_at"):
        session = by_pk.get(rotation.session_id)
        if session is None:
            continue
        stations = [stop.station for stop in rotation.stops.all()]
        sizes = Counter(place.group for place in rotation.standing)  # type: ignore[attr-defined]  # prefetched above
        sentences = _sentences(session, rotation, stations, sizes)
        found += [(session, sentence) for sentence in sentences[:1]]
    return found

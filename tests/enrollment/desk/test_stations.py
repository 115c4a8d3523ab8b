"""Practice stations: groups go round, and too few places are said in words."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enrollment.models import Rotation, RotationPlace
from enrollment.queries import stations as queries
from enrollment.rules import stations as rules
from enrollment.rules.stations import Overload
from enrollment.services import stations
from tests import factories
from tests.factories import NOW
from training.core.errors import DomainError


def test_twelve_people_on_ten_places_are_two_too_many():
    found = rules.overloads({1: 12, 2: 8}, places=[10, 12], turns=2)

    assert found == [Overload(turn=1, station=0, people=12, places=10)]  # in turn 2 the eight stand there
    assert found[0].excess == 2


@pytest.mark.parametrize(
    ("people", "groups", "sizes"), [(20, 2, [10, 10]), (20, 3, [7, 7, 6]), (2, 3, [1, 1, 0]), (0, 2, [0, 0])]
)
def test_groups_are_as_equal_as_possible_and_keep_neighbors_together(people, groups, sizes):
    dealt = rules.deal(range(people), groups)

    assert [list(dealt.values()).count(group) for group in range(1, groups + 1)] == sizes
    assert list(dealt.values()) == sorted(dealt.values())


@settings(max_examples=60, deadline=None)
@given(
    people=st.integers(0, 40),
    groups=st.integers(1, 8),
    turns=st.integers(1, 8),
    places=st.lists(st.integers(1, 20), min_size=1, max_size=6),
)
def test_everybody_is_at_one_station_a_turn_and_at_each_about_equally_often(people, groups, turns, places):
    group_of = rules.deal(range(people), groups)
    where = {one: rules.tour(group_of[one], turns=turns, stations=len(places)) for one in range(people)}

    for stops in where.values():
        visits = [stops.count(station) for station in range(len(places))]
        assert sum(visits) == turns
        assert max(visits) - min(visits) <= 1
    sizes = {group: list(group_of.values()).count(group) for group in range(1, groups + 1)}
    counted = {  # the same another way: person by person
        (turn, station, count, places[station])
        for turn in range(1, turns + 1)
        for station in range(len(places))
        if (count := sum(stops[turn - 1] == station for stops in where.values())) > places[station]
    }
    found = rules.overloads(sizes, places=places, turns=turns)
    assert {(one.turn, one.station, one.people, one.places) for one in found} == counted


def test_turns_share_a_session_to_the_minute():
    start, end = datetime(2026, 12, 2, 4, tzinfo=UTC), datetime(2026, 12, 2, 9, tzinfo=UTC)

    times = rules.turn_times(start, end, 3)

    assert [(a.hour * 60 + a.minute, b.hour * 60 + b.minute) for a, b in times] == [(240, 340), (340, 440), (440, 540)]


@pytest.fixture
def practice(db):
    """A session of 22 people in a room with a glove box of ten and a bench of ten places, in Korean time 09:00."""
    session = factories.SessionFactory(is_practice=True, cohort=factories.CohortFactory(seats=30))
    for name, places in (("글로브박스", 10), ("코팅기", 12)):
        factories.StationFactory(room=session.room, name_ko=name, name_en=name, places=places)
    for n in range(22):
        factories.EnrollmentFactory(cohort=session.cohort, trainee=factories.UserFactory(name=f"훈련생{n:02}"))
    return session


def plan(session, **kwargs):
    given = {"stations": queries.stations_for(session), "groups": 2, "turns": 2, **kwargs}
    return stations.plan(session, **given, by=None, now=NOW)


def test_too_many_people_are_said_with_the_number_to_move_and_moving_them_helps(practice):
    plan(practice)

    said = queries.round_of(practice).sentences
    assert said == [  # eleven on ten, in each turn
        "11. 23.(월) 09:00 「글로브박스」 10자리에 11명이 배정되었습니다. 1명을 옮겨 주세요.",
        "11. 23.(월) 13:30 「글로브박스」 10자리에 11명이 배정되었습니다. 1명을 옮겨 주세요.",
    ]
    everyone = list(RotationPlace.objects.filter(group=1))
    stations.move(practice, groups={everyone[0].enrollment_id: 2}, by=None, now=NOW)
    assert len(queries.round_of(practice).sentences) == 1  # now ten in the one, twelve in the other


def test_planning_again_replaces_and_who_joined_later_has_no_group(practice):
    plan(practice), plan(practice, groups=3, turns=2)
    late = factories.EnrollmentFactory(cohort=practice.cohort)

    found = queries.round_of(practice)

    assert (Rotation.objects.count(), found.rotation.groups) == (1, 3)
    assert [person.pk for person in found.without] == [late.pk]


def test_station_of_another_room_theory_and_unknown_groups_are_refused(practice):
    with pytest.raises(DomainError) as elsewhere:
        plan(practice, stations=[factories.StationFactory(room=factories.RoomFactory(name_ko="강의실"))])
    with pytest.raises(DomainError):
        plan(practice, stations=[])
    plan(practice)
    with pytest.raises(DomainError):
        stations.move(practice, groups={practice.cohort.enrollments.first().pk: 9}, by=None, now=NOW)
    practice.is_practice = False
    practice.save()
    with pytest.raises(DomainError):
        plan(practice)

    assert elsewhere.value.field == "stations"


def test_people_of_another_cohort_are_never_put_into_a_group(practice):
    plan(practice)
    stranger = factories.EnrollmentFactory()

    moved = stations.move(practice, groups={stranger.pk: 1}, by=None, now=NOW)

    assert (moved, RotationPlace.objects.filter(enrollment=stranger).count()) == (0, 0)


def test_crowded_stations_cost_the_same_queries_for_any_number_of_sessions(practice, django_assert_num_queries):
    plan(practice)
    second = factories.SessionFactory(
        is_practice=True, cohort=practice.cohort, room=practice.room, day=practice.day.replace(day=24)
    )
    plan(second)
    list(practice.cohort.sessions.all())

    with django_assert_num_queries(4):
        found = queries.crowded(practice.cohort, [practice, second])

    assert [session.pk for session, _sentence in found] == [practice.pk, second.pk]

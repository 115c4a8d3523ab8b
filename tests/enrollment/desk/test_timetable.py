"""Sessions: a weekly pattern that skips holidays, and clashes that name themselves."""

from datetime import UTC, date, datetime, time

import pytest

from enrollment.models import Session
from enrollment.rules import timetable as rules
from enrollment.rules.timetable import Slot
from enrollment.services import timetable
from enrollment.services.timetable import Clash, Entry
from enrollment.states import CohortState
from tests import factories
from tests.factories import NOW
from training.core.errors import DomainError
from training.core.models import AuditEntry

NINE, NOON, ONE, SIX = time(9), time(12), time(13), time(18)
MONDAY = date(2026, 12, 7)


def hour(n: int) -> datetime:
    return datetime(2026, 12, 7, n, tzinfo=UTC)


@pytest.mark.parametrize(
    ("first", "second", "overlap"),
    [
        ((9, 12), (12, 15), False),
        ((12, 15), (9, 12), False),
        ((9, 12), (11, 13), True),
        ((9, 18), (10, 11), True),
        ((9, 12), (9, 12), True),
    ],
)
def test_slots_that_touch_do_not_overlap(first, second, overlap):
    assert Slot(*map(hour, first)).overlaps(Slot(*map(hour, second))) is overlap


def test_days_skip_public_holidays_and_their_substitutes():
    """Christmas 2026 is a Friday; New Year 2027 a Friday; Seollal 2027 runs from Saturday to Tuesday (substitute)."""
    closed = rules.holidays_between(date(2026, 12, 21), date(2027, 2, 12))

    found = rules.days(date(2026, 12, 21), date(2027, 1, 3), weekdays={3, 4}, closed=closed)

    assert found == [date(2026, 12, 24), date(2026, 12, 31)]
    assert {date(2026, 12, 25), date(2027, 1, 1), date(2027, 2, 8), date(2027, 2, 9)} <= closed.keys()


def test_holidays_are_named_in_the_readers_language():
    christmas = date(2026, 12, 25)

    assert rules.holidays_between(christmas, christmas, language="ko") == {christmas: "기독탄신일"}
    assert rules.holidays_between(christmas, christmas, language="en") == {christmas: "Christmas Day"}


@pytest.fixture
def cohort(db):
    return factories.CohortFactory()


def entry(**kwargs) -> Entry:
    return Entry(**{"day": MONDAY, "start": NINE, "end": NOON, "title_ko": "믹싱 실습", "title_en": "Mixing", **kwargs})


def add(cohort, **kwargs):
    return timetable.add(cohort, entry(**kwargs), by=None, now=NOW)


def test_add_stores_the_day_in_the_complexs_zone(cohort):
    session = add(cohort, start=time(0, 30), end=NINE)

    assert (session.day, session.starts_at) == (MONDAY, datetime(2026, 12, 6, 15, 30, tzinfo=UTC))
    assert AuditEntry.objects.get(subject_type="enrollment.session").action == "added"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"end": NINE}, "end"),
        ({"end": time(8)}, "end"),
        ({"day": date(2026, 12, 6)}, "day"),
        ({"day": date(2027, 1, 30)}, "day"),
    ],
)
def test_session_that_cannot_be_is_refused_at_its_field(cohort, wrong, field):
    with pytest.raises(DomainError) as refused:
        add(cohort, **wrong)

    assert (refused.value.field, Session.objects.count()) == (field, 0)


def test_cohort_is_never_in_two_places(cohort):
    add(cohort)

    with pytest.raises(Clash, match="믹싱 실습"):
        add(cohort, start=time(11), end=ONE)
    assert add(cohort, start=NOON, end=ONE).pk


def test_room_is_never_taken_twice(cohort):
    room = factories.RoomFactory(complex=cohort.complex)
    add(cohort, room=room)
    other = factories.CohortFactory()

    with pytest.raises(Clash) as refused:
        add(other, room=room, start=time(11), end=ONE)

    assert refused.value.field == "room"
    assert add(other, room=factories.RoomFactory(name_ko="실습 3실"), start=time(11), end=ONE).pk


def test_instructor_is_never_in_two_places(cohort):
    teaching = factories.TeachingFactory(cohort=cohort)
    other = factories.CohortFactory()
    also = factories.TeachingFactory(cohort=other, instructor=teaching.instructor)
    add(cohort)

    with pytest.raises(Clash):
        add(other)
    also.ended_at = NOW
    also.save()
    assert add(other).pk


def test_canceled_cohorts_take_no_room(cohort):
    room = factories.RoomFactory(complex=cohort.complex)
    add(cohort, room=room)
    type(cohort).objects.update(state=CohortState.CANCELED)

    assert add(factories.CohortFactory(), room=room).pk


def test_change_moves_a_session_past_itself_but_not_onto_another(cohort):
    first, second = add(cohort), add(cohort, start=ONE, end=SIX)

    timetable.change(first, entry(end=time(11)), by=None, now=NOW)
    with pytest.raises(Clash):
        timetable.change(first, entry(end=time(14)), by=None, now=NOW)

    first.refresh_from_db()
    assert (first.ends_at, second.pk) == (datetime(2026, 12, 7, 2, tzinfo=UTC), second.pk)
    facts = AuditEntry.objects.get(action="changed").facts
    assert [facts[when]["ends_at"] for when in ("before", "after")] == [
        "2026-12-07T12:00:00+09:00",
        "2026-12-07T11:00:00+09:00",
    ]


def test_held_session_is_neither_changed_nor_removed(cohort):
    session = add(cohort)
    session.opened_at = NOW
    session.save()

    with pytest.raises(DomainError):
        timetable.change(session, entry(end=time(11)), by=None, now=NOW)
    with pytest.raises(DomainError):
        timetable.remove(session, by=None, now=NOW)


def test_remove_takes_a_session_out_and_keeps_a_record(cohort):
    timetable.remove(add(cohort), by=None, now=NOW)

    assert Session.objects.count() == 0
    assert AuditEntry.objects.filter(action="session removed").count() == 1


def generate(cohort, **kwargs):
    pattern = {
        "weekdays": [0, 1, 2, 3, 4],
        "start": NINE,
        "end": SIX,
        "room": None,
        "title_ko": "실습",
        "title_en": "Practice",
    }
    return timetable.generate(cohort, **{**pattern, **kwargs}, by=None, now=NOW)


def test_generate_makes_eight_weeks_without_holidays(cohort):
    made = generate(cohort)

    assert (len(made), made[0].day, made[-1].day) == (38, date(2026, 12, 7), date(2027, 1, 29))  # 40 less two Fridays


def test_generate_makes_all_or_nothing(cohort):
    add(cohort, day=date(2026, 12, 16))

    with pytest.raises(Clash, match=r"2026\. 12\. 16\.\(수\)"):
        generate(cohort)

    assert Session.objects.count() == 1


def test_generate_refuses_a_pattern_without_days(cohort):
    with pytest.raises(DomainError):
        generate(cohort, weekdays=[5], first=date(2026, 12, 7), last=date(2026, 12, 11))


@pytest.mark.parametrize("outside", [{"first": date(2026, 12, 4)}, {"last": date(2027, 2, 1)}])
def test_generate_stays_within_the_cohorts_days(cohort, outside):
    with pytest.raises(DomainError):
        generate(cohort, **outside)

    assert Session.objects.count() == 0


def test_timetable_of_a_cohort_that_is_over_stands(cohort):
    type(cohort).objects.update(state=CohortState.ENDED)

    with pytest.raises(DomainError):
        add(cohort)

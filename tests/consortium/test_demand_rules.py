"""Quarters, the deadline of an answer, and what a cohort for several demands would hold."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.consortium.models import Demand
from training.consortium.rules.demands import Seats, Wish, last_day_to_answer, seats_for
from training.consortium.rules.quarters import Quarter, coming

DAYS = st.dates(date(2001, 1, 1), date(2098, 12, 31))


@pytest.mark.parametrize(
    ("day", "key", "first"),
    [
        (date(2027, 1, 1), "2027-1", date(2027, 1, 1)),
        (date(2027, 3, 31), "2027-1", date(2027, 1, 1)),
        (date(2027, 4, 1), "2027-2", date(2027, 4, 1)),
        (date(2027, 6, 30), "2027-2", date(2027, 4, 1)),
        (date(2027, 7, 1), "2027-3", date(2027, 7, 1)),
        (date(2027, 12, 31), "2027-4", date(2027, 10, 1)),
    ],
)
def test_a_day_lies_in_its_quarter(day, key, first):
    quarter = Quarter.of(day)
    assert (quarter.key, quarter.first_day) == (key, first)


@given(DAYS)
def test_a_quarter_is_read_back_and_holds_its_day(day):
    quarter = Quarter.of(day)
    assert Quarter.read(quarter.key) == quarter
    assert quarter.first_day <= day < quarter.later(1).first_day
    assert quarter.later(4) == Quarter(quarter.year + 1, quarter.number)
    assert quarter.later(-3).later(3) == quarter


@pytest.mark.parametrize("text", ["", "2027", "2027-0", "2027-5", "2027-1 ", "1999-1", "２０２７-1", "2027-1\n", "x"])
def test_what_is_no_quarter_is_none(text):
    assert Quarter.read(text) is None


def test_coming_quarters_begin_with_this_one():
    assert [one.key for one in coming(date(2026, 11, 30), 3)] == ["2026-4", "2027-1", "2027-2"]


def test_an_answer_is_due_after_thirty_days():
    assert last_day_to_answer(date(2026, 11, 30)) == date(2026, 12, 30)


@pytest.mark.parametrize(
    ("wishes", "most", "seats"),
    [
        ([("staff", 3)], 1000, (3, 3)),
        ([("hires", 3)], 1000, (3, 0)),
        ([("staff", 3), ("hires", 4)], 1000, (7, 3)),
        ([("staff", 8), ("hires", 4)], 10, (10, 8)),
        ([("staff", 12)], 10, (10, 10)),
    ],
)
def test_seats_are_for_everybody_and_staff_are_sponsored(wishes, most, seats):
    day = date(2027, 4, 1)
    known = [Wish(people, kind, day + timedelta(days=n)) for n, (kind, people) in enumerate(wishes)]
    assert seats_for(known, most=most) == Seats(*seats, earliest=day)


def test_every_pair_of_states_is_in_the_table_or_refused():
    allowed = {(a, b) for a, following in Demand.TRANSITIONS.items() for b in following}
    assert allowed == {
        ("stated", "answered"), ("stated", "planned"), ("stated", "declined"), ("stated", "withdrawn"),
        ("answered", "planned"), ("answered", "declined"), ("answered", "withdrawn"),
    }  # fmt: skip
    assert Demand.TRANSITIONS.keys() == set(dict(Demand._meta.get_field("state").choices))

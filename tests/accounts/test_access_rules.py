"""What stands out in a month of records, at its boundaries."""

from datetime import datetime, timedelta

import pytest

from training.accounts.rules.access import Look, is_at_night, is_on_weekend, tally, unusual

MONDAY = datetime(2026, 11, 23)


def looks(actor, number, *, at=MONDAY + timedelta(hours=10)):
    return [Look(actor, at, taken=False, reason="", people=1)] * number


@pytest.mark.parametrize(("hour", "night"), [(5, True), (6, False), (21, False), (22, True), (0, True), (12, False)])
def test_night(hour, night):
    assert is_at_night(MONDAY.replace(hour=hour)) == night


@pytest.mark.parametrize(("day", "weekend"), [(23, False), (27, False), (28, True), (29, True), (30, False)])
def test_weekend(day, weekend):
    assert is_on_weekend(MONDAY.replace(day=day)) == weekend


@pytest.mark.parametrize(("number", "found"), [(19, []), (20, ["many"]), (15, [])])
def test_much_is_more_than_three_times_the_middle_and_twenty(number, found):
    tallies = tally(looks(1, number) + looks(2, 5) + looks(3, 6))
    assert unusual(tallies[0], tallies) == found


@pytest.mark.parametrize(("others", "found"), [(7, []), (6, ["many"])])
def test_three_times_the_middle_exactly_is_not_more(others, found):
    tallies = tally(looks(1, 21) + looks(2, others) + looks(3, others))
    assert unusual(tallies[0], tallies) == found


@pytest.mark.parametrize(("night", "day", "found"), [(4, 0, []), (5, 0, ["night"]), (5, 5, []), (6, 5, ["night"])])
def test_mostly_at_night(night, day, found):
    tallies = tally(looks(1, night, at=MONDAY) + looks(1, day))
    assert unusual(tallies[0], tallies) == found


def test_tally_adds_up():
    one = tally([Look(1, MONDAY, True, "other", 30), Look(1, MONDAY + timedelta(days=5, hours=9), False, "", 1)])[0]
    assert (one.looks, one.taken, one.people, one.at_night, one.on_weekend, one.without_reason, one.own_words) == (
        2, 1, 31, 1, 1, 1, 1
    )  # fmt: skip

"""Quarters, what is free, and calibration: tables of boundaries and two properties."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enrollment.rules.instruments import (
    NEVER,
    Calibration,
    following,
    next_free,
    quarters,
    refused_overdue,
    widened,
)
from enrollment.rules.timetable import Slot
from tests.enrollment.labs.build import at, slot

INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))
SLOTS = st.builds(
    lambda begins, minutes: Slot(begins, begins + timedelta(minutes=minutes)), INSTANTS, st.integers(1, 600)
)  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "taken"),
    [
        (slot((9, 0), (10, 0)), slot((9, 0), (10, 0))),
        (slot((9, 0), (9, 50)), slot((9, 0), (10, 0))),
        (slot((9, 50), (10, 1)), slot((9, 45), (10, 15))),
        (slot((9, 14), (9, 15)), slot((9, 0), (9, 15))),
    ],
)
def test_a_slot_is_widened_to_quarters(asked, taken):
    assert widened(asked) == taken


@given(SLOTS, SLOTS)
def test_slots_share_a_quarter_where_their_widened_forms_overlap_and_only_there(one, other):
    assert bool(set(quarters(one)) & set(quarters(other))) == widened(one).overlaps(widened(other))


@given(SLOTS, st.lists(SLOTS, max_size=8))
def test_what_is_next_free_is_free_and_not_before(wanted, busy):
    free = next_free(widened(wanted), [(one.starts_at, one.ends_at) for one in map(widened, busy)])
    assert free is not None
    assert free.starts_at >= widened(wanted).starts_at
    assert not any(free.overlaps(widened(one)) for one in busy)


@pytest.mark.parametrize(
    ("busy", "free"),
    [
        ([], at(9)),
        ([(at(10), at(11))], at(9)),  # they touch
        ([(at(8), at(9))], at(9)),
        ([(at(9, 45), at(11))], at(11)),
        ([(at(9), at(10)), (at(10, 30), at(12))], at(12)),  # half an hour is too short
        ([(at(9), None)], None),
        ([(at(10), None)], at(9)),
        ([(at(9), at(10)), (at(10), NEVER)], NEVER),
    ],
)
def test_when_an_hour_from_nine_on_is_free(busy, free):
    found = next_free(slot((9, 0), (10, 0)), busy)
    assert (found and found.starts_at) == free


@pytest.mark.parametrize(
    ("booked", "goes"),
    [
        (slot((13, 0), (15, 0)), slot((9, 0), (12, 0))),  # the whole session: again the whole
        (slot((12, 30), (15, 0)), slot((8, 30), (12, 0))),  # warmed up before
        (slot((14, 0), (14, 30)), slot((10, 0), (11, 30))),
        (slot((13, 0), (18, 0)), slot((9, 0), (15, 0))),  # a long test goes on after it
    ],
)
def test_a_booking_follows_its_session(booked, goes):
    assert following(booked, slot((13, 0), (15, 0)), slot((9, 0), (12, 0))) == goes


def test_nothing_is_left_of_a_booking_in_a_session_cut_short():
    assert following(slot((14, 30), (15, 0)), slot((13, 0), (15, 0)), slot((13, 0), (13, 30))) is None


@pytest.mark.parametrize(
    ("due", "standing"),
    [
        (None, "none"),
        (date(2026, 11, 29), "overdue"),
        (date(2026, 11, 30), "soon"),
        (date(2026, 12, 30), "soon"),
        (date(2026, 12, 31), "valid"),
    ],
)
def test_calibration_by_the_day(due, standing):
    calibration = Calibration(due, date(2026, 11, 30))
    assert calibration.standing == standing
    assert refused_overdue("supervised", calibration) == (standing == "overdue")
    assert not refused_overdue("general", calibration)

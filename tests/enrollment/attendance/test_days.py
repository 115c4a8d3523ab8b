"""How one day counts: a table of boundary values."""

from datetime import date, timedelta

import pytest

from enrollment.rules.days import Cause, Event, Policy, judge
from enrollment.states import DayStatus, EventKind
from tests.enrollment.attendance.build import DAY, at, event, judged, scans, scheduled

S = DayStatus


@pytest.mark.parametrize(
    ("first_in", "last_out", "status", "marks"),
    [
        ("08:55", "18:01", S.PRESENT, ()),
        ("09:10:00", "17:50:00", S.PRESENT, ()),
        ("09:10:01", "18:00", S.LATE, (S.LATE,)),
        ("09:00", "17:49:59", S.LEFT_EARLY, (S.LEFT_EARLY,)),
        ("09:10:01", "17:49:59", S.LATE, (S.LATE, S.LEFT_EARLY)),
        ("09:00", "14:00:00", S.LEFT_EARLY, (S.LEFT_EARLY,)),  # exactly half of the eight hours
        ("09:00", "13:59:59", S.ABSENT, ()),
        ("14:00:00", "18:00", S.LATE, (S.LATE,)),
        ("14:00:01", "18:00", S.ABSENT, ()),
        ("12:10", "12:50", S.ABSENT, ()),  # only in the break
        ("09:00", None, S.ABSENT, ()),
        (None, "18:00", S.ABSENT, ()),
        ("18:30", "18:40", S.ABSENT, ()),
        (None, None, S.ABSENT, ()),
    ],
)
def test_closed_day_counts_by_its_scans(first_in, last_out, status, marks):
    day = judged(scans(first_in, last_out))

    assert (day.status, day.events) == (status, marks)


@pytest.mark.parametrize(
    ("now", "status", "done"),
    [
        ("18:30", S.CHECKED_IN, False),
        ("23:59:59", S.CHECKED_IN, False),
    ],
)
def test_check_in_without_check_out_is_only_a_check_in_until_the_day_closes(now, status, done):
    day = judged(scans("09:14", None), now=at(now))

    assert (day.status, day.done, day.events) == (status, done, (S.LATE,))


def test_check_in_without_check_out_is_an_absence_from_midnight():
    day = judged(scans("09:14", None), now=at("00:00", DAY + timedelta(days=1)))

    assert (day.status, day.cause, day.events) == (S.ABSENT, Cause.NO_CHECK_OUT, ())


def test_check_out_without_check_in_waits_for_a_scan_that_arrives_later():
    out = event(EventKind.OUT, "18:00")
    assert judged([out], now=at("18:01")).status == S.UPCOMING
    assert judged([out], now=at("18:01")).cause == Cause.NO_CHECK_IN

    assert judged([out, event(EventKind.IN, "09:01")]).status == S.PRESENT


def test_check_out_before_the_check_in_ends_nothing():
    day = judged([event(EventKind.OUT, "08:50"), event(EventKind.IN, "09:00")], now=at("10:00"))

    assert (day.status, day.last_out, day.events) == (S.CHECKED_IN, None, ())


@pytest.mark.parametrize(
    ("moves", "marks", "minutes"),
    [
        ([("away", "10:00"), ("back", "11:00")], (S.AWAY,), 420),
        ([("away", "10:00"), ("back", "10:20"), ("away", "15:00"), ("back", "15:10")], (S.AWAY,), 450),
        ([("away", "12:05"), ("back", "12:55")], (), 480),  # in the break: no outing
        ([("away", "17:00")], (S.AWAY,), 420),  # without a way back: until the check-out
        ([("back", "10:00")], (), 480),
        ([("away", "10:00"), ("away", "10:30"), ("back", "11:00")], (S.AWAY,), 420),
    ],
)
def test_time_away_counts_once_and_is_taken_off(moves, marks, minutes):
    day = judged([*scans("09:00", "18:00"), *(event(kind, clock) for kind, clock in moves)])

    assert (day.events, day.minutes_present) == (marks, minutes)


@pytest.mark.parametrize(("clock", "marks"), [("10:00", (S.AWAY,)), ("12:05", ())])
def test_outing_counts_from_the_moment_it_begins_but_not_in_a_break(clock, marks):
    day = judged([*scans("09:00", None), event(EventKind.AWAY, clock)], now=at(clock))

    assert (day.status, day.events) == (S.CHECKED_IN, marks)


def test_too_long_away_is_an_absence():
    moves = [event(EventKind.AWAY, "09:30"), event(EventKind.BACK, "14:30:01")]

    assert judged([*scans("09:00", "18:00"), *moves]).status == S.ABSENT


@pytest.mark.parametrize(
    ("end", "closes"),
    [
        ("18:00", "00:00"),
        ("23:59:59", "00:00"),
    ],
)
def test_day_closes_at_midnight(end, closes):
    assert scheduled(("09:00", end)).closes_at == at(closes, DAY + timedelta(days=1))


def test_class_until_midnight_or_across_closes_six_hours_after_its_end():
    tomorrow = DAY + timedelta(days=1)
    day = scheduled(("20:00", "23:00"))
    for end, closes in (("00:00", "06:00"), ("02:00", "08:00")):
        night = type(day)(day.date, ((at("20:00"), at(end, tomorrow)),), day.midnight, day.policy)
        assert night.closes_at == at(closes, tomorrow)


@pytest.mark.parametrize(
    ("kind", "status", "minutes", "marks"),
    [
        (EventKind.MANUAL, S.PRESENT, 480, ()),
        (EventKind.MANUAL, S.LATE, 480, (S.LATE,)),
        (EventKind.MANUAL, S.ABSENT, 0, ()),
        (EventKind.CORRECTION, S.PRESENT, 480, ()),
        (EventKind.RECOGNIZED, S.RECOGNIZED, 480, ()),
    ],
)
def test_mark_by_hand_decides_over_what_was_not_scanned(kind, status, minutes, marks):
    day = judged([event(kind, status=status)])

    assert (day.status, day.minutes_present, day.events, day.hand) == (status, minutes, marks, kind)


def test_mark_by_hand_decides_over_scans_and_the_last_recorded_over_the_first():
    absent = event(EventKind.MANUAL, "11:00", status=S.ABSENT)
    present = event(EventKind.CORRECTION, "09:00", status=S.PRESENT)

    assert judged([absent, *scans("09:00", "18:00")]).status == S.ABSENT
    assert judged([present, absent]).status == S.PRESENT


def test_undone_event_is_as_if_it_had_never_been():
    mark = event(EventKind.MANUAL, status=S.ABSENT)
    undo = event(EventKind.UNDO, undoes=mark.number)

    assert judged([mark, undo, *scans("09:00", "18:00")]) == judged(scans("09:00", "18:00"))


def test_hours_are_counted_without_the_least_share():
    day = judge(scheduled(), scans("16:00", "18:00"), now=at("23:00"), today=DAY, by_hours=True)

    assert (day.status, day.minutes_present) == (S.LATE, 120)


def test_policy_sets_grace_and_share():
    strict = scheduled(policy=Policy(grace_minutes=0, minimum_day_percent=75))

    assert judged(scans("09:00:01", "18:00"), day=strict).status == S.LATE
    assert judged(scans("09:00", "16:00"), day=strict).status == S.LEFT_EARLY
    assert judged(scans("09:00", "15:59"), day=strict).status == S.ABSENT


def test_leave_in_advance_is_not_done_before_its_day():
    leave = [event(EventKind.RECOGNIZED, status=S.RECOGNIZED)]

    assert not judged(leave, now=at("12:00", date(2026, 11, 20))).done
    assert judged(leave, now=at("12:00")).done


@pytest.mark.parametrize(
    ("last_out", "now", "status", "marks"),
    [
        ("01:50:00", "08:00", S.PRESENT, ()),
        ("01:49:59", "08:00", S.LEFT_EARLY, (S.LEFT_EARLY,)),
        ("23:00:00", "08:00", S.LEFT_EARLY, (S.LEFT_EARLY,)),  # exactly half of the six hours
        ("22:59:59", "08:00", S.ABSENT, ()),
        (None, "07:59:59", S.CHECKED_IN, ()),
        (None, "08:00", S.ABSENT, ()),
    ],
)
def test_class_across_midnight_is_one_day_of_the_date_it_starts(last_out, now, status, marks):
    tomorrow = DAY + timedelta(days=1)
    plan = scheduled()
    night = type(plan)(DAY, ((at("20:00"), at("02:00", tomorrow)),), plan.midnight, plan.policy)
    found = scans("20:00", None)
    if last_out:
        found.append(Event(10_000, DAY, EventKind.OUT, at(last_out, DAY if last_out > "20" else tomorrow)))
    day = judge(night, found, now=at(now, tomorrow), today=tomorrow)

    assert (day.date, day.status, day.events) == (DAY, status, marks)

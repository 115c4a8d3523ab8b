"""What the days come to: boundary values, the published example, and properties."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enrollment.rules import attendance as rules
from enrollment.rules.attendance import Schedule, UnitPeriod, unit_periods
from enrollment.rules.days import Event, Policy
from enrollment.states import DayStatus, EventKind
from tests.enrollment.attendance.build import DAY, at, come_to, course, event, scans, scheduled

S = DayStatus


def days_of(pattern: str, *, starts_on: date = DAY) -> list[Event]:
    """P present, L late, E early, B late and early, X absent, R recognized, one letter a day."""
    found: list[Event] = []
    for number, letter in enumerate(pattern):
        day = starts_on + timedelta(days=number)
        if letter == "R":
            found.append(event(EventKind.RECOGNIZED, day=day, status=S.RECOGNIZED))
        elif letter != "X":
            first_in = "09:30" if letter in "LB" else "09:00"
            found += scans(first_in, "17:00" if letter in "EB" else "18:00", day=day)
    return found


def test_published_example_gives_85_percent():
    """120 days, 104 credited, 7 events: 2 absences converted, 102 of 120."""
    summary = come_to(course(120), days_of("P" * 96 + "R" + "LELLLEL" + "X" * 16))

    assert (summary.rate, summary.absences, summary.converted, summary.events) == (Decimal("85.0"), 18, 2, 7)
    assert rules.day_rate(120, 104, 7) == Decimal("85.0")


@pytest.mark.parametrize(
    ("part", "whole", "rate"),
    [(0, 0, "0.0"), (1, 3, "33.3"), (2, 3, "66.7"), (31, 39, "79.5"), (1699, 2000, "85.0"), (16989, 20000, "84.9")],
)
def test_rate_has_one_decimal_rounded_half_up_at_the_second(part, whole, rate):
    assert rules.percent(part, whole) == Decimal(rate)


@pytest.mark.parametrize(
    ("pattern", "absences", "booked"),
    [
        ("LLPPPPPPPP", 0, []),
        ("LLLPPPPPPP", 1, [2]),
        ("LPEPBPPPPP", 1, [4]),
        ("BBPPPPPPPP", 1, [1]),
        ("BBBPPPPPPP", 2, [1, 2]),
        ("LLXLPPPPPP", 2, [3]),
        ("LLXPPPPPPP", 1, []),
    ],
)
def test_every_third_event_books_an_absence_on_its_day(pattern, absences, booked):
    summary = come_to(course(10), days_of(pattern))

    assert summary.absences == absences
    assert [number for number, day in enumerate(summary.days) if day.booked] == booked


def test_events_on_an_absent_day_are_not_counted_again():
    """Late and under half of the day: absent once, and nothing towards a third."""
    summary = come_to(course(10), [*days_of("LLPPPPPPP"), *scans("15:00", "18:00", day=DAY + timedelta(days=9))])

    assert (summary.absent, summary.events, summary.converted) == (1, 2, 0)


def test_third_event_of_today_counts_at_once_and_falls_away_without_check_out():
    plan = course(10)
    third = DAY + timedelta(days=2)
    events = [*days_of("LL"), *scans("09:14", None, day=third)]

    today = come_to(plan, events, now=at("09:15", third))
    assert (today.absences, today.converted, today.days[2].nth, today.days[2].status) == (1, 1, 3, S.CHECKED_IN)
    after = come_to(plan, events, now=at("00:00", third + timedelta(days=1)))
    assert (after.absences, after.converted, after.absent) == (1, 0, 1)


def test_converted_absence_is_booked_in_the_unit_period_of_the_third():
    start = date(2026, 1, 5)
    summary = come_to(course(40, starts_on=start), days_of("LL" + "P" * 29 + "L" + "P" * 8, starts_on=start))
    units = unit_periods(start, start + timedelta(days=39))

    assert rules.absences_by_unit(summary, units) == {1: 0, 2: 1}


@pytest.mark.parametrize(
    ("start", "end", "units"),
    [
        (
            date(2026, 1, 5),
            date(2026, 2, 10),
            [(date(2026, 1, 5), date(2026, 2, 4)), (date(2026, 2, 5), date(2026, 2, 10))],
        ),
        (
            date(2026, 1, 31),
            date(2026, 4, 1),
            [
                (date(2026, 1, 31), date(2026, 2, 27)),
                (date(2026, 2, 28), date(2026, 3, 30)),
                (date(2026, 3, 31), date(2026, 4, 1)),
            ],
        ),
        (date(2026, 12, 7), date(2026, 12, 7), [(date(2026, 12, 7), date(2026, 12, 7))]),
        (date(2026, 12, 15), date(2027, 1, 15), [(date(2026, 12, 15), date(2027, 1, 14)), (date(2027, 1, 15),) * 2]),
    ],
)
def test_unit_periods_are_months_from_the_first_day(start, end, units):
    assert unit_periods(start, end) == tuple(UnitPeriod(n, *unit) for n, unit in enumerate(units, 1))


@pytest.mark.parametrize(
    ("days", "span", "basis"),
    [
        (10, ("09:00", "13:00"), "days"),  # 10 days, 40 hours
        (9, ("09:00", "18:00"), "hours"),
        (10, ("09:00", "12:59"), "hours"),
    ],
)
def test_hours_are_counted_in_short_courses(days, span, basis):
    plan = tuple(scheduled(span, day=DAY + timedelta(days=n)) for n in range(days))

    assert Schedule(DAY, plan[-1].date, plan, Policy()).basis == basis


def test_hours_of_a_short_course_are_minutes_without_conversion():
    summary = come_to(course(3), [*scans("11:00", "18:00"), *days_of("PL", starts_on=DAY + timedelta(days=1))])

    assert (summary.basis, summary.scheduled, summary.credited, summary.converted) == ("hours", 1440, 1290, 0)
    assert summary.rate == Decimal("89.6")


def weekdays(start: date, number: int) -> list[date]:
    found = []
    while len(found) < number:
        if start.weekday() < 5:
            found.append(start)
        start += timedelta(days=1)
    return found


def test_forward_view_of_the_handbook():
    """23 of 40 days, 2 absences, 1 late; from Mon 23 Nov on every day missed: out of reach from Tue 1 Dec."""
    dates = weekdays(date(2026, 10, 21), 40)
    plan = Schedule(dates[0], dates[-1], tuple(scheduled(day=day) for day in dates), Policy())
    events = [
        line
        for n, day in enumerate(dates[:23])
        if n not in (4, 9)
        for line in scans("09:20" if n == 3 else "09:00", "18:00", day=day)
    ]

    summary = come_to(plan, events, now=at("20:00", date(2026, 11, 22)))

    assert dates[23] == date(2026, 11, 23)
    assert (summary.done_days, summary.absences, summary.events) == (23, 2, 1)
    assert (summary.absences_left, summary.best_possible) == (6, Decimal("95.0"))
    assert summary.unreachable_from == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("absent", "left", "reachable", "since"), [(2, 0, True, None), (3, 0, False, 2), (0, 2, True, None)]
)
def test_what_is_lost_for_good_says_since_when(absent, left, reachable, since):
    summary = come_to(course(10), days_of("X" * absent + "P" * (10 - absent)))

    assert (summary.absences_left, summary.reachable) == (left, reachable)
    assert summary.unreachable_from == (None if since is None else DAY + timedelta(days=since))


def test_leave_granted_in_advance_is_no_missed_day():
    plan = course(10)
    leave = [event(EventKind.RECOGNIZED, day=DAY + timedelta(days=n), status=S.RECOGNIZED) for n in range(2, 10)]

    assert come_to(plan, leave, now=at("08:00")).unreachable_from is None
    assert come_to(plan, [], now=at("08:00")).unreachable_from == DAY + timedelta(days=3)


def test_days_after_leaving_are_not_judged():
    plan = course(10)
    summary = rules.summarize(plan, [], now=plan.days[-1].closes_at, today=plan.days[-1].date, until=DAY)

    assert (summary.absent, summary.done_days) == (1, 1)


def test_old_days_keep_their_policy():
    old, new = Policy(grace_minutes=10), Policy(grace_minutes=0)
    days = tuple(scheduled(day=DAY + timedelta(days=n), policy=old if n < 5 else new) for n in range(10))
    events = [line for day in days for line in scans("09:05", "18:00", day=day.date)]
    summary = come_to(Schedule(DAY, days[-1].date, days, new), events)

    assert [day.status for day in summary.days] == [S.PRESENT] * 5 + [S.LATE] * 5


# --- properties ----------------------------------------------------------------------------------
clocks = st.integers(0, 23 * 60 + 59).map(lambda minute: f"{minute // 60:02}:{minute % 60:02}")
lines = st.lists(st.tuples(st.integers(0, 9), st.sampled_from(["in", "out", "away", "back"]), clocks), max_size=60)


def events_from(found) -> list[Event]:
    return [event(kind, clock, day=DAY + timedelta(days=day)) for day, kind, clock in found]


@settings(max_examples=150, deadline=None)
@given(lines, st.integers(0, 9))
def test_adding_a_presence_never_lowers_the_rate(found, day):
    events = events_from(found)
    presence = scans("09:00", "18:00", day=DAY + timedelta(days=day))

    assert come_to(course(10), [*events, *presence]).rate >= come_to(course(10), events).rate


@settings(max_examples=150, deadline=None)
@given(lines, st.integers(0, 9))
def test_a_day_marked_present_never_lowers_the_rate(found, day):
    events = events_from(found)
    mark = event(EventKind.MANUAL, day=DAY + timedelta(days=day), status=S.PRESENT)

    assert come_to(course(10), [*events, mark]).rate >= come_to(course(10), events).rate


@settings(max_examples=150, deadline=None)
@given(lines, st.randoms(use_true_random=False))
def test_order_of_arrival_of_scans_does_not_matter(found, chance):
    events = events_from(found)
    shuffled = found[:]
    chance.shuffle(shuffled)

    assert come_to(course(10), events_from(shuffled)) == come_to(course(10), events)


@settings(max_examples=100, deadline=None)
@given(lines)
def test_parts_add_up(found):
    summary = come_to(course(10), events_from(found))

    assert summary.present + summary.recognized + summary.absent == summary.done_days == 10
    assert summary.converted == summary.events // 3
    assert summary.rate == rules.day_rate(10, summary.present + summary.recognized, summary.events)


def after_five(pattern: str):
    """Five of ten days are over."""
    plan = course(10)
    return plan, come_to(plan, days_of(pattern), now=plan.days[4].closes_at), DAY + timedelta(days=5)


@pytest.mark.parametrize(
    ("pattern", "left", "best", "reachable"),
    [("PPPPP", 1, "90.0", True), ("PPPPX", 0, "80.0", True), ("PPPXX", 0, "70.0", False), ("PPLLL", 0, "80.0", True)],
)
def test_a_day_that_would_be_missed_costs_one_absence(pattern, left, best, reachable):
    plan, summary, today = after_five(pattern)
    then = rules.if_missed(plan, summary, DAY + timedelta(days=7), today=today)

    assert (then.absences_left, then.best_possible, then.reachable) == (left, Decimal(best), reachable)
    assert (then.absences, then.scheduled) == (summary.absences + 1, summary.scheduled)


def test_only_days_after_today_can_still_be_missed():
    _plan, summary, today = after_five("PPPPP")
    assert [day.date for day in rules.coming(summary, today=today)] == [DAY + timedelta(days=n) for n in range(6, 10)]


@given(st.text("PLEBXR", min_size=5, max_size=5), st.integers(6, 9))
def test_missing_a_day_never_makes_anything_better(pattern, missed):
    plan, summary, today = after_five(pattern)
    then = rules.if_missed(plan, summary, DAY + timedelta(days=missed), today=today)

    assert then.best_possible < summary.best_possible or summary.best_possible == 0
    assert then.absences_left == max(summary.absences_left - 1, 0)
    assert summary.reachable or not then.reachable

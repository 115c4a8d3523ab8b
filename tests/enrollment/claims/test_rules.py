"""What can be claimed, until when, and what follows: at the edges."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enrollment.rules import claims as rules
from enrollment.rules.claims import Asked, Fault, Used
from enrollment.rules.days import Policy
from enrollment.rules.recognition import SHIPPED_LIST, Recognition
from enrollment.states import ClaimKind, ClaimReason, ClaimState, DayStatus, EventKind
from tests.enrollment.attendance.build import DAY, at, course, event, scans, scheduled

RECOGNITION, CORRECTION = ClaimKind.RECOGNITION, ClaimKind.CORRECTION
LONG = course(200, starts_on=date(2026, 6, 1))
MONTH = course(40)


def days(n: int) -> date:
    return DAY + timedelta(days=n)


def recognition(reason: str, first: int = 0, last: int | None = None) -> Asked:
    return Asked(RECOGNITION, reason, days(first), days(first if last is None else last))


@pytest.mark.parametrize(("after", "late"), [(-30, False), (0, False), (1, False), (2, True), (30, True)])
def test_filed_by_the_end_of_the_day_after_or_late(after, late):
    assert rules.is_late(DAY, today=days(after)) is late


@pytest.mark.parametrize(
    ("reason", "fits"),
    [
        (ClaimReason.WEDDING, 5),
        (ClaimReason.BEREAVEMENT, 5),
        (ClaimReason.BIRTH, 5),
        (ClaimReason.RESERVE_FORCES, rules.MOST_DAYS),
        (ClaimReason.CONSCRIPTION, rules.MOST_DAYS),
        (ClaimReason.EXAM, rules.MOST_DAYS),
        (ClaimReason.INTERVIEW, rules.MOST_DAYS),
    ],
)
def test_each_reason_has_its_calendar_days_and_no_more(reason, fits):
    plan = course(100)
    assert rules.fault(plan, recognition(reason, 0, fits - 1), [], today=DAY) is None
    assert rules.fault(plan, recognition(reason, 0, fits), [], today=DAY) == Fault.TOO_LONG


@pytest.mark.parametrize(
    ("plan", "asked", "used", "fault"),
    [
        (MONTH, recognition(ClaimReason.ILLNESS, 0, 3), [], None),  # 4 of 40
        (MONTH, recognition(ClaimReason.ILLNESS, 0, 4), [], Fault.ILLNESS_USED_UP),
        (course(49), recognition(ClaimReason.ILLNESS, 0, 3), [], None),  # 4.9 are 4
        (course(49), recognition(ClaimReason.ILLNESS, 0, 4), [], Fault.ILLNESS_USED_UP),
        (MONTH, recognition(ClaimReason.ILLNESS, 9), [Used("illness", days(n)) for n in range(3)], None),
        (MONTH, recognition(ClaimReason.ILLNESS, 9), [Used("illness", days(n)) for n in range(4)], Fault.ILLNESS_USED_UP),
        (MONTH, recognition(ClaimReason.ILLNESS, 3), [Used("illness", days(n)) for n in range(4)], None),  # the same day
        (MONTH, recognition(ClaimReason.ILLNESS, 9), [Used("exam", days(n)) for n in range(4)], None),
        (course(10), recognition(ClaimReason.EXAM), [], None),
        (course(9), recognition(ClaimReason.EXAM), [], Fault.SHORT_COURSE),
        (MONTH, recognition(ClaimReason.DEVICE), [], Fault.REASON),
        (MONTH, recognition(ClaimReason.EXAM, 1, 0), [], Fault.BACKWARDS),
        (MONTH, recognition(ClaimReason.EXAM, -1), [], Fault.NO_TRAINING),
        (MONTH, recognition(ClaimReason.EXAM, 40), [], Fault.NO_TRAINING),
        (MONTH, recognition(ClaimReason.LEAVE), [], Fault.NO_LEAVE),
    ],
)  # fmt: skip
def test_faults_of_recognitions(plan, asked, used, fault):
    assert rules.fault(plan, asked, used, today=DAY) == fault


@pytest.mark.parametrize(
    ("listed", "asked", "fault"),
    [
        (Recognition(limits=(("wedding", 3),)), recognition(ClaimReason.WEDDING, 0, 2), None),
        (Recognition(limits=(("wedding", 3),)), recognition(ClaimReason.WEDDING, 0, 3), Fault.TOO_LONG),
        (Recognition(limits=(("wedding", 3),)), recognition(ClaimReason.EXAM), Fault.REASON),
        (Recognition(limits=(("other", 0),)), recognition(ClaimReason.OTHER), None),
        (Recognition(least_days=41), recognition(ClaimReason.EXAM), Fault.SHORT_COURSE),
        (Recognition(illness_percent=5), recognition(ClaimReason.ILLNESS, 0, 1), None),
        (Recognition(illness_percent=5), recognition(ClaimReason.ILLNESS, 0, 2), Fault.ILLNESS_USED_UP),
        (Recognition(leave_months=1), recognition(ClaimReason.LEAVE), None),
        (Recognition(leave_months=2), recognition(ClaimReason.LEAVE), Fault.NO_LEAVE),
    ],
)  # fmt: skip
def test_program_sets_its_reasons_and_their_days(listed, asked, fault):
    assert rules.fault(course(40, policy=Policy(recognition=listed)), asked, [], today=DAY) == fault


def test_list_in_force_on_the_first_day_claimed_decides():
    old, new = Policy(), Policy(recognition=Recognition(limits=(("wedding", 2),)))
    days_ = [scheduled(day=days(n), policy=old if n < 5 else new) for n in range(40)]
    plan = rules.Schedule(DAY, days(39), tuple(days_), new)
    assert rules.fault(plan, recognition(ClaimReason.WEDDING, 4, 8), [], today=DAY) is None
    assert rules.fault(plan, recognition(ClaimReason.WEDDING, 5, 9), [], today=DAY) == Fault.TOO_LONG
    assert rules.fault(plan, recognition(ClaimReason.EXAM, 5), [], today=DAY) == Fault.REASON


@pytest.mark.parametrize(
    ("ends_on", "has"), [(date(2026, 11, 29), False), (date(2026, 11, 30), True), (date(2026, 12, 31), True)]
)
def test_leave_is_for_courses_of_six_months_and_more(ends_on, has):
    plan = rules.Schedule(date(2026, 6, 1), ends_on, LONG.days, LONG.policy)
    assert rules.has_leave(plan, SHIPPED_LIST) is has


@pytest.mark.parametrize(
    ("taken", "fault"),
    [
        (date(2026, 6, 30), None),
        (date(2026, 7, 1), Fault.LEAVE_USED_UP),
        (date(2026, 7, 31), Fault.LEAVE_USED_UP),
        (date(2026, 8, 1), None),
        (date(2026, 7, 15), None),  # the very day, claimed again
    ],
)
def test_leave_is_one_day_in_each_unit_period(taken, fault):
    asked = Asked(RECOGNITION, ClaimReason.LEAVE, date(2026, 7, 15), date(2026, 7, 15))
    assert rules.fault(LONG, asked, [Used(ClaimReason.LEAVE, taken)], today=DAY) == fault


@pytest.mark.parametrize(
    ("reason", "first", "last", "today", "fault"),
    [
        (ClaimReason.DEVICE, 1, 1, 1, None),
        (ClaimReason.OTHER, 1, 1, 9, None),  # late is not asked here
        (ClaimReason.DEVICE, 1, 1, 0, Fault.AHEAD),
        (ClaimReason.DEVICE, 1, 2, 2, Fault.ONE_DAY),
        (ClaimReason.ILLNESS, 1, 1, 1, Fault.REASON),
    ],
)
def test_faults_of_corrections(reason, first, last, today, fault):
    asked = Asked(CORRECTION, reason, days(first), days(last))
    assert rules.fault(MONTH, asked, [], today=days(today)) == fault


def test_corrections_are_for_short_courses_too():
    assert rules.fault(course(3), Asked(CORRECTION, ClaimReason.DEVICE, DAY, DAY), [], today=DAY) is None


@pytest.mark.parametrize(("who", "may"), [(1, False), (2, False), (3, True)])
def test_a_second_person_decides(who, may):
    assert rules.may_decide(who, claimant=1, filed_by=2) is may


@pytest.mark.parametrize(
    ("came", "left", "status"),
    [
        ("09:00", "18:00", DayStatus.PRESENT),
        ("09:10", "17:50", DayStatus.PRESENT),
        ("09:11", "18:00", DayStatus.LATE),
        ("09:00", "17:49", DayStatus.LEFT_EARLY),
        ("09:00", "14:00", DayStatus.LEFT_EARLY),  # 4 of 8 hours
        ("09:00", "13:59", DayStatus.ABSENT),
        (None, None, DayStatus.ABSENT),
    ],
)
def test_times_make_a_status(came, left, status):
    clock = lambda text: time.fromisoformat(text) if text else None  # noqa: E731
    assert rules.status_of_times(scheduled(), clock(came), clock(left), by_hours=False) == status


@pytest.mark.parametrize(
    ("came", "left", "status"),
    [("22:00", "06:00", DayStatus.PRESENT), ("22:30", "06:00", DayStatus.LATE), ("00:30", "06:00", DayStatus.LATE)],
)
def test_small_hours_of_a_class_across_midnight_are_those_after_it(came, left, status):
    day = rules.ScheduledDay(DAY, ((at("22:00"), at("06:00", days(1))),), at("00:00", days(1)), scheduled().policy)
    found = rules.status_of_times(day, time.fromisoformat(came), time.fromisoformat(left), by_hours=False)
    assert found == status


def effect(asked: Asked, status: str, events: list) -> rules.Effect:
    plan = course(10)
    now = plan.days[4].closes_at
    return rules.effect(plan, events, asked, status, now=now, today=days(4), until=None)


def test_an_effect_shows_both_values_and_what_they_come_to():
    found = effect(recognition(ClaimReason.EXAM, 1, 2), DayStatus.RECOGNIZED, scans("09:00", "18:00"))
    assert found.days == (
        (days(1), DayStatus.ABSENT, DayStatus.RECOGNIZED),
        (days(2), DayStatus.ABSENT, DayStatus.RECOGNIZED),
    )
    assert (found.before.absences, found.after.absences) == (4, 2)
    assert found.changes


def test_a_claim_decides_over_an_earlier_mark_by_hand():
    marked = event(EventKind.MANUAL, status=DayStatus.PRESENT)
    asked = Asked(CORRECTION, ClaimReason.OTHER, DAY, DAY)
    assert effect(asked, DayStatus.ABSENT, [marked]).days == ((DAY, DayStatus.PRESENT, DayStatus.ABSENT),)
    assert not effect(asked, DayStatus.PRESENT, [marked]).changes


@given(st.integers(0, 9), st.integers(0, 9))
def test_a_recognition_never_adds_absences(first, length):
    found = effect(recognition(ClaimReason.EXAM, first, first + length), DayStatus.RECOGNIZED, [])
    assert found.after.absences <= found.before.absences
    assert found.after.rate >= found.before.rate


@pytest.mark.parametrize(
    ("state", "reason", "decided", "kept"),
    [
        (ClaimState.PENDING, ClaimReason.ILLNESS, False, timedelta(days=90)),
        (ClaimState.WITHDRAWN, ClaimReason.ILLNESS, False, timedelta(0)),
        (ClaimState.ACCEPTED, ClaimReason.ILLNESS, True, timedelta(days=32)),
        (ClaimState.REJECTED, ClaimReason.EXAM, True, timedelta(days=32)),
        (ClaimState.ACCEPTED, ClaimReason.EXAM, True, timedelta(days=2 + 5 * 365 + 2)),
    ],
)
def test_papers_go_when_they_are_no_longer_needed(state, reason, decided, kept):
    filed_at = at("10:00")
    decided_at = filed_at + timedelta(days=2) if decided else None
    assert rules.evidence_until(state, reason, filed_at=filed_at, decided_at=decided_at) == filed_at + kept

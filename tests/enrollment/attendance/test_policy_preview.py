"""Before a version of the rules is kept: whose days change, from when; old days keep theirs."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from enrollment.models import PolicyVersion
from enrollment.queries import attendance, policy_preview
from enrollment.rules import policy_changes as rules
from enrollment.rules.days import Policy
from enrollment.services import attendance as ledger
from enrollment.services import programs
from enrollment.states import EventSource
from tests import factories
from tests.enrollment.attendance.build import DAY, at, come_to, course, scans

TOMORROW = DAY + timedelta(days=1)


def test_day_moves_where_its_status_its_marks_or_its_booked_absence_differ():
    plan = course(10)
    lines = [line for n in range(4) for line in scans("09:08" if n else "09:00", "18:00", day=DAY + timedelta(days=n))]
    strict = rules.everywhere(plan, Policy(grace_minutes=5))
    found = rules.moved(come_to(plan, lines), come_to(strict, lines))

    said = [(one.before.date.day, one.before.status, one.after.status, one.after.booked) for one in found]
    assert said == [(24, "present", "late", 0), (25, "present", "late", 0), (26, "present", "late", 1)]
    assert rules.moved(come_to(plan, lines), come_to(plan, lines)) == []


@pytest.mark.parametrize(("day", "judged"), [(0, 4), (1, 3), (3, 1), (4, 0)])
def test_version_judges_the_days_from_its_first_on(day, judged):
    assert rules.days_from(course(4), DAY + timedelta(days=day)) == judged


def scan(room, enrollment, came):
    for kind, clock in (("in", came), ("out", "18:00")):
        ledger.record(
            room.session, trainee=enrollment.trainee, kind=kind, at=at(clock), source=EventSource.QR, now=at(clock)
        )


def strict(**changes) -> PolicyVersion:
    return PolicyVersion(in_force_on=TOMORROW, **changes)


@pytest.mark.django_db
def test_preview_says_whose_days_so_far_would_count_otherwise_and_what_is_left(room):
    other = factories.EnrollmentFactory(complex=room.cohort.complex, cohort=room.cohort, trainee__name="박서준")
    scan(room, room.enrollment, "09:08")
    scan(room, other, "09:00")
    (found,) = policy_preview.of(room.cohort.program, strict(grace_minutes=5), now=at("19:00"))

    assert (found.cohort, found.days, found.of_days, len(found.people)) == (room.cohort, 39, 40, 2)
    (one,) = found.touched
    assert (one.enrollment, one.days) == (room.enrollment, ["2026. 11. 23.(월): 출석 → 지각"])
    assert one.moved == []  # the day that is over keeps its status

    (found,) = policy_preview.of(room.cohort.program, strict(completion_percent=90), now=at("19:00"))
    left = {(one.before.absences_left, one.after.absences_left) for one in found.touched}
    assert left == {(8, 4)}


@pytest.mark.django_db
def test_kept_version_judges_as_the_preview_said_and_leaves_old_days(room):
    scan(room, room.enrollment, "09:08")
    version = strict(grace_minutes=0, completion_percent=90)
    (found,) = policy_preview.of(room.cohort.program, version, now=at("19:00"))
    programs.follow(room.cohort.program, version, by=None, now=at("19:00"))
    cohort = type(room.cohort).objects.get(pk=room.cohort.pk)
    room.enrollment.cohort = cohort

    assert attendance.summary(room.enrollment, now=at("19:00")) == found.people[0].after
    assert attendance.summary(room.enrollment, now=at("19:00")).on(DAY).status == "present"


@pytest.mark.django_db
@pytest.mark.parametrize("people", [1, 3])
def test_preview_asks_the_same_number_of_questions_for_one_and_for_three(room, people):
    for _ in range(people - 1):
        factories.EnrollmentFactory(complex=room.cohort.complex, cohort=room.cohort)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        policy_preview.of(room.cohort.program, strict(), now=at("19:00"))
    assert len(asked) == 6

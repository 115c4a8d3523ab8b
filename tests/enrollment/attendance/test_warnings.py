"""Warnings about attendance: at which threshold, to whom, and once."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from enrollment.models import AttendanceEvent
from enrollment.rules import warnings as rules
from enrollment.rules.warnings import Threshold
from enrollment.services import warnings
from enrollment.states import DayStatus, EventKind, EventSource
from tests import factories
from tests.enrollment.attendance.build import DAY, at, come_to, course, scans
from training.core import mail
from training.core.models import Delivery, Owed


def after(missed: int, *, days: int, of: int):
    """The summary after so many days of which the first were missed."""
    events = [each for n in range(missed, days) for each in scans("09:00", "18:00", day=DAY + timedelta(days=n))]
    now = at("00:00", DAY + timedelta(days=days))
    return come_to(course(of), events, now=now), now.date()


@pytest.mark.parametrize(
    ("missed", "days", "of", "expected"),
    [
        (0, 3, 10, None),  # two absences are left, but nothing was missed
        (1, 3, 10, Threshold.ONE),
        (1, 3, 60, None),
        (6, 6, 50, Threshold.SOON),
        (4, 6, 50, Threshold.SOON),
        (3, 6, 50, None),
        (7, 7, 50, Threshold.THREE),
        (8, 8, 50, Threshold.THREE),
        (9, 9, 50, Threshold.ONE),
        (10, 10, 50, Threshold.NONE),
        (11, 11, 50, Threshold.NONE),
        (11, 50, 50, None),  # over: nothing can be done any more
    ],
)
def test_threshold_that_is_crossed(missed, days, of, expected):
    summary, today = after(missed, days=days, of=of)

    assert rules.threshold(summary, today=today) == expected


@pytest.mark.parametrize(
    ("crossed", "told", "owed"),
    [
        (None, set(), False),
        (Threshold.THREE, set(), True),
        (Threshold.THREE, {"soon"}, True),
        (Threshold.THREE, {"3"}, False),
        (Threshold.THREE, {"1"}, False),
        (Threshold.NONE, {"soon", "3", "1"}, True),
    ],
)
def test_told_once_and_not_after_a_graver_one(crossed, told, owed):
    assert rules.is_owed(crossed, told) is owed


def missed(room, count, enrollment=None):
    for session in room.cohort.sessions.order_by("starts_at")[:count]:
        AttendanceEvent.objects.create(
            complex=room.cohort.complex, enrollment=enrollment or room.enrollment, session=session,
            kind=EventKind.MANUAL, status=DayStatus.ABSENT, at=session.starts_at, recorded_at=session.starts_at,
            source=EventSource.ROSTER,
        )  # fmt: skip


def keys():
    return list(Delivery.objects.order_by("pk").values_list("key", flat=True))


@pytest.mark.django_db
def test_each_threshold_is_owed_once_through_the_outbox(room):
    pk = room.enrollment.pk
    for count in (4, 5, 6, 7, 8, 8):
        missed(room, count)
        for _ in range(2):
            warnings.warn_all(now=at("09:00", DAY + timedelta(days=count)))

    expected = [f"attendance_warning:{pk}:{threshold}" for threshold in ("soon", "3", "1", "0")]
    assert keys() == expected
    assert Owed.objects.filter(kind="core.mail").count() == 4


@pytest.mark.django_db
def test_mail_says_what_is_left_and_by_when(room, mailoutbox):
    missed(room, 7)
    warnings.warn_all(now=at("09:00", DAY + timedelta(days=7)))
    mail.deliver(Delivery.objects.get().pk, now=at("09:00", DAY + timedelta(days=7)))
    sent = mailoutbox[0]

    assert sent.to == [room.trainee.email]
    assert "출결: 앞으로 1일까지 결석할 수 있습니다" in sent.subject
    assert f"/learn/attendance/{room.enrollment.pk}/" in sent.body
    assert "최고" in sent.body or "가능" in sent.body


@pytest.mark.django_db
@pytest.mark.parametrize("clock", ["07:59", "21:00"])
def test_nobody_is_warned_at_night(room, clock):
    missed(room, 7)

    assert warnings.warn(room.cohort, now=at(clock, DAY + timedelta(days=7))) == 0


@pytest.mark.django_db
def test_only_people_in_training_in_running_cohorts_are_warned(room):
    missed(room, 7)
    room.enrollment.state = "withdrawn"
    room.enrollment.save()
    now = at("09:00", DAY + timedelta(days=7))
    other = factories.EnrollmentFactory(complex=room.cohort.complex, cohort=room.cohort)
    missed(room, 7, other)

    assert warnings.warn_all(now=now) == 1
    room.cohort.state = "ended"
    room.cohort.save()
    assert (warnings.warn_all(now=now), [key.split(":")[1] for key in keys()]) == (0, [str(other.pk)])


@pytest.mark.django_db
def test_queries_do_not_grow_with_people_who_are_not_warned(room):
    now = at("09:00")
    with CaptureQueriesContext(connection) as one:
        warnings.warn_all(now=now)
    for _ in range(2):
        factories.EnrollmentFactory(complex=room.cohort.complex, cohort=room.cohort)
    with CaptureQueriesContext(connection) as three:
        warnings.warn_all(now=now)

    assert len(one) == len(three)

"""One room and one instructor, wanted by eight operators at once, on a database that really runs side by side."""

from datetime import date, time

import pytest

from enrollment.models import Session
from enrollment.services import timetable
from enrollment.services.timetable import Clash, Entry
from tests import factories
from tests.enrollment.seats.test_races import CLIENTS, contend
from tests.factories import NOW
from training.accounts.states import Role

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
HOURS = range(9, 14)


def wanted(**place):
    """For each hour one session in each of eight cohorts, all at the same place: the hour is fought for by all."""
    course = factories.CourseFactory()
    cohorts = [factories.CohortFactory(course=course, state="planned") for _ in range(CLIENTS)]
    monday = date(2026, 12, 7)
    return [
        (cohort, Entry(monday, time(hour), time(hour, 50), "실습", "Practice", **place))
        for hour in HOURS
        for cohort in cohorts
    ]


def add(subject):
    cohort, entry = subject
    return timetable.add(cohort, entry, by=None, now=NOW)


def test_a_room_is_given_once_an_hour():
    results = contend(add, wanted(room=factories.RoomFactory()))

    assert Session.objects.count() == len(HOURS)
    assert sum(isinstance(result, Clash) for result in results) == len(HOURS) * (CLIENTS - 1)


def test_a_substitute_is_in_one_place_an_hour():
    substitute = factories.MembershipFactory(role=Role.INSTRUCTOR).user

    contend(add, wanted(instructor=substitute))

    assert Session.objects.count() == len(HOURS)


def test_without_the_lock_a_room_is_given_more_than_once(monkeypatch):
    monkeypatch.setattr(timetable, "_held", lambda rows: None)

    contend(add, wanted(room=factories.RoomFactory()))

    assert Session.objects.count() > len(HOURS)

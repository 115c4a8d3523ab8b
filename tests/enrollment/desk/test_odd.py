"""What does not fit, as an instructor finds it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from enrollment.models import AttendanceEvent, Cohort
from enrollment.queries import odd
from enrollment.services import attempts
from enrollment.states import CohortState, EventKind, EventSource
from tests import factories
from training.core import clock

pytestmark = pytest.mark.django_db


def session(cast, days_ago, **values):
    starts_at = clock.now() - timedelta(days=days_ago, hours=3)
    return factories.SessionFactory(
        complex=cast.complex,
        cohort=cast.cohort,
        day=clock.day_of(starts_at, cast.complex.zone),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        **values,
    )


def line(person, at, kind, **values):
    return AttendanceEvent.objects.create(
        complex=person.complex,
        enrollment=person,
        session=at,
        kind=kind,
        at=at.starts_at,
        recorded_at=at.starts_at,
        source=EventSource.QR,
        **values,
    )


def found(cast):
    return odd.of_cohorts([cast.cohort], now=clock.now())


def test_nothing_is_odd_about_an_empty_week(cast):
    assert not found(cast)


def test_who_came_in_and_never_went_out_is_named_once_the_day_is_over(cast):
    person = cast.cohort.enrollments.get(trainee=cast.trainee)
    now, over = session(cast, 0), session(cast, 2, opened_at=clock.now())
    for at in (now, over):
        line(person, at, EventKind.IN)
    assert [(one.enrollment, one.session) for one in found(cast).no_out] == [(person, over)]
    line(person, over, EventKind.MANUAL, status="present")
    assert found(cast).no_out == []


def test_a_day_without_a_roll_is_named_and_an_old_one_is_not(cast):
    missed = session(cast, 1)
    session(cast, 8)
    assert found(cast).unopened == [missed]
    line(cast.cohort.enrollments.first(), missed, EventKind.IN)
    assert found(cast).unopened == []


def test_refused_scans_are_counted_by_session(cast):
    at = session(cast, 1, opened_at=clock.now())
    for _ in range(2):
        attempts.refused(at, "wrong code", by=cast.trainee, now=clock.now())
    assert [(one.session, one.number) for one in found(cast).refused] == [(at, 2)]


def test_the_panel_shows_it_and_costs_the_same_for_three(cast, client, django_assert_max_num_queries):
    Cohort.objects.filter(pk=cast.cohort.pk).update(state=CohortState.RUNNING)
    client.force_login(cast.instructor)

    def counted():
        with django_assert_max_num_queries(25) as captured:
            text = client.get(reverse("enrollment:teach")).content.decode()
        assert "나간 기록이 없습니다" in text
        return len(captured)

    def some(person, days_ago):
        line(person, session(cast, days_ago, opened_at=clock.now()), EventKind.IN)

    some(cast.cohort.enrollments.get(), 1)
    one = counted()
    for days_ago in (2, 3):
        some(factories.EnrollmentFactory(complex=cast.complex, cohort=cast.cohort), days_ago)
    assert counted() == one

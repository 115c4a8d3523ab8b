"""Notices of the office to a cohort, as the people they were sent to find them."""

from datetime import timedelta

import pytest
import time_machine

from enrollment.models import Application
from enrollment.services import bulk
from enrollment.states import ApplicationState
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def application(cast) -> Application:
    return factories.ApplicationFactory(
        complex=cast.complex, cohort=cast.cohort, applicant=cast.trainee, state=ApplicationState.ENROLLED
    )


def notify(cast, application, *, subject="실습복을 가져오세요", now=NOW):
    bulk.notify(cast.cohort, [application], subject=subject, text="첫째\n\n<b>둘째</b>", by=cast.operator, now=now)


def enter(client, person):
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_who_was_written_to_finds_the_notice_and_nobody_else_does(cast, client, application):
    notify(cast, application)
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        enter(client, cast.trainee)
        assert "실습복을 가져오세요" in client.get("/learn/").content.decode()
        page = client.get("/learn/notices/").content.decode()
        assert "<p>첫째</p>" in page
        assert "&lt;b&gt;둘째&lt;/b&gt;" in page
        for other in (cast.other_trainee, cast.applicant, cast.operator):
            assert "실습복을" not in enter(client, other).get("/learn/notices/").content.decode()


@pytest.mark.parametrize(("days", "on_desk"), [(13, True), (14, False)])
def test_a_notice_leaves_the_desk_after_two_weeks_and_stays_in_the_list(cast, client, application, days, on_desk):
    notify(cast, application)
    with time_machine.travel(NOW + timedelta(days=days), tick=False):
        enter(client, cast.trainee)
        assert ("실습복을" in client.get("/learn/").content.decode()) is on_desk
        assert "실습복을" in client.get("/learn/notices/").content.decode()


def test_the_list_is_paged_and_costs_the_same_for_one_and_for_three(
    cast, client, application, django_assert_max_num_queries
):
    enter(client, cast.trainee)
    counts = []
    for n in (1, 2):
        for number in range(n):
            notify(cast, application, subject=f"알림-{n}-{number}")
        client.get("/learn/notices/")
        with django_assert_max_num_queries(20) as captured:
            client.get("/learn/notices/")
        counts.append(len(captured))
    assert counts[0] == counts[1]
    for number in range(18):
        notify(cast, application, subject=f"알림-3-{number}", now=NOW + timedelta(minutes=number))
    pages = [client.get(f"/learn/notices/?page={n}").content.decode().count("알림-") for n in (1, 2)]
    assert pages == [20, 1]

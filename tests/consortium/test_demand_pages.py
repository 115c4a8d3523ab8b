"""Demand as the employer and the operators see it."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.models import CoursePage
from enrollment.models import Cohort
from tests import factories
from tests.consortium import build
from tests.consortium.build import row, state
from tests.factories import NOW
from training.consortium.models import Demand, DemandGroup
from training.consortium.rules.quarters import Quarter
from training.consortium.services import demands

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


def enter(client, person):
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def taught(group):
    """The group, with its course published."""
    home = group.complex.site.root_page
    home.add_child(instance=CoursePage(title="c", slug="c", course=group.course, locale=home.locale))
    return group


FORM = {"people": "12", "quarter": "2027-2", "training_for": "staff", "level": "basic", "note": "2교대입니다."}


def test_an_employer_states_a_demand_and_an_operator_plans_a_cohort(taught, client):
    group = taught
    enter(client, group.manager)
    assert "아직 제출한 훈련 수요가 없습니다." in text(client.get("/partners/"))
    form = text(client.get("/partners/demand/new/"))
    assert f'value="skill:{group.skill.pk}"' in form
    data = {**FORM, "organization": group.company.pk, "subject": f"skill:{group.skill.pk}"}
    answer = client.post("/partners/demand/new/", data)
    demand = Demand.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/partners/demand/{demand.pk}/")
    assert "2026. 12. 23.(수) 23:59까지" in text(client.get(answer["Location"]))

    enter(client, group.operator)
    assert "/desk/demand/?show=waiting" in text(client.get("/desk/"))
    assert f"/desk/demand/{demand.pk}/" in text(client.get("/desk/demand/"))
    form = text(client.get(f"/desk/demand/{demand.pk}/plan/"))
    chosen = {
        name: re.search(rf'name="{name}" value="([^"]*)"', form)[1]
        for name in ("starts_on", "ends_on", "capacity", "sponsored")
    }
    assert chosen == {"starts_on": "2027-04-05", "ends_on": "2027-05-28", "capacity": "12", "sponsored": "12"}
    posted = {
        **chosen, "course": group.course.pk, "program": factories.ProgramFactory(complex=group.complex).pk, "number": "9",
        "venue": factories.VenueFactory(complex=group.complex).pk, "opens_at": "2027-02-01T09:00",
        "closes_at": "2027-03-01T18:00", "selection": "first_come", "offer_hours": "48",
    }  # fmt: skip
    answer = client.post(f"/desk/demand/{demand.pk}/plan/", posted)
    cohort = Cohort.objects.get(number=9)
    assert (answer.status_code, answer["Location"]) == (302, f"/desk/cohorts/{cohort.pk}/timetable/")

    enter(client, group.manager)
    assert "9기" in text(client.get(f"/partners/demand/{demand.pk}/"))


@pytest.mark.parametrize(
    "values",
    [
        {"people": "0"},
        {"people": "501"},
        {"people": ""},
        {"quarter": "2026-3"},
        {"quarter": "x"},
        {"subject": "skill:999999"},
        {"subject": "block:x"},
        {"training_for": "x"},
        {"level": ""},
        {"note": "900101-1234567"},
    ],
)
def test_wrong_input_is_said_and_kept(taught, client, values):
    enter(client, taught.manager)
    data = {**FORM, "organization": taught.company.pk, "subject": f"block:{taught.block.pk}", **values}
    answer = client.post("/partners/demand/new/", data)
    assert answer.status_code == 422
    assert "data-error-summary" in text(answer)
    assert not Demand.objects.exists()


def test_another_employers_demand_does_not_exist(taught, client):
    group = taught
    _company, stranger = build.company(group.complex)
    demand = state(group)
    enter(client, stranger)
    for act in ("", "change/", "take-back/"):
        assert client.get(f"/partners/demand/{demand.pk}/{act}").status_code == 404
    data = {**FORM, "organization": group.company.pk, "subject": f"block:{group.block.pk}"}
    assert client.post("/partners/demand/new/", data).status_code == 422
    assert Demand.objects.count() == 1


def test_what_waits_for_more_than_thirty_days_is_shown_and_the_deadline_is_half_open(group, client):
    late = state(group, now=NOW - timedelta(days=31, hours=9))  # due at the very instant that is now
    soon = state(group, now=NOW - timedelta(days=30, hours=9))
    Demand.objects.filter(pk=late.pk).update(due_at=NOW)
    Demand.objects.filter(pk=soon.pk).update(due_at=NOW + timedelta(microseconds=1))
    enter(client, group.operator)

    assert "30일이 지난 수요 1건" in text(client.get("/desk/"))
    page = text(client.get("/desk/demand/?show=overdue"))
    assert f"/desk/demand/{late.pk}/" in page
    assert f"/desk/demand/{soon.pk}/" not in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", ["a", "b", "c"]),
        ("?quarter=2027-2", ["a", "c"]),
        ("?level=advanced", ["b"]),
        ("?training_for=hires", ["c"]),
        ("?show=declined", ["d"]),
        ("?show=all", ["a", "b", "c", "d", "e"]),
        ("?show=planned", []),
        ("?show=nonsense&quarter=9&block=x&level=%00", ["a", "b", "c"]),
        ("?page=999", ["a", "b", "c"]),
    ],
)
def test_filters_stand_in_the_address(group, client, query, shown):
    made = {
        "a": state(group),
        "b": state(group, level="advanced", quarter=Quarter(2027, 3)),
        "c": state(group, training_for="hires"),
        "d": state(group),
        "e": state(group),
    }
    demands.decline(made["d"], text="하지 않습니다.", by=group.operator, now=NOW)
    demands.take_back(made["e"], by=group.manager, now=NOW)
    page = text(enter(client, group.operator).get(f"/desk/demand/{query}"))
    assert [name for name, demand in made.items() if f'/desk/demand/{demand.pk}/"' in page] == shown


def test_the_chart_and_its_table_say_the_same(group, client):
    state(group)
    state(group, people=5, quarter=Quarter(2027, 3))
    state(group, people=4, skill=None)
    enter(client, group.operator)
    page = text(client.get("/desk/demand/"))
    assert page.count("<svg class=") >= 2
    lines = text(client.get("/desk/demand.csv")).strip().splitlines()
    assert [line.split(",")[1:] for line in lines[1:]] == [["12", "5", "17"], ["4", "0", "4"]]
    assert len(text(client.get("/desk/demand.csv?quarter=2027-3")).strip().splitlines()) == 2


def test_grouping_by_ticks_and_what_is_refused_keeps_the_ticks(group, client):
    one, two = state(group), state(group)
    enter(client, group.operator)
    refused = client.post("/desk/demand/group/", {"demand": [one.pk, "x", "9" * 30], "title": "봄 점도반"})
    assert refused.status_code == 409
    assert f'id="choose-{one.pk}" checked' in text(refused)
    assert client.post("/desk/demand/group/", {"demand": [one.pk, two.pk], "title": ""}).status_code == 422

    made = client.post("/desk/demand/group/", {"demand": [one.pk, two.pk], "title": "봄 점도반"})

    assert made["Location"] == f"/desk/demand/{one.pk}/"
    page = text(client.get(made["Location"]))
    assert "봄 점도반" in page
    assert f"/desk/demand/{two.pk}/" in page


def test_a_demand_that_was_answered_meanwhile_is_not_planned_twice(group, client):
    demand = state(group)
    demands.decline(demand, text="하지 않습니다.", by=group.operator, now=NOW)
    enter(client, group.operator)
    assert client.get(f"/desk/demand/{demand.pk}/plan/").status_code == 409
    assert client.post(f"/desk/demand/{demand.pk}/answer/", {"text": "x"}).status_code == 409
    assert Demand.objects.get().answer == "하지 않습니다."


@pytest.mark.parametrize("address", ["/desk/demand/", "/partners/demand/", "/desk/demand/{}/", "/desk/demand/{}/plan/"])
def test_queries_do_not_grow_with_demands(group, client, address):
    enter(client, group.manager if "partners" in address else group.operator)
    first = state(group)
    made = DemandGroup.objects.create(complex=group.complex, title="x", made_at=NOW, made_by=group.operator)
    Demand.objects.update(group=made)
    client.get(address.format(first.pk))
    with CaptureQueriesContext(connection) as one:
        client.get(address.format(first.pk))
    for _n in range(2):
        state(group)
        organization, by = build.company(group.complex)
        row(group.complex, organization, group.block, by=by)
    Demand.objects.update(group=made)
    with CaptureQueriesContext(connection) as three:
        client.get(address.format(first.pk))
    assert len(three) == len(one)

"""The operator's desk as pages: what it shows, and what bad input does not do."""

from datetime import timedelta

import pytest
import time_machine

from enrollment.models import Admission, Application, Cohort, Enrollment, Session
from enrollment.services import applications
from enrollment.states import ApplicationState, CohortState
from tests import factories
from tests.factories import NOW
from training.accounts.models import User
from training.accounts.states import Role
from training.core import ports

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def operator(client, complex):
    person = factories.MembershipFactory(complex=complex, role=Role.OPERATOR).user
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return person


@pytest.fixture
def cohort(complex):
    return factories.CohortFactory(complex=complex, seats=1)


def apply(cohort, **kwargs):
    person = factories.UserFactory(**kwargs)
    return applications.apply(cohort, applicant=person, kind="employed", now=NOW)


def test_board_counts_are_links_to_the_lists(client, cohort, operator):
    apply(cohort), apply(cohort)

    page = client.get("/desk/").content.decode()

    assert f'<a href="/desk/cohorts/{cohort.pk}/?state=waitlisted" aria-label="대기: 1">1</a>' in page
    assert f'<a href="/desk/cohorts/{cohort.pk}/roster/" aria-label="훈련중: 1">1</a>' in page


def test_board_shows_only_this_complexs_cohorts(client, cast):
    away = factories.CohortFactory(complex=cast.neighbor.memberships.get().complex, number=77)
    client.force_login(cast.operator, backend="django.contrib.auth.backends.ModelBackend")

    page = client.get("/desk/").content.decode()

    assert f"/desk/cohorts/{cast.cohort.pk}/" in page
    assert f"/desk/cohorts/{away.pk}/" not in page
    assert client.get(f"/desk/cohorts/{away.pk}/").status_code == 404


def test_tabs_are_links_and_one_of_them_is_here(client, cohort, operator):
    page = client.get(f"/desk/cohorts/{cohort.pk}/roster/").content.decode()

    assert page.count('aria-current="page">명단</a>') == 1
    cards = client.get(f"/desk/cohorts/{cohort.pk}/codes/").content.decode()
    assert ('aria-current="page">명단</a>' in cards, 'aria-current="page">모집</a>' in cards) == (True, False)
    for tab in ports._tabs:
        assert str(tab.title) in page


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["김가", "이나", "박다"]),
        ("?state=waitlisted", ["이나", "박다"]),
        ("?q=박다", ["박다"]),
        ("?state=enrolled&kind=employed", ["김가"]),
        ("?kind=job_seeker", []),
        ("?state=nonsense", ["김가", "이나", "박다"]),
        ("?page=999", ["김가", "이나", "박다"]),
        ("?q=%27%3B+DROP", []),
        ("?q=%00", ["김가", "이나", "박다"]),
    ],
)
def test_filters_stand_in_the_address(client, cohort, operator, query, names):
    for name in ("김가", "이나", "박다"):
        apply(cohort, name=name)

    page_obj = client.get(f"/desk/cohorts/{cohort.pk}/{query}").context["page_obj"]

    assert [row.applicant.name for row in page_obj] == names


def test_drafts_are_nobodys_business(client, cohort, operator):
    draft = factories.ApplicationFactory(cohort=cohort, complex=cohort.complex, state="draft", applied_at=None)

    assert list(client.get(f"/desk/cohorts/{cohort.pk}/").context["page_obj"]) == []
    assert client.get(f"/desk/applications/{draft.pk}/").status_code == 404


def test_long_lists_are_paged(client, cohort, operator):
    people = User.objects.bulk_create(User(email=f"p{n}@x.kr", name=f"신청자{n}", password="!") for n in range(51))
    row = {"cohort": cohort, "complex": cohort.complex, "kind": "employed", "state": "applied", "applied_at": NOW}
    Application.objects.bulk_create(Application(applicant=person, **row) for person in people)

    pages = [client.get(f"/desk/cohorts/{cohort.pk}/?page={n}").context["page_obj"] for n in (1, 2)]

    assert [len(page) for page in pages] == [50, 1]


def cohort_data(cohort, **kwargs):
    row = {
        "course": cohort.course_id,
        "program": cohort.program_id,
        "venue": cohort.venue_id,
        "number": 9,
        "starts_on": "2027-03-02",
        "ends_on": "2027-04-30",
        "opens_at": "2027-01-04T09:00",
        "closes_at": "2027-02-15T18:00",
        "capacity": 20,
        "selection": "first_come",
        "offer_hours": 48,
    }
    return {**row, **kwargs}


def test_create_cohort(client, cohort, operator):
    response = client.post("/desk/cohorts/new/", cohort_data(cohort))

    made = Cohort.objects.get(number=9)
    assert response.url == f"/desk/cohorts/{made.pk}/timetable/"
    assert (made.state, made.pools.get().capacity) == (CohortState.PLANNED, 20)
    assert made.closes_at.isoformat() == "2027-02-15T09:00:00+00:00"  # 18:00 in Korea


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"ends_on": "2027-03-01"}, "ends_on"),
        ({"closes_at": "2027-01-04T09:00"}, "closes_at"),
        ({"capacity": 0}, "capacity"),
        ({"capacity": 1001}, "capacity"),
        ({"capacity": "many"}, "capacity"),
        ({"number": -1}, "number"),
        ({"starts_on": "soon"}, "starts_on"),
        ({"course": 999_999}, "course"),
        ({"selection": "by_lot"}, "selection"),
        ({"offer_hours": ""}, "offer_hours"),
    ],
)
def test_wrong_plan_is_refused_beside_its_field(client, cohort, operator, wrong, field):
    response = client.post("/desk/cohorts/new/", cohort_data(cohort, **wrong))

    assert 400 <= response.status_code < 500
    assert list(response.context["form"].errors) == [field]
    assert Cohort.objects.count() == 1


def test_rows_of_another_complex_cannot_be_chosen(client, cohort, operator):
    away = factories.site_of("x", "x.localhost", name_ko="가", name_en="X", word="가")
    response = client.post("/desk/cohorts/new/", cohort_data(cohort, course=factories.CourseFactory(complex=away).pk))

    assert (response.status_code, list(response.context["form"].errors)) == (422, ["course"])


def test_seats_raised_promote_and_lowered_below_the_seated_are_refused(client, cohort, operator):
    rows = [apply(cohort) for _ in range(3)]
    address = f"/desk/cohorts/{cohort.pk}/seats/"

    assert client.post(address, {"capacity": 2}).status_code == 302
    assert [Application.objects.get(pk=row.pk).state for row in rows] == ["enrolled", "selected", "waitlisted"]
    refused = client.post(address, {"capacity": 1})
    assert (refused.status_code, cohort.pools.get().capacity) == (409, 2)
    assert (
        "이미 2명이 자리를 받아 정원을 그보다 줄일 수 없습니다. 2명 이상으로 입력해 주세요." in refused.content.decode()
    )


def test_step_asks_then_acts_and_a_stale_page_is_told(client, complex, operator):
    cohort = factories.CohortFactory(complex=complex, state="open")
    address = f"/desk/cohorts/{cohort.pk}/step/"

    assert "모집 마감" in client.get(address).content.decode()
    assert client.post(address, {}).status_code == 409
    assert client.post(address, {"to": "settled"}).status_code == 409
    assert client.post(address, {"to": "closed"}).status_code == 302
    assert client.post(address, {"to": "closed"}).status_code == 409
    cohort.refresh_from_db()
    assert cohort.state == CohortState.CLOSED


@pytest.mark.parametrize(
    ("days", "sentence"),
    [(0, "빈자리를 더는 제안하지 않습니다"), (3, "2026. 12. 9.(수)까지")],
)
def test_start_says_until_when_seats_are_offered(client, operator, cohort, days, sentence):
    Admission.objects.create(complex=cohort.complex, program=cohort.program, no_show_days=days)
    Cohort.objects.filter(pk=cohort.pk).update(state=CohortState.CLOSED)

    assert sentence in client.get(f"/desk/cohorts/{cohort.pk}/step/").content.decode()


@pytest.fixture
def applicant(complex):
    """Waits for a decision where the first come are served: such people do not meet the program's rules."""
    cohort = factories.CohortFactory(complex=complex, seats=1)
    person = factories.UserFactory(name="정마루")
    return factories.ApplicationFactory(cohort=cohort, complex=complex, applicant=person)


@pytest.mark.parametrize(
    ("act", "data", "state"),
    [
        ("select", {}, "selected"),
        ("waitlist", {"reason": "예비 1"}, "selected"),  # a free seat is offered to the queue at once
        ("reject", {"reason": "자격 요건 미달"}, "rejected"),
    ],
)
def test_decisions_are_made_on_a_page_of_their_own(client, operator, applicant, act, data, state):
    address = f"/desk/applications/{applicant.pk}/{act}/"

    assert client.get(address).status_code == 200
    assert client.post(address, data).status_code == 302
    assert Application.objects.get().state == state


@pytest.mark.parametrize(
    ("act", "data", "status"),
    [("reject", {}, 422), ("reject", {"reason": "가" * 501}, 422), ("erase", {}, 404)],
)
def test_wrong_decisions_change_nothing(client, operator, applicant, act, data, status):
    assert client.post(f"/desk/applications/{applicant.pk}/{act}/", data).status_code == status
    assert Application.objects.get().state == ApplicationState.APPLIED


def test_decision_on_who_is_enrolled_is_refused(client, operator, cohort):
    application = apply(cohort)

    assert client.post(f"/desk/applications/{application.pk}/reject/", {"reason": "실수"}).status_code == 409
    assert Application.objects.get().state == ApplicationState.ENROLLED


def test_add_person_by_the_e_mail_of_an_account(client, operator, cohort):
    person = factories.UserFactory(email="Hong@example.com".lower())
    address = f"/desk/cohorts/{cohort.pk}/roster/add/"

    unknown = client.post(address, {"email": "nobody@example.com", "kind": "employed", "reason": "추천"})
    assert (unknown.status_code, list(unknown.context["form"].errors)) == (422, ["email"])
    assert client.post(address, {"email": "HONG@example.com", "kind": "employed", "reason": "추천"}).status_code == 302
    again = client.post(address, {"email": "hong@example.com", "kind": "employed", "reason": "추천"})
    assert (again.status_code, Enrollment.objects.get().trainee) == (409, person)


def test_withdraw_enrollment_with_its_reason(client, operator, cohort):
    apply(cohort)
    enrollment = Enrollment.objects.get()
    address = f"/desk/enrollments/{enrollment.pk}/withdraw/"

    assert client.post(address, {"reason": " "}).status_code == 422
    assert client.post(address, {"reason": "취업"}).status_code == 302
    assert client.post(address, {"reason": "취업"}).status_code == 409
    enrollment.refresh_from_db()
    assert (enrollment.state, cohort.pools.get().taken) == ("withdrawn", 0)
    assert "취업" in client.get(f"/desk/cohorts/{cohort.pk}/records/").content.decode()


def test_assign_offers_only_instructors_of_this_complex(client, cast):
    client.force_login(cast.operator, backend="django.contrib.auth.backends.ModelBackend")
    address = f"/desk/cohorts/{cast.cohort.pk}/instructors/add/"

    assert client.post(address, {"instructor": cast.applicant.pk}).status_code == 422
    assert client.post(address, {"instructor": cast.other_instructor.pk}).status_code == 302
    found = cast.cohort.teachings.filter(ended_at=None).values_list("instructor", flat=True)
    assert set(found) == {cast.instructor.pk, cast.other_instructor.pk}


SESSION = {"title_ko": "실습", "title_en": "Practice", "day": "2026-12-07", "start": "09:00", "end": "12:00"}
SESSION |= {"confirmed": "1"}  # the cohort is published: its operator has seen who is told


def test_session_is_added_changed_and_removed(client, operator, cohort):
    client.post(f"/desk/cohorts/{cohort.pk}/timetable/add/", SESSION)
    session = Session.objects.get()
    address = f"/desk/sessions/{session.pk}/"

    assert client.post(address, {**SESSION, "end": "08:00"}).status_code == 409
    assert 'value="09:00"' in client.get(address).content.decode()
    client.post(address, {**SESSION, "end": "11:00"})
    session.refresh_from_db()
    assert session.ends_at - session.starts_at == timedelta(hours=2)
    assert client.get(f"{address}remove/").status_code == 200
    client.post(f"{address}remove/")
    assert Session.objects.count() == 0


def test_clash_is_a_sentence_on_the_form(client, operator, cohort):
    address = f"/desk/cohorts/{cohort.pk}/timetable/add/"
    client.post(address, SESSION)

    refused = client.post(address, SESSION)

    assert (refused.status_code, Session.objects.count()) == (409, 1)
    assert (
        "같은 시간에 이 기수의 「실습」 수업이 있습니다(2026. 12. 7.(월) 09:00). 다른 시간을 골라 주세요."
        in refused.content.decode()
    )


def test_pattern_becomes_sessions_and_names_the_holidays(client, operator, cohort):
    address = f"/desk/cohorts/{cohort.pk}/timetable/generate/"
    pattern = {**SESSION, "weekdays": [0, 4], "first": "2026-12-21", "last": "2026-12-28"}

    assert client.post(address, {**pattern, "weekdays": [9]}).status_code == 422
    assert client.post(address, pattern).status_code == 302
    assert [str(day) for day in Session.objects.values_list("day", flat=True)] == ["2026-12-21", "2026-12-28"]
    assert "2026. 12. 25.(금) 기독탄신일" in client.get(address).content.decode()
    (week,) = [week for week in client.get(address.removesuffix("generate/")).context["weeks"] if week.first.day == 21]
    assert [day.holiday for day in week.days] == ["", "", "", "", "기독탄신일"]


@pytest.mark.parametrize("path", ["step/", "seats/", "roster/add/", "timetable/add/"])
def test_nothing_is_changed_by_reading(client, operator, cohort, path):
    before = list(Cohort.objects.values())
    client.get(f"/desk/cohorts/{cohort.pk}/{path}?capacity=99&to=closed")

    assert list(Cohort.objects.values()) == before

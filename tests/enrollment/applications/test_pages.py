"""The pages of an applicant: what they say, and what bad input does not do."""

from datetime import date, timedelta

import pytest
import time_machine

from enrollment.models import Application, Enrollment, Offer
from enrollment.queries import cohorts as cohort_queries
from enrollment.services import applications, enrollments
from enrollment.states import ApplicationState, CohortState, Selection
from tests import factories
from tests.factories import NOW
from training.accounts.models import Consent, ConsentText, User
from training.core.models import Delivery

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def cohort(complex):
    return factories.CohortFactory(complex=complex, seats=2)


@pytest.fixture
def person(client):
    person = factories.UserFactory(name="이지원", language="ko")
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return person


def apply(cohort, person=None, now=NOW):
    return applications.apply(cohort, applicant=person or factories.UserFactory(), kind="employed", now=now)


def draft_and_submit(client, cohort, **data):
    first = client.post(f"/cohorts/{cohort.pk}/apply/kind/", {"kind": "employed"})
    client.post(f"/cohorts/{cohort.pk}/apply/motivation/", {"motivation": "배우고 싶습니다."})
    return first, client.post(f"/cohorts/{cohort.pk}/apply/check/", data)


def test_stranger_signs_in_first_and_comes_back(client, cohort):
    response = client.get(f"/cohorts/{cohort.pk}/apply/")

    assert (response.status_code, response.url) == (302, f"/account/login/?next=/cohorts/{cohort.pk}/apply/")


def test_walk_from_the_form_over_the_check_to_a_seat(client, cohort, person):
    first, second = draft_and_submit(client, cohort)

    application = Application.objects.get()
    assert first.url == f"/cohorts/{cohort.pk}/apply/"
    assert second.url == f"/cohorts/applications/{application.pk}/"
    page = client.get(second.url).content.decode()
    assert "자리를 받았습니다. 2026. 12. 7.(월)에 개강합니다. 그때까지 하실 일은 없습니다." in page
    assert Enrollment.objects.get().trainee == person


def test_check_page_says_that_nothing_was_submitted(client, cohort, person):
    client.post(f"/cohorts/{cohort.pk}/apply/kind/", {"kind": "job_seeker"})

    page = client.get(f"/cohorts/{cohort.pk}/apply/check/").content.decode()

    assert "아직 제출하지 않았습니다. 확인하고 제출해 주세요." in page
    assert "예비취업자" in page
    assert Application.objects.get().state == ApplicationState.DRAFT


def test_submitting_twice_leads_to_the_same_answer_and_one_mail(client, cohort, person):
    _first, second = draft_and_submit(client, cohort)
    again = client.post(f"/cohorts/{cohort.pk}/apply/check/")

    assert again.url == second.url
    assert list(Delivery.objects.values_list("kind", flat=True)) == ["seat_given"]


def test_queue_page_names_the_place(client, cohort, person):
    apply(cohort), apply(cohort), apply(cohort)
    application = apply(cohort, person)

    page = client.get(f"/cohorts/applications/{application.pk}/").content.decode()

    assert "대기 2번입니다. 자리가 나면 메일로 알리고 48시간 기다립니다." in page
    assert f"/cohorts/applications/{application.pk}/leave/" in page


def test_queue_page_in_english(client, cohort, person):
    User.objects.filter(pk=person.pk).update(language="en")
    apply(cohort), apply(cohort)
    application = apply(cohort, person)

    page = client.get(f"/cohorts/applications/{application.pk}/").content.decode()

    assert "You are number 1 in the queue. We mail you when a seat is free and hold it for 48 hours." in page


def offered(cohort, person):
    holder = apply(cohort).cohort.enrollments.first()
    apply(cohort)
    application = apply(cohort, person)
    enrollments.withdraw(holder, by=None, reason="취업", now=NOW)
    return application


def test_offer_is_accepted_by_post_after_a_page_that_asks(client, cohort, person):
    application = offered(cohort, person)
    address = f"/cohorts/applications/{application.pk}/accept/"

    assert (
        "2026. 11. 25.(수) 09:00까지 자리를 비워 둡니다."
        in client.get(address.removesuffix("accept/")).content.decode()
    )
    assert client.get(address).status_code == 200
    assert Application.objects.get(pk=application.pk).state == ApplicationState.SELECTED
    assert client.post(address).status_code == 302
    assert Application.objects.get(pk=application.pk).state == ApplicationState.ENROLLED


def test_late_acceptance_says_so_and_the_offer_is_over(client, cohort, person):
    application = offered(cohort, person)
    with time_machine.travel(NOW + timedelta(hours=48), tick=False):
        response = client.post(f"/cohorts/applications/{application.pk}/accept/")

    assert response.status_code == 409
    assert "2026. 11. 25.(수) 09:00까지" in response.content.decode()
    assert Offer.objects.get(application=application).state == "expired"


@pytest.mark.parametrize("act", ["accept", "decline", "withdraw", "leave", "quit", "rejoin", "enroll", "delete"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_other_peoples_applications_do_not_exist(client, cohort, person, act, method):
    application = offered(cohort, factories.UserFactory())

    response = getattr(client, method)(f"/cohorts/applications/{application.pk}/{act}/")

    assert response.status_code == 404
    assert Application.objects.get(pk=application.pk).state == ApplicationState.SELECTED


@pytest.mark.parametrize("act", ["accept", "decline", "leave", "rejoin"])
def test_stale_act_leads_to_the_present_state_and_changes_nothing(client, person, complex, act):
    application = apply(factories.CohortFactory(complex=complex, selection=Selection.REVIEWED), person)

    response = client.post(f"/cohorts/applications/{application.pk}/{act}/")

    assert response.status_code in {302, 409}
    assert Application.objects.get().state == ApplicationState.APPLIED


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({}, "kind"),
        ({"kind": "astronaut"}, "kind"),
        ({"kind": "sponsored"}, "kind"),  # the program does not take it
        ({"motivation": "가" * 2001}, "motivation"),
        ({"motivation": "제 번호는 900101-1234567입니다"}, "motivation"),
        ({"motivation": "null \x00 byte"}, "motivation"),
    ],
)
def test_bad_input_is_refused_beside_its_field_and_nothing_is_kept(client, cohort, person, data, field):
    response = client.post(f"/cohorts/{cohort.pk}/apply/{field}/", data)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert Application.objects.count() == 0


def test_wrong_encoding_changes_nothing(client, cohort, person):
    body = b"kind=employed&motivation=%FF%FE%B0%A1"

    response = client.post(
        f"/cohorts/{cohort.pk}/apply/motivation/", body, content_type="application/x-www-form-urlencoded"
    )

    assert response.status_code in {302, 400, 422}
    assert Application.objects.filter(state="applied").count() == 0


def test_markup_in_a_motivation_comes_out_as_text(client, cohort, person):
    client.post(f"/cohorts/{cohort.pk}/apply/motivation/", {"motivation": "<script>alert(1)</script>"})

    assert "<script>alert(1)" not in client.get(f"/cohorts/{cohort.pk}/apply/check/").content.decode()


def test_forged_fields_are_ignored(client, cohort, person):
    other = factories.UserFactory()
    forged = {"applicant": other.pk, "state": "enrolled", "cohort": 999, "id": 1, "applied_at": "2020-01-01"}
    client.post(f"/cohorts/{cohort.pk}/apply/kind/", {"kind": "employed", **forged})

    row = Application.objects.get()
    assert (row.applicant, row.state, row.cohort, row.applied_at) == (person, "draft", cohort, None)


@pytest.mark.parametrize("state", [CohortState.CLOSED, CohortState.RUNNING, CohortState.SETTLED])
def test_closed_cohort_shows_no_form_and_takes_no_post(client, complex, person, state):
    cohort = factories.CohortFactory(complex=complex, state=state)

    page, post = (
        client.get(f"/cohorts/{cohort.pk}/apply/"),
        client.post(f"/cohorts/{cohort.pk}/apply/kind/", {"kind": "employed"}),
    )

    assert (page.status_code, post.status_code, Application.objects.count()) == (200, 409, 0)
    assert "이 기수는 신청을 더 받지 않습니다." in page.content.decode()
    assert '<form method="post" novalidate' not in page.content.decode()


@pytest.mark.parametrize("state", [CohortState.PLANNED, CohortState.CANCELED])
def test_hidden_cohort_is_not_found(client, complex, person, state):
    cohort = factories.CohortFactory(complex=complex, state=state)

    assert [client.get(f"/cohorts/{cohort.pk}/{part}").status_code for part in ("", "apply/")] == [404, 404]


def test_cohort_of_another_complex_is_not_found(client, cast):
    away = factories.CohortFactory(complex=cast.neighbor.memberships.get().complex)

    assert client.get(f"/cohorts/{away.pk}/").status_code == 404


def test_missing_profile_is_asked_for_and_kept(client, cohort):
    person = factories.UserFactory(name="", birth_date=None)
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    address = f"/cohorts/{cohort.pk}/apply/person/"

    assert list(client.post(address, {}).context["form"].errors) == ["name", "birth_date"]
    young = client.post(address, {"name": "이지원", "birth_date": "2020-01-01"})
    assert list(young.context["form"].errors) == ["birth_date"]
    client.post(address, {"name": " 이지원\u202e ", "birth_date": "1999-05-17"})

    person.refresh_from_db()
    assert (person.name, person.birth_date) == ("이지원", date(1999, 5, 17))


def test_known_name_cannot_be_overwritten_here(client, cohort, person):
    client.post(f"/cohorts/{cohort.pk}/apply/person/", {"name": "다른 이름", "birth_date": "1980-01-01"})

    person.refresh_from_db()
    assert (person.name, person.birth_date) == ("이지원", date(1999, 5, 17))


def consent_text(complex, **kwargs):
    fields = {
        f"{name}_{lang}": f"{name}"
        for name in ("title", "purpose", "items", "period", "refusal")
        for lang in ("ko", "en")
    }
    row = {
        "key": "provision",
        "version": 1,
        "in_force_on": date(2026, 1, 1),
        "asked_at": "application",
        "required": True,
    }
    return ConsentText.objects.create(complex=complex, **{**row, **fields, **kwargs})


def test_required_consent_left_unticked_is_refused_beside_its_box(client, complex, cohort, person):
    text = consent_text(complex)

    _first, refused = draft_and_submit(client, cohort)
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, [f"consent_{text.pk}"])
    assert "checked" not in refused.content.decode()
    client.post(f"/cohorts/{cohort.pk}/apply/check/", {f"consent_{text.pk}": "on"})

    assert Consent.objects.get().consent_text == text
    assert Application.objects.get().state == ApplicationState.ENROLLED


def test_public_page_counts_seats_at_this_minute_in_both_languages(client, cohort):
    apply(cohort)

    korean = client.get(f"/cohorts/{cohort.pk}/", headers={"Accept-Language": "ko"}).content.decode()
    english = client.get(f"/cohorts/{cohort.pk}/", headers={"Accept-Language": "en"}).content.decode()

    assert "남은 자리 1 · 2026. 11. 30.(월) 09:00까지 · 09:00 기준" in korean
    assert "1 seat left, until 30 Nov 2026 (Mon) 09:00 (as of 09:00)." in english


def test_full_cohort_offers_the_queue_with_its_place(client, cohort):
    apply(cohort), apply(cohort), apply(cohort)

    page = client.get(f"/cohorts/{cohort.pk}/").content.decode()

    assert "정원이 찼습니다. 대기 2번으로 신청할 수 있습니다." in page
    assert "대기 신청하기" in page


def test_closed_cohort_has_no_button_that_leads_to_a_refusal(client, complex):
    cohort = factories.CohortFactory(complex=complex, state=CohortState.CLOSED)

    assert f"/cohorts/{cohort.pk}/apply/" not in client.get(f"/cohorts/{cohort.pk}/").content.decode()


def test_public_page_asks_as_often_for_three_sessions_as_for_one(client, complex, count_queries):
    cohort = factories.CohortFactory(complex=complex)
    counts = []
    for n in (1, 2, 3):
        factories.SessionFactory(cohort=cohort, complex=complex, day=date(2026, 12, 7 + n))
        counts.append(count_queries(lambda: client.get(f"/cohorts/{cohort.pk}/")))

    assert counts[0] == counts[2]


def test_course_cards_ask_as_often_for_three_cohorts_as_for_one(complex, count_queries):
    course, counts = factories.CourseFactory(complex=complex), []
    for _n in range(3):
        apply(factories.CohortFactory(complex=complex, course=course, seats=0))
        counts.append(count_queries(lambda: [card.sentence for card in cohort_queries.of_course(course, now=NOW)]))

    assert counts[0] == counts[2]

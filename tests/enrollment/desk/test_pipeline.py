"""The pipeline and its lists: counts, paging at any length, search, one act on many, and the funnel."""

from datetime import timedelta

import pytest
import time_machine

from enrollment.models import Application, ApplicationTag, CohortNotice
from enrollment.queries import applicants
from enrollment.services import applications
from enrollment.states import ApplicationState, CohortState, EnrollmentState, Selection
from enrollment.templatetags.enrollment_funnel import funnel_svg
from tests import factories
from tests.factories import NOW
from training.accounts.models import User
from training.accounts.states import Role
from training.core.models import Delivery

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
    return factories.CohortFactory(complex=complex, selection=Selection.REVIEWED)


def crowd(cohort, count: int, first: int = 0) -> list[Application]:
    """So many applicants in three statements."""
    people = User.objects.bulk_create(
        User(email=f"crowd{n}@x.kr", name=f"신청자{n:04}", password="!") for n in range(first, first + count)
    )
    rows = [
        Application(
            complex=cohort.complex,
            cohort=cohort,
            applicant=person,
            kind="employed" if n % 2 else "job_seeker",
            state=ApplicationState.APPLIED,
            applied_at=NOW - timedelta(days=1) + timedelta(seconds=n),
        )
        for n, person in enumerate(people)
    ]
    return Application.objects.bulk_create(rows)


def test_list_and_board_cost_the_same_queries_for_three_and_for_three_hundred(client, cohort, operator, count_queries):
    crowd(cohort, 3)
    pages = ["/desk/", f"/desk/cohorts/{cohort.pk}/", f"/desk/cohorts/{cohort.pk}/?kind=employed&q=0001"]
    few = [count_queries(lambda page=page: client.get(page)) for page in pages]
    crowd(cohort, 297, first=3)

    assert [count_queries(lambda page=page: client.get(page)) for page in pages] == few
    last = client.get(f"/desk/cohorts/{cohort.pk}/?page=6")
    assert [row.applicant.name for row in last.context["page_obj"]][-1] == "신청자0299"
    assert len(last.context["page_obj"]) == 50


def test_search_finds_by_name_e_mail_and_number(client, cohort, operator):
    rows = crowd(cohort, 12)
    other = crowd(factories.CohortFactory(course=cohort.course), 1, first=50)[0]
    found = {}
    for q in ("0003", "crowd7@", f"{rows[5].pk}", f"#{rows[5].pk}", f"#{other.pk}", "9" * 30, "²"):
        page = client.get(f"/desk/cohorts/{cohort.pk}/", {"q": q}).context["page_obj"]
        found[q] = [row.pk for row in page]

    assert found["0003"] == [rows[3].pk]
    assert found["crowd7@"] == [rows[7].pk]
    assert rows[5].pk in found[f"{rows[5].pk}"]
    assert (rows[5].pk in found[f"#{rows[5].pk}"], found[f"#{other.pk}"]) == (True, [])
    assert (found["9" * 30], found["²"]) == ([], [])


def post(client, cohort, act, rows, **kwargs):
    return client.post(f"/desk/cohorts/{cohort.pk}/act/", {"act": act, "application": [r.pk for r in rows], **kwargs})


def test_notice_is_confirmed_with_names_and_sent_once_to_each(client, cohort, operator):
    rows = crowd(cohort, 3)
    words = {"subject": "오리엔테이션", "text": "12. 4.(금) 14:00에 시작합니다."}

    asked = post(client, cohort, "notice", rows[:2])
    assert (asked.status_code, Delivery.objects.count()) == (200, 0)
    assert "신청자0001" in asked.content.decode()
    assert "신청자0002" not in asked.content.decode()
    assert post(client, cohort, "notice", rows[:2], confirmed="1").status_code == 422
    assert post(client, cohort, "notice", rows[:2], confirmed="1", **words).status_code == 302
    assert [mail.context["text"] for mail in Delivery.objects.filter(kind="cohort_notice")] == [words["text"]] * 2
    assert CohortNotice.objects.get().recipients == 2


def test_people_of_another_cohort_and_drafts_are_never_in_a_bulk_act(client, cohort, operator):
    other = crowd(factories.CohortFactory(course=cohort.course), 1)
    draft = factories.ApplicationFactory(cohort=cohort, state=ApplicationState.DRAFT, applied_at=None)

    refused = post(client, cohort, "tag", [*other, draft])
    forged = post(client, cohort, "tag", [*other, draft], confirmed="1", tag="면접")

    assert (refused.status_code, forged.status_code, ApplicationTag.objects.count()) == (409, 409, 0)
    assert client.post(f"/desk/cohorts/{cohort.pk}/act/", {"act": "delete"}).status_code == 404


def test_tags_filter_the_list_and_the_last_tagging_is_taken_back(client, cohort, operator):
    rows = crowd(cohort, 3)
    post(client, cohort, "tag", rows[:1], confirmed="1", tag="면접")
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        answer = post(client, cohort, "tag", rows, confirmed="1", tag="면접")
        assert "「면접」 꼬리표를 붙였습니다" in client.get(answer["Location"]).content.decode()
        client.post(f"/desk/cohorts/{cohort.pk}/untag/")

    assert [row.pk for row in client.get(f"/desk/cohorts/{cohort.pk}/?tag=면접").context["page_obj"]] == [rows[0].pk]
    assert client.post(f"/desk/cohorts/{cohort.pk}/untag/").status_code == 409


def test_everybody_who_matches_is_chosen_but_never_more_than_five_hundred(client, cohort, operator):
    crowd(cohort, 501)
    address = f"/desk/cohorts/{cohort.pk}/act/"

    some = client.post(address, {"act": "tag", "everyone": "1", "kind": "employed"})
    all_of_them = client.post(address, {"act": "tag", "everyone": "1"})

    assert (some.status_code, len(some.context["chosen"])) == (200, 250)
    assert all_of_them.status_code == 409


def test_bulk_decision_decides_whom_it_can_and_says_why_not_the_others(client, cohort, operator):
    rows = crowd(cohort, 3)
    applications.reject(rows[0], by=operator, reason="먼저", now=NOW)

    answer = post(client, cohort, "reject", rows, confirmed="1", reason="정원 초과")
    page = client.get(answer["Location"]).content.decode()

    assert sorted(Application.objects.values_list("state", "reason")) == [
        ("rejected", "먼저"),
        ("rejected", "정원 초과"),
        ("rejected", "정원 초과"),
    ]
    assert "2명을 처리했습니다." in page
    assert "신청자0000:" in page


def test_funnel_counts_each_step_of_the_one_before_and_shows_the_lost(cohort):
    rows = crowd(cohort, 6)
    Application.objects.filter(pk=rows[0].pk).update(state=ApplicationState.REJECTED)
    Application.objects.filter(pk=rows[1].pk).update(state=ApplicationState.WITHDRAWN)
    for row, state in zip(rows[2:5], ("enrolled", "completed", EnrollmentState.WITHDRAWN), strict=True):
        Application.objects.filter(pk=row.pk).update(state=ApplicationState.ENROLLED)
        factories.EnrollmentFactory(cohort=cohort, trainee=row.applicant, state=state)

    funnel = applicants.funnel(cohort)

    assert [(step.count, step.of) for step in funnel.steps] == [
        (6, None),
        (3, 6),
        (3, 3),
        (1, 3),
        (0, 1),
        (1, 6),
        (1, 6),
        (1, 3),
    ]
    drawn = funnel_svg(funnel)
    assert "<title>6명이 신청해 3명이 등록했습니다.</title>" in drawn
    assert 'width="160.0"' in drawn  # half of 320
    assert "style=" not in drawn


def test_board_counts_applied_and_issued(client, cohort, operator):
    crowd(cohort, 2)
    factories.ApplicationFactory(cohort=cohort, state=ApplicationState.DRAFT, applied_at=None)
    (row,) = client.get("/desk/").context["board"].rows

    assert (row.submitted, row.applied, row.issued) == (2, 2, 0)
    assert cohort.state == CohortState.OPEN

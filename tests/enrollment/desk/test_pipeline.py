"""The pipeline and its lists: counts, paging at any length, search, one act on many, and the funnel."""

from datetime import timedelta

import pytest
import time_machine

from enrollment.models import Admission, Application, ApplicationTag, CohortNotice, SelectionRound
from enrollment.queries import applicants
from enrollment.services import applications, selection
from enrollment.states import ApplicationState, CohortState, EnrollmentState, Selection
from enrollment.templatetags.enrollment_funnel import funnel_svg
from tests import factories
from tests.factories import NOW
from training.accounts.models import User
from training.accounts.states import Role
from training.core import canonical
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


def test_list_and_board_cost_the_same_queries_for_three_and_for_sixty(client, cohort, operator, count_queries):
    crowd(cohort, 3)
    pages = ["/desk/", f"/desk/cohorts/{cohort.pk}/", f"/desk/cohorts/{cohort.pk}/?kind=employed&q=0001"]
    few = [count_queries(lambda page=page: client.get(page)) for page in pages]
    crowd(cohort, 57, first=3)

    assert [count_queries(lambda page=page: client.get(page)) for page in pages] == few
    last = client.get(f"/desk/cohorts/{cohort.pk}/?page=2")
    assert [row.applicant.name for row in last.context["page_obj"]][-1] == "신청자0059"
    assert len(last.context["page_obj"]) == 10


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


@pytest.mark.parametrize(("act", "more"), [("waitlist", {}), ("reject", {"reason": "정원 초과"})])
def test_bulk_decision_leaves_an_open_review_alone(client, cohort, operator, act, more):
    rows = crowd(cohort, 2)

    answers = [post(client, cohort, act, rows), post(client, cohort, act, rows, confirmed="1", **more)]

    assert [answer.status_code for answer in answers] == [409, 409]
    assert ["선발 화면에서 결정해 주세요" in answer.content.decode() for answer in answers] == [True, True]
    assert set(Application.objects.values_list("state", flat=True)) == {"applied"}


def test_names_stay_hidden_until_both_have_scored_or_a_person_decided(client, cohort, operator):
    criteria = [{"key": "motive", "title_ko": "지원 동기", "most": 10, "weight": 1}]
    Admission.objects.create(complex=cohort.complex, program=cohort.program, criteria=criteria)
    scored, half, decided, untouched = crowd(cohort, 4)
    other = factories.UserFactory()
    for row, by in ((scored, operator), (scored, other), (half, operator)):
        selection.score(row, points={"motive": 5}, by=by, now=NOW)
    selection.decide(decided, outcome="waitlisted", reason="면접", by=operator, now=NOW)

    pages = [client.get(f"/desk/cohorts/{cohort.pk}/"), post(client, cohort, "tag", [scored, half, decided, untouched])]
    for page in (answer.content.decode() for answer in pages):
        shown = [row.applicant.name in page for row in (scored, half, decided, untouched)]
        assert shown == [True, False, True, False]
    assert "crowd1@" not in pages[0].content.decode()
    single = [client.get(f"/desk/applications/{row.pk}/").content.decode() for row in (scored, half)]
    assert [name in page for name, page in zip(["신청자0000", "신청자0001"], single, strict=True)] == [True, False]


def test_people_are_taken_out_with_a_reason_and_put_back_at_the_end_of_the_queue(client, complex, operator):
    """The seat of the one in training goes to the last in the queue, not to those who are taken out with them."""
    cohort = factories.CohortFactory(complex=complex, seats=1)
    seated, second, third, _last = (
        applications.apply(cohort, applicant=factories.UserFactory(), kind="employed", now=NOW) for _ in range(4)
    )
    chosen = [seated, second, third]
    Delivery.objects.all().delete()

    asked = post(client, cohort, "withdraw", chosen)
    assert (asked.status_code, Delivery.objects.count()) == (200, 0)
    assert post(client, cohort, "withdraw", chosen, confirmed="1", reason=" ").status_code == 422
    answer = post(client, cohort, "withdraw", chosen, confirmed="1", reason="자격 확인 불가")
    states = Application.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["enrolled", "withdrawn", "withdrawn", "selected"]
    assert sorted(Delivery.objects.values_list("kind", flat=True)) == ["left", "offer_made", "taken_out", "taken_out"]
    assert "2명을 기수에서 뺐습니다" in client.get(answer["Location"]).content.decode()

    assert client.post(f"/desk/cohorts/{cohort.pk}/put-back/").status_code == 302

    queue = Application.objects.filter(cohort=cohort).queue().values_list("pk", flat=True)
    assert list(queue) == [second.pk, third.pk]
    assert client.post(f"/desk/cohorts/{cohort.pk}/put-back/").status_code == 409


def test_bulk_decision_decides_whom_it_can_and_says_why_not_the_others(client, complex, operator):
    cohort = factories.CohortFactory(complex=complex)
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


def test_funnel_counts_who_was_eligible_when_the_selection_was_confirmed(cohort, operator, django_assert_num_queries):
    rows = crowd(cohort, 6)
    Application.objects.filter(pk=rows[3].pk).update(state=ApplicationState.ENROLLED)  # by a person, whatever was unmet
    for number, unmet in enumerate(({0: ["paper"], 1: []}, {0: [], 1: ["paper"], 2: [], 3: ["paper"]}), start=1):
        frozen = canonical.text({"rows": [{"application": rows[n].pk, "unmet": found} for n, found in unmet.items()]})
        SelectionRound.objects.create(
            complex=cohort.complex,
            cohort=cohort,
            number=number,
            evidence=frozen,
            evidence_sha256="0" * 64,
            confirmed_at=NOW,
            confirmed_by=operator,
        )

    with django_assert_num_queries(4):
        funnel = applicants.funnel(cohort)

    assert [(step.label, step.count, step.of) for step in funnel.steps[:3]] == [
        ("신청", 6, None),
        ("자격 충족", 3, 6),
        ("선발", 1, 3),
    ]


def test_board_counts_applied_and_issued(client, cohort, operator):
    crowd(cohort, 2)
    factories.ApplicationFactory(cohort=cohort, state=ApplicationState.DRAFT, applied_at=None)
    (row,) = client.get("/desk/").context["board"].rows

    assert (row.submitted, row.applied, row.issued) == (2, 2, 0)
    assert cohort.state == CohortState.OPEN

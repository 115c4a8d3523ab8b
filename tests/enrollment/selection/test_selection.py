"""Scoring apart, proposing, confirming for all at once, and objecting."""

from datetime import datetime, timedelta

import pytest

from enrollment.models import Admission, Application, Objection, Offer, Score, SelectionRound
from enrollment.queries import applications as status
from enrollment.queries import selection as queries
from enrollment.services import objections, selection
from enrollment.states import CohortState, Selection
from tests import factories
from tests.factories import NOW
from training.core.errors import DomainError, TransitionRefused
from training.core.models import Delivery

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=7)  # applications have closed
CRITERIA = [{"key": "motive", "title_ko": "지원 동기", "most": 10, "weight": 2}]
SEOUL_MIDNIGHT = datetime.fromisoformat("2026-12-08T00:00:00+09:00")


@pytest.fixture
def cohort(complex):
    cohort = factories.CohortFactory(complex=complex, seats=2, selection=Selection.REVIEWED)
    Admission.objects.create(
        complex=complex, program=cohort.program, criteria=CRITERIA, pass_percent=30,
        eligibility=[{"rule": "age_at_least", "value": 15}],
    )  # fmt: skip
    return cohort


@pytest.fixture
def reviewers(cast):
    return [cast.operator, cast.admin]


def applicants(cohort, count):
    return [
        factories.ApplicationFactory(
            cohort=cohort, complex=cohort.complex, applied_at=NOW + timedelta(minutes=n), applicant__language="ko"
        )
        for n in range(count)
    ]


def score(application, reviewers, *points):
    for reviewer, given in zip(reviewers, points, strict=False):
        selection.score(application, points={"motive": given}, by=reviewer, now=LATER)


def confirm(cohort, by, now=LATER):
    fingerprint = queries.proposals(cohort, now=now).fingerprint
    return selection.confirm(cohort, fingerprint=fingerprint, by=by, now=now)


def states(rows):
    found = dict(Application.objects.values_list("pk", "state"))
    return [found[row.pk] for row in rows]


def test_a_reviewer_sees_the_others_points_only_once_both_are_in(cohort, reviewers):
    (row,) = applicants(cohort, 1)
    score(row, reviewers, 7)
    before = [[s.points for s in queries.visible_scores(row, one)] for one in reviewers]
    assert before == [[{"motive": 7}], []]
    assert queries.proposals(cohort, now=LATER).rows[0].percents == []

    score(row, reviewers[1:], 9)

    assert [[s.points["motive"] for s in queries.visible_scores(row, one)] for one in reviewers] == [[7, 9], [7, 9]]
    assert queries.proposals(cohort, now=LATER).rows[0].total == "80.0"


def test_score_page_hides_the_name_and_the_others_points(cohort, reviewers, client):
    row = factories.ApplicationFactory(cohort=cohort, complex=cohort.complex, applicant__name="남궁비밀")
    selection.score(row, points={"motive": 3}, comment="몰래 볼 말", by=reviewers[0], now=LATER)
    client.force_login(reviewers[1], backend="django.contrib.auth.backends.ModelBackend")

    page = client.get(f"/desk/applications/{row.pk}/score/").content.decode()

    assert [word in page for word in ("남궁비밀", "몰래 볼 말", "지원 동기")] == [False, False, True]


def test_scores_stand_once_both_are_in_and_nobody_is_third(cohort, reviewers, cast):
    (row,) = applicants(cohort, 1)
    score(row, reviewers, 1)
    score(row, reviewers[:1], 7)  # changed while the other has none
    score(row, reviewers[1:], 9)

    for person in [*reviewers, cast.lead]:
        with pytest.raises(DomainError):
            selection.score(row, points={"motive": 0}, by=person, now=LATER)
    assert sorted(Score.objects.values_list("points__motive", flat=True)) == [7, 9]


@pytest.mark.parametrize("points", [{}, {"motive": -1}, {"motive": 11}])
def test_points_outside_the_criterion_are_refused(cohort, reviewers, points):
    (row,) = applicants(cohort, 1)

    with pytest.raises(DomainError) as refused:
        selection.score(row, points=points, by=reviewers[0], now=LATER)

    assert (refused.value.field, Score.objects.count()) == ("motive", 0)


def test_all_learn_their_result_at_the_same_moment(cohort, reviewers):
    rows = applicants(cohort, 4)
    for row, points in zip(rows, (9, 2, 7, 5), strict=True):
        score(row, reviewers, points, points)
    assert (states(rows), Delivery.objects.count(), Offer.objects.count()) == (["applied"] * 4, 0, 0)

    made = confirm(cohort, reviewers[0])

    assert states(rows) == ["selected", "rejected", "selected", "waitlisted"]
    assert sorted(Delivery.objects.values_list("kind", flat=True)) == [
        "not_selected", "offer_made", "offer_made", "waitlisted",
    ]  # fmt: skip
    rejected = Application.objects.get(pk=rows[1].pk)
    assert (rejected.reason, rejected.decided_at) == ("심사 점수는 20.0 %이고 합격 기준은 30 %입니다.", LATER)
    assert (made.number, SelectionRound.objects.count()) == (1, 1)


def test_unconfirmed_results_are_on_no_page_of_the_applicant(cohort, reviewers, client):
    (row,) = applicants(cohort, 1)
    score(row, reviewers, 1, 1)
    selection.decide(row, outcome="rejected", reason="비밀 사유", by=reviewers[0], now=LATER)
    client.force_login(row.applicant, backend="django.contrib.auth.backends.ModelBackend")

    page = client.get(f"/cohorts/applications/{row.pk}/").content.decode()

    assert [word in page for word in ("비밀 사유", "심사 점수", "선발 심사 중입니다")] == [False, False, True]


def test_nothing_is_confirmed_that_was_not_read(cohort, reviewers):
    first, second = applicants(cohort, 2)
    score(first, reviewers, 9, 9)
    score(second, reviewers, 5)
    read = queries.proposals(cohort, now=LATER).fingerprint
    score(second, reviewers[1:], 5)

    with pytest.raises(TransitionRefused):
        selection.confirm(cohort, fingerprint=read, by=reviewers[0], now=LATER)
    assert states([first, second]) == ["applied", "applied"]


def test_confirming_waits_for_the_window_the_scores_and_the_seats(cohort, reviewers):
    rows = applicants(cohort, 3)
    with pytest.raises(DomainError, match="신청"):
        confirm(cohort, reviewers[0], now=LATER - timedelta(seconds=1))
    with pytest.raises(DomainError, match="두 점수"):
        confirm(cohort, reviewers[0])
    for row in rows:
        selection.decide(row, outcome="selected", reason="-", by=reviewers[0], now=LATER)
    with pytest.raises(DomainError, match="남은 자리"):
        confirm(cohort, reviewers[0])
    assert states(rows) == ["applied"] * 3


def test_confirming_again_finds_nobody(cohort, reviewers):
    rows = applicants(cohort, 1)
    score(rows[0], reviewers, 9, 9)
    confirm(cohort, reviewers[0])

    with pytest.raises(DomainError):
        confirm(cohort, reviewers[0])
    assert Delivery.objects.count() == 1


def test_queue_follows_the_ranks(cohort, reviewers):
    rows = applicants(cohort, 4)
    for row, points in zip(rows, (5, 6, 9, 9), strict=True):
        score(row, reviewers, points, points)
    confirm(cohort, reviewers[0])

    queue = Application.objects.filter(cohort=cohort).queue()
    assert list(queue) == [rows[1], rows[0]]


def test_who_is_too_young_is_proposed_for_refusal_in_words(cohort, reviewers):
    row = factories.ApplicationFactory(cohort=cohort, complex=cohort.complex, applicant__birth_date=NOW.date())
    (proposal,) = queries.proposals(cohort, now=LATER).rows

    assert (str(proposal.place.outcome), proposal.reason) == ("rejected", "만 15세 이상이 신청할 수 있는 과정입니다.")
    assert proposal.application == row


def test_the_table_asks_as_often_for_three_applicants_as_for_one(cohort, reviewers, client):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(reviewers[0], backend="django.contrib.auth.backends.ModelBackend")
    counts = []
    for _n in range(3):
        applicants(cohort, 1)
        client.get(f"/desk/cohorts/{cohort.pk}/selection/")
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/desk/cohorts/{cohort.pk}/selection/").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[2]


def test_operator_confirms_on_a_page_with_counts(cohort, reviewers, client):
    rows = applicants(cohort, 3)
    for row, points in zip(rows, (9, 8, 1), strict=True):
        score(row, reviewers, points, points)
    type(cohort).objects.update(state=CohortState.CLOSED)
    client.force_login(reviewers[0], backend="django.contrib.auth.backends.ModelBackend")
    address = f"/desk/cohorts/{cohort.pk}/selection/confirm/"
    page = client.get(address)
    assert "선발 2명, 대기 0명, 미선발 1명입니다." in page.content.decode()
    fingerprint = page.context["proposals"].fingerprint

    unticked = client.post(address, {"fingerprint": fingerprint})
    stale = client.post(address, {"fingerprint": "0" * 64, "decided": "on"})
    assert (unticked.status_code, stale.status_code, states(rows)) == (422, 409, ["applied"] * 3)
    assert client.post(address, {"fingerprint": fingerprint, "decided": "on"}).status_code == 302

    assert states(rows) == ["selected", "selected", "rejected"]


# --- objections ------------------------------------------------------------------------------------
@pytest.fixture
def rejected(cohort):
    return factories.ApplicationFactory(
        cohort=cohort, complex=cohort.complex, state="rejected", reason="점수 미달", decided_at=NOW,
        applicant__language="ko",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("now", "accepted"),
    [(SEOUL_MIDNIGHT - timedelta(days=7, seconds=1), True), (SEOUL_MIDNIGHT - timedelta(days=7), False)],
)
def test_objections_are_taken_until_2359_of_the_seventh_day(rejected, now, accepted):
    assert status.objection_until(rejected) == SEOUL_MIDNIGHT - timedelta(days=7)
    if accepted:
        objections.file(rejected, grounds="채점이 잘못되었습니다.", by=rejected.applicant, now=now)
    else:
        with pytest.raises(DomainError):
            objections.file(rejected, grounds="채점이 잘못되었습니다.", by=rejected.applicant, now=now)
    assert Objection.objects.count() == accepted


@pytest.mark.parametrize(
    ("outcome", "state", "objection", "mails"),
    [
        ("selected", "selected", "granted", ["objection_filed", "offer_made", "objection_answered"]),
        ("waitlisted", "selected", "granted", ["objection_filed", "waitlisted", "offer_made", "objection_answered"]),
        ("rejected", "rejected", "refused", ["objection_filed", "objection_answered"]),
    ],
)
def test_an_operator_answers_an_objection(rejected, cast, outcome, state, objection, mails):
    filed = objections.file(rejected, grounds="채점이 잘못되었습니다.", by=rejected.applicant, now=NOW)

    objections.answer(filed, outcome=outcome, answer="다시 보았습니다.", by=cast.operator, now=NOW)

    assert (states([rejected]), Objection.objects.get().state) == ([state], objection)
    assert list(Delivery.objects.order_by("pk").values_list("kind", flat=True)) == mails


def test_objecting_twice_or_for_somebody_else_changes_nothing(rejected, client, cast):
    address = f"/cohorts/applications/{rejected.pk}/object/"
    client.force_login(cast.applicant, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(address, {"grounds": "x"}).status_code == 404
    objections.file(rejected, grounds="하나", by=rejected.applicant, now=NOW)

    with pytest.raises(DomainError):
        objections.file(rejected, grounds="둘", by=rejected.applicant, now=NOW)
    assert Objection.objects.get().grounds == "하나"


@pytest.mark.parametrize(("scores", "shown"), [(1, "남*바"), (2, "남다바")])
def test_neither_records_nor_the_cancel_page_name_whom_somebody_still_scores(cohort, reviewers, client, scores, shown):
    (row,) = applicants(cohort, 1)
    row.applicant.name = "남다바"
    row.applicant.save()
    score(row, reviewers, *[7] * scores)
    client.force_login(reviewers[0], backend="django.contrib.auth.backends.ModelBackend")

    pages = [client.get(f"/desk/cohorts/{cohort.pk}/{page}/").content.decode() for page in ("records", "cancel")]

    assert [[name for name in ("남다바", "남*바") if name in page] for page in pages] == [[shown]] * 2

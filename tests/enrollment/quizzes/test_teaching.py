"""What instructors see and do: results, essays, more time, grading anew, and how good a question is."""

from datetime import timedelta

import pytest
from django.urls import reverse

from enrollment.models import Cohort, ExtraTime
from enrollment.queries import quizzes as queries
from enrollment.rules import items
from enrollment.services import quizzes
from enrollment.states import CohortState
from tests import factories
from tests.enrollment.quizzes import build
from training.accounts.states import Role
from training.core import clock
from training.core.models import AuditEntry


@pytest.fixture
def desk(cast, client):
    client.force_login(cast.instructor)
    return client


def done(cast):
    quiz = build.quiz(cast.cohort, said={"essay": build.ESSAY, "short": build.SAID["short"]})
    enrollment = cast.cohort.enrollments.get(trainee=cast.trainee)
    attempt = quizzes.start(enrollment, quiz, by=cast.trainee, now=clock.now())
    for answer in queries.answers(attempt):
        quizzes.save(attempt, answer.position, build.RIGHT[answer.version.said.KIND], now=clock.now())
    return quizzes.hand_in(attempt, by=cast.trainee, now=clock.now() + timedelta(seconds=1))


def test_an_essay_is_graded_and_the_result_stands(cast, desk):
    attempt = done(cast)
    essay = next(answer for answer in queries.answers(attempt) if quizzes.is_graded_by_hand(answer))
    page = reverse("enrollment:quiz_results", args=[cast.cohort.pk, attempt.quiz_id])
    grade = reverse("enrollment:grade_answer", args=[essay.pk])
    assert grade in desk.get(page).content.decode()
    assert grade in desk.get(reverse("enrollment:teach")).content.decode()
    assert desk.get(grade).status_code == 200
    assert desk.post(grade, {"percent": "101"}).status_code == 422
    assert desk.post(grade, {"percent": "80", "remark": "good"})["Location"] == page
    assert "90.0" in desk.get(page).content.decode()
    assert grade not in desk.get(reverse("enrollment:teach")).content.decode()
    other = next(answer for answer in queries.answers(attempt) if not quizzes.is_graded_by_hand(answer))
    assert desk.post(reverse("enrollment:grade_answer", args=[other.pk]), {"percent": "1"}).status_code == 409


def test_more_time_needs_a_reason_and_a_person_of_the_cohort(cast, desk):
    quiz = build.quiz(cast.cohort)
    page = reverse("enrollment:quiz_results", args=[cast.cohort.pk, quiz.pk])
    theirs = cast.cohort.enrollments.get(trainee=cast.trainee)
    assert desk.post(page, {"enrollment": theirs.pk, "minutes": "15", "reason": ""}).status_code == 422
    foreign = cast.other_trainee.enrollments.get()
    assert desk.post(page, {"enrollment": foreign.pk, "minutes": "15", "reason": "?"}).status_code == 404
    assert not ExtraTime.objects.exists()
    assert desk.post(page, {"enrollment": theirs.pk, "minutes": "15", "reason": "시각 보조"}).status_code == 302
    assert ExtraTime.objects.get().minutes == 15


def test_a_stale_preview_is_refused(cast, desk):
    quiz = build.quiz(cast.cohort)
    assert desk.get(reverse("enrollment:regrade_preview", args=[cast.cohort.pk, quiz.pk])).status_code == 200
    confirm = reverse("enrollment:regrade_quiz", args=[cast.cohort.pk, quiz.pk])
    assert desk.post(confirm, {"seen": "old"}).status_code == 422
    assert desk.post(confirm, {"seen": "old", "reason": "채점 기준을 고쳤습니다."}).status_code == 409


def test_a_grade_changes_only_with_a_reason_and_both_stay(cast, desk):
    attempt = done(cast)
    essay = next(answer for answer in queries.answers(attempt) if quizzes.is_graded_by_hand(answer))
    grade = reverse("enrollment:grade_answer", args=[essay.pk])
    assert desk.post(grade, {"percent": "80"}).status_code == 302
    assert desk.post(grade, {"percent": "70"}).status_code == 409
    assert desk.post(grade, {"percent": "70", "reason": "기준표를 다시 읽었습니다."}).status_code == 302
    rows = AuditEntry.objects.filter(action="graded_by_hand").order_by("pk")
    assert [(row.actor, row.facts["before"], row.facts["after"], row.reason) for row in rows] == [
        (cast.instructor, "", "0.80000", ""),
        (cast.instructor, "0.80000", "0.70000", "기준표를 다시 읽었습니다."),
    ]


def test_nobody_grades_themself_and_that_it_was_tried_is_recorded(cast, desk):
    attempt = done(cast)
    factories.TeachingFactory(complex=cast.complex, cohort=cast.cohort, instructor=cast.trainee)
    organization = cast.instructor.memberships.get().organization
    factories.MembershipFactory(
        complex=cast.complex, organization=organization, user=cast.trainee, role=Role.INSTRUCTOR
    )
    essay = next(answer for answer in queries.answers(attempt) if quizzes.is_graded_by_hand(answer))
    desk.force_login(cast.trainee)
    assert desk.post(reverse("enrollment:grade_answer", args=[essay.pk]), {"percent": "100"}).status_code == 403
    refused = AuditEntry.objects.get(action="assessment refused")
    assert (refused.actor, refused.subject_id) == (cast.trainee, str(attempt.pk))


def test_a_settled_cohorts_grades_stand(cast, desk):
    attempt = done(cast)
    essay = next(answer for answer in queries.answers(attempt) if quizzes.is_graded_by_hand(answer))
    Cohort.objects.filter(pk=cast.cohort.pk).update(state=CohortState.SETTLED)
    assert desk.post(reverse("enrollment:grade_answer", args=[essay.pk]), {"percent": "100"}).status_code == 409


@pytest.mark.parametrize(
    ("pairs", "difficulty", "discrimination"),
    [([(1, 1), (0, 0)], 0.5, 1.0), ([(1, 0), (0, 1)], 0.5, -1.0), ([(1, 1), (1, 0)], 1.0, None), ([(1, 1)], 1.0, None)],
)
def test_difficulty_and_discrimination(pairs, difficulty, discrimination):
    found = items.item(pairs)
    assert (found.difficulty, found.discrimination) == (difficulty, pytest.approx(discrimination))


@pytest.mark.parametrize(("many", "suspect"), [(19, False), (20, True)])
def test_few_answers_accuse_no_question(many, suspect):
    assert items.item([(0.0, n / many) for n in range(many)]).is_suspect is suspect

"""The list of what is missing as everybody reads it, and a decision as it was frozen."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from enrollment.models import Cohort, Decision, LessonProgress
from enrollment.queries import completion as proposals
from enrollment.queries import completion_matrix
from enrollment.rules.completion import Shortfall
from enrollment.services import completion
from enrollment.states import CohortState
from tests import factories
from tests.enrollment.quizzes import build as quiz_build
from tests.enrollment.skills import build as skill_build
from training.core import clock

LATER = datetime(2027, 6, 1, tzinfo=UTC)
NEEDS = {"needs_lessons": True, "needs_quizzes": True, "needs_skills": True, "needs_papers": False}


@pytest.fixture
def person(cast):
    Cohort.objects.filter(pk=cast.cohort.pk).update(state=CohortState.ENDED)
    cast.cohort.refresh_from_db()
    return cast.cohort.enrollments.select_related("cohort", "trainee").get(trainee=cast.trainee)


@pytest.fixture
def asked(cast, person):
    """A lesson read in its second edition, a quiz nobody took, a skill nobody showed; all asked for."""
    cast.cohort.program.policies.update(**NEEDS)
    edition = factories.LessonEditionFactory(
        lesson__module__course=cast.cohort.course,
        lesson__key="slurry",
        lesson__title_ko="슬러리",
        number=2,
        sha256="ab" * 32,
    )
    LessonProgress.objects.create(
        complex=cast.complex, enrollment=person, lesson=edition.lesson, edition=edition, finished_at=clock.now()
    )
    quiz_build.quiz(cast.cohort, is_required=True)
    skill_build.skill(cast.cohort)
    return edition


def signed_in(client, who):
    client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    return client


def text(client, who, name, *args):
    answer = signed_in(client, who).get(reverse(f"enrollment:{name}", args=args))
    assert answer.status_code == 200, name
    return " ".join(answer.content.decode().split())


def test_trainee_instructor_and_operator_read_the_same_list(cast, client, person, asked):
    Cohort.objects.filter(pk=cast.cohort.pk).update(state=CohortState.RUNNING)
    sentences = proposals.of_person(person, now=clock.now()).sentences
    assert len(sentences) == 3  # attendance, the quiz, the skill; the lesson is there

    pages = [
        text(client, cast.trainee, "learn"),
        text(client, cast.instructor, "cohort_to_go", cast.cohort.pk),
        text(client, cast.operator, "completion", cast.cohort.pk),
    ]
    assert [[said in page for said in sentences] for page in pages] == [[True] * 3] * 3


@pytest.mark.parametrize(
    ("needs", "heads"),
    [
        ({}, ["attendance"]),
        ({"needs_quizzes": True, "needs_skills": True}, ["attendance", "quizzes", "skills"]),
        (NEEDS | {"needs_papers": True}, ["attendance", "lessons", "quizzes", "skills", "papers"]),
    ],
)
def test_a_column_for_each_thing_the_rules_ask_for_and_no_other(cast, person, needs, heads):
    none = dict.fromkeys(("needs_lessons", "needs_quizzes", "needs_skills", "needs_papers"), False)
    cast.cohort.program.policies.update(**(none | needs))
    found = completion_matrix.of_cohort(cast.cohort, now=clock.now())
    assert [kind for kind, _word, _there in found.heads] == heads
    assert {len(row.cells) for row in found.rows} == {len(heads)}


def test_counts_of_the_matrix_are_those_of_its_cells(cast, person, asked):
    factories.EnrollmentFactory(complex=cast.complex, cohort=cast.cohort)
    found = completion_matrix.of_cohort(cast.cohort, now=clock.now())
    assert {kind: there for kind, _word, there in found.heads} == {
        "attendance": 0,
        "lessons": 1,
        "quizzes": 0,
        "skills": 0,
    }
    assert sorted(len(row.proposal.shortfalls) for row in found.rows) == [3, 4]
    assert found.finding == "2명 가운데 0명이 요구되는 것을 모두 갖추었습니다."


def test_the_matrix_costs_the_same_for_one_and_for_three(cast, client, person, asked, django_assert_max_num_queries):
    signed_in(client, cast.instructor)
    address = reverse("enrollment:cohort_to_go", args=[cast.cohort.pk])

    def counted():
        with django_assert_max_num_queries(25) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    client.get(address)  # what each connection writes once is written
    one = counted()
    factories.EnrollmentFactory.create_batch(2, complex=cast.complex, cohort=cast.cohort)
    assert counted() == one


def decide(cast):
    seen = proposals.fingerprint(proposals.proposals(cast.cohort, now=LATER))
    return completion.confirm(cast.cohort, by=cast.operator, seen=seen, now=LATER)[0]


def test_a_decision_names_the_editions_it_rests_on(cast, client, person, asked):
    decision = decide(cast)
    assert decision.evidence["lessons"]["editions"] == [["slurry", "ko", 2, "ab" * 32]]

    factories.LessonEditionFactory(lesson=asked.lesson, number=3, sha256="cd" * 32)  # published since: nothing to it
    page = text(client, cast.operator, "decision", decision.pk)
    for shown in ("슬러리", "abababababababab…", decision.evidence_sha256, "아직 통과하지 않은 평가가 1개 있습니다."):
        assert shown in page
    assert "cdcd" not in page
    assert "얼려 둔 값과 다릅니다" not in page


def test_a_reopened_decision_stays_with_its_reason(cast, client, person, asked):
    decision = decide(cast)
    person.refresh_from_db()
    completion.reopen(person, by=cast.operator, reason="병결이 인정되었습니다.", now=LATER)
    page = text(client, cast.operator, "decision", decision.pk)
    assert ("병결이 인정되었습니다." in page, cast.operator.name in page) == (True, True)


def test_a_decision_that_froze_numbers_only_is_still_read(cast, client, person, asked):
    decision = decide(cast)
    evidence = {"lessons": {"published": 3, "finished": 2}, "shortfalls": []}
    Decision.objects.filter(pk=decision.pk).update(evidence=evidence)
    page = text(client, cast.operator, "decision", decision.pk)
    for shown in ("차시 3개 가운데 2개", "차시의 수만", "확정할 때의 지문과 다릅니다"):
        assert shown in page


@pytest.mark.parametrize(
    ("basis", "short", "said"),
    [
        ("days", "24 / 96", "출석이 72일 더 필요합니다. 96일 가운데 24일을 채웠습니다."),
        ("hours", "0.4 / 1.6시간", "출석이 1.2시간 더 필요합니다. 1.6시간 가운데 0.4시간을 채웠습니다."),
    ],
)
def test_attendance_is_said_in_days_or_in_hours(basis, short, said):
    cell = completion_matrix.Cell(Shortfall("attendance", 96, 24, basis))
    assert (cell.short, cell.sentence) == (short, said)

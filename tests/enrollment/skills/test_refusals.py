"""What nobody may do to a grade: the one who tries reads why, and that it was tried stands in the audit trail."""

import pytest
from django.urls import reverse

from enrollment.models import Cohort, QuizAttempt, SkillRecord
from enrollment.queries import quizzes as quiz_queries
from enrollment.services import quizzes, skills
from enrollment.services.readings import Reading
from enrollment.services.skills import Circumstances
from enrollment.states import CohortState
from tests import factories
from tests.enrollment.quizzes import build as quiz_build
from tests.enrollment.skills import build
from training.accounts.states import Role
from training.core import clock
from training.core.models import AuditEntry

MOMENT = "2026-11-24T10:00"
YOURSELF = "본인을 평가할 수 없습니다."
SETTLED = "이 기수는 수료가 확정되어 기록을 바꿀 수 없습니다."


@pytest.fixture
def person(cast):
    Cohort.objects.filter(pk=cast.cohort.pk).update(state=CohortState.RUNNING)
    cast.cohort.refresh_from_db()
    return cast.cohort.enrollments.select_related("cohort", "trainee").get(trainee=cast.trainee)


@pytest.fixture
def attempt(cast, person):
    """An essay that was handed in."""
    quiz = quiz_build.quiz(cast.cohort, said={"essay": quiz_build.ESSAY})
    made = quizzes.start(person, quiz, by=cast.trainee, now=clock.now())
    quizzes.save(made, 1, {"text": "…"}, now=clock.now())
    return quizzes.hand_in(made, by=cast.trainee, now=clock.now())


@pytest.fixture
def record(cast, person):
    """A reading by the instructor that waits for a second assessor."""
    skill = build.skill(cast.cohort, build.MOISTURE)
    around = Circumstances(clock.now(), "first")
    [made] = skills.record(cast.cohort, skill, {person.pk: Reading("150")}, around, by=cast.instructor, now=clock.now())
    return made


def teaches_too(cast):
    """The trainee is an instructor of their own cohort as well."""
    organization = cast.instructor.memberships.get().organization
    factories.TeachingFactory(complex=cast.complex, cohort=cast.cohort, instructor=cast.trainee)
    factories.MembershipFactory(
        complex=cast.complex, organization=organization, user=cast.trainee, role=Role.INSTRUCTOR
    )


def tried(client, who, address, **values):
    """The status, the page, and what the audit trail says of the person."""
    client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.post(address, values)
    kept = AuditEntry.objects.filter(action="assessment refused", actor=who).order_by("pk")
    lines = [(entry.subject_type, entry.facts["why"]) for entry in kept]
    json = answer["Content-Type"] == "application/json"
    page = answer.json()["sentence"] if json else " ".join(answer.content.decode().split())
    return answer.status_code, page, lines


def bench(cast, record, person, value):
    address = reverse("enrollment:bench", args=[cast.cohort.pk, record.skill_id])
    return address, {"ticket": "t", "taken_at": MOMENT, f"typed-{person.pk}": value}


def test_a_trainee_who_teaches_cannot_grade_themself_at_the_bench(cast, client, person, record):
    teaches_too(cast)
    address, sheet = bench(cast, record, person, "100")
    status, page, kept = tried(client, cast.trainee, address, **sheet)
    assert (status, YOURSELF in page, kept) == (422, True, [("courses.skill", "Yourself")])
    assert SkillRecord.objects.count() == 1


def test_a_trainee_who_teaches_cannot_sign_or_correct_their_own_record(cast, client, person, record):
    teaches_too(cast)
    for act, values in (
        ("second", {"agrees": "yes"}),
        ("correct", {"ticket": "c", "typed": "100", "reason": "다시 재었습니다."}),
    ):
        address = reverse(f"enrollment:{act}_skill_record", args=[record.pk])
        status, page, kept = tried(client, cast.trainee, address, **values)
        assert (status, YOURSELF in page, kept[-1]) == (403, True, ("enrollment.skillrecord", "Yourself")), act
    assert SkillRecord.objects.count() == 1


def test_a_trainee_who_teaches_cannot_grade_their_own_essay(cast, client, attempt):
    teaches_too(cast)
    address = reverse("enrollment:grade_answer", args=[attempt.answers.get().pk])
    status, page, kept = tried(client, cast.trainee, address, percent="100")
    assert (status, "본인을 채점할 수 없습니다." in page) == (403, True)
    assert kept == [("enrollment.quizattempt", "Yourself")]
    assert quiz_queries.answers(attempt)[0].fraction is None


@pytest.mark.parametrize("who", ["trainee", "other_instructor"])
def test_who_does_not_teach_the_cohort_grades_nobody(cast, client, person, record, attempt, who):
    address, sheet = bench(cast, record, person, "100")
    essay = reverse("enrollment:grade_answer", args=[attempt.answers.get().pk])
    for page_of, values in ((address, sheet), (essay, {"percent": "100"})):
        status, page, kept = tried(client, getattr(cast, who), page_of, **values)
        assert (status, "담당 강사" in page) == (403, True)
        assert kept[-1] == ("enrollment.cohort", "does not teach this cohort")
    assert len(kept) == 2


def test_a_closed_quiz_takes_no_answer_with_or_without_a_script(cast, client, attempt):
    for name in ("quiz_question", "save_answer"):
        address = reverse(f"enrollment:{name}", args=[attempt.pk, 1])
        status, page, kept = tried(client, cast.trainee, address, text="나중에 쓴 답")
        assert (status, "응시가 끝나 이 답은 저장하지 못했습니다." in page, kept[-1]) == (
            409,
            True,
            ("enrollment.quizattempt", "the attempt is over"),
        ), name
    assert (len(kept), QuizAttempt.objects.get().answers.get().answer) == (2, {"text": "…"})


def test_a_settled_cohorts_quiz_and_bench_take_no_grade(cast, client, person, record, attempt):
    Cohort.objects.filter(pk=cast.cohort.pk).update(state=CohortState.SETTLED)
    essay = reverse("enrollment:grade_answer", args=[attempt.answers.get().pk])
    regrade = reverse("enrollment:regrade_quiz", args=[cast.cohort.pk, attempt.quiz_id])
    address, sheet = bench(cast, record, person, "100")
    for page_of, values, subject in (
        (essay, {"percent": "100"}, "enrollment.quizattempt"),
        (regrade, {"seen": "x", "reason": "다시 봅니다."}, "courses.quiz"),
        (address, sheet, "courses.skill"),
    ):
        status, page, kept = tried(client, cast.instructor, page_of, **values)
        assert (status, SETTLED in page, kept[-1]) == (409, True, (subject, "Settled")), subject


def test_the_second_assessor_is_not_the_first(cast, client, record):
    address = reverse("enrollment:second_skill_record", args=[record.pk])
    status, page, kept = tried(client, cast.instructor, address, agrees="yes")
    assert (status, "이 기록의 제1평가자이십니다." in page, kept) == (
        403,
        True,
        [("enrollment.skillrecord", "SameAssessor")],
    )


def test_a_wrong_unit_is_refused_at_the_bench_and_in_a_correction(cast, client, person, record):
    address, sheet = bench(cast, record, person, "70 kg")
    status, page, kept = tried(client, cast.instructor, address, **sheet)
    assert (status, "“kg”" in page, kept) == (422, True, [("courses.skill", "WrongUnit")])
    address = reverse("enrollment:correct_skill_record", args=[record.pk])
    status, page, kept = tried(
        client, cast.instructor, address, ticket="c", typed="70 kg", reason="단위를 잘못 읽었습니다."
    )
    assert (status, "“kg”" in page, kept[-1]) == (422, True, ("enrollment.skillrecord", "WrongUnit"))
    assert SkillRecord.objects.count() == 1

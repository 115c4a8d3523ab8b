"""Several questions, skills or quizzes at once: what is said before, what is done, and what is refused."""

import pytest
from django.urls import reverse

from courses.models import Question, Quiz, Skill
from courses.services import authors
from courses.services.questions import bank
from courses.services.skills import book
from enrollment.models import Enrollment, SkillRecord
from tests import factories
from tests.enrollment.quizzes.build import SAID
from tests.enrollment.skills.build import THICKNESS
from tests.factories import NOW
from training.core.models import AuditEntry

pytestmark = pytest.mark.django_db
SURE = {"confirmed": "on"}


@pytest.fixture
def course(cast):
    course = cast.cohort.course
    authors.set_authors(course, [cast.instructor], publish=False)
    course.module = factories.ModuleFactory(complex=cast.complex, course=course, title_ko="믹싱 모듈")
    return course


@pytest.fixture
def desk(cast, course, client):
    authors.set_staff(cast.instructor, cast.complex)
    client.force_login(cast.instructor, backend="django.contrib.auth.backends.ModelBackend")
    return client


def questions(course, count: int) -> list[Question]:
    return [bank.add(course, key=f"q{n}", said=SAID["short"], by=None, now=NOW) for n in range(count)]


def quiz(course, pools, key: str = "mixing", *, published: bool = True) -> Quiz:
    new = Quiz(complex=course.complex, course=course, key=key, title_ko=f"퀴즈 {key}", title_en=key)
    return bank.save_quiz(new, pools, published=published, by=None, now=NOW)


def act(desk, course, name: str, act: str, rows, **more):
    data = {"act": act, "rows": [row.pk for row in rows]} | more
    return desk.post(reverse("courses:bank_act", args=[course.pk, name]), data)


def retired(model) -> list[str]:
    return sorted(model.objects.exclude(retired_at=None).values_list("key", flat=True))


def test_what_is_used_where_is_said_before_questions_are_retired(cast, course, desk):
    rows = questions(course, 4)
    quiz(course, [(2, rows[:3])])
    answer = act(desk, course, "questions", "retire", rows[1:])
    assert answer.status_code == 200
    assert [(one.row.key, [str(found) for found in one.quizzes]) for one in answer.context["used"]] == [
        ("q1", ["퀴즈 mixing"]),
        ("q2", ["퀴즈 mixing"]),
        ("q3", []),
    ]
    assert [(one.quiz.key, one.draw, one.left) for one in answer.context["short"]] == [("mixing", 2, 1)]
    assert retired(Question) == []

    assert act(desk, course, "questions", "retire", rows[1:], **SURE).status_code == 302
    assert retired(Question) == ["q1", "q2", "q3"]
    entries = AuditEntry.objects.filter(subject_type="courses.question", action="retired")
    assert sorted(entries.values_list("subject_id", "actor")) == [(str(row.pk), cast.instructor.pk) for row in rows[1:]]

    assert act(desk, course, "questions", "restore", rows, **SURE).status_code == 302
    assert retired(Question) == []
    assert AuditEntry.objects.filter(subject_type="courses.question", action="restored").count() == 3


def test_a_quiz_that_trainees_see_keeps_a_question(course, desk):
    rows = questions(course, 2)
    shown = quiz(course, [(0, rows)])
    answer = act(desk, course, "questions", "retire", rows, **SURE)
    assert (answer.status_code, retired(Question)) == (409, [])
    assert "퀴즈 mixing" in answer.content.decode()
    assert act(desk, course, "quizzes", "hide", [shown], **SURE).status_code == 302
    assert act(desk, course, "questions", "retire", rows, **SURE).status_code == 302
    assert act(desk, course, "quizzes", "publish", [shown], **SURE).status_code == 409
    shown.refresh_from_db()
    assert shown.published_at is None


def test_skills_that_cohorts_have_met_are_named_with_how_often(cast, course, desk):
    skills = [book.add(course.module, key=f"s{n}", said=THICKNESS, by=None, now=NOW) for n in range(2)]
    SkillRecord.objects.create(
        complex=cast.complex,
        enrollment=Enrollment.objects.get(trainee=cast.trainee),
        skill=skills[0],
        version=skills[0].versions.get(),
        attempt=1,
        value=70,
        passed=True,
        taken_at=NOW,
        recorded_at=NOW,
        assessed_by=cast.instructor,
        ticket="a",
    )
    answer = act(desk, course, "skills", "retire", skills)
    assert [(one.row.key, one.use.times, one.use.cohorts) for one in answer.context["used"]] == [
        ("s0", 1, 1),
        ("s1", 0, 0),
    ]
    assert act(desk, course, "skills", "retire", skills, **SURE).status_code == 302
    assert retired(Skill) == ["s0", "s1"]


def test_rows_are_moved_to_a_module_of_their_course(cast, course, desk):
    rows = questions(course, 2)
    skill = book.add(course.module, key="s", said=THICKNESS, by=None, now=NOW)
    second = factories.ModuleFactory(complex=cast.complex, course=course, key="second")
    foreign = factories.ModuleFactory(complex=cast.complex, course=factories.CourseFactory(complex=cast.complex))
    assert act(desk, course, "questions", "move", rows, module=foreign.pk, **SURE).status_code == 422
    assert act(desk, course, "skills", "move", [skill], **SURE).status_code == 422
    assert act(desk, course, "questions", "move", rows, module=second.pk, **SURE).status_code == 302
    assert act(desk, course, "skills", "move", [skill], module=second.pk, **SURE).status_code == 302
    assert set(Question.objects.values_list("module", flat=True)) == {second.pk}
    assert Skill.objects.get().module == second
    assert act(desk, course, "questions", "move", rows[:1], **SURE).status_code == 302
    assert list(Question.objects.order_by("key").values_list("module", flat=True)) == [None, second.pk]


@pytest.mark.parametrize(
    ("name", "wanted"), [("questions", "publish"), ("quizzes", "retire"), ("skills", "delete"), ("questions", "")]
)
def test_an_act_that_is_none_of_the_sort_changes_nothing(course, desk, name, wanted):
    rows = questions(course, 1)
    chosen = {"questions": rows, "quizzes": [quiz(course, [(0, rows)])], "skills": []}[name]
    assert act(desk, course, name, wanted, chosen, **SURE).status_code == 422
    assert retired(Question) == []


def test_nothing_chosen_is_said(course, desk):
    answer = act(desk, course, "questions", "retire", [])
    assert (answer.status_code, answer.context["form"].errors["rows"]) == (422, ["하나 이상 고르세요."])
    assert desk.get(reverse("courses:bank_act", args=[course.pk, "questions"])).status_code == 405
    assert act(desk, course, "terms", "retire", []).status_code == 404


def test_the_report_says_where_each_is_used(course, desk):
    rows = questions(course, 2)
    quiz(course, [(0, rows[:1])])
    bank.retire(rows[1], by=None, now=NOW)
    said = desk.get(reverse("courses:bank_report", args=[course.pk, "questions"])).content.decode("utf-8-sig")
    lines = [line.split(",") for line in said.splitlines()]
    assert [(line[0], line[4], line[5], line[6]) for line in lines[1:]] == [
        ("q0", "", "퀴즈 mixing", "0"),
        ("q1", "사용 끝남", "", "0"),
    ]


@pytest.mark.parametrize("name", ["questions", "skills", "quizzes"])
def test_the_confirmation_costs_the_same_for_one_and_for_three(course, desk, name, django_assert_max_num_queries):
    asked = questions(course, 3)
    rows = {
        "questions": asked,
        "skills": [book.add(course.module, key=f"s{n}", said=THICKNESS, by=None, now=NOW) for n in range(3)],
        "quizzes": [quiz(course, [(0, [one])], key=one.key) for one in asked],
    }[name]
    wanted = "hide" if name == "quizzes" else "retire"

    def counted(chosen):
        with django_assert_max_num_queries(40) as captured:
            assert act(desk, course, name, wanted, chosen).status_code == 200
        return len(captured)

    counted(rows)
    assert counted(rows[:1]) == counted(rows)

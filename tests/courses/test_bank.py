"""The bank in the CMS: forms that follow from the rules, versions, and doors closed to other courses."""

import json
from dataclasses import fields

import pytest
from django.http import QueryDict
from django.urls import reverse

from courses.forms.frozen import FrozenForm
from courses.models import Question, Quiz, Skill
from courses.rules.questions import content
from courses.services import authors
from courses.services.questions import bank
from courses.services.skills import book
from tests import factories
from tests.enrollment.quizzes.build import ESSAY, SAID
from tests.enrollment.skills.build import MOISTURE, THICKNESS, WELD
from tests.factories import NOW

CALCULATED = content.Calculated(
    prompt=content.Text("{m} mg/cm²의 용량은?", "Capacity of {m} mg/cm²?"),
    parameters=(content.Parameter("m", content.Decimal(10), content.Decimal(20), 1),),
    formula="m * 0.16",
    unit="mAh/cm^2",
)
SHEET = content.Files(prompt=content.Text("찍어 올리세요.", "Photograph it."), at_most=2, skills=("moisture", "x"))
SURE = {"confirmed": "on"}
EVERY = [*SAID.values(), ESSAY, CALCULATED, SHEET, THICKNESS, MOISTURE, WELD]


def posted(form: FrozenForm) -> QueryDict:
    """What a browser sends of a form as it is shown."""
    data = QueryDict(mutable=True)
    lines = [form.form, *(line for rows in form.rows.values() for line in [rows.management_form, *rows])]
    for line in lines:
        for field in line:
            value = field.value()
            if isinstance(value, list):
                data.setlist(field.html_name, value)
            elif value is not False and value not in (None, ""):
                data[field.html_name] = str(value)
    return data


@pytest.mark.parametrize("said", EVERY, ids=lambda said: said.KIND)
def test_a_form_that_is_shown_and_sent_back_says_the_same(said):
    again = FrozenForm(type(said), posted(FrozenForm(type(said), value=said)), value=said)
    assert again.is_valid(), (again.form.errors, [rows.errors for rows in again.rows.values()])
    assert again.value == said


@pytest.mark.parametrize("kind", [*content.TYPES.values()])
def test_an_empty_form_asks_for_what_is_needed(kind):
    form = FrozenForm(
        kind, QueryDict("&".join(f"{n}-TOTAL_FORMS=0&{n}-INITIAL_FORMS=0" for n in FrozenForm(kind).rows))
    )
    assert not form.is_valid()
    assert form.errors
    assert "prompt" in {one.name for one in fields(kind)}


def test_a_new_row_gets_a_key_no_other_has_and_an_old_one_keeps_its(db):
    data = posted(FrozenForm(content.Single, value=SAID["single"]))
    data |= {"choices-2-text_ko": "SBR", "choices-0-DELETE": "on"}
    form = FrozenForm(content.Single, data)
    assert form.is_valid()
    assert [choice.key for choice in form.value.choices] == ["b", "r1"]


def test_rows_stand_in_the_order_that_was_given():
    data = posted(FrozenForm(content.Ordering, value=SAID["ordering"]))
    for place, key in enumerate(("3", "1", "2")):
        data[f"steps-{place}-ORDER"] = key
    form = FrozenForm(content.Ordering, data)
    assert form.is_valid()
    assert [step.key for step in form.value.steps] == ["b", "c", "a"]


def test_a_resident_number_is_not_kept():
    data = posted(FrozenForm(content.Short, value=SAID["short"])) | {"prompt_ko": "900101-1234567"}
    assert not FrozenForm(content.Short, data).is_valid()


# --- screens --------------------------------------------------------------------------------------
@pytest.fixture
def course(cast):
    authors.set_authors(cast.cohort.course, [cast.instructor], publish=False)
    cast.cohort.course.module = factories.ModuleFactory(complex=cast.complex, course=cast.cohort.course)
    return cast.cohort.course


@pytest.fixture
def desk(cast, course, client):
    authors.set_staff(cast.instructor, cast.complex)
    client.force_login(cast.instructor, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_a_question_is_made_edited_and_retired(cast, course, desk):
    add = reverse("courses:bank_add", args=[course.pk, "questions", "single"])
    assert desk.get(add).status_code == 200
    data = posted(FrozenForm(content.Single, value=SAID["single"]))
    assert desk.post(add, data.dict() | {"key": ""}).status_code == 422
    assert desk.post(add, data.dict() | {"key": "binder", "module": course.module.pk}).status_code == 302
    question = Question.objects.get(key="binder")
    assert (question.module, question.versions.get().said) == (course.module, SAID["single"])
    assert desk.post(add, data.dict() | {"key": "binder"}).status_code == 422

    edit = reverse("courses:bank_edit", args=["questions", question.pk])
    assert "secret-praise" in desk.get(edit).content.decode()
    unfair = data.dict() | {"choices-0-fraction": "0.5"}
    assert desk.post(edit, unfair).status_code == 422
    assert desk.post(edit, data.dict() | {"prompt_ko": "바인더로 쓰는 것은?"}).status_code == 302
    assert desk.post(edit, data.dict() | {"prompt_ko": "바인더로 쓰는 것은?"}).status_code == 302
    assert list(question.versions.order_by("number").values_list("number", "made_by")) == [
        (1, cast.instructor.pk),
        (2, cast.instructor.pk),
    ]
    assert "prompt" in desk.get(edit).content.decode()

    act = {"act": "retire", "rows": question.pk}
    assert desk.post(reverse("courses:bank_act", args=[course.pk, "questions"]), act).status_code == 200
    assert desk.post(reverse("courses:bank_act", args=[course.pk, "questions"]), act | SURE).status_code == 302
    page = reverse("courses:bank", args=[course.pk, "questions"])
    assert "바인더로" not in desk.get(page).content.decode()
    assert "바인더로" in desk.get(page, {"retired": "on"}).content.decode()


def test_a_skill_is_made_and_edited_with_its_flags(course, desk):
    add = reverse("courses:bank_add", args=[course.pk, "skills", "measured"])
    place = {"key": "thickness", "module": course.module.pk, "order": "3", "is_safety": "on"}
    assert desk.post(add, posted(FrozenForm(type(THICKNESS), value=THICKNESS)).dict() | place).status_code == 302
    skill = Skill.objects.get()
    assert (skill.order, skill.is_safety, skill.is_required, skill.versions.get().said) == (3, True, False, THICKNESS)

    edit = reverse("courses:bank_edit", args=["skills", skill.pk])
    data = posted(FrozenForm(type(THICKNESS), value=THICKNESS)).dict() | {"module": course.module.pk, "order": "1"}
    assert desk.post(edit, data | {"lower": "80"}).status_code == 422
    skill.refresh_from_db()
    assert skill.order == 3  # nothing half-done
    assert desk.post(edit, data | {"upper": "72"}).status_code == 302
    assert json.loads(skill.versions.get(number=2).content)["upper"] == "72"
    assert "70 ± 1.5" not in desk.get(reverse("courses:bank", args=[course.pk, "skills"])).content.decode()


def test_a_quiz_is_made_of_pools_and_shown_only_with_questions(cast, course, desk):
    made = [bank.add(course, key=f"q{n}", said=SAID["short"], by=None, now=NOW) for n in range(3)]
    add = reverse("courses:bank_add_quiz", args=[course.pk])
    rules = {"key": "mixing", "title_ko": "믹싱", "title_en": "Mixing", "order": "1", "minutes": "20", "attempts": "2",
             "pass_percent": "60", "reveal": "score", "pools-TOTAL_FORMS": "2", "pools-INITIAL_FORMS": "0"}  # fmt: skip
    assert desk.get(add).status_code == 200
    assert desk.post(add, rules | {"is_published": "on"}).status_code == 422
    assert desk.post(add, rules | {"pools-0-draw": "2", "pools-0-questions": [made[0].pk]}).status_code == 422
    assert not Quiz.objects.exists()
    pools = {"pools-0-draw": "1", "pools-0-questions": [one.pk for one in made[:2]], "pools-1-questions": [made[2].pk]}
    assert desk.post(add, rules | pools | {"is_published": "on"}).status_code == 302
    quiz = Quiz.objects.get()
    assert [(pool.draw, pool.questions.count()) for pool in quiz.pools.order_by("order")] == [(1, 2), (0, 1)]
    assert quiz.published_at
    edit = reverse("courses:bank_edit_quiz", args=[quiz.pk])
    assert desk.get(edit).status_code == 200
    assert desk.post(edit, rules | pools).status_code == 302
    quiz.refresh_from_db()
    assert quiz.published_at is None
    assert "믹싱" in desk.get(reverse("courses:bank_edit", args=["questions", made[0].pk])).content.decode()
    foreign = bank.add(factories.CourseFactory(complex=cast.complex), key="x", said=SAID["short"], by=None, now=NOW)
    assert desk.post(edit, rules | {"pools-0-questions": [foreign.pk]}).status_code == 422


def test_another_courses_bank_is_closed(cast, course, desk):
    other = factories.CourseFactory(complex=cast.complex)
    module = factories.ModuleFactory(complex=cast.complex, course=other)
    question = bank.add(other, key="x", said=SAID["short"], by=None, now=NOW)
    skill = book.add(module, key="x", said=THICKNESS, by=None, now=NOW)
    quiz = Quiz.objects.create(complex=cast.complex, course=other, key="x", title_ko="x", title_en="x")
    closed = [
        reverse("courses:bank", args=[other.pk, "questions"]),
        reverse("courses:bank_add", args=[other.pk, "skills", "rubric"]),
        reverse("courses:bank_edit", args=["questions", question.pk]),
        reverse("courses:bank_edit", args=["skills", skill.pk]),
        reverse("courses:bank_quizzes", args=[other.pk]),
        reverse("courses:bank_add_quiz", args=[other.pk]),
        reverse("courses:bank_edit_quiz", args=[quiz.pk]),
        *(reverse("courses:bank_report", args=[other.pk, name]) for name in ("questions", "skills", "quizzes")),
    ]
    assert {desk.get(address).status_code for address in closed} == {403}
    for name, row, act in (
        ("questions", question, "retire"),
        ("skills", skill, "retire"),
        ("quizzes", quiz, "publish"),
    ):
        asked = {"act": act, "rows": row.pk}
        for data in (asked, asked | SURE):
            assert desk.post(reverse("courses:bank_act", args=[other.pk, name]), data).status_code == 403
            answer = desk.post(reverse("courses:bank_act", args=[course.pk, name]), data)  # among one's own
            assert (answer.status_code, answer.context["used"]) == (422, [])
    data = posted(FrozenForm(content.Short, value=SAID["short"])).dict()
    add = reverse("courses:bank_add", args=[course.pk, "questions", "short"])
    assert desk.post(add, data | {"key": "mine", "module": module.pk}).status_code == 422  # a module of another course
    assert not Skill.objects.exclude(retired_at=None).exists()
    assert not Question.objects.exclude(retired_at=None).exists()
    assert not Quiz.objects.exclude(published_at=None).exists()


@pytest.mark.parametrize("name", ["questions", "skills"])
def test_lists_cost_the_same_for_one_and_for_three(course, desk, name, django_assert_max_num_queries):
    def add(n):
        if name == "questions":
            bank.add(course, key=f"q{n}", said=SAID["short"], by=None, now=NOW, module=course.module)
        else:
            book.add(course.module, key=f"s{n}", said=THICKNESS, by=None, now=NOW)

    def counted():
        with django_assert_max_num_queries(30) as captured:
            assert desk.get(reverse("courses:bank", args=[course.pk, name])).status_code == 200
        return len(captured)

    add(1)
    counted()
    one = counted()
    add(2), add(3)
    assert counted() == one

"""Answering once, apart from who answers; asking once; and nothing that completion depends on."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from enrollment.models import Enrollment, Survey, SurveyAnswered, SurveyQuestion, SurveyResponse, SurveyVersion
from enrollment.queries import completion
from enrollment.rules import surveys as rules
from enrollment.services import surveys
from enrollment.states import CohortState, EnrollmentState
from tests.enrollment.surveys import build
from tests.factories import NOW
from training.core import clock
from training.core.errors import DomainError, Refused
from training.core.models import AuditEntry, Delivery, Owed

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort(complex):
    return build.cohort(complex, people=6)


def test_the_standard_set_is_written_once_for_each_complex(complex):
    version = surveys.standard(complex)
    assert surveys.standard(complex) == version
    shipped = [(one.key, one.kind, one.text_ko, one.text_en) for one in rules.STANDARD[rules.NEWEST]]
    assert list(version.questions.values_list("key", "kind", "text_ko", "text_en")) == shipped


def test_a_cohort_keeps_the_version_it_began_with(cohort, monkeypatch):
    first = surveys.of(cohort)
    monkeypatch.setitem(rules.STANDARD, 2, rules.STANDARD[1][:3])
    monkeypatch.setattr(rules, "NEWEST", 2)

    assert surveys.of(cohort).version == first.version
    assert surveys.of(build.cohort(cohort.complex)).version.questions.count() == 3


def test_answers_and_the_person_stand_in_two_places_that_nothing_joins(cohort):
    enrollment = cohort.enrollments.first()
    build.answer(enrollment)

    answered, response = SurveyAnswered.objects.get(), SurveyResponse.objects.get()
    assert (answered.enrollment, answered.answered_on) == (enrollment, build.LAST_DAY)
    assert (response.group, response.answers) == ("employed", build.FULL)
    assert answered.pk != response.pk
    assert {field.name for field in SurveyResponse._meta.get_fields()} == {
        "id",
        "complex",
        "survey",
        "group",
        "answers",
    }
    assert {field.get_internal_type() for field in SurveyAnswered._meta.get_fields()} == {
        "UUIDField",
        "ForeignKey",
        "DateField",
    }
    assert not AuditEntry.objects.exists()
    assert not Owed.objects.exists()


def test_each_answer_mixes_all_of_them_anew(cohort):
    people = list(cohort.enrollments.order_by("pk"))
    keys, orders = set(), []
    for number, enrollment in enumerate(people, start=1):
        build.answer(enrollment, best=f"{number}")
        rows = list(SurveyResponse.objects.order_by("pk"))
        assert not keys & {row.pk for row in rows}
        keys |= {row.pk for row in rows}
        assert sorted(row.answers["best"] for row in rows) == [str(n) for n in range(1, number + 1)]
    for _ in range(20):
        surveys._mix(
            Survey.objects.get(), SurveyResponse(complex=cohort.complex, survey=Survey.objects.get(), answers={})
        )
        orders.append([row.answers.get("best") for row in SurveyResponse.objects.all() if row.answers])
    assert len({tuple(order) for order in orders}) > 1


def test_nobody_answers_twice(cohort):
    enrollment = cohort.enrollments.first()
    build.answer(enrollment)
    with pytest.raises(DomainError, match="이미 응답하셨습니다"):
        build.answer(enrollment, overall=1)
    assert SurveyResponse.objects.get().answers == build.FULL


def test_the_database_refuses_a_second_answer_of_one_person(cohort):
    enrollment = cohort.enrollments.first()
    build.answer(enrollment)
    row = SurveyAnswered.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        SurveyAnswered.objects.create(
            complex=row.complex, survey=row.survey, enrollment=enrollment, answered_on=row.answered_on
        )


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"overall": 0},
        {"overall": 6},
        {"overall": "5"},
        {"best": "   "},
        {"unknown": 5},
        {"overall": None, "best": None},
    ],
)
def test_what_fits_no_question_is_no_answer(cohort, given):
    with pytest.raises(DomainError, match="한 문항 이상"):
        surveys.answer(cohort.enrollments.first(), answers=given, by=cohort.enrollments.first().trainee, now=NOW)
    assert not SurveyAnswered.objects.exists()


def test_a_question_may_stay_open_and_words_are_cut_to_their_length(cohort):
    build.answer(cohort.enrollments.first(), overall=3, best="  가" + "나" * 3000)
    answers = SurveyResponse.objects.get().answers
    assert answers == {"overall": 3, "best": "가" + "나" * 1999}


@pytest.mark.parametrize(("days", "allowed"), [(-1, False), (0, True), (30, True), (31, False)])
def test_the_window_follows_the_days_of_the_complex(cohort, days, allowed):
    midnight = clock.start_of(build.LAST_DAY + timedelta(days=days), cohort.complex.zone)
    moments = [midnight, midnight + timedelta(hours=23, minutes=59)]
    for enrollment, moment in zip(cohort.enrollments.all(), moments, strict=False):
        if allowed:
            build.answer(enrollment, now=moment)
        else:
            with pytest.raises(DomainError):
                build.answer(enrollment, now=moment)
    assert SurveyAnswered.objects.count() == (2 if allowed else 0)


@pytest.mark.parametrize("state", [CohortState.PLANNED, CohortState.OPEN, CohortState.CLOSED, CohortState.CANCELED])
def test_a_cohort_that_did_not_take_place_asks_nobody(complex, state):
    cohort = build.cohort(complex, people=1, state=state)
    with pytest.raises(DomainError):
        build.answer(cohort.enrollments.get())
    assert surveys.ask_all(now=NOW + timedelta(hours=8)) == 0


@pytest.mark.parametrize(
    "state", [EnrollmentState.WITHDRAWN, EnrollmentState.DISMISSED, EnrollmentState.MOVED, EnrollmentState.CANCELED]
)
def test_who_left_before_the_end_is_not_asked(cohort, state):
    enrollment = cohort.enrollments.first()
    Enrollment.objects.filter(pk=enrollment.pk).update(state=state)
    with pytest.raises(Refused):
        build.answer(enrollment)
    surveys.ask_all(now=NOW + timedelta(hours=8))
    assert Delivery.objects.filter(kind="survey_open").count() == 5
    assert not Delivery.objects.filter(user=enrollment.trainee).exists()


def test_nobody_answers_for_another(cohort):
    mine, theirs = cohort.enrollments.all()[:2]
    with pytest.raises(Refused):
        surveys.answer(mine, answers=build.FULL, by=theirs.trainee, now=NOW)


def test_a_kind_with_fewer_than_five_people_is_not_recorded(complex):
    cohort = build.cohort(complex, people=5)
    few = build.join(cohort, 4, kind="job_seeker")
    build.answer(cohort.enrollments.first())
    build.answer(few[0])
    assert sorted(SurveyResponse.objects.values_list("group", flat=True)) == ["", "employed"]


# --- asking ---------------------------------------------------------------------------------------
def test_everybody_is_told_once_from_the_afternoon_of_the_last_day(cohort):
    build.answer(cohort.enrollments.first())
    at_three = NOW + timedelta(hours=6)

    assert surveys.ask_all(now=at_three - timedelta(minutes=1)) == 0
    assert surveys.ask_all(now=at_three) == 5
    assert surveys.ask_all(now=at_three) == 0
    assert surveys.ask_all(now=at_three + timedelta(days=3)) == 0

    told = Delivery.objects.filter(kind="survey_open")
    assert told.count() == told.values("user").distinct().count() == 5
    assert told.first().context["link"] == f"/learn/surveys/{cohort.pk}/"


@pytest.mark.parametrize(("days", "told"), [(-1, 0), (30, 6), (31, 0)])
def test_a_sleeping_beat_asks_later_but_never_outside_the_window(cohort, days, told):
    assert surveys.ask_all(now=NOW + timedelta(days=days, hours=8)) == told


# --- never a condition ----------------------------------------------------------------------------
def test_completion_does_not_ask_for_the_survey(complex):
    cohort = build.cohort(complex, people=1, state=CohortState.RUNNING)
    enrollment = cohort.enrollments.get()
    Enrollment.objects.update(state=EnrollmentState.ENROLLED)
    before = completion.of_person(Enrollment.objects.get(), now=NOW)
    build.answer(enrollment)
    after = completion.of_person(Enrollment.objects.get(), now=NOW)
    assert before.shortfalls == after.shortfalls
    assert "survey" not in str(before.sentences).lower()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda complex: SurveyVersion.objects.create(complex=complex, number=rules.NEWEST),
        lambda complex: SurveyQuestion.objects.create(
            version=surveys.standard(complex), key="overall", order=1, kind="scale"
        ),
        lambda complex: Survey.objects.create(
            complex=complex, cohort=Survey.objects.get().cohort, version=surveys.standard(complex)
        ),
    ],
)
def test_the_database_refuses_what_must_never_be(cohort, spoil):
    surveys.of(cohort)
    with pytest.raises(IntegrityError), transaction.atomic():
        spoil(cohort.complex)


def test_other_people_of_other_cohorts_are_untouched(cohort):
    other = build.cohort(cohort.complex, people=1)
    build.answer(other.enrollments.get())
    build.answer(cohort.enrollments.first())
    assert SurveyResponse.objects.filter(survey__cohort=other).count() == 1

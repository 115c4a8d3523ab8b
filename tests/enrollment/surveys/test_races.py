"""A class that answers at the same moment, and one person on many devices."""

import pytest
from django.db import IntegrityError

from enrollment.models import Survey, SurveyAnswered, SurveyResponse
from enrollment.services import surveys
from tests import factories
from tests.enrollment.seats.test_races import contend
from tests.enrollment.surveys import build
from training.core.errors import DomainError

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
PEOPLE = 24


def everybody_answers():
    cohort = build.cohort(factories.ground(), people=PEOPLE)
    people = list(cohort.enrollments.select_related("cohort__complex", "cohort__course", "trainee"))
    surveys.of(cohort)
    return contend(build.answer, people)


def test_no_answer_is_lost_while_all_are_mixed():
    assert everybody_answers() == [None] * PEOPLE
    assert SurveyAnswered.objects.count() == SurveyResponse.objects.count() == PEOPLE


def test_without_the_lock_answers_are_lost_or_refused(monkeypatch):
    """The teeth: it is the lock that lets one mix at a time."""
    monkeypatch.setattr(Survey.objects, "select_for_update", lambda **_of: Survey.objects.all())

    results = everybody_answers()

    assert results != [None] * PEOPLE or SurveyResponse.objects.count() != PEOPLE


def test_one_person_pressing_eight_times_answers_once():
    cohort = build.cohort(factories.ground(), people=1)
    enrollment = cohort.enrollments.select_related("cohort__complex", "cohort__course", "trainee").get()

    results = contend(build.answer, [enrollment] * 8)

    assert results.count(None) == 1
    assert all(isinstance(result, DomainError | IntegrityError | None) for result in results)
    assert SurveyResponse.objects.count() == 1

"""Asking a cohort's people how the training was, and keeping what they answer apart from who they are."""

from collections.abc import Mapping
from datetime import datetime, time
from random import SystemRandom
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from enrollment.models import Cohort, Enrollment, Survey, SurveyAnswered, SurveyQuestion, SurveyResponse, SurveyVersion
from enrollment.queries import surveys as queries
from enrollment.rules import surveys as rules
from enrollment.services import telling
from enrollment.states import SurveyKind
from training.core import clock, words
from training.core.errors import DomainError, Refused
from training.core.models import Complex

ASK_FROM = time(15)  # in the complex's zone: on the last day the class is still together


@transaction.atomic
def standard(complex: Complex) -> SurveyVersion:
    """The newest of the shipped sets of questions, written into the complex when it is first needed."""
    version, created = SurveyVersion.objects.get_or_create(complex=complex, number=rules.NEWEST)
    if created:
        SurveyQuestion.objects.bulk_create(
            SurveyQuestion(version=version, order=order, **vars(asked))
            for order, asked in enumerate(rules.STANDARD[rules.NEWEST], start=1)
        )
    return version


def of(cohort: Cohort) -> Survey:
    """The cohort's survey. From its first day on it keeps the version with which it began."""
    survey = Survey.objects.filter(cohort=cohort).first()
    if survey is None:
        defaults = {"complex": cohort.complex, "version": standard(cohort.complex)}
        survey, _created = Survey.objects.get_or_create(cohort=cohort, defaults=defaults)
    return survey


@transaction.atomic
def answer(enrollment: Enrollment, *, answers: Mapping[str, Any], by: Any, now: datetime) -> None:
    """Keep what one person answered, and that they answered: once, and in two places that nothing joins."""
    cohort = enrollment.cohort
    _refuse_others(enrollment, by)
    _refuse_closed(cohort, now=now)
    survey = Survey.objects.select_for_update(of=("self",)).get(pk=of(cohort).pk)
    kept = _fitting(survey, answers)
    answered_on = clock.day_of(now, cohort.complex.zone)
    _row, created = SurveyAnswered.objects.get_or_create(
        survey=survey, enrollment=enrollment, defaults={"complex": cohort.complex, "answered_on": answered_on}
    )
    if not created:
        raise DomainError(_("You have answered this survey already. Nobody can see or change your answers."))
    group = queries.group_of(enrollment)
    _mix(survey, SurveyResponse(complex=cohort.complex, survey=survey, group=group, answers=kept))


def _refuse_others(enrollment: Enrollment, by: Any) -> None:
    found = Enrollment.objects.reading().filter(pk=enrollment.pk, trainee=by)
    if not found.exists():
        raise Refused(_("The survey is for people who were in this cohort to its end."))


def _refuse_closed(cohort: Cohort, *, now: datetime) -> None:
    if not queries.is_open(cohort, now=now):
        last = words.date_words(rules.last_day(cohort.ends_on))
        raise DomainError(_("The survey is open from the last day of training until %(day)s.") % {"day": last})


def _fitting(survey: Survey, answers: Mapping[str, Any]) -> dict[str, Any]:
    """What fits its question; a question may stay without an answer, but not all of them."""
    kept: dict[str, Any] = {}
    for question in SurveyQuestion.objects.filter(version=survey.version_id):
        given = answers.get(question.key)
        if question.kind == SurveyKind.SCALE and given is not None and given in rules.SCALE:
            kept[question.key] = int(given)
        elif question.kind == SurveyKind.TEXT and str(given or "").strip():
            kept[question.key] = str(given).strip()[: rules.MOST_WORDS]
    if not kept:
        raise DomainError(_("Nothing is answered yet. Answer at least one question."))
    return kept


def _mix(survey: Survey, response: SurveyResponse) -> None:
    """Write all responses of the survey anew, in a random order and under new keys.

    Else the order of the rows in the two tables would say whose response is whose.
    """
    responses = [*SurveyResponse.objects.filter(survey=survey), response]
    SystemRandom().shuffle(responses)
    SurveyResponse.objects.filter(survey=survey).delete()
    for each in responses:
        each.pk = uuid4()
    SurveyResponse.objects.bulk_create(responses)


# --- reminding ------------------------------------------------------------------------------------
def ask_all(*, now: datetime) -> int:
    """What beat calls: one mail to everybody whose survey has opened. Returns how many were told."""
    return sum(
        ask(cohort, now=now)
        for complex in Complex.objects.select_related("site")
        if now.astimezone(complex.zone).time() >= ASK_FROM
        for cohort in queries.to_ask(complex, now=now)
    )


@transaction.atomic
def ask(cohort: Cohort, *, now: datetime) -> int:
    """Tell everybody who has not answered that the survey is open: one mail each, and no second one."""
    survey = Survey.objects.select_for_update(of=("self",)).get(pk=of(cohort).pk)
    if survey.told_at is not None:
        return 0
    people = queries.without_answer(survey)
    facts = lambda: {  # noqa: E731 - words are made per reader
        "until": words.date_words(rules.last_day(cohort.ends_on)),
        "link": reverse("enrollment:survey", args=[cohort.pk]),
    }
    Survey.objects.filter(pk=survey.pk).update(told_at=now)
    return telling.tell("survey_open", cohort, people, facts=facts, key=survey.pk, now=now)

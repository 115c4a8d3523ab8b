"""The survey as the trainee finds it, and what a cohort said as its operator and instructors read it."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from enrollment.models import Application, Cohort, Enrollment, Survey, SurveyAnswered, SurveyQuestion, SurveyResponse
from enrollment.permissions.attendance import cohorts_taught
from enrollment.queries import enrolled
from enrollment.rules import surveys as rules
from enrollment.rules.surveys import Tally
from enrollment.states import ApplicantKind, ApplicationState, CohortState, SurveyKind
from training.accounts.models import User
from training.core import clock
from training.core.models import Complex
from training.core.requests import Request

REPORTED_DAYS = 120  # so long the instructor's desk points to a report
HELD = (CohortState.RUNNING, CohortState.ENDED, CohortState.SETTLED)


# --- asking ---------------------------------------------------------------------------------------
def is_open(cohort: Cohort, *, now: datetime) -> bool:
    """Whether the cohort took place, and its people can answer today."""
    return cohort.state in HELD and rules.is_open(cohort.ends_on, today=clock.day_of(now, cohort.complex.zone))


def to_ask(complex: Complex, *, now: datetime) -> QuerySet[Cohort]:
    """Cohorts whose survey is open and whose people were not told of it."""
    today = clock.day_of(now, complex.zone)
    window = (today - timedelta(days=rules.OPEN_DAYS), today)
    cohorts = Cohort.objects.of(complex).filter(state__in=HELD, ends_on__range=window)
    return cohorts.exclude(survey__told_at__isnull=False).select_related("course", "complex").order_by("pk")


def without_answer(survey: Survey) -> list[User]:
    """Who was in the cohort to its end and has not answered."""
    answered = SurveyAnswered.objects.filter(survey=survey).values("enrollment")
    asked = Enrollment.objects.reading().filter(cohort=survey.cohort_id).exclude(pk__in=answered)
    return list(User.objects.filter(pk__in=asked.values("trainee"), is_active=True).order_by("pk"))


def group_of(enrollment: Enrollment) -> str:
    """The kind of applicant this person was; empty where fewer than five of the cohort were of it."""
    applied = Application.objects.filter(cohort=enrollment.cohort_id, state=ApplicationState.ENROLLED)
    stayed = Enrollment.objects.reading().filter(cohort=enrollment.cohort_id)
    kinds = dict(applied.filter(applicant__in=stayed.values("trainee")).values_list("applicant", "kind"))
    kind = kinds.get(enrollment.trainee_id, "")
    return kind if rules.is_shown(Counter(kinds.values())[kind]) else ""


# --- the trainee's side ---------------------------------------------------------------------------
@dataclass(frozen=True)
class Standing:
    """How one person and one survey stand to each other."""

    enrollment: Enrollment
    is_open: bool
    answered: bool
    last_day: date

    @property
    def opens_on(self) -> date:
        return self.enrollment.cohort.ends_on


def standing(enrollment: Enrollment, *, now: datetime) -> Standing:
    answered = SurveyAnswered.objects.filter(survey__cohort=enrollment.cohort_id, enrollment=enrollment).exists()
    cohort = enrollment.cohort
    return Standing(enrollment, is_open(cohort, now=now), answered, rules.last_day(cohort.ends_on))


def due(user: Any, complex: Complex, *, now: datetime) -> list[Standing]:
    """The surveys that this person can answer today. One query, and another where a survey is open."""
    today = clock.day_of(now, complex.zone)
    own: list[Any] = enrolled.enrollments(user, complex)
    open_now = [
        row for row in own if row.stayed and row.cohort.state in HELD and rules.is_open(row.cohort.ends_on, today=today)
    ]
    if not open_now:
        return []
    answered = set(SurveyAnswered.objects.filter(enrollment__in=open_now).values_list("enrollment", flat=True))
    return [
        Standing(row, True, False, rules.last_day(row.cohort.ends_on)) for row in open_now if row.pk not in answered
    ]


def panel(request: Request) -> dict[str, Any]:
    return {"surveys": due(request.user, request.complex, now=request.now)}


def questions(survey: Survey) -> list[SurveyQuestion]:
    return list(SurveyQuestion.objects.filter(version=survey.version_id).order_by("order"))


# --- the report -----------------------------------------------------------------------------------
@dataclass(frozen=True)
class Said:
    """What was said to one question of the scale; `tally` is None where too few answered it."""

    question: SurveyQuestion
    tally: Tally | None
    groups: dict[str, Tally]  # those that may stand beside the whole


@dataclass(frozen=True)
class Written:
    """What was written to one question; None where too few wrote."""

    question: SurveyQuestion
    texts: list[str] | None


@dataclass(frozen=True)
class Report:
    """One cohort's answers, as far as they may be shown."""

    cohort: Cohort
    asked: int
    answered: int
    last_day: date
    is_final: bool
    said: list[Said]
    written: list[Written]

    @property
    def is_shown(self) -> bool:
        return self.is_final and rules.is_shown(self.answered)

    @property
    def has_begun(self) -> bool:
        return self.is_final or self.answered > 0

    @property
    def groups(self) -> list[tuple[str, Any]]:
        """The groups that are shown for any question, with their words."""
        shown = {group for one in self.said for group in one.groups}
        return [(kind.value, kind.label) for kind in ApplicantKind if kind.value in shown]


def report(cohort: Cohort, *, now: datetime) -> Report:
    """Five queries at most, whatever the number of people."""
    survey = Survey.objects.filter(cohort=cohort).first()
    today = clock.day_of(now, cohort.complex.zone)
    answered = SurveyAnswered.objects.filter(survey=survey).count() if survey else 0
    asked = max(Enrollment.objects.reading().filter(cohort=cohort).count(), answered)
    final = rules.is_final(cohort.ends_on, today=today, asked=asked, answered=answered)
    found = Report(cohort, asked, answered, rules.last_day(cohort.ends_on), final, [], [])
    if survey is not None and found.is_shown:
        _fill(found, survey)
    return found


def _fill(report: Report, survey: Survey) -> None:
    responses = list(SurveyResponse.objects.filter(survey=survey).values_list("group", "answers"))
    for question in questions(survey):
        given = [(group, answers[question.key]) for group, answers in responses if question.key in answers]
        if question.kind == SurveyKind.SCALE:
            report.said.append(_said(question, given))
        else:
            report.written.append(_written(question, [text for _group, text in given]))


def _said(question: SurveyQuestion, given: list[tuple[str, int]]) -> Said:
    if not rules.is_shown(len(given)):
        return Said(question, None, {})
    groups = rules.shown_groups(Counter(group for group, _step in given))
    tallies = {group: Tally.of(step for of, step in given if of == group) for group in groups}
    return Said(question, Tally.of(step for _group, step in given), tallies)


def _written(question: SurveyQuestion, texts: list[str]) -> Written:
    mixed = rules.mixed(texts, salt=f"{question.version_id}:{question.key}")
    return Written(question, mixed if rules.is_shown(len(texts)) else None)


def reported(request: Request) -> dict[str, Any]:
    """The cohorts one teaches whose survey has begun, the last first. One query, and one for the role."""
    taught = cohorts_taught(request.user, request.complex, also=(CohortState.SETTLED,))
    today = clock.day_of(request.now, request.complex.zone)
    ended = taught.filter(ends_on__range=(today - timedelta(days=REPORTED_DAYS), today), state__in=HELD)
    return {"cohorts": list(ended.select_related("course").order_by("-ends_on", "-pk")[:10])}

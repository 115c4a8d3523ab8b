"""Quizzes as their instructor sees them: results, grading by hand, more time, grading anew."""

from typing import Any

from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.models import Quiz
from enrollment.forms.quizzes import ExtraTimeForm, GradeForm, RegradeForm
from enrollment.models import Cohort, Enrollment, QuizAnswer
from enrollment.queries import answer_files
from enrollment.queries import quiz_results as results
from enrollment.queries import quiz_screens as screens
from enrollment.services import attempts, quiz_grading, quizzes
from enrollment.services.settled import Settled
from enrollment.states import AttemptState
from enrollment.views.common import looked_at, posted, taught_cohort, tried
from training.accounts.states import Evidence
from training.core.errors import DomainError
from training.core.requests import Request

NOTED = (quiz_grading.Yourself, Settled)


def _quiz(cohort: Cohort, quiz_id: int) -> Quiz:
    quiz: Quiz = get_object_or_404(Quiz, course=cohort.course_id, pk=quiz_id)
    return quiz


@require_safe
def cohort_quizzes(request: Request, cohort_id: int) -> HttpResponse:
    """Every quiz of the cohort's course, with what waits for grading."""
    cohort = taught_cohort(request, cohort_id)
    return render(request, "enrollment/teach/quizzes.html", {"cohort": cohort, "quizzes": results.of_cohort(cohort)})


@require_http_methods(["GET", "HEAD", "POST"])
def quiz_results(request: Request, cohort_id: int, quiz_id: int) -> HttpResponse:
    """Everybody's attempts, and how good the questions are. A post gives somebody more time."""
    cohort = taught_cohort(request, cohort_id)
    quiz = _quiz(cohort, quiz_id)
    form = ExtraTimeForm(posted(request))
    status = tried(form, lambda: _give(request, cohort, quiz, form)) if form.is_bound else 200
    if not status:
        return redirect("enrollment:quiz_results", cohort.pk, quiz.pk)
    context = {
        "cohort": cohort,
        "quiz": quiz,
        "people": results.people(cohort, quiz),
        "items": results.items(cohort, quiz),
        "form": form,
    }
    return render(request, "enrollment/teach/quiz_results.html", context, status=status)


def _give(request: Request, cohort: Cohort, quiz: Quiz, form: ExtraTimeForm) -> Any:
    person = get_object_or_404(Enrollment, cohort=cohort, pk=form.cleaned_data["enrollment"])
    minutes, reason = form.cleaned_data["minutes"], form.cleaned_data["reason"]
    return quizzes.give_time(person, quiz, minutes=minutes, reason=reason, by=request.user, now=request.now)


@require_http_methods(["GET", "HEAD", "POST"])
def grade_answer(request: Request, answer_id: int) -> HttpResponse:
    """One essay, or files: what was asked, what was handed in, what it is worth."""
    rows = QuizAnswer.objects.select_related(
        "version", "attempt__quiz", "attempt__enrollment__trainee", "attempt__enrollment__cohort"
    ).exclude(attempt__state=AttemptState.OPEN)
    answer = get_object_or_404(rows, pk=answer_id, attempt__complex=request.complex)
    cohort = taught_cohort(request, answer.attempt.enrollment.cohort_id)
    looked_at(request, answer.attempt, Evidence.ANSWERS, [answer.attempt.enrollment.trainee_id])
    initial = {
        "percent": round(answer.fraction * 100) if answer.fraction is not None else None,
        "remark": answer.remark,
    }
    form = GradeForm(posted(request), initial=initial)
    status = tried(form, lambda: _grade(request, answer, form)) if form.is_bound else 200
    if not status:
        return redirect("enrollment:quiz_results", cohort.pk, answer.attempt.quiz_id)
    rubric = getattr(answer.version.said, "rubric", None)
    context = {
        "cohort": cohort,
        "answer": answer,
        "shown": screens.shown(answer),
        "files": answer_files.of_answer(answer),
        "rubric": rubric.of(request.LANGUAGE_CODE) if rubric else "",
        "form": form,
    }
    return render(request, "enrollment/teach/quiz_grade.html", context, status=status)


def _grade(request: Request, answer: QuizAnswer, form: GradeForm) -> Any:
    given = form.cleaned_data
    try:
        return quiz_grading.by_hand(
            answer,
            percent=given["percent"],
            remark=given["remark"],
            reason=given["reason"],
            by=request.user,
            now=request.now,
        )
    except NOTED as error:
        _note(request, answer.attempt, error)
        raise


def _note(request: Request, subject: Model, error: DomainError) -> None:
    why, action = type(error).__name__, attempts.ASSESSMENT_REFUSED
    attempts.refused(subject, why, by=request.user, now=request.now, action=action)


@require_safe
def regrade_preview(request: Request, cohort_id: int, quiz_id: int) -> HttpResponse:
    """Who would change if the newest versions of the questions counted."""
    cohort = taught_cohort(request, cohort_id)
    return _preview(request, cohort, _quiz(cohort, quiz_id))


def _preview(request: Request, cohort: Cohort, quiz: Quiz, refused: RegradeForm | None = None) -> HttpResponse:
    changes = quiz_grading.preview(quiz, cohort)
    form = refused or RegradeForm(initial={"seen": quiz_grading.fingerprint(changes)})
    context = {"cohort": cohort, "quiz": quiz, "changes": changes, "form": form}
    return render(request, "enrollment/teach/quiz_regrade.html", context, status=422 if refused else 200)


@require_POST
def regrade(request: Request, cohort_id: int, quiz_id: int) -> HttpResponse:
    cohort = taught_cohort(request, cohort_id)
    quiz = _quiz(cohort, quiz_id)
    form = RegradeForm(request.POST)
    if not form.is_valid():
        return _preview(request, cohort, quiz, form)
    given = form.cleaned_data
    try:
        quiz_grading.regrade(quiz, cohort, seen=given["seen"], reason=given["reason"], by=request.user, now=request.now)
    except NOTED as error:
        _note(request, quiz, error)
        raise
    return redirect("enrollment:quiz_results", cohort.pk, quiz.pk)

"""A trainee takes a quiz: one question a page, saved as they go, complete without a script."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from enrollment.forms.quizzes import answer_of, sequence_of
from enrollment.models import QuizAnswer, QuizAttempt
from enrollment.queries import answer_files, skill_questions
from enrollment.queries import quiz_screens as screens
from enrollment.queries import quizzes as queries
from enrollment.sealed import MOST_BYTES
from enrollment.services import attempts, quizzes, submissions, uploads
from enrollment.states import AttemptState
from training.core.errors import DomainError, Refused
from training.core.requests import Request


def _private(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, private=True, no_store=True)
    return response


def _offered(request: Request, quiz_id: int) -> queries.Offered:
    found = queries.offered(request.user, request.complex, quiz_id)
    if found is None:
        raise Refused(_("Only people in training for this course can take its quizzes."))
    return found


def own_attempt(request: Request, attempt_id: int) -> QuizAttempt:
    """One's own only; whose time is up is handed in at once, whether or not a worker is there."""
    rows = QuizAttempt.objects.of(request.complex).select_related("quiz", "enrollment__cohort", "complex")
    attempt: QuizAttempt = get_object_or_404(rows, pk=attempt_id, enrollment__trainee=request.user)
    if attempt.state == AttemptState.OPEN and attempt.is_over(now=request.now):
        quizzes.expire(attempt, now=request.now)
        attempt = get_object_or_404(rows, pk=attempt_id)
    return attempt


@require_safe
def quiz(request: Request, quiz_id: int) -> HttpResponse:
    """Before it begins: what will be asked, how long, how often."""
    return _private(render(request, "enrollment/learn/quiz.html", {"offered": _offered(request, quiz_id)}))


@require_POST
def start_quiz(request: Request, quiz_id: int) -> HttpResponse:
    found = _offered(request, quiz_id)
    attempt = quizzes.start(found.enrollment, found.quiz, by=request.user, now=request.now)
    return redirect("enrollment:quiz_question", attempt.pk, 1)


def question_of(attempt: QuizAttempt, position: int) -> QuizAnswer:
    answer: QuizAnswer = get_object_or_404(
        QuizAnswer.objects.select_related("version"), attempt=attempt, position=position
    )
    answer.attempt = attempt
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def quiz_question(request: Request, attempt_id: int, position: int) -> HttpResponse:
    """One question; “save and next” posts here."""
    attempt = own_attempt(request, attempt_id)
    if attempt.state != AttemptState.OPEN:
        return _closed(request, attempt)
    answer = question_of(attempt, position)
    if request.method == "POST":
        return _saved(request, attempt, answer)
    return _private(render(request, "enrollment/learn/quiz_question.html", _context(request, attempt, answer)))


def _closed(request: Request, attempt: QuizAttempt) -> HttpResponse:
    """To the result; whoever still wants to change an answer reads there why it was not taken."""
    if request.method != "POST":
        return redirect("enrollment:quiz_result", attempt.pk)
    error = quizzes.too_late()
    note_closed(request, attempt, error)
    return _result(request, attempt, refusal=str(error), status=error.status)


def _context(request: Request, attempt: QuizAttempt, answer: QuizAnswer) -> dict[str, Any]:
    of = attempt.answers.count()
    shown = screens.shown(answer)
    return {
        "attempt": attempt,
        "shown": shown,
        "files": answer_files.of_answer(answer) if shown.most else [],
        "of": of,
        "previous": answer.position - 1,
        "is_last": answer.position == of,
        "now_ms": int(request.now.timestamp() * 1000),
        "ends_ms": int(attempt.ends_at.timestamp() * 1000) if attempt.ends_at else "",
    }


def _saved(request: Request, attempt: QuizAttempt, answer: QuizAnswer) -> HttpResponse:
    """Kept, then on to the next question, back, or to the review."""
    try:
        brought(request, answer)
        quizzes.save(attempt, answer.position, answer_of(answer.version.said, request.POST), now=request.now)
    except DomainError as error:
        note_closed(request, attempt, error)
        return with_refusal(request, attempt, answer, error)
    to = request.POST.get("go", "next")
    position = answer.position + {"previous": -1, "next": 1}.get(to, 0)
    if to != "review" and attempt.answers.filter(position=position).exists():
        return redirect("enrollment:quiz_question", attempt.pk, position)
    return redirect("enrollment:quiz_review", attempt.pk)


def brought(request: Request, answer: QuizAnswer) -> None:
    """Every file of a post; one that stands already counts once. Raises DomainError at the first that cannot be kept."""
    for file in request.FILES.getlist("file")[: submissions.MOST_AT_ONCE]:
        submissions.bring(answer, name=file.name or "", raw=_bytes(file), by=request.user, now=request.now)


def _bytes(file: UploadedFile) -> bytes:
    """A file that is too large is refused before it is read."""
    if (file.size or 0) > MOST_BYTES:
        raise uploads.Refused("large")
    return file.read()


def with_refusal(request: Request, attempt: QuizAttempt, answer: QuizAnswer, error: DomainError) -> HttpResponse:
    """The question again, with the sentence that says why the answer was not taken."""
    context = {**_context(request, attempt, answer), "refusal": str(error)}
    return _private(render(request, "enrollment/learn/quiz_question.html", context, status=error.status))


def note_closed(request: Request, attempt: QuizAttempt, error: DomainError) -> None:
    """A change to a quiz that is over is refused, and that it was tried is recorded."""
    if isinstance(error, quizzes.TooLate):
        action = attempts.ASSESSMENT_REFUSED
        attempts.refused(attempt, "the attempt is over", by=request.user, now=request.now, action=action)


@require_POST
def save_answer(request: Request, attempt_id: int, position: int) -> JsonResponse:
    """What the script sends while somebody writes. The answer says when it was kept, and nothing of its worth."""
    rows = QuizAttempt.objects.of(request.complex).select_related("quiz", "complex")
    attempt = get_object_or_404(rows, pk=attempt_id, enrollment__trainee=request.user)
    answer = question_of(attempt, position)
    given = answer_of(answer.version.said, request.POST)
    try:
        kept = quizzes.save(attempt, position, given, sequence=sequence_of(request.POST), now=request.now)
    except DomainError as error:
        note_closed(request, attempt, error)
        return JsonResponse({"sentence": str(error)}, status=error.status)
    at = (kept.saved_at or request.now).astimezone(attempt.complex.zone)
    return JsonResponse({"saved": f"{at:%H:%M:%S}"})


@require_safe
def quiz_review(request: Request, attempt_id: int) -> HttpResponse:
    """Everything before it is handed in; what has no answer stands first."""
    attempt = own_attempt(request, attempt_id)
    if attempt.state != AttemptState.OPEN:
        return redirect("enrollment:quiz_result", attempt.pk)
    shown = [screens.shown(answer) for answer in queries.answers(attempt)]
    context = {
        "attempt": attempt,
        "missing": [one for one in shown if not one.is_answered],
        "answered": [one for one in shown if one.is_answered],
    }
    return _private(render(request, "enrollment/learn/quiz_review.html", context))


@require_POST
def hand_in_quiz(request: Request, attempt_id: int) -> HttpResponse:
    attempt = own_attempt(request, attempt_id)
    quizzes.hand_in(attempt, by=request.user, now=request.now)
    return redirect("enrollment:quiz_result", attempt.pk)


@require_safe
def quiz_result(request: Request, attempt_id: int) -> HttpResponse:
    """As much as the quiz allows, and no more."""
    attempt = own_attempt(request, attempt_id)
    if attempt.state == AttemptState.OPEN:
        return redirect("enrollment:quiz_review", attempt.pk)
    return _result(request, attempt)


def _result(request: Request, attempt: QuizAttempt, *, refusal: str = "", status: int = 200) -> HttpResponse:
    tries_again = queries.tries_again(attempt)
    shows = screens.may_see_answers(attempt, tries_again=tries_again)
    shows_score = screens.may_see_score(attempt)
    answers = queries.answers(attempt)
    context = {
        "attempt": attempt,
        "refusal": refusal,
        "shows_score": shows_score,
        "answers_come": attempt.quiz.shows_answers and tries_again,
        "answers": [screens.judged(answer) for answer in answers] if shows else [],
        "remarked": [answer for answer in answers if answer.remark] if shows_score and not shows else [],
        "to_train": skill_questions.to_train(attempt.quiz.course_id, answers) if shows else [],
        "files": answer_files.of_attempt(attempt),
    }
    return _private(render(request, "enrollment/learn/quiz_result.html", context, status=status))

"""Photos and papers as answers: brought one by one, opened by who may, and taken back while there is time."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from enrollment.models import AnswerFile, QuizAttempt
from enrollment.queries.answer_files import RELATED
from enrollment.services import submissions
from enrollment.views.common import taught_cohort
from enrollment.views.papers import answer_with
from enrollment.views.quizzes import brought, note_closed, own_attempt, question_of, with_refusal
from training.accounts.states import Evidence
from training.accounts.views import reasons
from training.core.errors import DomainError
from training.core.requests import Request


@require_POST
def add_answer_file(request: Request, attempt_id: int, position: int) -> HttpResponse:
    """A post of its own, so that a lost connection costs one file at most, and the same one may be sent again."""
    attempt = own_attempt(request, attempt_id)
    answer = question_of(attempt, position)
    wants_json = request.headers.get("Accept", "").startswith("application/json")
    try:
        if not request.FILES.getlist("file"):
            raise DomainError(_("Choose a file first."), field="file")
        brought(request, answer)
    except DomainError as error:
        note_closed(request, attempt, error)
        if wants_json:
            return JsonResponse({"sentence": str(error)}, status=error.status)
        return with_refusal(request, attempt, answer, error)
    if wants_json:
        at = request.now.astimezone(attempt.complex.zone)
        return JsonResponse({"saved": f"{at:%H:%M:%S}"})
    return redirect("enrollment:quiz_question", attempt.pk, position)


def _file(request: Request, file_id: int) -> AnswerFile:
    rows = AnswerFile.objects.of(request.complex).select_related(RELATED, "answer__version")
    found: AnswerFile = get_object_or_404(rows, pk=file_id)
    return found


def _own(request: Request, file_id: int) -> AnswerFile:
    """Another person's files do not exist."""
    attempts = QuizAttempt.objects.filter(enrollment__trainee=request.user)
    rows = AnswerFile.objects.of(request.complex).filter(answer__attempt__in=attempts)
    found: AnswerFile = get_object_or_404(rows.select_related(RELATED, "answer__version"), pk=file_id)
    return found


@require_safe
def answer_file(request: Request, file_id: int) -> HttpResponse:
    """One's own file; that it was opened is recorded."""
    file = _own(request, file_id)
    return answer_with(file, submissions.opened(file, by=request.user, now=request.now))


@require_POST
def erase_answer_file(request: Request, file_id: int) -> HttpResponse:
    """Erase a file while the attempt is open."""
    file = _own(request, file_id)
    try:
        submissions.take_back(file, by=request.user, now=request.now)
    except DomainError as error:
        note_closed(request, file.answer.attempt, error)
        raise
    return redirect("enrollment:quiz_question", file.answer.attempt_id, file.answer.position)


@require_http_methods(["GET", "HEAD", "POST"])
def taught_answer_file(request: Request, file_id: int) -> HttpResponse:
    """A trainee's file, for those who may grade it and say why; that it was opened is recorded."""
    file = _file(request, file_id)
    enrollment = file.answer.attempt.enrollment
    taught_cohort(request, enrollment.cohort_id)
    return reasons.taking(
        request, file, what=Evidence.ANSWER_FILE, people=[enrollment.trainee_id],
        give=lambda: answer_with(file, submissions.opened(file, by=request.user, now=request.now)),
        back=reverse("enrollment:grade_answer", args=[file.answer_id]),
    )  # fmt: skip

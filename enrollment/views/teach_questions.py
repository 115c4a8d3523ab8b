"""The questions of a cohort as its instructors and the operators see them."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from enrollment.forms.threads import AnswerForm
from enrollment.models import Cohort, Thread
from enrollment.permissions.attendance import is_in_training, may_keep_roll
from enrollment.queries import threads as queries
from enrollment.services import threads
from enrollment.views.common import posted, tried
from training.core.requests import Request

KEPT_NOWHERE = cache_control(private=True, no_store=True)


def _cohort(request: Request, cohort_id: int) -> Cohort:
    """A cohort this person teaches or runs; to all others it does not exist."""
    rows = Cohort.objects.of(request.complex).select_related("course", "complex")
    cohort: Cohort = get_object_or_404(rows, pk=cohort_id)
    if not may_keep_roll(request.user, cohort):
        raise Http404
    return cohort


def _thread(request: Request, cohort: Cohort, thread_id: int) -> Thread:
    rows = Thread.objects.filter(enrollment__cohort=cohort).seen_by(request.user)
    thread: Thread = get_object_or_404(rows.select_related("lesson", "enrollment__trainee"), pk=thread_id)
    thread.enrollment.cohort = cohort
    return thread


@require_safe
@KEPT_NOWHERE
def questions_asked(request: Request, cohort_id: int) -> HttpResponse:
    """What this cohort asked, filtered by what the address says."""
    cohort = _cohort(request, cohort_id)
    show, number = request.GET.get("show", ""), request.GET.get("page", "1")
    asked = queries.asked(cohort, request.user, show=show, number=number)
    context = {"cohort": cohort, "asked": asked, "page_obj": asked.page}
    return render(request, "enrollment/teach/questions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@KEPT_NOWHERE
def question_asked(request: Request, cohort_id: int, thread_id: int) -> HttpResponse:
    """What was said; opening it marks it as read, and a post answers."""
    cohort = _cohort(request, cohort_id)
    thread = _thread(request, cohort, thread_id)
    form = AnswerForm(posted(request))
    status = 200
    if request.method == "POST":
        status = tried(form, lambda: threads.answer(thread, **form.cleaned_data, by=request.user, now=request.now))
        if not status:
            messages.success(request, _("Answered. The trainee is told by mail."))
            return redirect("enrollment:question_asked", cohort.pk, thread.pk)
    context = {"cohort": cohort, **_context(request, thread), "form": form}
    return render(request, "enrollment/teach/question.html", context, status=status)


def _context(request: Request, thread: Thread) -> dict[str, Any]:
    talk = queries.talk(thread, request.user, number=request.GET.get("page", ""))
    threads.mark_read(thread, person=request.user, number=thread.last_number)
    in_training = is_in_training(thread.enrollment)
    return {"thread": thread, "talk": talk, "page_obj": talk.page, "in_training": in_training}


@require_POST
def close_question_asked(request: Request, cohort_id: int, thread_id: int) -> HttpResponse:
    cohort = _cohort(request, cohort_id)
    thread = _thread(request, cohort, thread_id)
    threads.close(thread, by=request.user, now=request.now)
    messages.success(request, _("Closed. A further message opens it again."))
    return redirect("enrollment:questions_asked", cohort.pk)

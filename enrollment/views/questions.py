"""A trainee's questions to instructors: the list, a new one, and one with all that was said."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from enrollment.forms.threads import MessageForm, QuestionForm
from enrollment.models import Enrollment, Thread
from enrollment.permissions.threads import may_ask
from enrollment.queries import threads as queries
from enrollment.services import threads
from enrollment.views.common import posted, tried
from training.core.requests import Request

KEPT_NOWHERE = cache_control(private=True, no_store=True)

GET_POST = ["GET", "HEAD", "POST"]


@require_safe
@KEPT_NOWHERE
def questions(request: Request) -> HttpResponse:
    """One's own only."""
    context = {
        "page_obj": queries.page_of_own(request.user, request.complex, number=request.GET.get("page", "1")),
        "asking": queries.asking(request.user, request.complex),
    }
    return render(request, "enrollment/learn/questions.html", context)


@require_http_methods(GET_POST)
@KEPT_NOWHERE
def ask_question(request: Request, enrollment_id: int) -> HttpResponse:
    """Ask about the course, or about the lesson that the address names."""
    rows = Enrollment.objects.of(request.complex).filter(trainee=request.user)
    enrollment = get_object_or_404(rows.select_related("cohort__course", "cohort__complex"), pk=enrollment_id)
    form = QuestionForm(posted(request), initial={"lesson": request.GET.get("lesson")}, enrollment=enrollment)
    made: list[Thread] = []
    status = 200
    if request.method == "POST":
        status = tried(form, lambda: made.append(_ask(request, enrollment, form)))
        if not status:
            messages.success(request, _("Asked. We mail you when there is an answer."))
            return redirect("enrollment:question", made[0].pk)
    context = {"enrollment": enrollment, "form": form, "may_ask": may_ask(request.user, enrollment)}
    return render(request, "enrollment/learn/ask.html", context, status=status)


def _ask(request: Request, enrollment: Enrollment, form: QuestionForm) -> Thread:
    return threads.ask(enrollment, **form.cleaned_data, by=request.user, now=request.now)


def _own(request: Request, thread_id: int) -> Thread:
    """Another person's question does not exist."""
    rows = queries.own(request.user, request.complex).select_related("enrollment__cohort__complex")
    thread: Thread = get_object_or_404(rows, pk=thread_id)
    return thread


@require_http_methods(GET_POST)
@KEPT_NOWHERE
def question(request: Request, thread_id: int) -> HttpResponse:
    """What was said; opening it marks it as read, and a post adds to it."""
    thread = _own(request, thread_id)
    form = MessageForm(posted(request))
    status = 200
    if request.method == "POST":
        status = tried(form, lambda: threads.go_on(thread, **form.cleaned_data, by=request.user, now=request.now))
        if not status:
            return redirect("enrollment:question", thread.pk)
    return render(request, "enrollment/learn/question.html", _context(request, thread, form), status=status)


def _context(request: Request, thread: Thread, form: MessageForm) -> dict[str, Any]:
    talk = queries.talk(thread, request.user, number=request.GET.get("page", ""))
    threads.mark_read(thread, person=request.user, number=thread.last_number)
    return {
        "thread": thread,
        "talk": talk,
        "page_obj": talk.page,
        "form": form,
        "may_write": may_ask(request.user, thread.enrollment),
    }


@require_POST
def close_question(request: Request, thread_id: int) -> HttpResponse:
    thread = _own(request, thread_id)
    threads.close(thread, by=request.user, now=request.now)
    messages.success(request, _("Closed. A further message opens it again."))
    return redirect("enrollment:question", thread.pk)

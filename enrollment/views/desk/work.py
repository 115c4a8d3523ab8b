"""The platform's state: what must be looked at now, and the work that is owed."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from enrollment.views.common import posted, refuse_others, tried
from training.core import alerts, outbox
from training.core.forms import SafeForm
from training.core.models import Owed
from training.core.models.owed import OwedQuerySet
from training.core.queries import owed as queries
from training.core.requests import Request
from training.core.services import work as services

ON_A_PAGE = 50


class PutAsideForm(SafeForm):
    """Why a piece of work is no longer wanted."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=250)


@require_safe
def work(request: Request) -> HttpResponse:
    """Conditions that hold, queues with their ages, and what failed."""
    rows = _rows(request)
    page = Paginator(queries.failures(rows), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "alerts": alerts.now_true(request.now, request.complex),
        "queues": [_queue(queue, request.now) for queue in queries.queues(rows, now=request.now)],
        "page_obj": page,
        "failures": [{"owed": owed, "label": outbox.label(owed.kind)} for owed in page],
    }
    return render(request, "enrollment/desk/work.html", context)


@require_POST
def retry(request: Request, owed_id: int) -> HttpResponse:
    """One piece again, at once."""
    services.retry(_owed(request, owed_id), by=request.user, now=request.now)
    messages.success(request, _("It is tried again now. Reload in a moment to see how it ended."))
    return redirect("enrollment:work")


@require_POST
def retry_dead(request: Request) -> HttpResponse:
    """Whatever of a kind was given up, again."""
    kind = request.POST.get("kind", "")
    retried = services.retry_dead(_rows(request), kind, by=request.user, now=request.now)
    said = ngettext("%(n)d piece is tried again now.", "%(n)d pieces are tried again now.", retried)
    messages.success(request, said % {"n": retried})
    return redirect("enrollment:work")


@require_http_methods(["GET", "HEAD", "POST"])
def put_aside(request: Request, owed_id: int) -> HttpResponse:
    """The page that asks, and the press that puts a piece aside."""
    owed = _owed(request, owed_id)
    form = PutAsideForm(posted(request))
    status = 200
    if request.method == "POST":
        status = tried(form, lambda: _put_aside(request, owed, form))
        if not status:
            messages.success(request, _("It is put aside and not tried again."))
            return redirect("enrollment:work")
    return render(request, "enrollment/desk/put_aside.html", _asked(owed, form), status=status)


def _put_aside(request: Request, owed: Owed, form: PutAsideForm) -> None:
    services.put_aside(owed, by=request.user, now=request.now, reason=form.cleaned_data["reason"])


def _asked(owed: Owed, form: PutAsideForm) -> dict[str, Any]:
    facts = [
        (_("Work"), outbox.label(owed.kind)),
        (_("Number"), owed.subject),
        (_("Tries"), owed.attempts),
        (_("Last reason"), owed.last_error or "–"),
    ]
    consequences = [
        _("It is not tried again, and no longer counts as a failure."),
        _("Who put it aside and why stands in the audit trail."),
    ]
    return {"owed": owed, "form": form, "rows": facts, "consequences": consequences}


def _queue(queue: queries.Queue, now: datetime) -> dict[str, Any]:
    minutes = int(queue.age(now).total_seconds() // 60)
    return {
        "queue": queue,
        "label": outbox.label(queue.kind),
        "minutes": minutes,
        "late": queue.age(now) > queries.LATE,
    }


def _rows(request: Request) -> OwedQuerySet:
    """Of this complex; what says no complex is a superuser's."""
    refuse_others(request)
    return queries.of(request.complex, unowned=request.user.is_superuser)


def _owed(request: Request, owed_id: int) -> Owed:
    return get_object_or_404(_rows(request).filter(done_at=None), pk=owed_id)

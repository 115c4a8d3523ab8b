"""Heavy acts on a published cohort: opening applications again, and canceling."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from enrollment.forms.cohorts import ReasonForm, ReopenForm
from enrollment.queries import cohorts as cohort_queries
from enrollment.queries.concerned import concerned, is_published
from enrollment.services import publication
from enrollment.states import CohortState
from enrollment.views.common import cohort_or_404, posted, tried
from training.core.errors import TransitionRefused
from training.core.requests import Request

GET_POST = ["GET", "HEAD", "POST"]


@require_http_methods(GET_POST)
def reopen(request: Request, cohort_id: int) -> HttpResponse:
    """Take applications again until a new deadline."""
    cohort = cohort_or_404(request, cohort_id)
    form = ReopenForm(posted(request))
    status = 200
    if request.method == "POST":
        status = tried(form, lambda: publication.reopen(cohort, **form.cleaned_data, by=request.user, now=request.now))
        if not status:
            messages.success(request, _("Applications are open again."))
            return redirect("enrollment:cohort", cohort.pk)
    return render(request, "enrollment/desk/reopen_applications.html", {"cohort": cohort, "form": form}, status=status)


@require_http_methods(GET_POST)
def cancel(request: Request, cohort_id: int) -> HttpResponse:
    """Cancel a cohort, on a page that names everybody and says what follows."""
    cohort = cohort_or_404(request, cohort_id)
    if CohortState.CANCELED not in cohort.TRANSITIONS[cohort.state]:
        raise TransitionRefused(_("This cohort cannot be canceled any more. Its page shows how it stands."))
    form = ReasonForm(posted(request))
    status = 200
    if request.method == "POST":
        status = tried(form, lambda: publication.cancel(cohort, **form.cleaned_data, by=request.user, now=request.now))
        if not status:
            messages.success(request, _("The cohort is canceled."))
            return redirect("enrollment:cohort", cohort.pk)
    told = concerned(cohort)
    context = {
        "cohort": cohort,
        "form": form,
        "told": told if is_published(cohort) else None,
        "consequences": _consequences(cohort_queries.head(cohort), len(told.trainees)),
    }
    return render(request, "enrollment/desk/cancel.html", context, status=status)


def _consequences(head: cohort_queries.Head, trainees: int) -> list[str]:
    """What follows, without a line about nobody."""
    offers, waiting = head.offered, head.applied + head.waiting
    lines = [
        (1, _("Nobody can apply any more, and the timetable is shown as canceled.")),
        (offers, ngettext("%(n)d open offer is taken back.", "%(n)d open offers are taken back.", offers)),
        (
            waiting,
            ngettext(
                "%(n)d application that waits or is under review ends.",
                "%(n)d applications that wait or are under review end.",
                waiting,
            ),
        ),
        (
            trainees,
            ngettext(
                "%(n)d person in training leaves the course, and the seat is given back.",
                "%(n)d people in training leave the course, and their seats are given back.",
                trainees,
            ),
        ),
        (1, _("This cannot be undone. The records keep the reason, and the mails say it.")),
    ]
    return [sentence % {"n": n} if "%" in sentence else sentence for n, sentence in lines if n]

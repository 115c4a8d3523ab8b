"""Settling a cohort on the operator's desk, and a trainee's progress mark."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from courses.models import LessonEdition
from enrollment.forms.completion import ConfirmForm, ReopenForm
from enrollment.models import Decision, Enrollment
from enrollment.queries import completion as queries
from enrollment.queries import decisions
from enrollment.services import completion, progress
from enrollment.states import CohortState
from enrollment.views.common import cohort_or_404, posted
from training.core.errors import DomainError
from training.core.requests import Request


@require_safe
def proposals(request: Request, cohort_id: int) -> HttpResponse:
    """Everybody's proposal in three groups, or the decisions once the cohort is settled."""
    cohort = cohort_or_404(request, cohort_id)
    found = queries.proposals(cohort, now=request.now)
    context = {
        "cohort": cohort,
        "board": queries.board(found),
        "decisions": queries.decisions(cohort),
        "may_confirm": cohort.state == CohortState.ENDED and bool(found),
        "tab": "completion",
    }
    return render(request, "enrollment/completion/proposals.html", context)


def confirm(request: Request, cohort_id: int) -> HttpResponse:
    """What will be frozen, and the one button that freezes it."""
    cohort = cohort_or_404(request, cohort_id)
    found = queries.proposals(cohort, now=request.now)
    form = ConfirmForm(posted(request), exceptions=queries.board(found).not_complete, seen=queries.fingerprint(found))
    status = 200
    if request.method == "POST":
        if form.is_valid():
            made = completion.confirm(cohort, by=request.user, seen=form.cleaned_data["seen"], now=request.now)
            messages.success(request, _("%(count)d decisions are confirmed.") % {"count": len(made)})
            return redirect("enrollment:completion", cohort.pk)
        status = 422
    context = {"cohort": cohort, "form": form, "board": queries.board(found), "tab": "completion"}
    return render(request, "enrollment/completion/confirm.html", context, status=status)


@require_safe
def decision(request: Request, decision_id: int) -> HttpResponse:
    """One decision with everything it rests on, as it was frozen."""
    rows = Decision.objects.of(request.complex).select_related(
        "enrollment__trainee", "enrollment__cohort", "decided_by", "policy__program"
    )
    found = get_object_or_404(rows, pk=decision_id)
    cohort = cohort_or_404(request, found.enrollment.cohort_id)
    context = {"cohort": cohort, "frozen": decisions.frozen(found), "tab": "completion"}
    return render(request, "enrollment/completion/decision.html", context)


def reopen(request: Request, enrollment_id: int) -> HttpResponse:
    """Open one decision again, with a written reason."""
    enrollment = get_object_or_404(
        Enrollment.objects.of(request.complex).select_related("cohort__course", "trainee"), pk=enrollment_id
    )
    cohort = cohort_or_404(request, enrollment.cohort_id)
    form = ReopenForm(posted(request))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                completion.reopen(enrollment, by=request.user, reason=form.cleaned_data["reason"], now=request.now)
            except DomainError as error:
                form.add_error(error.field, str(error))
                status = error.status
            else:
                messages.success(request, _("The decision is open again. The earlier one stays on record."))
                return redirect("enrollment:completion", cohort.pk)
    context = {"cohort": cohort, "enrollment": enrollment, "form": form, "tab": "completion"}
    return render(request, "enrollment/completion/reopen.html", context, status=status)


@require_POST
def finish_lesson(request: Request, edition_id: int) -> HttpResponse:
    """Mark a lesson as finished in the edition that was read, or take the mark back."""
    edition = LessonEdition.objects.filter(pk=edition_id, lesson__complex=request.complex).first()
    if edition is None:
        raise Http404
    if request.POST.get("undo"):
        progress.unfinish(edition, by=request.user, complex=request.complex)
    else:
        progress.finish(edition, by=request.user, complex=request.complex, now=request.now)
    onward = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(onward, allowed_hosts={request.get_host()}):
        onward = reverse("enrollment:learn")
    return redirect(onward)

"""Seats agreed with employers, on the operator's cohort page."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from enrollment.forms.cohorts import ReasonForm
from enrollment.forms.sponsorship import AgreementForm
from enrollment.models import SeatAgreement
from enrollment.queries import agreements as queries
from enrollment.services import agreements
from enrollment.states import AgreementState
from enrollment.views.common import cohort_or_404, posted, refuse_others, tried
from training.core.requests import Request

GET_POST = ["GET", "HEAD", "POST"]


@require_safe
def listed(request: Request, cohort_id: int) -> HttpResponse:
    """Every agreement of a cohort with its nominees."""
    cohort = cohort_or_404(request, cohort_id)
    context = {"cohort": cohort, **queries.of_cohort(cohort, now=request.now)}
    return render(request, "enrollment/desk/agreements.html", context)


@require_http_methods(GET_POST)
def agree(request: Request, cohort_id: int) -> HttpResponse:
    """Keep seats for an employer."""
    cohort = cohort_or_404(request, cohort_id)
    form = AgreementForm(posted(request), complex=request.complex, initial={"nominate_until": cohort.closes_at})
    status = 200
    if request.method == "POST":
        status = tried(form, lambda: agreements.agree(cohort, **_given(form), by=request.user, now=request.now))
        if not status:
            messages.success(request, _("The seats are kept, and the employer's managers are told."))
            return redirect("enrollment:cohort_agreements", cohort.pk)
    context = {"cohort": cohort, "form": form, "free": queries.free(cohort)}
    return render(request, "enrollment/desk/agreement_form.html", context, status=status)


def _given(form: AgreementForm) -> dict[str, Any]:
    return {"count" if name == "seats" else name: value for name, value in form.cleaned_data.items()}


def _agreement(request: Request, agreement_id: int) -> SeatAgreement:
    refuse_others(request)
    rows = SeatAgreement.objects.of(request.complex).select_related(
        "organization", "pool", "cohort__course", "cohort__program", "cohort__complex__site"
    )
    return get_object_or_404(rows, pk=agreement_id)


@require_http_methods(GET_POST)
def change(request: Request, agreement_id: int) -> HttpResponse:
    """Another number of seats, or another deadline."""
    found = _agreement(request, agreement_id)
    initial = {name: getattr(found, name) for name in ("seats", "nominate_until", "answer_days")}
    form = AgreementForm(posted(request), complex=request.complex, agreement=found, initial=initial)
    status = 200
    if request.method == "POST":
        status = tried(form, lambda: agreements.change(found, **_given(form), by=request.user, now=request.now))
        if not status:
            messages.success(request, _("The agreement is changed, and the employer's managers are told."))
            return redirect("enrollment:cohort_agreements", found.cohort_id)
    context = {"cohort": found.cohort, "agreement": found, "form": form, "free": queries.free(found.cohort)}
    return render(request, "enrollment/desk/agreement_form.html", context, status=status)


@require_http_methods(GET_POST)
def withdraw(request: Request, agreement_id: int) -> HttpResponse:
    """Take an agreement back, after a page that says what follows."""
    found = _agreement(request, agreement_id)
    if found.state == AgreementState.WITHDRAWN:
        messages.info(request, _("This agreement is withdrawn already."))
        return redirect("enrollment:cohort_agreements", found.cohort_id)
    form = ReasonForm(posted(request))
    status = 200
    if request.method == "POST":
        status = tried(form, lambda: agreements.withdraw(found, **form.cleaned_data, by=request.user, now=request.now))
        if not status:
            messages.success(request, _("The agreement is withdrawn. Its free seats are everybody's again."))
            return redirect("enrollment:cohort_agreements", found.cohort_id)
    context = {
        "cohort": found.cohort,
        "agreement": found,
        "form": form,
        "consequences": _consequences(found),
    }
    return render(request, "enrollment/desk/agreement_withdraw.html", context, status=status)


def _consequences(agreement: SeatAgreement) -> list[str]:
    taken, waiting = agreement.pool.taken, queries.waiting(agreement)
    return [
        ngettext(
            "%(n)d free seat goes back to everybody, the queue first.",
            "%(n)d free seats go back to everybody, the queue first.",
            agreement.pool.left,
        )
        % {"n": agreement.pool.left},
        ngettext(
            "%(n)d nominee who has not answered yet is told that the seat is no longer kept.",
            "%(n)d nominees who have not answered yet are told that the seat is no longer kept.",
            waiting,
        )
        % {"n": waiting},
        ngettext("%(n)d person who accepted keeps the seat.", "%(n)d people who accepted keep their seats.", taken)
        % {"n": taken},
        _("The employer's managers read the reason in a mail."),
    ]

"""The monthly report on who looked at whose data."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from training.accounts import permissions
from training.accounts.forms import ReviewForm
from training.accounts.queries import access as queries
from training.accounts.services import access_reviews
from training.accounts.states import Evidence
from training.accounts.views import reasons
from training.core import tables
from training.core.errors import DomainError
from training.core.requests import Request

GET_POST = ["GET", "HEAD", "POST"]


@require_http_methods(GET_POST)
def access(request: Request) -> HttpResponse:
    """A month by who looked; one person's records where they are asked for; and the word that it was reviewed."""
    permissions.demand_operator(request.user, request.complex)
    first = queries.month_of(request.GET.get("month", ""), request.complex, now=request.now)
    form = ReviewForm(request.POST if request.method == "POST" else None)
    status = _reviewed(request, first, form) if form.is_bound else 200
    if not status:
        messages.success(request, _("The month is marked as reviewed."))
        return redirect(f"{reverse('accounts:access')}?month={first:%Y-%m}")
    actor = request.GET.get("by", "")
    context = {
        "month": queries.report(request.complex, first, now=request.now),
        "waiting": queries.unreviewed(request.complex, now=request.now),
        "records": queries.listed(request.complex, first, actor=int(actor), page=request.GET.get("page", "1"))
        if actor.isdecimal() and len(actor) < 10
        else None,
        "form": form,
    }
    return render(request, "accounts/desk/access.html", context, status=status)


def _reviewed(request: Request, first: date, form: ReviewForm) -> int:
    """0 when it is done, else the status of the refusal."""
    if not form.is_valid():
        return 422
    try:
        access_reviews.review(request.complex, first, note=form.cleaned_data["note"], by=request.user, now=request.now)
    except DomainError as error:
        form.add_error(None, str(error))
        return error.status
    return 0


@require_http_methods(GET_POST)
def access_file(request: Request) -> HttpResponse:
    """The month as CSV; it is about people too, so its reason is asked."""
    permissions.demand_operator(request.user, request.complex)
    first = queries.month_of(request.GET.get("month", ""), request.complex, now=request.now)
    month = queries.report(request.complex, first, now=request.now)
    return reasons.taking(
        request,
        request.complex,
        what=Evidence.SHEET,
        people=[line.person.pk for line in month.lines],
        give=lambda: tables.as_csv(queries.rows(month), f"access-{month.key}.csv"),
        back=f"{reverse('accounts:access')}?month={month.key}",
    )

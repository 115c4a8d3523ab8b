"""People who may have two accounts: found, compared, merged or told apart."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from training.accounts import permissions
from training.accounts.forms import MergeForm
from training.accounts.models import User
from training.accounts.queries import duplicates as queries
from training.accounts.services import access, merges
from training.accounts.states import Evidence
from training.core.errors import DomainError
from training.core.requests import Request

KEPT_NOWHERE = cache_control(private=True, no_store=True)


@require_safe
@KEPT_NOWHERE
def duplicates(request: Request) -> HttpResponse:
    """Pairs that nobody has judged yet, and what was merged."""
    permissions.demand_operator(request.user, request.complex)
    pairs = Paginator(queries.candidates(request.complex), 50).get_page(request.GET.get("page", "1"))
    context = {"page_obj": pairs, "merges": queries.merges(request.complex)}
    return render(request, "accounts/desk/duplicates.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@KEPT_NOWHERE
def compare(request: Request, first_id: int, second_id: int) -> HttpResponse:
    """Both side by side; the first press leads to the confirmation, the second one merges."""
    both = _both(request, first_id, second_id)
    if request.method == "GET":
        access.viewed(
            request.complex, what=Evidence.PERSON, people=[first_id, second_id], by=request.user, now=request.now
        )
    form = MergeForm(request.POST if request.method == "POST" else None, both=both)
    if not form.is_valid():
        return _page(request, both, form, status=422 if form.is_bound else 200)
    stays, goes = both if form.cleaned_data["stays"] == str(both[0].pk) else both[::-1]
    try:
        if not request.POST.get("confirmed"):
            return _confirm(request, stays, goes, form)
        merges.merge(stays, goes, request.complex, reason=form.cleaned_data["reason"], by=request.user, now=request.now)
    except DomainError as error:
        form.add_error(None, str(error))
        return _page(request, both, form, status=error.status)
    messages.success(request, _("The two accounts are one now. The person is told by mail."))
    return redirect("accounts:duplicates")


@require_POST
def tell_apart(request: Request, first_id: int, second_id: int) -> HttpResponse:
    both = _both(request, first_id, second_id)
    merges.are_different(*both, request.complex, by=request.user, now=request.now)
    messages.success(request, _("Noted: two people. This pair is not proposed again."))
    return redirect("accounts:duplicates")


def _both(request: Request, first_id: int, second_id: int) -> tuple[User, User]:
    """Two different people of this complex; anybody else's do not exist here."""
    permissions.demand_operator(request.user, request.complex)
    if first_id == second_id or not {first_id, second_id} <= queries.people_of(request.complex):
        raise Http404
    return get_object_or_404(User, pk=first_id), get_object_or_404(User, pk=second_id)


def _page(request: Request, both: tuple[User, User], form: MergeForm, status: int) -> HttpResponse:
    sides = [queries.side(person, request.complex, now=request.now) for person in both]
    context: dict[str, Any] = {"sides": sides, "both": both, "form": form}
    return render(request, "accounts/desk/compare.html", context, status=status)


def _confirm(request: Request, stays: User, goes: User, form: MergeForm) -> HttpResponse:
    in_the_way = merges.obstacles(stays, goes, request.complex, now=request.now)
    if in_the_way:
        raise merges.NotMerged(" ".join(in_the_way))
    context = {
        "stays": queries.side(stays, request.complex, now=request.now),
        "goes": queries.side(goes, request.complex, now=request.now),
        "said": form.cleaned_data,
    }
    return render(request, "accounts/desk/merge.html", context)

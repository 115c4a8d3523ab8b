"""Requests about personal data at the operator's desk, what is kept apart, and the daily erasing."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from training.accounts import permissions
from training.accounts.forms import AnswerForm
from training.accounts.models import KeptApart, PrivacyRequest
from training.accounts.queries import privacy as queries
from training.accounts.queries import requests as listed
from training.accounts.services import access, apart, erasure, requests, retention
from training.accounts.states import Evidence, RequestKind
from training.accounts.views import reasons
from training.core.errors import DomainError
from training.core.requests import Request

KEPT_NOWHERE = cache_control(private=True, no_store=True)
GET_POST = ["GET", "HEAD", "POST"]


@require_safe
@KEPT_NOWHERE
def privacy_requests(request: Request) -> HttpResponse:
    """Those that wait, or all of them."""
    permissions.demand_operator(request.user, request.complex)
    everything = request.GET.get("show") == "all"
    page = listed.page(request.complex, everything=everything, number=request.GET.get("page", "1"))
    context = {"page_obj": page, "everything": everything}
    return render(request, "accounts/desk/requests.html", context)


@require_http_methods(GET_POST)
@KEPT_NOWHERE
def privacy_request(request: Request, request_id: int) -> HttpResponse:
    """One request, what it would change, and the answer. An erasure is confirmed on a page of its own."""
    found = _request(request, request_id)
    if request.method == "GET":
        access.viewed(found, what=Evidence.REQUEST, people=[found.person_id], by=request.user, now=request.now)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        act = requests.refuse if request.POST.get("outcome") == "refuse" else requests.correct
        if found.kind == RequestKind.ERASURE and act is requests.correct:
            raise Http404
        status = _tried(form, lambda: act(found, answer=form.cleaned_data["answer"], by=request.user, now=request.now))
        if not status:
            messages.success(request, _("The answer is recorded, and the person is told by mail."))
            return redirect("accounts:privacy_requests")
    return render(request, "accounts/desk/request.html", _context(request, found, form), status=status)


@require_http_methods(GET_POST)
@KEPT_NOWHERE
def confirm_erasure(request: Request, request_id: int) -> HttpResponse:
    """The second look: what goes, what stays apart until when, and one button."""
    found = _request(request, request_id)
    if found.kind != RequestKind.ERASURE:
        raise Http404
    form = AnswerForm(request.POST if request.method == "POST" else None)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        status = _tried(
            form,
            lambda: erasure.confirm(found, answer=form.cleaned_data["answer"], by=request.user, now=request.now),
        )
        if not status:
            messages.success(request, _("The erasure is confirmed and is being done."))
            return redirect("accounts:privacy_requests")
    return render(request, "accounts/desk/erase.html", _context(request, found, form), status=status)


@require_safe
@KEPT_NOWHERE
def kept_apart(request: Request) -> HttpResponse:
    """Whose identity is kept apart, by number alone, and until when."""
    permissions.demand_operator(request.user, request.complex)
    return render(request, "accounts/desk/apart.html", {"rows": erasure.kept_apart(request.complex)})


@require_http_methods(GET_POST)
@KEPT_NOWHERE
def open_kept_apart(request: Request, kept_id: int) -> HttpResponse:
    """Who it was, for an inspection; why is asked and recorded."""
    permissions.demand_operator(request.user, request.complex)
    found = get_object_or_404(KeptApart.objects.of(request.complex), pk=kept_id, destroyed_at=None)
    return reasons.taking(
        request,
        found,
        what=Evidence.IDENTITY,
        people=[found.person_id],
        give=lambda: render(request, "accounts/desk/identity.html", {"kept": found, "said": apart.opened(found)}),
        back=reverse("accounts:kept_apart"),
    )


@require_safe
def retention_page(request: Request) -> HttpResponse:
    """What each rule would take now, and what was taken. Looking changes nothing."""
    permissions.demand_operator(request.user, request.complex)
    context = {
        "lines": retention.dry_run(request.complex, now=request.now),
        "log": retention.log(),
    }
    return render(request, "accounts/desk/retention.html", context)


def _request(request: Request, request_id: int) -> PrivacyRequest:
    permissions.demand_operator(request.user, request.complex)
    rows = PrivacyRequest.objects.of(request.complex).select_related("person", "complex__site", "decided_by")
    return get_object_or_404(rows, pk=request_id)


def _context(request: Request, found: PrivacyRequest, form: AnswerForm) -> dict[str, Any]:
    context: dict[str, Any] = {"asked": found, "form": form, "is_own": found.person_id == request.user.pk}
    if found.kind == RequestKind.ERASURE:
        context |= queries.erasure(found.person, request.complex, now=request.now)
    return context | {"present": listed.present(found)}


def _tried(form: AnswerForm, act: Any) -> int:
    try:
        act()
    except DomainError as error:
        form.add_error(None, str(error))
        return error.status
    return 0

"""A person's own page about their data: what is held, who looked, a copy, a correction, an erasure."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from training.accounts.forms import CorrectionForm, ErasureForm
from training.accounts.models import DataExport, PrivacyRequest
from training.accounts.queries import privacy as queries
from training.accounts.services import exports, requests
from training.core.clock import day_of
from training.core.errors import DomainError
from training.core.requests import Request

KEPT_NOWHERE = cache_control(private=True, no_store=True)
GET_POST = ["GET", "HEAD", "POST"]


@require_safe
@KEPT_NOWHERE
def privacy(request: Request) -> HttpResponse:
    """What is held, why, until when, and who looked."""
    page = queries.page(request.user, request.complex, now=request.now, number=request.GET.get("page", "1"))
    return render(request, "accounts/privacy.html", page)


@require_POST
def ask_export(request: Request) -> HttpResponse:
    exports.ask(request.user, request.complex, now=request.now)
    messages.success(request, _("Your copy is being made. We write to you when it is ready, usually within minutes."))
    return redirect("accounts:privacy")


@require_safe
@KEPT_NOWHERE
def export_file(request: Request, export_id: int) -> HttpResponse:
    """The copy itself, for its person alone; another person's does not exist."""
    rows = DataExport.objects.of(request.complex).filter(person=request.user)
    found = get_object_or_404(rows, pk=export_id)
    content = exports.opened(found, by=request.user, now=request.now)
    response = HttpResponse(content, content_type="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="my-data-{found.made_at:%Y-%m-%d}.zip"'
    return response


@require_http_methods(GET_POST)
@KEPT_NOWHERE
def ask_correction(request: Request) -> HttpResponse:
    form = CorrectionForm(
        request.POST if request.method == "POST" else None, today=day_of(request.now, request.complex.zone)
    )
    if form.is_valid():
        asked = requests.ask_correction(request.user, request.complex, now=request.now, **form.cleaned_data)
        return _asked(request, asked)
    return render(request, "accounts/correction.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(GET_POST)
@KEPT_NOWHERE
def ask_erasure(request: Request) -> HttpResponse:
    """What goes and what stays, before anything is asked."""
    form = ErasureForm(request.POST if request.method == "POST" else None)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            asked = requests.ask_erasure(request.user, request.complex, text=form.cleaned_data["text"], now=request.now)
            return _asked(request, asked)
        except DomainError as error:
            form.add_error(None, str(error))
            status = error.status
    context: dict[str, Any] = {"form": form, **queries.erasure(request.user, request.complex, now=request.now)}
    return render(request, "accounts/erasure.html", context, status=status)


@require_POST
def take_back_request(request: Request, request_id: int) -> HttpResponse:
    asked = get_object_or_404(PrivacyRequest.objects.of(request.complex), pk=request_id, person=request.user)
    requests.take_back(asked, by=request.user, now=request.now)
    messages.success(request, _("Your request is taken back."))
    return redirect("accounts:privacy")


def _asked(request: Request, asked: PrivacyRequest) -> HttpResponse:
    day = asked.due_at.astimezone(request.complex.zone).date()
    messages.success(request, _("We received your request and answer by %(day)s.") % {"day": day.isoformat()})
    return redirect(f"{reverse('accounts:privacy')}#requests")

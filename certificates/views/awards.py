"""Revoking, issuing again and voiding: each on a page of its own, with its consequences."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from certificates.forms import ReasonForm, RevokeForm
from certificates.models import Certificate
from certificates.queries import facts
from certificates.services import awards, batches
from certificates.views.desk import certificate_of
from training.core.requests import Request


@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: Request, certificate_id: int) -> HttpResponse:
    """Declare that a certificate no longer counts."""
    found = certificate_of(request, certificate_id)
    form = RevokeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        awards.revoke(found, by=request.user, now=request.now, **form.cleaned_data)
        messages.success(request, _("%(number)s is revoked.") % {"number": found})
        return redirect("certificates:certificate", found.pk)
    words = {
        "title": _("Revoke %(number)s") % {"number": found},
        "summary": _("Whoever checks it will read the date and the public reason."),
        "action_label": _("Revoke the certificate"),
        "consequences": [
            _("It stays in the register and answers “revoked” for good."),
            _("This cannot be taken back. A new certificate can be issued afterwards."),
        ],
        "danger": True,
    }
    return _page(request, found, form, words)


@require_http_methods(["GET", "HEAD", "POST"])
def reissue(request: Request, certificate_id: int) -> HttpResponse:
    """Issue the same again with today's particulars."""
    found = certificate_of(request, certificate_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        later = awards.reissue(found, by=request.user, now=request.now, reason=form.cleaned_data["reason"])
        messages.success(request, _("%(number)s is being made.") % {"number": later})
        return redirect("certificates:certificate", later.pk)
    words = {
        "title": _("Issue %(number)s again") % {"number": found},
        "summary": _("The new certificate takes the name and date of birth from the account as they are now."),
        "action_label": _("Issue it again"),
        "consequences": [
            _("The new certificate gets the next number and a new code."),
            _("When it is issued, the old one answers “superseded” and names the new number."),
        ],
    }
    return _page(request, found, form, words)


@require_http_methods(["GET", "HEAD", "POST"])
def void(request: Request, certificate_id: int) -> HttpResponse:
    """Give up a number that was never issued."""
    found = certificate_of(request, certificate_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        batches.void(found, by=request.user, now=request.now, reason=form.cleaned_data["reason"])
        messages.success(request, _("%(number)s is voided.") % {"number": found})
        return redirect("certificates:certificate", found.pk)
    words = {
        "title": _("Void %(number)s") % {"number": found},
        "summary": _("The number stays in the register and is never used again."),
        "action_label": _("Void the number"),
        "consequences": [_("The person gets no certificate from this number.")],
        "danger": True,
    }
    return _page(request, found, form, words)


def _page(request: Request, found: Certificate, form: Any, words: dict[str, Any]) -> HttpResponse:
    context = {"certificate": found, "form": form, "rows": facts.full(found), "action_url": request.path, **words}
    status = 422 if request.method == "POST" else 200
    return render(request, "certificates/desk/act.html", context, status=status)

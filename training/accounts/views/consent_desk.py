"""Consent texts by version at the operator's desk, and the page that asks again when a required one changed."""

import itertools

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from training.accounts import permissions
from training.accounts.queries import consent_desk as queries
from training.accounts.queries import consents
from training.accounts.services import consents as services
from training.core.requests import Request


@require_safe
def consent_texts(request: Request) -> HttpResponse:
    """Every version with who agreed to which, as counts."""
    permissions.demand_operator(request.user, request.complex)
    context = {"versions": queries.versions(request.complex, now=request.now)}
    return render(request, "accounts/desk/consents.html", context)


@require_safe
def consent_text(request: Request, key: str) -> HttpResponse:
    """One text through its versions, and what changed from each to the next."""
    permissions.demand_operator(request.user, request.complex)
    found = queries.versions(request.complex, now=request.now, key=key)
    if not found:
        raise Http404
    steps = [(later, queries.changes(earlier.text, later.text)) for later, earlier in itertools.pairwise(found)]
    context = {"versions": found, "newest": found[0], "steps": steps}
    return render(request, "accounts/desk/consent.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def agree_again(request: Request) -> HttpResponse:
    """Required texts that were replaced since one agreed: read, and agreed to one by one."""
    owed = consents.owed(request.user, request.complex, now=request.now)
    if not owed:
        return redirect("enrollment:learn")
    chosen = [text for text in owed if request.POST.get(f"text-{text.pk}")]
    if request.method == "POST" and len(chosen) == len(owed):
        services.give(request.user, chosen, now=request.now)
        messages.success(request, _("Your consent is recorded."))
        return redirect("enrollment:learn")
    context = {"texts": owed, "refused": request.method == "POST"}
    return render(request, "accounts/agree_again.html", context, status=422 if context["refused"] else 200)

"""The trainee's page on the employers that sponsor them: who sees what, and ending that."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from enrollment.queries import sponsors as queries
from enrollment.services import shares
from training.core.requests import Request

GET_POST = ["GET", "HEAD", "POST"]


@require_safe
def listed(request: Request) -> HttpResponse:
    """Every employer that sponsors this person, and whether it sees their progress."""
    found = queries.sponsors(request.user, request.complex)
    return render(request, "enrollment/learn/sponsors.html", {"sponsors": found})


@require_http_methods(GET_POST)
def act(request: Request, organization_id: int, act: str) -> HttpResponse:
    """Let one employer see (`show`), or end that (`hide`): a page that asks, and the post that does it."""
    found = queries.sponsors(request.user, request.complex)
    sponsor = next((row for row in found if row.organization.pk == organization_id), None)
    text = queries.text(request.complex, now=request.now)
    if sponsor is None or text is None or act not in {"show", "hide"}:
        raise Http404
    if request.method == "POST":
        if act == "hide":
            shares.withdraw(request.user, sponsor.organization, now=request.now)
            messages.success(request, _("From now on this employer sees nothing of your progress."))
        else:
            shares.offer(request.user, sponsor.organization, text, now=request.now)
            messages.success(request, _("This employer sees your progress until you take that back."))
        return redirect("enrollment:sponsors")
    shown = sponsor.share.consent.consent_text if act == "hide" and sponsor.share else text
    context = {"sponsor": sponsor, "text": shown, "act": act}
    return render(request, "enrollment/learn/sponsor_act.html", context)

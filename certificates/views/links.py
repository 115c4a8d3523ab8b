"""Links of a holder: made and withdrawn on the holder's page, looked at by an employer without an account."""

from typing import Any

import structlog
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from certificates.forms import LinkForm
from certificates.models import Disclosure
from certificates.queries import answers, facts, holder
from certificates.queries import disclosures as queries
from certificates.services import disclosures, storing, verifying
from certificates.states import LookedAt, Question
from certificates.views.verify import answered, client_of
from training.core.errors import DomainError
from training.core.requests import Request
from training.core.views import server_error

log = structlog.get_logger(__name__)


@require_http_methods(["GET", "HEAD", "POST"])
def make(request: Request, certificate_id: int) -> HttpResponse:
    """Choose what to show, to whom and how long; the answer to the post shows the link, this once."""
    found = get_object_or_404(holder.of_person(request), pk=certificate_id)
    form = LinkForm(request.POST if request.method == "POST" else None, choices=queries.choices(found))
    context: dict[str, Any] = {"certificate": found, "title": facts.title(found), "form": form}
    if request.method != "POST":
        return render(request, "certificates/learn/link.html", context)
    if not form.is_valid():
        return render(request, "certificates/learn/link.html", context, status=422)
    said = form.cleaned_data
    asked = {"recipient": said["recipient"], "fields": said["fields_shown"], "days": said["days"]}
    try:
        made = disclosures.make(found, **asked, by=request.user, now=request.now)
    except DomainError as error:
        form.add_error(None, str(error))
        return render(request, "certificates/learn/link.html", context, status=error.status)
    context |= {
        "disclosure": made.disclosure,
        "shows": queries.labels(made.disclosure.fields),
        "address": found.complex.address(reverse("certificates:link", args=[made.token])),
    }
    response = render(request, "certificates/learn/link_made.html", context)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_POST
def withdraw(request: Request, certificate_id: int, link_id: int) -> HttpResponse:
    """At once: the next who opens the link reads that it was withdrawn."""
    found = get_object_or_404(holder.of_person(request), pk=certificate_id)
    disclosure = get_object_or_404(found.disclosures.select_related("certificate"), pk=link_id)
    disclosures.withdraw(disclosure, by=request.user, now=request.now)
    messages.success(request, _("The link was withdrawn. It leads nowhere from now on."))
    return redirect("certificates:own", found.pk)


@login_not_required
@require_safe
@answered
def shown(request: Request, token: str) -> HttpResponse:
    """What the holder shows, and what is true of the certificate at this instant."""
    found = disclosures.found(request.complex, token)
    if found is None or found.is_for_wallet:
        return _ended(request, None)
    if not disclosures.is_open(found, now=request.now):
        return _ended(request, found)
    note(request, found, LookedAt.PAGE)
    answer = verifying.by_file(request.complex, found.certificate_id, now=request.now, question=Question.LINK)
    page = answers.of_certificate(answer.truth, answer.certificate or found.certificate, answer.checks)
    context = {"link": found, "result": page, "shown": queries.shown(found), "token": token}
    return render(request, "certificates/verify/link.html", context)


@login_not_required
@require_safe
@answered
def pdf(request: Request, token: str) -> HttpResponse:
    """The stored file, where the holder shows it."""
    found = disclosures.found(request.complex, token)
    if found is None or not disclosures.is_open(found, now=request.now):
        return _ended(request, found)
    try:
        data = disclosures.pdf(found)
    except storing.FileDamaged:
        log.critical("certificate_file_damaged", certificate=found.certificate_id)
        return server_error(request)
    if data is None:
        return _ended(request, None)
    note(request, found, LookedAt.PDF)
    response = HttpResponse(data, content_type="application/pdf")
    name = content_disposition_header(True, f"{found.certificate.register_number}.pdf")
    response.headers["Content-Disposition"] = name or "attachment"
    return response


def note(request: Request, found: Disclosure, part: LookedAt) -> None:
    """Keep that somebody looked."""
    by = request.user if request.user.is_authenticated else None
    agent = request.headers.get("User-Agent", "")
    disclosures.note(found, part=part, client=client_of(request), agent=agent, by=by, now=request.now)


def _ended(request: Request, found: Disclosure | None) -> HttpResponse:
    """410 for what once led somewhere, 404 for what never did; neither says of whom."""
    return render(request, "certificates/verify/link_ended.html", {"link": found}, status=410 if found else 404)

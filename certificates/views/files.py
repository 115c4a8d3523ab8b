"""Giving out the stored file, to its holder and to the operators of its complex."""

from urllib.parse import quote

import structlog
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from certificates.models import Certificate
from certificates.queries import checks, disclosures, facts, holder, profiles
from certificates.rules import codes
from certificates.services import downloads, proofs, storing, vault
from certificates.services.disclosures import SHOWABLE
from certificates.states import RevocationReason, Truth
from training.accounts.permissions import is_operator
from training.accounts.states import Evidence
from training.accounts.views import reasons
from training.core.requests import Request
from training.core.views import server_error

log = structlog.get_logger(__name__)


@require_safe
def certificate(request: Request, certificate_id: int) -> HttpResponse:
    """The holder's page (screen 24): the paper's twin in words, its code, and the way to the file."""
    found = get_object_or_404(holder.of_person(request), pk=certificate_id)
    code = vault.opened(found.code_sealed)
    truth = holder.truth(found, now=request.now)
    links = disclosures.of_certificate(found, now=request.now)
    context = {
        "certificate": found,
        "title": facts.title(found),
        "truth": truth,
        "rows": facts.full(found),
        "modules": facts.modules(found),
        "hours": found.facts["hours"],
        "code": codes.grouped(code) if code else "",
        "address": found.complex.address(f"/verify/{code}/") if code else "",
        "reason": RevocationReason(found.revocation_code).label if found.revocation_code else "",
        "file": found.files.order_by("number").first(),
        "checks": checks.of(truth, found),
        "links": [link for link in links if not link.disclosure.is_for_wallet],
        "wallet_links": [link for link in links if link.disclosure.is_for_wallet],
        "may_make_link": truth in SHOWABLE,
        "profile": profiles.linkedin(found, code=code) if truth == Truth.VALID and code else None,
    }
    return render(request, "certificates/learn/certificate.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def pdf(request: Request, certificate_id: int) -> HttpResponse:
    """The stored bytes, checked against their hash; never drawn again, and never served when they differ."""
    found = get_object_or_404(Certificate.objects.of(request.complex).with_file(), pk=certificate_id)
    if found.person_id != request.user.pk and not is_operator(request.user, request.complex):
        raise Http404
    return reasons.taking(
        request, found, what=Evidence.CERTIFICATE, people=[found.person_id], give=lambda: _pdf(request, found),
        back=reverse("certificates:certificate", args=[found.pk]),
    )  # fmt: skip


def _pdf(request: Request, found: Certificate) -> HttpResponse:
    try:
        data = downloads.take(found, by=request.user, now=request.now)
    except storing.FileDamaged:
        log.critical("certificate_file_damaged", certificate=found.pk)
        return server_error(request)
    response = HttpResponse(data, content_type="application/pdf")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(found.register_number)}.pdf"
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_safe
def proof(request: Request, certificate_id: int) -> HttpResponse:
    """The holder's proof file, against the log as it is now."""
    found = get_object_or_404(holder.of_person(request), pk=certificate_id)
    return tlog_proof(found)


def tlog_proof(found: Certificate) -> HttpResponse:
    """A proof as a file to keep; 404 while no checkpoint covers the certificate."""
    text = proofs.of_certificate(found)
    if text is None:
        raise Http404
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    name = quote(found.register_number)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}.tlog-proof"
    response.headers["Cache-Control"] = "private, no-store"
    return response

"""What wallets and their verifiers fetch (status lists, who the issuer is), and the holder's own credential."""

import hashlib
import json
from typing import Any
from urllib.parse import quote

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_http_methods, require_safe

from certificates.models import Certificate
from certificates.services import badges, downloads, statuses
from certificates.services.refusals import ListUnavailable
from certificates.signing import issuers, keys
from training.accounts.permissions import is_operator
from training.accounts.states import Evidence
from training.accounts.views import reasons
from training.core.requests import Request

VC = "application/vc"
JSON = "application/json"
MINUTE = "public, max-age=60"
RETRY_SECONDS = 60


@login_not_required
@require_safe
def status_list(request: Request, number: int) -> HttpResponseBase:
    """The list as it is at this moment; 503 where it cannot be signed, never one that was overtaken."""
    try:
        text = statuses.current(request.complex, number, now=request.now) if request.complex else None
    except ListUnavailable:
        return _unavailable()
    if text is None:
        raise Http404
    response = _public(text, VC)
    response.headers["ETag"] = f'"{hashlib.sha256(text.encode()).hexdigest()}"'
    return get_conditional_response(request, etag=response.headers["ETag"], response=response) or response


@login_not_required
@require_safe
def did(request: Request) -> HttpResponse:
    """The DID document of this host (did:web); there is none where issuers are named by their key."""
    documents = _documents(request)
    if not documents or not documents[0]["id"].startswith("did:web:"):
        raise Http404
    return _public(json.dumps(documents[0]), "application/did+json")


@login_not_required
@require_safe
def issuer(request: Request) -> HttpResponse:
    """The issuer's profile (Open Badges 3.0), and the DID documents of every key it signed credentials with."""
    documents = _documents(request)
    if not documents:
        raise Http404
    profile = badges.profile(request.complex, documents[0]["id"])
    return _public(json.dumps({"profile": profile, "documents": documents}, ensure_ascii=False), JSON)


@require_http_methods(["GET", "HEAD", "POST"])
def credential(request: Request, certificate_id: int) -> HttpResponse:
    """The credential as it was signed and embedded, for its holder and the operators of its complex."""
    found = get_object_or_404(
        Certificate.objects.of(request.complex).with_file().exclude(credential=""), pk=certificate_id
    )
    if found.person_id != request.user.pk and not is_operator(request.user, request.complex):
        raise Http404
    return reasons.taking(
        request, found, what=Evidence.CERTIFICATE, people=[found.person_id], give=lambda: _credential(request, found),
        back=reverse("certificates:certificate", args=[found.pk]),
    )  # fmt: skip


def _credential(request: Request, found: Certificate) -> HttpResponse:
    text = downloads.take_credential(found, by=request.user, now=request.now)
    response = HttpResponse(text, content_type=VC)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(found.register_number)}.json"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _documents(request: Request) -> list[dict[str, Any]]:
    if not request.complex:  # lazy: never `is None`
        return []
    try:
        return issuers.documents(request.complex.key, request.complex.address("/"))
    except keys.KeyMissing:
        return []


def _public(text: str, kind: str) -> HttpResponse:
    response = HttpResponse(text, content_type=kind)
    response.headers["Cache-Control"] = MINUTE
    response.headers["Access-Control-Allow-Origin"] = "*"  # verifiers may run in a browser
    return response


def _unavailable() -> HttpResponse:
    answer = {"ko": "지금은 확인할 수 없습니다.", "en": "Cannot confirm right now."}
    response = HttpResponse(json.dumps(answer, ensure_ascii=False), content_type=JSON, status=503)
    response.headers["Cache-Control"], response.headers["Retry-After"] = "no-store", str(RETRY_SECONDS)
    return response

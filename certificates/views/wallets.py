"""An address from which a wallet fetches the credential: made by its holder, fetched without an account.

Open Badges 3.0 calls it a web resource (5.1.2). Whoever has the address has the credential, so it is a secret with an end.
"""

import json
from typing import Any

import segno
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from certificates.forms import WalletForm
from certificates.models import Disclosure
from certificates.queries import facts, holder
from certificates.services import disclosures
from certificates.states import Field, LookedAt
from certificates.views.links import note
from certificates.views.verify import answered
from training.core.errors import DomainError
from training.core.requests import Request

# As Open Badges 3.0 and VC Data Model 2.0 name the same bytes; the first where nothing is asked for.
KINDS = ["application/ld+json", "application/json", "application/vc", "application/vc+ld+json"]
ENDED = {"ko": "이 주소는 끝났거나 취소되었습니다. 수료자에게 새 주소를 요청하세요.",
         "en": "This address has ended or was withdrawn. Ask the holder for another one."}  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def make(request: Request, certificate_id: int) -> HttpResponse:
    """Says what a wallet gets; the answer to the post shows the address, this once."""
    found = get_object_or_404(holder.of_person(request).exclude(credential=""), pk=certificate_id)
    form = WalletForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"certificate": found, "title": facts.title(found), "form": form}
    if request.method != "POST":
        return render(request, "certificates/learn/wallet.html", context)
    if not form.is_valid():
        return render(request, "certificates/learn/wallet.html", context, status=422)
    asked = {"recipient": "", "fields": [Field.CREDENTIAL], "days": form.cleaned_data["days"]}
    try:
        made = disclosures.make(found, **asked, by=request.user, now=request.now)
    except DomainError as error:
        form.add_error(None, str(error))
        return render(request, "certificates/learn/wallet.html", context, status=error.status)
    address = found.complex.address(reverse("certificates:link_credential", args=[made.token]))
    context |= {"disclosure": made.disclosure, "address": address, "qr": _qr(address)}
    response = render(request, "certificates/learn/wallet_made.html", context)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@login_not_required
@require_safe
@answered
def fetched(request: Request, token: str) -> HttpResponse:
    """The credential as it was signed, byte for byte. Wallets may run in a browser, so any page may read it."""
    found = disclosures.found(request.complex, token)
    text = _open(request, found)
    if found is None or not text:
        return _public(json.dumps(ENDED, ensure_ascii=False), "application/json", status=410 if found else 404)
    note(request, found, LookedAt.CREDENTIAL)
    response = _public(text, request.get_preferred_type(KINDS) or KINDS[0])
    name = content_disposition_header(False, f"{found.certificate.register_number}.json")
    response.headers["Content-Disposition"] = name or "inline"
    return response


def _open(request: Request, found: Disclosure | None) -> str:
    is_open = found is not None and disclosures.is_open(found, now=request.now)
    return disclosures.credential(found) if found is not None and is_open else ""


def _public(text: str, kind: str, *, status: int = 200) -> HttpResponse:
    response = HttpResponse(text, content_type=kind, status=status)
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Vary"] = "Accept"
    return response


def _qr(address: str) -> str:
    return segno.make(address, error="m", micro=False).svg_data_uri(border=4, dark="#000", light="#fff")

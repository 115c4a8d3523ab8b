"""The personal code: on the trainee's own phone, and on cards that the office prints."""

import segno
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_POST, require_safe

from enrollment.models import PersonalCode
from enrollment.queries import kiosks as queries
from enrollment.queries.concerned import trainee_ids
from enrollment.rules.personal_codes import STEP
from enrollment.services import personal_codes
from enrollment.states import CodeKind
from enrollment.views.common import cohort_or_404, looked_at, refuse_others
from enrollment.views.kiosk import offline_worker
from training.accounts.states import Evidence
from training.core.errors import DomainError
from training.core.requests import Request

DESK, PAGE = "/learn/", "/learn/code/"
FILES = ("core/css/tokens.css", "enrollment/code.css", "enrollment/code.js")


@require_safe
@ensure_csrf_cookie
def page(request: Request) -> HttpResponse:
    """The frame of the code. It holds nothing of the person, since the phone keeps it for when it is offline."""
    context = {"step_ms": int(STEP.total_seconds() * 1000)}
    response = render(request, "enrollment/learn/code.html", context)
    add_never_cache_headers(response)
    return response


@require_safe
def state(request: Request) -> JsonResponse:
    """Which code stands for this person, by its handle, and our clock: the phone's may be off."""
    held = PersonalCode.objects.of(request.complex).filter(person=request.user, kind=CodeKind.PHONE, revoked_at=None)
    response = JsonResponse(
        {"handle": held.values_list("handle", flat=True).first() or "", "now": _milliseconds(request)}
    )
    add_never_cache_headers(response)
    return response


@require_POST
def give(request: Request) -> JsonResponse:
    """The secret, given once; the phone keeps it in a form that no script can read again."""
    try:
        made = personal_codes.give_to_phone(request.user, request.complex, now=request.now)
    except DomainError as error:
        return JsonResponse({"sentence": str(error)}, status=error.status)
    response = JsonResponse({"handle": made.handle, "key": made.key, "now": _milliseconds(request)})
    add_never_cache_headers(response)
    return response


def _milliseconds(request: Request) -> int:
    return int(request.now.timestamp() * 1000)


@require_safe
def worker(request: Request) -> HttpResponse:
    """The service worker of the desk: offline it opens the code, whichever page of the desk was asked for."""
    response = offline_worker(request, "code", page=PAGE, files=FILES, imported=["enrollment/symbol.js"])
    response["Service-Worker-Allowed"] = DESK
    return response


# --- the office ----------------------------------------------------------------------------------
@require_safe
def cohort_codes(request: Request, cohort_id: int) -> HttpResponse:
    """Who in a cohort has a code on a phone or a card."""
    cohort = cohort_or_404(request, cohort_id)
    return render(request, "enrollment/desk/codes.html", {"cohort": cohort, "holders": queries.holders(cohort)})


@require_POST
def make_cards(request: Request, cohort_id: int) -> HttpResponse:
    made = personal_codes.give_cards(cohort_or_404(request, cohort_id), by=request.user, now=request.now)
    messages.success(request, ngettext("%(n)d card was made.", "%(n)d cards were made.", made) % {"n": made})
    return redirect("enrollment:print_cards", cohort_id)


@require_safe
def print_cards(request: Request, cohort_id: int) -> HttpResponse:
    """Ten cards on an A4 sheet."""
    cohort = cohort_or_404(request, cohort_id)
    looked_at(request, cohort, Evidence.CARDS, trainee_ids(cohort))
    cards = [(holder.enrollment, _qr(holder.card)) for holder in queries.holders(cohort) if holder.card]
    response = render(request, "enrollment/desk/cards.html", {"cohort": cohort, "cards": cards})
    add_never_cache_headers(response)
    return response


def _qr(card: PersonalCode) -> str:
    text = queries.card_text(card)
    return segno.make(text, error="q", micro=False).svg_data_uri(border=4, dark="#000", light="#fff")


@require_POST
def take_back(request: Request, code_id: int) -> HttpResponse:
    """Lost or stolen."""
    refuse_others(request)
    rows = PersonalCode.objects.of(request.complex).select_related("complex", "person")
    code: PersonalCode = get_object_or_404(rows, pk=code_id)
    personal_codes.take_back(code, by=request.user, now=request.now)
    messages.success(request, _("The code of %(person)s counts no more.") % {"person": code.person.name})
    cohort = code.person.enrollments.filter(complex=request.complex).order_by("-pk").first()
    return redirect("enrollment:cohort_codes", cohort.cohort_id) if cohort else redirect("enrollment:desk")

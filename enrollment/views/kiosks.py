"""Kiosks as instructors and operators see them: starting, ending, what was scanned, and the tap on a card."""

from typing import Any

from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from enrollment.forms.kiosks import StartKioskForm
from enrollment.models import Kiosk, KioskScan
from enrollment.permissions import kiosks as permissions
from enrollment.queries import kiosks as queries
from enrollment.rules.kiosks import SENT_WITHIN
from enrollment.services import kiosk_scans, kiosks
from enrollment.services.sessions import only_instructors
from enrollment.views.common import posted
from enrollment.views.kiosk import COOKIE, PATH
from training.core import clock
from training.core.errors import DomainError
from training.core.requests import Request

TAPS = {"1": kiosk_scans.confirm, "0": kiosk_scans.dismiss}


@require_http_methods(["GET", "HEAD", "POST"])
def listed(request: Request) -> HttpResponse:
    """The kiosks of the last two weeks, and the form that makes this device one."""
    if not permissions.may_start(request.user, request.complex):
        raise kiosks.only_starters()
    form = StartKioskForm(posted(request), places=queries.places(request.complex))
    if form.is_valid():
        return _started(request, form.cleaned_data)
    found = list(queries.listed(request.user, request.complex, now=request.now))
    today = clock.day_of(request.now, request.complex.zone)
    context = {"form": form, "kiosks": found, "running": [k for k in found if k.day == today and not k.revoked_at]}
    return render(request, "enrollment/kiosk/listed.html", context, status=422 if form.errors else 200)


def _started(request: Request, chosen: dict[str, Any]) -> HttpResponse:
    venue, room = queries.place(request.complex, chosen["place"])
    kiosk, token = kiosks.start(request.complex, venue=venue, room=room, by=request.user, now=request.now)
    if chosen["leave"]:
        logout(request)
    response = redirect("enrollment:kiosk")
    until = clock.end_of(kiosk.day, request.complex.zone) + SENT_WITHIN
    response.set_cookie(
        COOKIE, token, max_age=until - request.now, path=PATH, httponly=True, samesite="Strict",
        secure=request.is_secure(),
    )  # fmt: skip
    return response


def _kiosk(request: Request, kiosk_id: int) -> Kiosk:
    rows = Kiosk.objects.of(request.complex).select_related("venue", "room", "complex", "started_by", "revoked_by")
    kiosk: Kiosk = get_object_or_404(rows, pk=kiosk_id)
    if not permissions.may_keep(request.user, kiosk):
        raise kiosks.only_its_keepers()
    return kiosk


@require_safe
def scanned(request: Request, kiosk_id: int) -> HttpResponse:
    """Everything a kiosk took, with what became of it."""
    kiosk = _kiosk(request, kiosk_id)
    return render(request, "enrollment/kiosk/scanned.html", {"kiosk": kiosk, "lines": queries.scans(kiosk)})


@require_POST
def end(request: Request, kiosk_id: int) -> HttpResponse:
    kiosks.end(_kiosk(request, kiosk_id), by=request.user, now=request.now)
    return redirect("enrollment:kiosk_scanned", kiosk_id)


@require_POST
def decide(request: Request, scan_id: int) -> HttpResponse:
    """The tap on a card."""
    rows = KioskScan.objects.of(request.complex).select_related("session__cohort__complex", "session__complex")
    scan: KioskScan = get_object_or_404(rows, pk=scan_id)
    if not permissions.may_confirm(request.user, scan):
        raise only_instructors()
    act = TAPS.get(request.POST.get("counts", ""))
    if act is None:
        raise DomainError(_("Choose what to record, then press its button."))
    act(scan, by=request.user, now=request.now)
    if request.POST.get("from") == "roster" and scan.session_id:
        return redirect("enrollment:roster", scan.session_id)
    return redirect("enrollment:kiosk_scanned", scan.kiosk_id)

"""The rotating QR for the screen of the room. Names never appear, and no code of the future leaves the server."""

from typing import Any

import segno
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from enrollment.models import Session
from enrollment.queries import attend, teach
from enrollment.queries.attendance import scheduled_day
from enrollment.rules import codes
from enrollment.services.codes import secret_of
from enrollment.views.teach import session_of
from training.core.requests import Request


@require_safe
def projector(request: Request, session_id: int) -> HttpResponse:
    """The whole screen; script refreshes the code at each step, without script the page refreshes itself."""
    return _answer(request, session_id, "enrollment/teach/projector.html")


@require_safe
def code(request: Request, session_id: int) -> HttpResponse:
    """The code of this step, as a piece of the screen."""
    return _answer(request, session_id, "enrollment/teach/projector_code.html")


def _answer(request: Request, session_id: int, page: str) -> HttpResponse:
    session = session_of(request, session_id)
    roster = teach.roster(session, now=request.now)
    refusal = attend.refusal(session, scheduled_day(session), now=request.now)
    context = {"session": session, "roster": roster, "refusal": refusal, **({} if refusal else _code(request, session))}
    response = render(request, page, context)
    add_never_cache_headers(response)
    return response


def _code(request: Request, session: Session) -> dict[str, Any]:
    secret, step = secret_of(session), codes.step_at(request.now)
    path = reverse("enrollment:attend_code", args=[session.pk, codes.token(secret, step)])
    digits = codes.digits(secret, step)
    return {
        "qr": segno.make(session.complex.address(path), error="m").svg_data_uri(border=4, dark="#000", light="#fff"),
        "digits": (digits[:3], digits[3:]),
        "left_ms": int(codes.next_step_in(request.now).total_seconds() * 1000),
        "step_ms": int(codes.STEP.total_seconds() * 1000),
    }

"""A browser is told from another one within a session's roll: by a number that is drawn, says nothing and is not kept.

What is written down is a hash under the session's own secret. So one phone that checks in several people shows on one
roll, and nothing joins the rolls of two days.
"""

import hmac
import secrets
from hashlib import sha256

from django.http import HttpResponse

from enrollment.models import Session
from training.core.requests import Request

COOKIE = "attend_device"
LASTS = 30 * 86_400


def known(request: Request, response: HttpResponse) -> HttpResponse:
    """Give the browser its number, if it has none."""
    if COOKIE not in request.COOKIES:
        response.set_cookie(
            COOKIE, secrets.token_urlsafe(16), max_age=LASTS, path="/attend/", httponly=True, samesite="Lax",
            secure=request.is_secure(),
        )  # fmt: skip
    return response


def mark_of(request: Request, session: Session) -> str:
    """The same for one browser in one session; empty for a browser that keeps no cookies of ours."""
    number = request.COOKIES.get(COOKIE, "")
    if not number:
        return ""
    return hmac.new(bytes.fromhex(session.secret), f"device:{number}".encode(errors="replace"), sha256).hexdigest()[:16]

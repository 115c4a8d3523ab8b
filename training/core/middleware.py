"""What every request carries: the instant it began, its complex, its language; and how refusals are shown."""

import secrets
import time
from collections.abc import Callable
from typing import Any, cast

import structlog
from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import SuspiciousOperation
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.functional import SimpleLazyObject
from wagtail.models import Site

from training.core import clock as clocks
from training.core import metrics, sites
from training.core.errors import DomainError
from training.core.models import Complex
from training.core.requests import Request

Answer = Callable[[Request], HttpResponse]
log = structlog.get_logger(__name__)
LANGUAGES = ("ko", "en")
PROBES = frozenset({"/healthz", "/readyz", "/metrics"})  # asked every few seconds, and when the database is away
CMS = "/cms/"
COMPRESSED = frozenset(
    {"text/html", "text/css", "text/javascript", "application/javascript", "application/json", "image/svg+xml"}
)
REFUSAL_PAGES = {403: "403", 429: "429"}
# Wagtail's admin writes inline scripts and styles; nothing else on the platform may.
CMS_POLICY = {
    "script-src": ["'unsafe-inline'"],
    "style-src": ["'unsafe-inline'"],
    "img-src": ["blob:"],
}


class Compressed(GZipMiddleware):
    """Compresses what is text, pages with random bytes against guessing (BREACH); never a part of a file.

    A phone on the shop floor waits for the bytes of style sheets longer than for anything else.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        kind = response.get("Content-Type", "").partition(";")[0]
        if response.status_code == 200 and kind in COMPRESSED:
            return super().process_response(request, response)
        return response


def counted(get_response: Answer) -> Answer:
    """Counts the answer for /metrics, by the route's name, which holds no code and no name of a person."""

    def middleware(request: Request) -> HttpResponse:
        started = time.perf_counter()
        response = get_response(request)
        route = getattr(getattr(request, "resolver_match", None), "view_name", "")
        seconds = time.perf_counter() - started
        metrics.answered(route=route, method=request.method or "", status=response.status_code, seconds=seconds)
        return response

    return middleware


def no_nul(get_response: Answer) -> Answer:
    """Answer 400 to a NUL in a cookie: it may become a session's key, and PostgreSQL fails on it.

    Addresses and forms are judged where they are read, with a sentence.
    """

    def middleware(request: Request) -> HttpResponse:
        if any("\0" in value for value in request.COOKIES.values()):
            raise SuspiciousOperation("NUL in a cookie")
        return get_response(request)

    return middleware


def clock(get_response: Answer) -> Answer:
    """`request.now`: taken once, passed down, so that one request has one present."""

    def middleware(request: Request) -> HttpResponse:
        request.now = clocks.now()
        return get_response(request)

    return middleware


def request_id(get_response: Answer) -> Answer:
    """`request.id`: stands in every log line of the request, in its answer's head and on the page for our own faults."""

    def middleware(request: Request) -> HttpResponse:
        request.id = secrets.token_hex(8)
        started = time.perf_counter()
        with structlog.contextvars.bound_contextvars(request_id=request.id):
            response = get_response(request)
            route = getattr(getattr(request, "resolver_match", None), "view_name", "") or "none"
            took = round((time.perf_counter() - started) * 1000)
            who = getattr(getattr(request, "_cached_user", None), "pk", None)  # only where somebody asked already
            status = response.status_code
            log.info("request", route=route, method=request.method, status=status, milliseconds=took, user=who)
        response.headers["X-Request-Id"] = request.id
        return response

    return middleware


def relaxed_for_cms(get_response: Answer) -> Answer:
    """The strict content policy holds everywhere but in the editors' admin."""

    def middleware(request: Request) -> HttpResponse:
        response = get_response(request)
        if request.path_info.startswith(CMS):
            response._csp_update = CMS_POLICY  # type: ignore[attr-defined]  # what django-csp reads
        return response

    return middleware


def no_camera(get_response: Answer) -> Answer:
    """No page may look through the camera but the one that says so itself."""

    def middleware(request: Request) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", "camera=()")
        return response

    return middleware


def complex_of_host(get_response: Answer) -> Answer:
    """`request.complex`: the complex whose host was asked, or None where no site answers."""

    def middleware(request: Request) -> HttpResponse:
        request.complex = cast(Complex, SimpleLazyObject(lambda: _complex(request)))
        return get_response(request)

    return middleware


def _complex(request: Request) -> Complex | None:
    """Asked for along with Wagtail's site, which is kept where Wagtail keeps its own."""
    asked_of: Any = request  # what follows is Django's and Wagtail's own: refusing a host is not done here
    host = split_domain_port(asked_of._get_raw_host())[0]
    asked = Site.objects.filter(Q(hostname=host) | Q(is_default_site=True)).order_by("pk")
    site = sites.choose(list(asked.select_related("root_page", "complex")), host, request.get_port())
    asked_of._wagtail_site = site
    return getattr(site, "complex", None)


def language(get_response: Answer) -> Answer:
    """CMS pages speak the language of their address; all else the account's, the cookie's or the browser's."""

    def middleware(request: Request) -> HttpResponse:
        of_page = _language_of_page(request)
        of_person = _language_of_person(request)
        chosen = of_page or of_person
        request.language_of_person = of_person
        translation.activate(chosen)
        request.LANGUAGE_CODE = chosen
        response = get_response(request)
        if of_page is None:
            patch_vary_headers(response, ("Accept-Language", "Cookie"))
        elif of_page != of_person and response.status_code == 200:
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME, of_page, max_age=31_536_000, samesite="Lax", secure=request.is_secure()
            )
        response.headers.setdefault("Content-Language", translation.get_language() or chosen)
        return response

    return middleware


def zone(get_response: Answer) -> Answer:
    """Days and times are said in the zone of the complex whose host was asked."""

    def middleware(request: Request) -> HttpResponse:
        if request.path_info in PROBES or not request.complex:
            return get_response(request)
        with timezone.override(request.complex.zone):
            return get_response(request)

    return middleware


def _language_of_page(request: Request) -> str | None:
    """The language in a CMS page's address; None for a plain view."""
    translation.activate("en" if request.path_info.startswith("/en/") else "ko")
    try:
        match = resolve(request.path_info)
    except Resolver404:
        return None
    if match.url_name != "wagtail_serve":
        return None
    return "en" if request.path_info.startswith("/en/") else "ko"


def _language_of_person(request: Request) -> str:
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated and user.language in LANGUAGES:
        return str(user.language)
    cookie = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    if cookie in LANGUAGES:
        return cookie
    if request.headers.get("Accept-Language"):
        asked = translation.get_language_from_request(request)
        return asked if asked in LANGUAGES else "ko"
    return "ko"


class LoginRequired(LoginRequiredMiddleware):
    """Deny by default: a view is closed to strangers unless it says `login_not_required`."""


class Refusals:
    """Shows a DomainError as a page with its sentence and its status; views that can say it nearer do so."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: Request, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, DomainError):
            return None
        context: dict[str, Any] = {"error": exception, "status": exception.status}
        return render(
            request, f"errors/{REFUSAL_PAGES.get(exception.status, 'refused')}.html", context, status=exception.status
        )

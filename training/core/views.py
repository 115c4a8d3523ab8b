"""Health, language, the style guide and the pages for what went wrong."""

import posixpath
import secrets
import sys
from typing import Any

import structlog
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.static import serve
from prometheus_client import CONTENT_TYPE_LATEST
from wagtail import views as wagtail_views
from wagtail.models import Page, PageViewRestriction, Site

from training.core import gate, health, metrics
from training.core import styleguide as styleguides
from training.core.models import HomePage
from training.core.models.complexes import FRAME_COLORS, ICONS, MARKS, brand_of
from training.core.requests import Request

log = structlog.get_logger(__name__)
READABLE = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
KEPT = "public, max-age=3600"  # a picture, by browsers and by what stands before us


@require_safe
@login_not_required
def healthz(request: Request) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@login_not_required
def readyz(request: Request) -> JsonResponse:
    """The process can work: database, its clock, broker and storage; 503 when one of them cannot."""
    found = health.checks(request.now)  # type: ignore[attr-defined] # set by training.core.middleware.clock
    return JsonResponse(found, status=health.status(found))


@require_safe
@login_not_required
def metrics_page(request: Request) -> HttpResponse:
    """What Prometheus reads; for strangers there is nothing here."""
    if not gate.may_read_metrics(request):
        return HttpResponse("Not found\n", status=404, content_type="text/plain")
    response = HttpResponse(metrics.page(), content_type=CONTENT_TYPE_LATEST)
    response.headers["Cache-Control"] = "no-store"
    return response


@require_safe
@login_not_required
def manifest(request: Request) -> JsonResponse:
    """What a phone must know to put the desk among its apps: browsers fetch it without cookies, so in Korean."""
    name = request.complex.name_ko if request.complex else "Ochang"
    brand = brand_of(request.complex)
    icon = ICONS[brand].format
    found = {
        "id": "/learn/",
        "name": name,
        "short_name": name[:12],
        "lang": "ko",
        "start_url": "/learn/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": FRAME_COLORS[brand],
        "icons": [
            {
                "src": static(MARKS[brand]),
                "sizes": "any",
                "type": "image/svg+xml",
                "purpose": "any",
            },
            {"src": static(icon("192")), "sizes": "192x192", "type": "image/png", "purpose": "any"},
            {"src": static(icon("512")), "sizes": "512x512", "type": "image/png", "purpose": "any"},
            {
                "src": static(icon("maskable-512")),
                "sizes": "512x512",
                "type": "image/png",
                "purpose": "maskable",
            },
        ],
    }
    return JsonResponse(found, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})


@require_safe
@login_not_required
def picture(request: Request, path: str) -> HttpResponseBase:
    """A picture of a page, wherever pictures stand."""
    if not settings.STORAGE_URL:
        response: HttpResponseBase = serve(request, path, document_root=str(settings.MEDIA_ROOT / "images"))
        response.headers["Cache-Control"] = KEPT
        return response
    name = posixpath.normpath(f"images/{path}")
    if not name.startswith("images/") or not default_storage.exists(name):
        raise Http404
    response = FileResponse(default_storage.open(name), filename=posixpath.basename(name))
    response.headers["Cache-Control"] = KEPT
    return response


@login_not_required
def page(request: Request, path: str) -> HttpResponse:
    """Any page of the CMS. The front door of the language is found in one question, where Wagtail asks three."""
    site = Site.find_for_request(request)
    if site is not None:
        _find(request, site.root_page, [part for part in path.split("/") if part])
    response: HttpResponse = wagtail_views.serve(request, path)
    if response.status_code == 302 and request.user.is_authenticated:
        _refuse_other_groups(request)
    return response


def _refuse_other_groups(request: Any) -> None:
    """Wagtail sends whoever is not of a page's groups to sign-in, which would send people who are signed in back.

    Raises PermissionDenied for them.
    """
    found = getattr(request, "_wagtail_route_for_request", None)
    for restriction in found.page.get_view_restrictions() if found else ():
        if restriction.restriction_type == PageViewRestriction.GROUPS and not restriction.accept_request(request):
            raise PermissionDenied(
                _("This page is for certain groups only. If you belong to one, ask the office to add you.")
            )


def _find(request: Any, root: Page, parts: list[str]) -> None:
    """Puts what was found where Wagtail keeps its own; where the language has no front door, Wagtail looks itself."""
    language = "en" if (translation.get_language() or "ko").startswith("en") else "ko"
    try:
        request._wagtail_route_for_request = HomePage.route_from(root, language, request, parts)
    except Http404:
        if HomePage.doors(root, language).exists():
            request._wagtail_route_for_request = None


@require_POST
@login_not_required
def set_language(request: Request) -> HttpResponse:
    """Keep the chosen language (on the account, else in a cookie) and return to the page given in `next`."""
    chosen = request.POST.get("language", "")
    onward = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(onward, allowed_hosts={request.get_host()}):
        onward = "/"
    response = HttpResponseRedirect(onward)
    if chosen in ("ko", "en"):
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, chosen, max_age=31_536_000, samesite="Lax")
        if request.user.is_authenticated:
            get_user_model().objects.filter(pk=request.user.pk).update(language=chosen)
    return response


@require_safe
@login_not_required
def styleguide(request: Request) -> HttpResponse:
    """Every component once, in DEMO only."""
    if not settings.DEMO:
        raise Http404
    return render(request, "core/styleguide.html", styleguides.context())


def bad_request(request: Request, exception: Exception | None = None) -> HttpResponse:
    """The request itself cannot be read, its host perhaps refused: the page stands alone and asks for nothing."""
    return HttpResponse(render_to_string("errors/400.html", _alone()), status=400)


def forbidden(request: Request, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/403.html", {"reason": str(exception or "")}, status=403)


def csrf_failed(request: Request, reason: str = "") -> HttpResponse:
    """A form from an old page or another site; nothing was changed."""
    return render(request, "errors/csrf.html", status=403)


def not_found(request: Request, exception: Exception | None = None) -> HttpResponse:
    """No page: in the language of its address where that says one, else in the reader's own."""
    of_person = getattr(request, "language_of_person", None)
    spoken = "en" if request.path_info.startswith("/en/") else of_person or translation.get_language() or "ko"
    with translation.override(spoken):
        response = render(request, "errors/404.html", status=404)
    response.headers["Content-Language"] = spoken
    patch_vary_headers(response, ("Accept-Language", "Cookie"))
    return response


def server_error(request: Request, *args: Any) -> HttpResponse:
    """Our own fault, in both languages; asks neither the database nor the session, and does not fail itself."""
    inquiry = inquiry_number(getattr(request, "id", ""))
    fault = sys.exc_info()[0]  # the traceback is in Django's own log line, under the same request
    log.error("request.failed", inquiry=inquiry, route=_route(request), fault=fault.__name__ if fault else "")
    return HttpResponse(render_to_string("errors/500.html", {**_alone(), "inquiry": inquiry}), status=500)


def inquiry_number(request_id: str) -> str:
    """Six characters that can be read out on the phone: no I, L, O, U."""
    seed = int(request_id, 16) if request_id else secrets.randbits(64)
    return "".join(READABLE[(seed >> shift) & 31] for shift in range(0, 30, 5))


def _route(request: Request) -> str:
    """The route's name, which holds no code and no name of a person, as an address might."""
    return str(getattr(getattr(request, "resolver_match", None), "view_name", "") or "")


def _alone() -> dict[str, Any]:
    """What a page needs that asks nobody: its style sheets and the two front doors."""
    return {"sheets": _sheets(), "korean": "/", "english": "/en/"}


def _sheets() -> list[str]:
    """The style sheets of a page that stands alone; without them it is plain, but it is there."""
    try:
        return [static(f"core/css/{name}.css") for name in ("tokens", "plain")]
    except ValueError:
        return []

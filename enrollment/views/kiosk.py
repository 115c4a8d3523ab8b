"""The kiosk itself: a device that is signed in as a place. Its page works offline; its scans are judged when they come."""

from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_POST, require_safe

from enrollment.forms import kiosk_uploads
from enrollment.models import Kiosk
from enrollment.queries import kiosks as queries
from enrollment.rules.kiosks import MOST_AT_ONCE
from enrollment.services import attempts, kiosk_scans, kiosks
from enrollment.services.kiosks import NoKiosk
from enrollment.states import KioskAct
from training.core.errors import DomainError
from training.core.models.complexes import FRAME_COLORS, MARKS, brand_of
from training.core.requests import Request

COOKIE = "kiosk"
PATH = "/kiosk/"
DECODER = "jsqr/jsQR.js"  # fetched by bin/set-up
FILES = ("core/css/tokens.css", "core/icons.svg", "enrollment/kiosk.css", "enrollment/kiosk.js")
IMPORTED = ("enrollment/kiosk-store.js", "enrollment/kiosk-camera.js")  # by scripts, under their plain names


def kiosk_of(request: Request) -> Kiosk:
    return kiosks.of_token(request.COOKIES.get(COOKIE, ""), request.complex, now=request.now)


def decoder() -> str:
    """The address of the reader of camera pictures, or empty where set-up could not fetch it."""
    return static(DECODER) if (Path(settings.BROWSER_DIR) / DECODER).exists() else ""


@login_not_required
@require_safe
@ensure_csrf_cookie
def page(request: Request) -> HttpResponse:
    """The whole screen: camera, result, how many scans wait. It names nobody."""
    context = {"kiosk": kiosk_of(request), "decoder": decoder(), "acts": KioskAct.choices, "most": MOST_AT_ONCE}
    response = render(request, "enrollment/kiosk/page.html", context)
    response["Permissions-Policy"] = "camera=(self)"
    add_never_cache_headers(response)
    return response


def answers_in_json(view: Callable[[Request], JsonResponse]) -> Callable[[Request], JsonResponse]:
    """A refusal is one sentence, and the device's scans stay where they are."""

    @wraps(view)
    def answer(request: Request) -> JsonResponse:
        try:
            response = view(request)
        except DomainError as error:
            response = JsonResponse({"sentence": str(error), "over": isinstance(error, NoKiosk)}, status=error.status)
        add_never_cache_headers(response)
        return response

    return answer


@login_not_required
@require_POST
@answers_in_json
def receive(request: Request) -> JsonResponse:
    """Scans that waited on the device. Answers each by its own number, so that it can be forgotten there."""
    kiosk = kiosk_of(request)
    try:
        length = request.headers.get("Content-Length", "")
        kiosk_uploads.check_size(int(length) if length.isdecimal() else 0)
        upload = kiosk_uploads.read(request.body)
    except DomainError as error:
        attempts.refused(kiosk, type(error).__name__, by=None, now=request.now)
        raise
    found = kiosk_scans.receive(kiosk, upload, now=request.now)
    return JsonResponse({"now": int(request.now.timestamp() * 1000), "scans": [queries.told(scan) for scan in found]})


@login_not_required
@require_safe
def worker(request: Request) -> HttpResponse:
    """The service worker of the kiosk's page: what it needs stands on the device."""
    own = [reverse("enrollment:kiosk_decoder"), *filter(None, [decoder()])]
    return offline_worker(request, "kiosk", page=PATH, files=FILES, imported=IMPORTED, also=own)


def offline_worker(
    request: Request, name: str, *, page: str, files: Sequence[str], imported: Sequence[str], also: Sequence[str] = ()
) -> HttpResponse:
    """The script that keeps a page and its files on the device."""
    kept = [
        page,
        *also,
        *map(static, [*files, MARKS[brand_of(request.complex)]]),
        *(settings.STATIC_URL + name for name in imported),
    ]
    context = {"worker": {"name": name, "page": page, "kept": kept}}
    response = render(request, "enrollment/kiosk/worker.js", context, content_type="text/javascript")
    response["Cache-Control"] = "no-cache"
    return response


@login_not_required
@require_safe
def manifest(request: Request) -> JsonResponse:
    """What a tablet must know to open the kiosk as an app: browsers fetch it without cookies, so in Korean."""
    brand = brand_of(request.complex)
    found = {
        "id": PATH,
        "name": "키오스크",
        "short_name": "키오스크",
        "lang": "ko",
        "start_url": PATH,
        "scope": PATH,
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": FRAME_COLORS[brand],
        "icons": [{"src": static(MARKS[brand]), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}],
    }
    return JsonResponse(found, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})


@login_not_required
@require_safe
def decoding(request: Request) -> HttpResponse:
    """The web worker that reads pictures; under the kiosk's own address, so that it is there offline too."""
    response = render(request, "enrollment/kiosk/decoder.js", {"decoder": decoder()}, content_type="text/javascript")
    response["Cache-Control"] = "no-cache"
    return response

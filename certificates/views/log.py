"""The public log as files (C2SP tlog-tiles): no account, no language, the host's complex only."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from certificates.models import Log
from certificates.queries import tree
from certificates.rules import tiles
from certificates.services import proofs
from training.core.requests import Request

FOR_GOOD = "public, max-age=31536000, immutable"  # a tile of a given width never changes
BRIEFLY = "public, max-age=5"
LEVELS = frozenset(str(level) for level in range(tiles.HIGHEST + 1))


@login_not_required
@require_safe
def log(request: Request) -> HttpResponse:
    """What the log is, how long it is, and what a verifier needs."""
    if not request.complex:  # lazy: never `is None`
        raise Http404
    found = tree.of(request.complex)
    head = tree.head(found) if found else None
    stamp = tree.latest_stamp(found) if found else None
    context: dict[str, Any] = {
        "log": found,
        "head": head,
        "key": proofs.verifier(found) if found else "",
        "stamp": stamp,
    }
    context["witnesses"] = tree.witnesses(request.complex)
    return render(request, "certificates/log.html", context)


@login_not_required
@require_safe
def checkpoint(request: Request) -> HttpResponse:
    """The latest signed root."""
    note = proofs.checkpoint(request.complex) if request.complex else None
    if note is None:
        raise Http404
    return _bytes(note.encode(), "text/plain; charset=utf-8", BRIEFLY)


@login_not_required
@require_safe
def issuer_root(request: Request) -> HttpResponse:
    """Under which certificates the signatures in our files stand."""
    found = proofs.roots(request.complex) if request.complex else b""
    if not found:
        raise Http404
    return _bytes(found, "application/x-pem-file", BRIEFLY)


@login_not_required
@require_safe
def stamp(request: Request, size: int, part: str) -> HttpResponse:
    """A checkpoint that was timestamped: its note, the token over it, and the roots of the timestamp authority."""
    log = tree.of(request.complex) if request.complex else None
    found = tree.stamp(log, size) if log else None
    if found is None:
        raise Http404
    if part == "note":
        return _bytes(found.head.note.encode(), "text/plain; charset=utf-8", FOR_GOOD)
    if part == "token":
        return _bytes(bytes(found.token), "application/vnd.etsi.timestamp-token", FOR_GOOD)
    roots = proofs.stamp_roots(request.complex) if part == "roots.pem" else b""
    if not roots:
        raise Http404
    return _bytes(roots, "application/x-pem-file", BRIEFLY)


@login_not_required
@require_safe
def tile(request: Request, level: str, place: str) -> HttpResponse:
    """Hashes of one level."""
    height = int(level) if level in LEVELS else -1
    found, where = _found(request, height, place)
    return _bytes(tree.tile(found, height, where), "application/octet-stream", FOR_GOOD)


@login_not_required
@require_safe
def entries(request: Request, place: str) -> HttpResponse:
    """The entries themselves, each after its length."""
    found, where = _found(request, 0, place)
    return _bytes(tree.bundle(found, where), "application/octet-stream", FOR_GOOD)


def _found(request: Request, level: int, name: str) -> tuple[Log, tiles.Place]:
    """The host's log and a tile that it has; anything else is not there."""
    place = tiles.parsed(name)
    found = tree.of(request.complex) if request.complex else None
    if place is None or found is None or level < 0 or not tiles.is_there(level, place, found.size):
        raise Http404
    return found, place


def _bytes(data: bytes, kind: str, cache: str) -> HttpResponse:
    response = HttpResponse(data, content_type=kind)
    response.headers["Cache-Control"] = cache
    response.headers["Access-Control-Allow-Origin"] = "*"  # monitors may run in a browser
    return response

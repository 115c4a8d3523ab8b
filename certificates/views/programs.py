"""What programs ask: one code, or many at once. Both languages in each answer, the same truths as the pages."""

import json
from typing import Any

import structlog
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError
from django.http import Http404, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from certificates.queries import answers
from certificates.services import guesses, verifying
from certificates.states import Truth
from certificates.views.verify import HEADERS, client_of
from training.core.requests import Request

MOST = 50  # codes in one question
MOST_BYTES = 16 * 1024
MOST_LETTERS = 100  # of a code as somebody typed it
MALFORMED = {
    "ko": f'{{"codes": ["…"]}} 형식으로 코드를 1개에서 {MOST}개까지 보내세요.',
    "en": f'Send {{"codes": ["…"]}} with 1 to {MOST} codes.',
}
log = structlog.get_logger(__name__)


@login_not_required
@require_safe
def one(request: Request, code: str) -> JsonResponse:
    """The answer to a code; the same status as the page."""
    body, status, wait = _answered(request, code)
    return _response(request, body, status=status, wait=wait)


@csrf_exempt  # nothing is changed, and no account is asked
@login_not_required
@require_POST
def many(request: Request) -> JsonResponse:
    """The answers to up to fifty codes, in their order. 429 where wrong codes used up the limit on the way."""
    codes = _codes(_body(request)) if request.complex else None
    if codes is None:
        return _response(request, MALFORMED, status=422)
    found, wait = [], 0
    for code in codes:
        body, _status, seconds = _answered(request, code)
        found.append({"code": code, **body})
        wait = max(wait, seconds)
    return _response(request, {"answers": found}, status=429 if wait else 200, wait=wait)


def _answered(request: Request, code: str) -> tuple[dict[str, Any], int, int]:
    """Body, status, and after how many seconds to ask again (0: at once)."""
    if not request.complex:  # lazy: never `is None`
        raise Http404
    try:
        answer = verifying.by_code(request.complex, typed=code, client=client_of(request), now=request.now)
    except guesses.Spent as error:
        return answers.both(Truth.LIMITED, None, [], sentence=str(error)), 429, error.seconds(request.now)
    except DatabaseError as error:
        log.error("verification_unavailable", error=type(error).__name__)
        return answers.both(Truth.CANNOT_CONFIRM, None, []), 503, 0
    return answers.both(answer.truth, answer.certificate, answer.checks), answers.http(answer.truth), 0


def _body(request: Request) -> bytes:
    """What was sent; nothing where it is larger than anything that is read."""
    try:
        return request.body
    except RequestDataTooBig:
        return b""


def _codes(body: bytes) -> list[str] | None:
    """The codes asked for, or None for anything else."""
    if len(body) > MOST_BYTES:
        return None
    try:
        asked = json.loads(body)
    except (ValueError, RecursionError):
        return None
    codes = asked.get("codes") if isinstance(asked, dict) else None
    if not isinstance(codes, list) or not 1 <= len(codes) <= MOST:
        return None
    if not all(isinstance(code, str) and len(code) <= MOST_LETTERS and "\0" not in code for code in codes):
        return None
    return codes


def _response(request: Request, body: dict[str, Any], *, status: int, wait: int = 0) -> JsonResponse:
    response = JsonResponse({**body, "checked_at": request.now.isoformat()}, status=status)
    for name, value in HEADERS.items():
        response.headers[name] = value
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response

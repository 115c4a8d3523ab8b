"""What programs may ask, described as OpenAPI 3.1 at /api/v1/openapi.json."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from certificates.queries import answers
from certificates.queries.checks import KEYS
from certificates.states import Outcome, Truth
from training.core.requests import Request

TRUTHS = [truth for truth in Truth if truth not in (Truth.NUMBER_ALONE, Truth.NO_MATCH)]  # a code alone is asked here
STATUSES = {
    200: "A certificate of this issuer: valid, revoked, superseded, or past its validity.",
    404: "No certificate with this code was issued here.",
    429: "Too many wrong codes from this address. Retry-After says when to ask again.",
    503: "Nothing can be confirmed right now; this means neither valid nor invalid.",
}


@login_not_required
@require_safe
def openapi(request: Request) -> JsonResponse:
    """The description for the complex of this host."""
    code = reverse("certificates:verify_json", args=["CODE"]).replace("CODE", "{code}")
    return JsonResponse(
        {
            "openapi": "3.1.0",
            "info": {
                "title": request.complex.text("name"),
                "version": "1",
                "description": "Answers to whoever checks a certificate. No account is needed.",
            },
            "servers": [{"url": request.complex.address("/").rstrip("/")}],
            "paths": {code: {"get": _verify()}},
            "components": {"schemas": {"Answer": ANSWER, "Said": SAID}},
        }
    )


def _verify() -> dict[str, Any]:
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Answer"}}}
    return {
        "operationId": "verify",
        "summary": "The truth about the certificate that bears this code",
        "parameters": [
            {
                "name": "code",
                "in": "path",
                "required": True,
                "description": "The verification code as printed; hyphens, spaces and case do not matter.",
                "schema": {"type": "string"},
            }
        ],
        "responses": {str(status): {"description": text, "content": content} for status, text in STATUSES.items()},
    }


SAID: dict[str, Any] = {
    "type": "object",
    "description": "The answer in words.",
    "required": ["title", "summary"],
    "properties": {
        "title": {"type": "string"},
        "summary": {"type": "string"},
        "facts": {"type": "object", "additionalProperties": {"type": "string"}},
        "checks": {"type": "object", "additionalProperties": {"type": "string"}},
    },
    "additionalProperties": False,
}
ANSWER: dict[str, Any] = {
    "type": "object",
    "required": ["truth", "checks", "file_sha256", *answers.LANGUAGES, "checked_at"],
    "properties": {
        "truth": {"type": "string", "enum": [truth.value for truth in TRUTHS]},
        "checks": {
            "type": "object",
            "properties": {key: {"type": "string", "enum": [one.value for one in Outcome]} for key in KEYS},
            "additionalProperties": False,
        },
        "file_sha256": {"type": ["string", "null"], "description": "SHA-256 of the file as it was issued."},
        **{language: {"$ref": "#/components/schemas/Said"} for language in answers.LANGUAGES},
        "checked_at": {"type": "string", "format": "date-time"},
    },
    "additionalProperties": False,
}

"""What programs may ask, described as OpenAPI 3.1 at /api/v1/openapi.json."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from certificates.queries import answers
from certificates.queries.checks import KEYS
from certificates.states import Outcome, Truth
from certificates.views import programs
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
            "paths": {
                code: {"get": _verify()},
                reverse("certificates:verify_many"): {"post": _verify_many()},
            },
            "components": {"schemas": {"Answer": ANSWER, "Said": SAID, "Question": QUESTION, "Answers": ANSWERS}},
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


def _verify_many() -> dict[str, Any]:
    def content(name: str) -> dict[str, Any]:
        return {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}

    malformed = {
        "type": "object",
        "required": [*answers.LANGUAGES, "checked_at"],
        "properties": {name: {"type": "string"} for name in (*answers.LANGUAGES, "checked_at")},
    }
    return {
        "operationId": "verifyMany",
        "summary": f"The truth about up to {programs.MOST} certificates, in the order asked",
        "requestBody": {"required": True, "content": content("Question")},
        "responses": {
            "200": {"description": "An answer for each code.", "content": content("Answers")},
            "422": {"description": "No such question.", "content": {"application/json": {"schema": malformed}}},
            "429": {
                "description": "Too many wrong codes from this address; what was asked after that says “limited”. "
                "Retry-After says when to ask again.",
                "content": content("Answers"),
            },
        },
    }


SAID: dict[str, Any] = {
    "type": "object",
    "description": "The answer in words.",
    "required": ["title", "summary", "facts", "checks"],
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
QUESTION: dict[str, Any] = {
    "type": "object",
    "required": ["codes"],
    "properties": {
        "codes": {
            "type": "array",
            "minItems": 1,
            "maxItems": programs.MOST,
            "items": {"type": "string", "maxLength": programs.MOST_LETTERS},
        }
    },
}
_OF_ONE = {key: schema for key, schema in ANSWER["properties"].items() if key != "checked_at"}
ANSWERS: dict[str, Any] = {
    "type": "object",
    "required": ["answers", "checked_at"],
    "properties": {
        "answers": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["code", *_OF_ONE],
                "properties": {"code": {"type": "string", "description": "As it was asked."}, **_OF_ONE},
                "additionalProperties": False,
            },
        },
        "checked_at": ANSWER["properties"]["checked_at"],
    },
    "additionalProperties": False,
}

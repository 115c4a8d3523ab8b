"""The page that answers a stranger's code, drawn once for its shape and filled for each certificate."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.translation import get_language

from certificates.queries import answers
from training.core.requests import Request
from training.core.shells import Shells
from training.core.templatetags.core import when

TEMPLATE = "certificates/verify/result.html"
PLAIN_ADDRESS = re.compile(r"/verify/[0-9A-Z-]+/")  # nothing that a page would have to escape
TOKEN = re.compile(r'(?<=name="csrfmiddlewaretoken" value=")[0-9A-Za-z]+(?=")')
OF_A_PERSON = (settings.SESSION_COOKIE_NAME, CookieStorage.cookie_name)  # who has one may see another frame
_shells = Shells()


def shown(request: Request, page: answers.Page, *, status: int, **context: Any) -> HttpResponse:
    """The result page. A stranger's plain question is answered from the shell, everything else by the template."""
    context = {"form": None, **context}
    values = _values(request, page, context)
    form = context["form"]
    if request.method == "POST" or (form is not None and form.is_bound) or not _is_plain(request):
        return render(request, TEMPLATE, _context(page, values, context), status=status)
    said = {**values, "path": request.path, "token": get_token(request)}

    def draw(marks: Mapping[str, str]) -> str:
        html = render_to_string(TEMPLATE, _context(page, marks, context), request=request)
        return TOKEN.sub(marks["token"], html).replace(escape(request.path), marks["path"])

    return HttpResponse(_shells.filled(_key(request, page, values, context), draw, said), status=status)


def _is_plain(request: Request) -> bool:
    """Whether the frame around the answer is every stranger's."""
    is_strangers = not any(name in request.COOKIES for name in OF_A_PERSON)
    return is_strangers and PLAIN_ADDRESS.fullmatch(request.get_full_path()) is not None


def _values(request: Request, page: answers.Page, context: Mapping[str, Any]) -> dict[str, Any]:
    """What the template only prints, by name. What is empty is left out, for the template may ask whether it is there."""
    values = {
        "title": page.title,
        "summary": page.summary,
        "fingerprint": page.fingerprint,
        "address": context.get("address", ""),
        "proof_url": context.get("proof_url", ""),
        "checked_at": when(request.now),
        **{f"row {number}": value for number, (_label, value) in enumerate(page.rows)},
        **{f"word {check.key}": check.word for check in page.checks},
        **{f"sentence {check.key}": check.sentence for check in page.checks},
    }
    return {name: value for name, value in values.items() if value != ""}


def _context(page: answers.Page, values: Mapping[str, Any], context: Mapping[str, Any]) -> dict[str, Any]:
    """What the template is given, with the words, or with a mark for each."""
    checks = [
        replace(check, word=values[f"word {check.key}"], template=values[f"sentence {check.key}"], facts={})
        for check in page.checks
    ]
    rows = [(label, values.get(f"row {number}", "")) for number, (label, _value) in enumerate(page.rows)]
    named = {name: values.get(name, "") for name in ("fingerprint", "address", "proof_url", "checked_at")}
    title, summary = values["title"], values.get("summary", "")
    return {**context, **named, "result": replace(page, title=title, summary=summary, rows=rows, checks=checks)}


def _key(request: Request, page: answers.Page, values: Mapping[str, Any], context: Mapping[str, Any]) -> object:
    """Everything that the template decides by."""
    complex = request.complex
    return (
        get_language(),
        tuple(getattr(complex, field.attname) for field in complex._meta.concrete_fields),  # its name, brand, help line
        page.truth,
        tuple(str(label) for label, _value in page.rows),
        tuple((check.key, check.outcome) for check in page.checks),
        tuple(values),
        context["form"] is not None,
        context.get("name_matched"),
        context.get("name_erased"),
    )

"""Public verification (screen 25): no account, both languages, phone and paper."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import structlog
from allauth.account.adapter import get_adapter
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from certificates.forms import AskForm, NameForm
from certificates.queries import answers
from certificates.rules import codes, numbers
from certificates.services import guesses, verifying
from certificates.states import Truth
from certificates.views import files, shells
from training.core.requests import Request

View = Callable[..., HttpResponse]
log = structlog.get_logger(__name__)
HEADERS = {
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
    # The address holds the code. Not no-referrer: browsers then send "Origin: null" with the form, which CSRF refuses.
    "Referrer-Policy": "same-origin",
}


def answered(view: View) -> View:
    """What every answer of verification has: its headers; 429 that says from when; and never "valid" by default.

    Where the database does not answer, the page says that nothing can be confirmed.
    """

    @wraps(view)
    def wrapped(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = _limited(view, request, *args, **kwargs)
        except DatabaseError as error:
            log.error("verification_unavailable", error=type(error).__name__)
            response = _unavailable(request)
        for name, value in HEADERS.items():
            response.headers[name] = value
        return response

    return wrapped


def _limited(view: View, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
    if not request.complex:  # lazy: never `is None`
        raise Http404
    try:
        return view(request, *args, **kwargs)
    except guesses.Spent as error:
        page = answers.without_certificate(Truth.LIMITED, sentence=str(error))
        response = _result(request, page)
        response.headers["Retry-After"] = str(error.seconds(request.now))
        return response


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@answered
def ask(request: Request) -> HttpResponse:
    """The box: a code leads to its address; a number is answered here, so that no name stands in an address."""
    form = AskForm(request.POST or None)
    if request.method != "POST":
        return render(request, "certificates/verify/ask.html", {"form": form})
    if not form.is_valid():
        return render(request, "certificates/verify/ask.html", {"form": form}, status=422)
    typed = codes.without_address(form.cleaned_data["what"])
    number = numbers.parsed(typed)
    if number is not None and not codes.has_shape(typed):
        return _by_number(request, form, number)
    if codes.has_shape(typed):
        return HttpResponseRedirect(reverse("certificates:verify_code", args=[codes.grouped(codes.squeezed(typed))]))
    form.add_error("what", _("This is neither a verification code nor a register number. Type it as printed."))
    return render(request, "certificates/verify/ask.html", {"form": form}, status=422)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@answered
def code(request: Request, code: str) -> HttpResponse:
    """Where the QR leads; a POST compares a name."""
    form = NameForm(request.POST or None)
    asked: dict[str, Any] = {"typed": code, "client": client_of(request), "now": request.now}
    if request.method == "POST" and form.is_valid():
        answer = verifying.with_name(request.complex, name=form.cleaned_data["name"], **asked)
    else:
        answer = verifying.by_code(request.complex, **asked)
    return _answer(request, answer, form=form, address=request.complex.address(request.path))


@login_not_required
@require_safe
@answered
def proof(request: Request, code: str) -> HttpResponse:
    """The proof file of the certificate with this code."""
    answer = verifying.by_code(request.complex, typed=code, client=client_of(request), now=request.now)
    if answer.certificate is None:
        raise Http404
    return files.tlog_proof(answer.certificate)


def _by_number(request: Request, form: AskForm, number: numbers.Number) -> HttpResponse:
    answer = verifying.by_number(
        request.complex,
        number=number,
        name=form.cleaned_data["name"],
        client=client_of(request),
        now=request.now,
    )
    if answer.truth == Truth.NUMBER_ALONE:
        form.add_error("name", _("A number alone tells nothing. Add the holder's name or the code."))
        return render(request, "certificates/verify/ask.html", {"form": form}, status=422)
    return _answer(request, answer, form=None, address=request.complex.address(reverse("certificates:verify")))


def _answer(request: Request, answer: verifying.Answer, *, form: NameForm | None, address: str) -> HttpResponse:
    if answer.certificate is None:
        return _result(request, answers.without_certificate(answer.truth))
    page = answers.of_certificate(answer.truth, answer.certificate, answer.checks)
    bad = form is not None and form.is_bound and not form.is_valid()
    erased = answer.certificate.erased_at is not None  # then there is no name to ask for
    context = {"form": None if erased else form, "name_matched": answer.name_matched, "address": address}
    context["name_erased"] = erased and form is not None
    if form is not None:  # asked by code, which the proof's address repeats
        context["proof_url"] = f"{request.path}proof/"
    return _result(request, page, status=422 if bad else None, **context)


def _result(request: Request, page: answers.Page, *, status: int | None = None, **context: Any) -> HttpResponse:
    return shells.shown(request, page, status=status or page.status, **context)


def _unavailable(request: Request) -> HttpResponse:
    """503 in the usual frame, or, where the frame needs the database too, as a page that needs nothing."""
    try:
        return _result(request, answers.without_certificate(Truth.CANNOT_CONFIRM))
    except DatabaseError:
        return HttpResponse(render_to_string("certificates/verify/unavailable.html"), status=503)


def client_of(request: Request) -> str:
    """Who counts as one guesser: an address, or the network of an IPv6 address."""
    address = get_adapter().get_client_ip(request)
    return ":".join(address.split(":")[:4]) if ":" in address else address

"""The page between a download and its file: it asks why, and records it."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from django.db import models
from django.http import HttpResponse
from django.shortcuts import render

from training.accounts.forms import ReasonForm
from training.accounts.services import access
from training.accounts.services.access import Why
from training.accounts.states import Evidence
from training.core.requests import Request

REMEMBERED = "access_reasons"
REMEMBERED_FOR = timedelta(minutes=30)


def taking(
    request: Request,
    subject: models.Model,
    *,
    what: str,
    people: Iterable[int],
    give: Callable[[], HttpResponse],
    back: str = "",
) -> HttpResponse:
    """Answer with what `give` makes, once a reason was given and recorded; until then, the page that asks.

    What belongs to nobody but the reader needs no reason. `back` is where the page leads who goes without it.
    """
    whose = set(people)
    if whose <= {request.user.pk}:
        return give()
    why = _remembered(request, what)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        why = form.why
        if form.cleaned_data["remember"]:
            _remember(request, what, why)
    if why is None or (request.method == "POST" and not form.is_valid()):
        return _asked(request, form, what, len(whose), back)
    answer = give()  # what cannot be given is refused here, and nothing was taken
    access.taken(subject, what=what, people=whose, why=why, by=request.user, now=request.now)
    return answer


def _asked(request: Request, form: ReasonForm, what: str, people: int, back: str) -> HttpResponse:
    context = {"form": form, "what": Evidence(what).label, "people": people, "back": back}
    return render(request, "accounts/reason.html", context, status=422 if form.is_bound else 200)


def _remembered(request: Request, what: str) -> Why | None:
    kept: list[Any] | None = request.session.get(REMEMBERED, {}).get(what)
    if not kept or request.now.timestamp() >= kept[2]:
        return None
    return Why(kept[0], kept[1])


def _remember(request: Request, what: str, why: Why) -> None:
    kept = request.session.get(REMEMBERED, {})
    until = (request.now + REMEMBERED_FOR).timestamp()
    request.session[REMEMBERED] = {**kept, what: [why.reason, why.words, until]}

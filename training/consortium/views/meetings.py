"""Whom one would like to meet at an event: one page, and the four things one can do there."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from enrollment.views.common import posted, tried
from training.consortium.forms.events import JoinForm
from training.consortium.models import Registration
from training.consortium.permissions import is_graduate, speaks_for
from training.consortium.queries import events as queries
from training.consortium.rules.events import MEETINGS
from training.consortium.services import introductions
from training.consortium.views.events import own_registration
from training.core.errors import DomainError
from training.core.requests import Request


@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(private=True, no_store=True)
def meet(request: Request, event_id: int) -> HttpResponse:
    """Take part, wish, and take either back. What others wish alone is nowhere on it."""
    own = own_registration(request, event_id)
    if own.event.kind not in MEETINGS:
        raise DomainError(_("There are no introductions at this event."))
    act = ACTS.get(request.POST.get("act", ""))
    if request.method == "POST" and act is not None:
        messages.success(request, act(request, own))
        return redirect("consortium:event_meet", event_id)
    return _page(request, own)


def _page(request: Request, own: Registration) -> HttpResponse:
    meeting = queries.meeting(own, now=request.now)
    memberships, graduate = speaks_for(request.user, own.complex), is_graduate(request.user, own.complex)
    form = JoinForm(posted(request), memberships=memberships, graduate=graduate)
    status = 200
    if request.method == "POST":
        status = tried(form, lambda: _join(request, own, form, meeting))
        if not status:
            messages.success(request, _("You take part. Choose whom you would like to meet."))
            return redirect("consortium:event_meet", own.event_id)
    context = {
        "event": own.event,
        "meeting": meeting,
        "form": form,
        "may_join": bool(memberships) or graduate,
    }
    return render(request, "consortium/events/meet.html", context, status=status)


def _join(request: Request, own: Registration, form: JoinForm, meeting: queries.Meeting) -> None:
    if meeting.text is None:
        raise DomainError(_("The text to agree to is missing. Tell the office."))
    introductions.join(
        own,
        membership=form.cleaned_data.get("membership"),
        words=form.cleaned_data.get("words", ""),
        text=meeting.text,
        by=request.user,
        now=request.now,
    )


def _leave(request: Request, own: Registration) -> str:
    introductions.leave(own, by=request.user, now=request.now)
    return _("You take part no longer. Nobody sees your contact here.")


def _other(request: Request, own: Registration) -> Registration:
    """Somebody who can be seen on the page, and nobody else."""
    number = request.POST.get("whom", "")
    shown = {other.registration.pk for other in queries.others(own)} if own.consent else set()
    if not (number.isascii() and number.isdigit() and int(number[:18]) in shown):
        raise DomainError(_("This is not on the list any more. Reload the page."))
    return get_object_or_404(Registration, pk=int(number[:18]))


def _wish(request: Request, own: Registration) -> str:
    if introductions.wish(own, _other(request, own), by=request.user, now=request.now):
        return _("You both want to meet. Here is the contact, and yours was shown to the other.")
    return _("We noted it. Nobody sees it unless the other wishes it too.")


def _take_back(request: Request, own: Registration) -> str:
    introductions.take_back(own, _other(request, own), by=request.user, now=request.now)
    return _("We noted that you do not wish to meet any more.")


ACTS: dict[str, Callable[[Request, Any], str]] = {"leave": _leave, "wish": _wish, "take_back": _take_back}

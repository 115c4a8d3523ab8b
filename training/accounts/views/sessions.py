"""Where one is signed in, and ending it."""

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from training.accounts.queries import sessions as queries
from training.accounts.services import sessions
from training.core.requests import Request


@require_safe
def own_sessions(request: Request) -> HttpResponse:
    """Every place one is signed in, this one marked."""
    found = queries.of_person(request.user, current=request.session.session_key or "")
    return render(request, "accounts/sessions.html", {"sessions": found})


@require_POST
def end_session(request: Request, session_id: int) -> HttpResponse:
    session = get_object_or_404(UserSession, pk=session_id, user=request.user)
    sessions.end(session, by=request.user, now=request.now)
    messages.success(request, _("That place is signed out."))
    return redirect("accounts:sessions")


@require_POST
def end_other_sessions(request: Request) -> HttpResponse:
    ended = sessions.end_others(request.user, current=request.session.session_key or "", now=request.now)
    said = ngettext("%(n)d other place is signed out.", "%(n)d other places are signed out.", ended) % {"n": ended}
    messages.success(request, said if ended else _("You were signed in here only."))
    return redirect("accounts:sessions")

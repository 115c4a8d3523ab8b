"""Check-in on the phone: a code is judged when its address is opened, and spent by a press of a button."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from enrollment.forms.attendance import ActForm, DigitsForm
from enrollment.models import AttendanceEvent, Session
from enrollment.queries import attend as queries
from enrollment.queries import rechecks as recheck_queries
from enrollment.queries.attendance import scheduled_day
from enrollment.rules.acts import SCANS
from enrollment.services import attempts, attendance, codes, rechecks
from enrollment.states import EventSource
from enrollment.views import attend_tickets as tickets
from enrollment.views import devices
from training.core.errors import DomainError, TooMany
from training.core.requests import Request


def private(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Nothing of it is kept by the browser or what stands between."""

    @wraps(view)
    def answer(*args: Any, **kwargs: Any) -> HttpResponse:
        response = view(*args, **kwargs)
        add_never_cache_headers(response)
        return response

    return answer


def _session(request: Request, session_id: int) -> Session:
    return get_object_or_404(
        Session.objects.of(request.complex).select_related("cohort__course", "cohort__complex", "complex", "room"),
        pk=session_id,
    )


@private
@login_not_required
@require_safe
def arrive(request: Request, session_id: int, code: str) -> HttpResponse:
    """Where the QR leads. A good code becomes a ticket, and the code leaves the address bar; nothing is recorded."""
    session = _session(request, session_id)
    verdict = codes.judge(session, code, now=request.now)
    if verdict != "good":
        attempts.refused(session, f"{verdict} code", by=request.user, now=request.now)
    if verdict == "expired":
        sentence = _("The code has changed. Scan the new QR or type the six digits.")
        return _refuse(request, session, sentence, status=410)
    if verdict == "wrong":
        return _refuse(
            request, session, _("This is not a code of this session. Scan the QR on the screen."), status=403
        )
    closed = queries.refusal(session, scheduled_day(session), now=request.now)
    if closed:
        attempts.refused(session, "outside the window", by=request.user, now=request.now)
        return _refuse(request, session, closed, status=409, locked=True)
    tickets.put(request, session, source=EventSource.QR)
    response = redirect("enrollment:attend", session.pk)
    response["Referrer-Policy"] = "same-origin"  # no-referrer makes browsers send "Origin: null" with forms
    return response


def _refuse(request: Request, session: Session, sentence: str, *, status: int, locked: bool = False) -> HttpResponse:
    """One sentence, and the digits for who is signed in; a stranger is led to the sign-in first."""
    context = {
        "session": session,
        "sentence": sentence,
        "locked": locked,
        "form": DigitsForm(),
        "digits_url": _digits_url(session),
    }
    return render(request, "enrollment/attend/refused.html", context, status=status)


def _digits_url(session: Session) -> str:
    return reverse("enrollment:attend_digits", args=[session.pk])


@private
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: Request, session_id: int) -> HttpResponse:
    """The button that spends the ticket; without one the six digits."""
    session = _session(request, session_id)
    try:
        enrollment = attendance.enrollment_of(session, request.user)
        if request.method == "POST":
            return _spend(request, session)
    except DomainError as error:
        attempts.refused(session, type(error).__name__, by=request.user, now=request.now)
        raise
    context = {
        "session": session,
        "standing": queries.standing(session, enrollment, now=request.now),
        "ticket": tickets.get(request, session),
        "recheck": recheck_queries.pending(session, request.user, now=request.now),
        "form": DigitsForm(),
        "digits_url": _digits_url(session),
    }
    return devices.known(request, render(request, "enrollment/attend/act.html", context))


def _spend(request: Request, session: Session) -> HttpResponse:
    ticket = tickets.get(request, session)
    if ticket is None:
        attempts.refused(session, "no ticket", by=request.user, now=request.now)
        sentence = _("This scan is older than three minutes or was used already. Scan the QR again.")
        return _refuse(request, session, sentence, status=410)
    form = ActForm(request.POST)
    if not form.is_valid():
        return _refuse(request, session, _("Choose what to record, then press its button."), status=422)
    attempts.check_person(form.cleaned_data["person"], by=request.user)
    attempts.check_clock(form.pressed_at, now=request.now)
    recorded = attendance.record_scan(
        session,
        trainee=request.user,
        kind=form.cleaned_data["kind"],
        opened_at=ticket.opened_at,
        device=attendance.Device(form.device_at, devices.mark_of(request, session)),
        source=ticket.source,
        ticket=ticket.nonce,
        now=request.now,
    )
    tickets.drop(request, session)
    address = reverse("enrollment:attend_recorded", args=[session.pk, recorded.event.pk])
    return redirect(f"{address}?already=1" if recorded.already else address)


@private
def digits(request: Request, session_id: int) -> HttpResponse:
    """Typed digits become a ticket as a scanned code does."""
    session = _session(request, session_id)
    if request.method in ("GET", "HEAD"):  # after a sign-in
        return redirect("enrollment:attend", session.pk)
    if request.method != "POST":
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    enrollment = attendance.enrollment_of(session, request.user)
    form = DigitsForm(request.POST)
    status = 422
    if form.is_valid():
        try:
            codes.check_digits(session, form.cleaned_data["digits"], trainee=request.user, now=request.now)
        except TooMany as error:
            return _refuse(request, session, str(error), status=error.status, locked=True)
        except DomainError as error:
            form.add_error(error.field, str(error))
        else:
            tickets.put(request, session, source=EventSource.DIGITS)
            return redirect("enrollment:attend", session.pk)
    context = {
        "session": session,
        "standing": queries.standing(session, enrollment, now=request.now),
        "form": form,
        "digits_url": _digits_url(session),
    }
    return render(request, "enrollment/attend/act.html", context, status=status)


@private
@require_POST
def answer_recheck(request: Request, session_id: int) -> HttpResponse:
    """Who was asked to scan once more spends a ticket on it. Nothing is written into the ledger."""
    session = _session(request, session_id)
    ticket = tickets.get(request, session)
    try:
        rechecks.answer(session, trainee=request.user, opened_at=ticket.opened_at if ticket else None, now=request.now)
    except DomainError as error:
        attempts.refused(session, type(error).__name__, by=request.user, now=request.now)
        raise
    tickets.drop(request, session)
    messages.success(request, _("Thank you. It is noted that you are here."))
    return redirect("enrollment:attend", session.pk)


@private
@require_safe
def recorded(request: Request, session_id: int, event_id: int) -> HttpResponse:
    """What was recorded, large, and what follows. One's own only."""
    session = _session(request, session_id)
    event = get_object_or_404(
        AttendanceEvent.objects.of(request.complex).select_related(
            "session__cohort__complex", "enrollment__cohort__complex", "enrollment__complex"
        ),
        pk=event_id,
        enrollment__trainee=request.user,
        enrollment__cohort=session.cohort_id,
        session__day=session.day,
        kind__in=SCANS,
    )
    context = {
        "session": session,
        "result": queries.result(event, now=request.now),
        "already": request.GET.get("already") == "1",
    }
    return render(request, "enrollment/attend/recorded.html", context)

"""The instructor's desk: sessions, the roster, and the acts on both."""

from hashlib import sha256
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from enrollment.forms.attendance import MarkForm
from enrollment.models import AttendanceEvent, Enrollment, Session
from enrollment.permissions import attendance as permissions
from enrollment.queries import kiosks
from enrollment.queries import teach as queries
from enrollment.queries.attendance import scheduled_day
from enrollment.services import attendance, sessions
from enrollment.services.attendance import MARKS
from enrollment.views.common import traced
from training.core.errors import DomainError, Refused
from training.core.ports import panels
from training.core.requests import Request


@require_safe
def desk(request: Request) -> HttpResponse:
    """The sessions of today, then what other apps hang in."""
    if not permissions.may_open_desk(request.user, request.complex):
        raise Refused(_("This desk is for instructors. If you teach here, ask the office for the role."))
    context = {
        "desk": queries.desk(request.user, request.complex, now=request.now),
        "panels": [(panel, panel.query(request)) for panel in panels("teach", request)],
    }
    return render(request, "enrollment/teach/desk.html", context)


def session_of(request: Request, session_id: int) -> Session:
    """A session of this complex whose roll this person keeps."""
    session = get_object_or_404(
        Session.objects.of(request.complex).select_related(
            "cohort__course", "cohort__complex__site", "complex__site", "room", "opened_by"
        ),
        pk=session_id,
    )
    if not permissions.may_keep_session(request.user, session):
        raise sessions.only_instructors()
    return session


@require_safe
def roster(request: Request, session_id: int) -> HttpResponse:
    """Everybody of a session, who is not in first."""
    session = session_of(request, session_id)
    context = {**_roster_context(request, session), "cards": kiosks.cards_waiting(session)}
    return render(request, "enrollment/teach/roster.html", context)


@require_safe
def sheet(request: Request, session_id: int) -> HttpResponse:
    """The paper sheet for a power cut, to be printed beforehand: names, and room for times and signatures."""
    session = session_of(request, session_id)
    context = {"session": session, "people": queries.people(session)}
    return render(request, "enrollment/teach/sheet.html", context)


@require_safe
def rows(request: Request, session_id: int) -> HttpResponse:
    """The live part of the roster; 304 while nothing has changed, without reading the ledger."""
    session = session_of(request, session_id)
    etag = _etag(request, session)
    if request.headers.get("If-None-Match", "").removeprefix("W/") == etag:  # weak where the answer was compressed
        response = HttpResponse(status=304)
    else:
        response = render(request, "enrollment/teach/roster_rows.html", _roster_context(request, session))
    response["ETag"] = etag
    patch_cache_control(response, private=True, no_cache=True)
    return response


def _etag(request: Request, session: Session) -> str:
    seen = f"{queries.fingerprint(session, now=request.now)}-{request.GET.get('show', '')}-{request.user.pk}"
    return f'"{sha256(seen.encode(errors="replace")).hexdigest()[:32]}"'


def _roster_context(request: Request, session: Session) -> dict[str, Any]:
    return {
        "session": session,
        "roster": queries.roster(session, now=request.now, show=request.GET.get("show", "")),
        "marks": [(mark.value, mark.label) for mark in MARKS],
        "may_mark": permissions.is_live(session.cohort) and request.now < scheduled_day(session).closes_at,
        "etag": _etag(request, session),
    }


@require_POST
def open_session(request: Request, session_id: int) -> HttpResponse:
    session = session_of(request, session_id)
    sessions.open(session, by=request.user, now=request.now)
    return redirect("enrollment:projector" if "projector" in request.POST else "enrollment:roster", session.pk)


@require_POST
def close_session(request: Request, session_id: int) -> HttpResponse:
    session = session_of(request, session_id)
    sessions.close(session, by=request.user, now=request.now)
    return redirect("enrollment:roster", session.pk)


@require_POST
def reopen_session(request: Request, session_id: int) -> HttpResponse:
    session = session_of(request, session_id)
    sessions.reopen(session, by=request.user, now=request.now)
    return redirect("enrollment:roster", session.pk)


@require_POST
def mark(request: Request, session_id: int) -> HttpResponse:
    """One of five marks for one person, saved at once."""
    session = session_of(request, session_id)
    form = MarkForm(request.POST)
    if not form.is_valid():
        return _answer(request, session, _("Choose one of the five marks."), status=422)
    enrollment = get_object_or_404(Enrollment, cohort=session.cohort_id, pk=form.cleaned_data["enrollment"])
    try:
        with traced(session, request):
            attendance.mark(
                session, enrollment=enrollment, status=form.cleaned_data["status"], by=request.user, now=request.now
            )
    except DomainError as error:
        return _answer(request, session, str(error), status=error.status)
    return _answer(request, session)


@require_POST
def undo(request: Request, session_id: int, event_id: int) -> HttpResponse:
    """Take the last line of a person back, by a further line."""
    session = session_of(request, session_id)
    event = get_object_or_404(
        AttendanceEvent.objects.select_related("enrollment__cohort__complex", "session__cohort__complex"),
        pk=event_id,
        enrollment__cohort=session.cohort_id,
        session__day=session.day,
    )
    try:
        with traced(session, request):
            attendance.undo(event, by=request.user, now=request.now)
    except DomainError as error:
        return _answer(request, session, str(error), status=error.status)
    if "day" in request.GET:
        return redirect("enrollment:person_day", session.pk, event.enrollment_id)
    return _answer(request, session)


def _answer(request: Request, session: Session, refusal: str = "", *, status: int = 200) -> HttpResponse:
    """To htmx the rows anew; without it back to the roster, or the roster with the refusal."""
    if not request.htmx and not refusal:
        show = request.GET.get("show", "")
        return redirect(
            reverse("enrollment:roster", args=[session.pk]) + (f"?show={show}" if show in queries.GROUPS else "")
        )
    context = {**_roster_context(request, session), "refusal": refusal}
    page = "enrollment/teach/roster_rows.html" if request.htmx else "enrollment/teach/roster.html"
    return render(request, page, context, status=status)

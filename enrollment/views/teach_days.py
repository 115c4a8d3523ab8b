"""What an instructor writes into a day: out and back of one person, a whole paper sheet, and a call to scan again."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from enrollment import pdf
from enrollment.forms.attendance import MoveForm, PaperLineForm, RecheckForm
from enrollment.models import Enrollment, Session
from enrollment.permissions import attendance as permissions
from enrollment.queries import paper as paper_queries
from enrollment.queries import person_day as day_queries
from enrollment.queries import rechecks as recheck_queries
from enrollment.queries.attendance import scheduled_day
from enrollment.queries.teach import people
from enrollment.services import attendance, paper
from enrollment.services import rechecks as recheck_services
from enrollment.states import EventSource
from enrollment.views.common import paper as paper_file
from enrollment.views.common import posted, traced, tried
from enrollment.views.teach import session_of
from training.accounts.states import Evidence
from training.accounts.views import reasons
from training.core import words
from training.core.requests import Request

GET_POST = ["GET", "HEAD", "POST"]


def _takes_entries(request: Request, session: Session) -> bool:
    return permissions.is_live(session.cohort) and request.now < scheduled_day(session).closes_at


@require_http_methods(GET_POST)
def person_day(request: Request, session_id: int, enrollment_id: int) -> HttpResponse:
    """Every line of one person's day, and the form for out and back."""
    session = session_of(request, session_id)
    rows = Enrollment.objects.select_related("trainee", "cohort__complex", "complex")
    enrollment = get_object_or_404(rows, cohort=session.cohort_id, pk=enrollment_id)
    form = MoveForm(posted(request), initial={"clock": words.time24(request.now)})
    status = 200
    if request.method == "POST":
        status = tried(form, lambda: _move(request, session, enrollment, form.cleaned_data))
        if not status:
            messages.success(request, _("Recorded."))
            return redirect("enrollment:person_day", session.pk, enrollment.pk)
    context = {
        "session": session,
        "enrollment": enrollment,
        "found": day_queries.of(enrollment, session, now=request.now),
        "form": form,
        "may_enter": _takes_entries(request, session) and permissions.is_in_training(enrollment),
    }
    return render(request, "enrollment/teach/person_day.html", context, status=status)


def _move(request: Request, session: Session, enrollment: Enrollment, data: dict[str, Any]) -> None:
    line = attendance.Line(data["kind"], scheduled_day(session).instant(data["clock"]), data["note"])
    with traced(session, request):
        attendance.enter(
            session, enrollment=enrollment, lines=[line], source=EventSource.ROSTER, by=request.user, now=request.now
        )


@require_http_methods(GET_POST)
def sheet_pdf(request: Request, session_id: int) -> HttpResponse:
    """The paper sheet, drawn here; that it was taken is recorded, with its reason."""
    session = session_of(request, session_id)
    listed = people(session)
    return reasons.taking(
        request, session, what=Evidence.SHEET, people=[row.trainee_id for row in listed],
        give=lambda: paper_file(pdf.draw(pdf.sheet(session, listed, now=request.now)), f"sheet-{session.pk}"),
        back=reverse("enrollment:paper_sheet", args=[session.pk]),
    )  # fmt: skip


@require_http_methods(GET_POST)
def enter_sheet(request: Request, session_id: int) -> HttpResponse:
    """The later entry of a paper sheet: typed, looked at, then saved together."""
    session = session_of(request, session_id)
    lines = [
        (row, PaperLineForm(posted(request), prefix=f"p{row.enrollment.pk}", name=row.enrollment.trainee.name))
        for row in paper_queries.rows(session, {}, now=request.now)
    ]
    status = 200
    if request.method == "POST":
        if all(form.is_valid() for _row, form in lines):
            return _seen_or_saved(request, session, lines)
        status = 422
    context = {"session": session, "lines": lines, "may_enter": _takes_entries(request, session)}
    return render(request, "enrollment/teach/enter_sheet.html", context, status=status)


def _seen_or_saved(request: Request, session: Session, lines: list[Any]) -> HttpResponse:
    written = {row.enrollment.pk: form.times for row, form in lines}
    if request.POST.get("confirmed"):
        with traced(session, request):
            number = paper.enter(session, written, by=request.user, now=request.now)
        said = ngettext("The sheet is entered for %(n)d person.", "The sheet is entered for %(n)d people.", number)
        messages.success(request, said % {"n": number})
        return redirect("enrollment:roster", session.pk)
    found = [row for row in paper_queries.rows(session, written, now=request.now) if row.added or row.misfit]
    by_person = {row.enrollment.pk: form for row, form in lines}
    for row in found:
        if row.misfit:
            by_person[row.enrollment.pk].add_error(
                "came", _("These times do not follow from one another, or are still to come.")
            )
    context = {
        "session": session,
        "lines": lines,
        "may_enter": _takes_entries(request, session),
        "preview": found,
        "misfits": any(row.misfit for row in found),
    }
    return render(request, "enrollment/teach/enter_sheet.html", context, status=422 if context["misfits"] else 200)


@require_http_methods(GET_POST)
def rechecks(request: Request, session_id: int) -> HttpResponse:
    """Ask some or all to scan again, and see who did; the list alone to htmx, which asks while one runs."""
    session = session_of(request, session_id)
    form = RecheckForm(posted(request))
    status = 200
    if request.method == "POST":
        status = tried(
            form, lambda: recheck_services.ask(session, by=request.user, now=request.now, **form.cleaned_data)
        )
        if not status:
            return redirect("enrollment:rechecks", session.pk)
    context = {"session": session, "form": form, "results": recheck_queries.results(session, now=request.now)}
    page = "enrollment/teach/recheck_results.html" if request.htmx else "enrollment/teach/rechecks.html"
    return render(request, page, context, status=status)

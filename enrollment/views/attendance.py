"""Attendance on the operator's desk: the whole cohort by days, and decisions about one person's days."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from enrollment.forms.attendance import DecisionForm
from enrollment.models import AttendanceEvent, Enrollment
from enrollment.queries import attendance as queries
from enrollment.queries import attendance_book, attendance_words, heat, learn
from enrollment.queries.attendance_marks import letter
from enrollment.services import attendance
from enrollment.states import DayStatus
from enrollment.views.common import cohort_or_404, posted, refuse_others, traced, tried
from training.core.requests import Request


@require_safe
def cohort_attendance(request: Request, cohort_id: int) -> HttpResponse:
    """People by days, sorted by what is left to them."""
    cohort = cohort_or_404(request, cohort_id)
    found = heat.heat(cohort, now=request.now)
    cells = {status: format_html("<td>{}</td>", letter(status)) for status in DayStatus}
    table = [
        (row.enrollment.trainee.name, SafeString("".join(cells[day.status] for day in row.summary.days)))
        for row in found.rows
    ]
    return render(
        request,
        "enrollment/attendance/cohort.html",
        {
            "cohort": cohort,
            "heat": found,
            "table": table,
            "units": attendance_book.units(cohort),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def decide_day(request: Request, enrollment_id: int) -> HttpResponse:
    """One person's days with their sentences, and the form that recognizes or corrects one."""
    enrollment = _enrollment(request, enrollment_id)
    summary = queries.summary(enrollment, now=request.now)
    open_days = [day.date for day in summary.days if not day.closed]
    form = DecisionForm(posted(request), days=open_days, initial={"day": request.GET.get("day", "")})
    status = 200
    if request.method == "POST":
        status = tried(form, lambda: _decide(request, enrollment, form))
        if not status:
            messages.success(request, _("The decision is recorded."))
            return redirect("enrollment:decide_day", enrollment.pk)
    context = {
        "cohort": enrollment.cohort,
        "enrollment": enrollment,
        "form": form,
        "summary": summary,
        "lines": attendance_words.prospects(summary),
        "days": learn.day_lines(summary),
        "open_days": open_days,
        "decisions": queries.decisions_of(enrollment),
    }
    return render(request, "enrollment/attendance/decide.html", context, status=status)


def _enrollment(request: Request, enrollment_id: int) -> Enrollment:
    refuse_others(request)
    rows = Enrollment.objects.of(request.complex).select_related("trainee", "cohort__course", "cohort__complex__site")
    return get_object_or_404(rows, pk=enrollment_id)


def _decide(request: Request, enrollment: Enrollment, form: DecisionForm) -> None:
    data = form.cleaned_data
    session = enrollment.cohort.sessions.filter(day=date.fromisoformat(data["day"])).earliest("starts_at")
    with traced(session, request):
        attendance.decide(
            session,
            enrollment=enrollment,
            kind=data["kind"],
            status=data["status"],
            reason=data["reason"],
            note=data["note"],
            by=request.user,
            now=request.now,
        )


@require_POST
def undo_decision(request: Request, event_id: int) -> HttpResponse:
    """Take a decision back, by a further line."""
    refuse_others(request)
    event = get_object_or_404(
        AttendanceEvent.objects.of(request.complex).select_related(
            "enrollment__cohort__complex", "session__cohort__complex"
        ),
        pk=event_id,
    )
    attendance.undo(event, by=request.user, now=request.now)
    messages.success(request, _("The decision is taken back. Both lines stay on record."))
    return redirect("enrollment:decide_day", event.enrollment_id)

"""The trainee's desk: today first, then the course and what other parts hang in."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from enrollment.models import Enrollment
from enrollment.queries import attendance, attendance_words
from enrollment.queries import learn as queries
from training.core.ports import panels
from training.core.requests import Request


@require_safe
def desk(request: Request) -> HttpResponse:
    """One's own only."""
    context = {
        "courses": queries.courses(request.user, request.complex, now=request.now),
        "panels": [(panel, panel.query(request)) for panel in panels("learn", request)],
    }
    return render(request, "enrollment/learn/desk.html", context)


@require_safe
def trainee_attendance(request: Request, enrollment_id: int) -> HttpResponse:
    """All days of one course with their sentences, and what is still within reach."""
    enrollment = get_object_or_404(
        Enrollment.objects.of(request.complex).select_related("cohort__course", "cohort__complex"),
        pk=enrollment_id,
        trainee=request.user,
    )
    summary = attendance.summary(enrollment, now=request.now)
    first, *others = attendance_words.prospects(summary)
    context = {
        "enrollment": enrollment,
        "summary": summary,
        "first_line": first,
        "lines": others,
        "days": queries.day_lines(summary),
    }
    return render(request, "enrollment/learn/attendance.html", context)

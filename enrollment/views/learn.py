"""The trainee's desk: today first, then the course and what other parts hang in."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from enrollment.forms.attendance import MissedForm
from enrollment.models import Enrollment
from enrollment.queries import attendance, attendance_words, claims, notices
from enrollment.queries import learn as queries
from enrollment.rules import attendance as rules
from training.core import clock
from training.core.ports import panels
from training.core.requests import Request
from training.core.services import deliveries


@require_safe
def desk(request: Request) -> HttpResponse:
    """One's own only."""
    context = {
        "courses": queries.courses(request.user, request.complex, now=request.now),
        "panels": [(panel, panel.query(request)) for panel in panels("learn", request)],
    }
    return render(request, "enrollment/learn/desk.html", context)


@require_safe
@cache_control(private=True, no_store=True)
def cohort_notices(request: Request) -> HttpResponse:
    """Everything that was said to this person. What the page shows counts as read from then on."""
    page, found = notices.page(request.user, request.complex, number=request.GET.get("page", "1"))
    if new := [notice.pk for notice in found if notice.is_new]:
        deliveries.mark_read(new, reader=request.user, now=request.now)
    return render(request, "enrollment/learn/notices.html", {"page_obj": page, "notices": found})


@require_safe
def trainee_attendance(request: Request, enrollment_id: int) -> HttpResponse:
    """All days of one course with their sentences, and what is still within reach."""
    enrollment = get_object_or_404(
        Enrollment.objects.of(request.complex).select_related("cohort__course", "cohort__complex"),
        pk=enrollment_id,
        trainee=request.user,
    )
    plan, summary = attendance.planned(enrollment, now=request.now)
    today = clock.day_of(request.now, enrollment.cohort.complex.zone)
    coming = [] if enrollment.ended_on else rules.coming(summary, today=today)
    form = MissedForm(request.GET if "missed" in request.GET else None, days=[day.date for day in coming])
    then = rules.if_missed(plan, summary, form.day, today=today) if form.is_valid() else None
    first, *others = attendance_words.prospects(summary)
    context = {
        "enrollment": enrollment,
        "summary": summary,
        "first_line": first,
        "lines": others,
        "days": queries.day_lines(summary),
        "claimable": claims.correctable(enrollment, request.user, now=request.now),
        "form": form,
        "if_missed": attendance_words.if_missed_words(form.day, then) if then else "",
    }
    return render(request, "enrollment/learn/attendance.html", context, status=422 if form.errors else 200)

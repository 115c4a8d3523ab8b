"""The operator's calendar: deadlines by month, ticked off by a person."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from enrollment.queries import deadlines as queries
from enrollment.services import deadlines
from enrollment.views.common import cohort_or_404, refuse_others
from training.core import clock
from training.core.requests import Request

BACK = {"desk": "enrollment:desk", "calendar": "enrollment:desk_calendar"}


@require_safe
def month(request: Request) -> HttpResponse:
    """One month of deadlines, holidays, first and last days."""
    refuse_others(request)
    today = clock.day_of(request.now, request.complex.zone)
    cohorts = queries.live(request.complex)
    items = queries.of_cohorts(cohorts, now=request.now)
    context = {"month": queries.month(cohorts, items, _month(request.GET.get("month", ""), today)), "today": today}
    return render(request, "enrollment/desk/calendar.html", context)


def _month(asked: str, today: date) -> date:
    """The first day of the month asked for as 2026-12; this month for anything else."""
    try:
        found = date.fromisoformat(f"{asked}-01")
    except ValueError:
        return today.replace(day=1)
    return found if 2000 <= found.year <= 2100 else today.replace(day=1)


@require_POST
def tick(request: Request, cohort_id: int, key: str) -> HttpResponse:
    """It is done."""
    cohort = cohort_or_404(request, cohort_id)
    deadlines.tick(cohort, key, by=request.user, now=request.now)
    messages.success(request, _("Ticked off. The calendar shows who did it and takes it back."))
    return _back(request)


@require_POST
def untick(request: Request, cohort_id: int, key: str) -> HttpResponse:
    """It is not done after all."""
    cohort = cohort_or_404(request, cohort_id)
    deadlines.untick(cohort, key, by=request.user, now=request.now)
    messages.success(request, _("Taken back. It is due again."))
    return _back(request)


def _back(request: Request) -> HttpResponse:
    return redirect(BACK.get(request.POST.get("back", ""), "enrollment:desk"))

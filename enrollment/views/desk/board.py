"""The desk's first page, and a cohort's plan, seats and steps."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from enrollment.forms.cohorts import CapacityForm, CohortForm
from enrollment.models import Cohort
from enrollment.queries import cohorts as cohort_queries
from enrollment.queries import desk as queries
from enrollment.queries.timetable_words import plan_lines
from enrollment.rules.steps import NEXT
from enrollment.services import cohorts
from enrollment.states import CohortState
from enrollment.templatetags.enrollment_desk import STEP_LABELS
from enrollment.views.common import cohort_or_404, posted, refuse_others, tried
from enrollment.views.desk.told import asked_first
from training.core import clock, ports, words
from training.core.errors import TransitionRefused
from training.core.requests import Request

GET_POST = ["GET", "HEAD", "POST"]


@require_safe
def board(request: Request) -> HttpResponse:
    """First what is due, then the pipeline of each cohort, then what other apps hang in."""
    refuse_others(request)
    panels = [{"panel": panel, "data": panel.query(request)} for panel in ports.panels("desk", request)]
    context = {"board": queries.board(request.complex, now=request.now), "panels": panels}
    return render(request, "enrollment/desk/board.html", context)


@require_http_methods(GET_POST)
def create(request: Request) -> HttpResponse:
    """Plan a cohort."""
    refuse_others(request)
    form = CohortForm(posted(request), complex=request.complex, initial=suggested(request))
    status = 200
    if request.method == "POST":
        made: list[Cohort] = []
        status = tried(form, lambda: made.append(_create(request, form)))
        if made:
            messages.success(request, _("The cohort is planned. Add its timetable, then open applications."))
            return redirect("enrollment:cohort_timetable", made[0].pk)
    return render(request, "enrollment/desk/cohort_form.html", {"form": form}, status=status)


def _create(request: Request, form: CohortForm) -> Cohort:
    capacity = form.cleaned_data["capacity"]
    return cohorts.create(request.complex, form.plan(), capacity=capacity, by=request.user, now=request.now)


def suggested(request: Request) -> dict[str, Any]:
    """What the form for a new cohort is filled with."""
    zone = request.complex.zone
    dates = queries.suggested_dates(clock.day_of(request.now, zone))
    return {
        **dates,
        "number": queries.first_free_number(request.complex),
        "opens_at": clock.start_of(clock.day_of(request.now, zone), zone) + timedelta(days=1, hours=9),
        "closes_at": clock.start_of(dates["starts_on"], zone) - timedelta(days=7) + timedelta(hours=18),
        "capacity": 20,
        "selection": "first_come",
        "offer_hours": 48,
    }


@require_http_methods(GET_POST)
def change(request: Request, cohort_id: int) -> HttpResponse:
    """Change a plan."""
    cohort = cohort_or_404(request, cohort_id)
    form = CohortForm(posted(request), complex=request.complex, cohort=cohort)
    status = 200
    if request.method == "POST":
        asked = asked_first(request, cohort, form, lambda: _plan_lines(cohort, form))
        if asked is not None:
            return asked
        status = tried(form, lambda: cohorts.change(cohort, form.plan(), by=request.user, now=request.now))
        if not status:
            messages.success(request, _("The plan is changed. The records keep what it said before."))
            return redirect("enrollment:cohort", cohort.pk)
    return render(request, "enrollment/desk/cohort_form.html", {"form": form, "cohort": cohort}, status=status)


def _plan_lines(cohort: Cohort, form: CohortForm) -> list[str]:
    """What people would be told of; raises what the change itself would be refused for."""
    plan = form.plan()
    cohorts.check(cohort, plan)
    return plan_lines(cohort, Cohort(**plan.values()))


@require_http_methods(GET_POST)
def capacity(request: Request, cohort_id: int) -> HttpResponse:
    """Change the number of seats: raised, the queue gets exactly so many offers."""
    cohort = cohort_or_404(request, cohort_id)
    head = cohort_queries.head(cohort)
    form = CapacityForm(posted(request), initial={"capacity": head.capacity})
    status = 200
    if request.method == "POST":
        offered: list[int] = []
        status = tried(form, lambda: offered.append(_set_capacity(request, cohort, form)))
        if offered:
            messages.success(request, _seats_changed(offered[0]))
            return redirect("enrollment:cohort", cohort.pk)
    context = {"form": form, "cohort": cohort, "head": head}
    return render(request, "enrollment/desk/capacity.html", context, status=status)


def _set_capacity(request: Request, cohort: Cohort, form: CapacityForm) -> int:
    return cohorts.set_capacity(cohort, capacity=form.cleaned_data["capacity"], by=request.user, now=request.now)


def _seats_changed(offered: int) -> str:
    if not offered:
        return _("The number of seats is changed.")
    return ngettext(
        "The number of seats is changed; %(n)d person of the queue has an offer.",
        "The number of seats is changed; %(n)d people of the queue have an offer.",
        offered,
    ) % {"n": offered}


@require_http_methods(GET_POST)
def step(request: Request, cohort_id: int) -> HttpResponse:
    """The next legal step, on a page that says what follows from it."""
    cohort = cohort_or_404(request, cohort_id)
    to = NEXT.get(cohort.state, "")
    if to in {"", CohortState.SETTLED}:
        raise TransitionRefused(_("Nothing follows here. The cohort's page shows how it stands."))
    if request.method == "POST":
        if request.POST.get("to") != to:
            raise TransitionRefused(_("Somebody changed this first. The cohort's page shows how it stands now."))
        cohorts.step(cohort, to, by=request.user, now=request.now)
        messages.success(request, _done(to))
        return redirect("enrollment:cohort", cohort.pk)
    context = {
        "cohort": cohort,
        "to": to,
        "title": STEP_LABELS[CohortState(to)],
        "consequences": _consequences(to, cohort_queries.last_offer_day(cohort)),
        "cancel_url": reverse("enrollment:cohort", args=[cohort.pk]),
    }
    return render(request, "enrollment/desk/step.html", context)


def _done(to: str) -> str:
    return {
        CohortState.OPEN: _("Applications are open."),
        CohortState.CLOSED: _("Applications are closed."),
        CohortState.RUNNING: _("The course has started."),
        CohortState.ENDED: _("The course has ended."),
    }[CohortState(to)]


def _consequences(to: str, last_offers: date | None) -> list[str]:
    """What follows from a step. `last_offers` is the day to whose end offers are made in a course that has begun."""
    until = {"day": words.date_words(last_offers)} if last_offers else {}
    return {
        CohortState.OPEN: [
            _("The cohort stands on the course page, and people apply within its window."),
        ],
        CohortState.CLOSED: [
            _("Nobody else can apply. Open offers stand, and free seats still go to the queue until the course begins.")
            if not until
            else _("Nobody else can apply. Open offers stand, and free seats go to the queue to the end of %(day)s.")
            % until,
        ],
        CohortState.RUNNING: [
            _("Open offers have ended, and freed seats are no longer offered.")
            if not until
            else _("Open offers stand until their deadlines, and freed seats go to the queue to the end of %(day)s.")
            % until,
            _("Attendance is taken from today on."),
        ],
        CohortState.ENDED: [
            _("No further attendance is taken. Completion is proposed for each person and confirmed by you."),
        ],
    }[CohortState(to)]

"""The operator's side of demand: charts and list, groups, answers, and the cohort that is planned from it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from enrollment.forms.cohorts import MOST_SEATS
from enrollment.views.common import posted, refuse_others, tried
from enrollment.views.desk.board import suggested
from training.consortium.forms.demands import AnswerForm, DemandFilterForm, GroupForm, PlanForm
from training.consortium.models import Demand
from training.consortium.queries import demand_chart
from training.consortium.queries import demands as queries
from training.consortium.services import demands
from training.consortium.services.demands import Planned
from training.core import clock
from training.core.errors import DomainError
from training.core.requests import Request
from training.core.tables import as_csv

GET_POST = ["GET", "HEAD", "POST"]


def _filters(request: Request) -> DemandFilterForm:
    today = clock.day_of(request.now, request.complex.zone)
    return DemandFilterForm(request.GET, complex=request.complex, today=today)


def _demand(request: Request, demand_id: int) -> Demand:
    refuse_others(request)
    rows = Demand.objects.of(request.complex).select_related(
        *queries.RELATED, "complex__site", "stated_by", "answered_by"
    )
    return get_object_or_404(rows, pk=demand_id)


@require_safe
def index(request: Request) -> HttpResponse:
    """First what is asked for, by skill and quarter; then the demands themselves."""
    refuse_others(request)
    return _index(request, GroupForm())


def _index(request: Request, group_form: GroupForm, status: int = 200) -> HttpResponse:
    filters = _filters(request)
    rows = queries.chosen(request.complex, filters.wanted(), now=request.now)
    context = {
        "filters": filters,
        "filtered": bool(filters.wanted()),
        "chart": demand_chart.chart(rows),
        "page_obj": queries.listed(rows, number=request.GET.get("page", "1")),
        "waiting": queries.panel(request),
        "group_form": group_form,
        "form": group_form,
        "ticked": request.POST.getlist("demand"),
    }
    return render(request, "consortium/demand/index.html", context, status=status)


@require_safe
def table(request: Request) -> HttpResponse:
    """The chart's figures, with the same filters."""
    refuse_others(request)
    rows = queries.chosen(request.complex, _filters(request).wanted(), now=request.now)
    chart = demand_chart.chart(rows)
    return as_csv([chart.heads, *chart.rows], "demand.csv")


@require_POST
def group(request: Request) -> HttpResponse:
    """Look at those ticked as one; a refusal shows the list again, with what was ticked."""
    refuse_others(request)
    form = GroupForm(posted(request))
    ids = [int(one) for one in request.POST.getlist("demand") if one.isascii() and one.isdigit() and len(one) < 10]
    ticked = list(Demand.objects.of(request.complex).filter(pk__in=ids).order_by("pk"))
    status = tried(
        form,
        lambda: demands.group(
            request.complex, ticked, title=form.cleaned_data["title"], by=request.user, now=request.now
        ),
    )
    if status:
        return _index(request, form, status)
    messages.success(request, _("These demands are looked at as one now: planned together, answered together."))
    return redirect("consortium:demand_page", ticked[0].pk)


@require_safe
def page(request: Request, demand_id: int) -> HttpResponse:
    """One demand with its group, and what can be done."""
    return render(request, "consortium/demand/demand.html", {"bundle": queries.bundle(_demand(request, demand_id))})


@require_http_methods(GET_POST)
def plan(request: Request, demand_id: int) -> HttpResponse:
    """A cohort for the demand: course, seats and sponsored seats filled in, to be looked over and planned in one step."""
    found = _demand(request, demand_id)
    bundle = queries.bundle(found)
    if not bundle.open:
        raise DomainError(_("This was answered already. Its page shows how it stands."))
    form = PlanForm(posted(request), complex=request.complex, initial=_plan_for(request, bundle))
    status, made = 200, []
    if request.method == "POST":
        status = tried(form, lambda: made.append(_plan(request, found, form)))
        if made:
            messages.success(request, _planned(made[0]))
            return redirect("enrollment:cohort_timetable", made[0].cohort.pk)
    context = {"form": form, "bundle": bundle}
    return render(request, "consortium/demand/plan.html", context, status=status)


def _plan_for(request: Request, bundle: queries.Bundle) -> dict[str, Any]:
    """What the form for a new cohort suggests, bent to the demand: it begins on a Monday of the quarter asked for."""
    seats, values = bundle.seats(most=MOST_SEATS), suggested(request)
    monday = seats.earliest + timedelta(days=-seats.earliest.weekday() % 7)
    later = max(monday - values["starts_on"], timedelta(0))
    return {
        **values,
        "starts_on": values["starts_on"] + later,
        "ends_on": values["ends_on"] + later,
        "closes_at": values["closes_at"] + later,
        "course": bundle.demand.block.course_id,
        "capacity": seats.capacity,
        "sponsored": seats.sponsored or None,
    }


def _plan(request: Request, found: Demand, form: PlanForm) -> Planned:
    data = form.cleaned_data
    return demands.plan(
        found, form.plan(), capacity=data["capacity"], sponsored=data["sponsored"], by=request.user, now=request.now
    )  # fmt: skip


def _planned(made: Planned) -> str:
    return ngettext(
        "The cohort is planned, and %(n)d person who asked is told by mail. Add its timetable, then open applications.",
        "The cohort is planned, and %(n)d people who asked are told by mail. Add its timetable, then open applications.",
        made.told,
    ) % {"n": made.told}


@require_http_methods(GET_POST)
def answer(request: Request, demand_id: int) -> HttpResponse:
    """What is foreseen, in words; a cohort can still be planned."""
    return _say(request, demand_id, "answer", demands.answer)


@require_http_methods(GET_POST)
def decline(request: Request, demand_id: int) -> HttpResponse:
    """Why no training will come of it."""
    return _say(request, demand_id, "decline", demands.decline)


def _say(request: Request, demand_id: int, act: str, say: Callable[..., int]) -> HttpResponse:
    found = _demand(request, demand_id)
    form, status, told = AnswerForm(posted(request)), 200, []
    if request.method == "POST":
        status = tried(
            form,
            lambda: told.append(say(found, text=form.cleaned_data["text"], by=request.user, now=request.now)),
        )
        if told:
            messages.success(request, _told(told[0]))
            return redirect("consortium:demand_page", found.pk)
    context = {
        "form": form,
        "bundle": queries.bundle(found),
        "act": act,
        "cancel_url": reverse("consortium:demand_page", args=[found.pk]),
    }
    return render(request, "consortium/demand/answer.html", context, status=status)


def _told(told: int) -> str:
    return ngettext(
        "The answer is recorded, and %(n)d person is told by mail.",
        "The answer is recorded, and %(n)d people are told by mail.",
        told,
    ) % {"n": told}


@require_POST
def take_out(request: Request, demand_id: int) -> HttpResponse:
    """Look at one by itself again."""
    found = _demand(request, demand_id)
    demands.take_out(found, by=request.user, now=request.now)
    messages.success(request, _("This demand is looked at by itself again."))
    return redirect("consortium:demand_page", found.pk)

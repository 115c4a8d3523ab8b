"""Labs on the operator's desk: the instruments, one with its week, and what is changed of it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from enrollment.forms.cohorts import ReasonForm
from enrollment.forms.instruments import (
    CalibrationForm,
    InstrumentFilterForm,
    InstrumentForm,
    MeasurandForm,
    OutageForm,
)
from enrollment.models import Instrument, Measurand, Outage
from enrollment.queries import instruments as queries
from enrollment.services import instruments, outages
from enrollment.views.common import posted, refuse_others, tried
from training.core import clock
from training.core.requests import Request

GET_POST = ["GET", "HEAD", "POST"]
TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field


def _instrument(request: Request, instrument_id: int) -> Instrument:
    refuse_others(request)
    rows = Instrument.objects.of(request.complex).select_related("complex__site", "room__venue", "equipment")
    return get_object_or_404(rows, pk=instrument_id)


def _measurand(request: Request, measurand_id: int) -> Measurand:
    refuse_others(request)
    return get_object_or_404(Measurand.objects.of(request.complex).select_related("instrument"), pk=measurand_id)


def _outage(request: Request, outage_id: int) -> Outage:
    refuse_others(request)
    rows = Outage.objects.of(request.complex).select_related("instrument__complex__site")
    return get_object_or_404(rows, pk=outage_id)


@require_safe
def index(request: Request) -> HttpResponse:
    """Every instrument in use, where it stands, what it measures, and what of it needs somebody."""
    refuse_others(request)
    filters = InstrumentFilterForm(request.GET, complex=request.complex)
    wanted = filters.wanted()
    page = queries.listed(request.complex, wanted, number=request.GET.get("page", "1"), now=request.now)
    context = {"filters": filters, "filtered": bool(wanted), "page_obj": page, "panel": queries.panel(request)}
    return render(request, "enrollment/labs/index.html", context)


@require_safe
def page(request: Request, instrument_id: int) -> HttpResponse:
    """One instrument: what it measures, what it serves, a week of it, and outages with what they stop."""
    found = _instrument(request, instrument_id)
    today = clock.day_of(request.now, request.complex.zone)
    monday = _monday(request.GET.get("week", ""), today)
    context = {
        "shown": queries.shown(found, monday=monday, now=request.now),
        "before": monday - timedelta(days=7),
        "after": monday + timedelta(days=7),
        "today": today,
        "now": request.now,
    }
    return render(request, "enrollment/labs/instrument.html", context)


def _monday(asked: str, today: date) -> date:
    """The Monday of the week of a day asked for as 2026-12-07; of this week for anything else."""
    try:
        found = date.fromisoformat(asked)
    except ValueError:
        found = today
    found = found if 2000 <= found.year <= 2100 else today
    return found - timedelta(days=found.weekday())


def _filled(
    request: Request, form: BaseForm, title: str, instrument: Instrument | None, act: Callable[[], Any], done: str
) -> HttpResponse:
    """One form on one page; saved, back to the instrument."""
    status, made = 200, []
    if request.method == "POST":
        status = tried(form, lambda: made.append(act()))
        if not status:
            messages.success(request, done)
            return redirect("enrollment:instrument", (instrument or made[0]).pk)
    context = {"form": form, "title": title, "instrument": instrument}
    return render(request, "enrollment/labs/form.html", context, status=status)


@require_http_methods(GET_POST)
def add(request: Request) -> HttpResponse:
    """A further instrument."""
    refuse_others(request)
    form = InstrumentForm(posted(request), complex=request.complex)
    return _filled(
        request, form, _("Add an instrument"), None, lambda: _save(request, form),
        _("The instrument is added. Say what it measures next."),
    )  # fmt: skip


@require_http_methods(GET_POST)
def change(request: Request, instrument_id: int) -> HttpResponse:
    """Another room, name or skill."""
    found = _instrument(request, instrument_id)
    form = InstrumentForm(posted(request), complex=request.complex, instance=found)
    return _filled(
        request, form, _("Change the instrument"), found, lambda: _save(request, form), _("The instrument is changed.")
    )  # fmt: skip


def _save(request: Request, form: InstrumentForm) -> Instrument:
    skills = form.cleaned_data["skills"]
    return instruments.save(form.instance, request.complex, skills=skills, by=request.user, now=request.now)


@require_http_methods(GET_POST)
def calibrate(request: Request, instrument_id: int) -> HttpResponse:
    """It was calibrated."""
    found = _instrument(request, instrument_id)
    form = CalibrationForm(posted(request), initial={"done_on": clock.day_of(request.now, request.complex.zone)})
    return _filled(
        request, form, _("Record a calibration"), found,
        lambda: instruments.calibrate(found, **form.cleaned_data, by=request.user, now=request.now),
        _("The calibration is recorded."),
    )  # fmt: skip


@require_http_methods(GET_POST)
def retire(request: Request, instrument_id: int) -> HttpResponse:
    """Out of use for good, with a reason."""
    found = _instrument(request, instrument_id)
    form = ReasonForm(posted(request))
    return _filled(
        request, form, _("Retire the instrument"), found,
        lambda: instruments.retire(found, **form.cleaned_data, by=request.user, now=request.now),
        _("The instrument is retired."),
    )  # fmt: skip


@require_POST
def take_back(request: Request, instrument_id: int) -> HttpResponse:
    """In use again."""
    found = _instrument(request, instrument_id)
    instruments.take_back(found, by=request.user, now=request.now)
    messages.success(request, _("The instrument is in use again."))
    return redirect("enrollment:instrument", found.pk)


@require_http_methods(GET_POST)
def add_measurand(request: Request, instrument_id: int) -> HttpResponse:
    """A further quantity with its range."""
    found = _instrument(request, instrument_id)
    return _measure(request, found, MeasurandForm(posted(request)), _("Add what it measures"))


@require_http_methods(GET_POST)
def change_measurand(request: Request, measurand_id: int) -> HttpResponse:
    """Another range."""
    found = _measurand(request, measurand_id)
    form = MeasurandForm(posted(request), instance=found)
    return _measure(request, found.instrument, form, _("Change what it measures"))


def _measure(request: Request, found: Instrument, form: MeasurandForm, title: str) -> HttpResponse:
    return _filled(
        request, form, title, found,
        lambda: instruments.measure(form.instance, found, by=request.user, now=request.now), _("Saved."),
    )  # fmt: skip


@require_POST
def remove_measurand(request: Request, measurand_id: int) -> HttpResponse:
    """It does not measure that."""
    found = _measurand(request, measurand_id)
    instruments.forget(found, by=request.user, now=request.now)
    messages.success(request, _("Taken out."))
    return redirect("enrollment:instrument", found.instrument_id)


@require_http_methods(GET_POST)
def report(request: Request, instrument_id: int) -> HttpResponse:
    """Put it out of order, on a page that first lists what that stops and who is told."""
    found = _instrument(request, instrument_id)
    form = OutageForm(posted(request), initial={"starts_at": request.now})
    return _asked_first(
        request, form, _("Report an outage"), found,
        plan=lambda: (outages.planned(found, **form.cleaned_data), set()),
        act=lambda: outages.report(found, **form.cleaned_data, by=request.user, now=request.now),
    )  # fmt: skip


@require_http_methods(GET_POST)
def change_outage(request: Request, outage_id: int) -> HttpResponse:
    """Another expected end; who is stopped by that and was not before is told."""
    found = _outage(request, outage_id)
    form = OutageForm(posted(request), outage=found)
    return _asked_first(
        request, form, _("Change the outage"), found.instrument,
        plan=lambda: outages.replanned(found, **form.cleaned_data, now=request.now),
        act=lambda: outages.change(found, **form.cleaned_data, by=request.user, now=request.now),
    )  # fmt: skip


def _asked_first(
    request: Request,
    form: OutageForm,
    title: str,
    found: Instrument,
    *,
    plan: Callable[[], tuple[Outage, set[int]]],
    act: Callable[[], Any],
) -> HttpResponse:
    """Where an outage stops a session, the page that lists it comes before the act. `plan` says who knows already."""
    if request.method == "POST" and not request.POST.get("confirmed") and form.is_valid():
        planned: list[tuple[Outage, set[int]]] = []
        tried(form, lambda: planned.append(plan()))
        stopped = [
            one for outage, known in planned for one in queries.affected(outage, now=request.now) if one.pk not in known
        ]
        if stopped:
            fields = [(name, value) for name, values in request.POST.lists() for value in values if name != TOKEN]
            context = {
                "instrument": found, "title": title, "stopped": stopped, "fields": fields, "told": queries.told(stopped)
            }  # fmt: skip
            return render(request, "enrollment/labs/confirm_outage.html", context)
        form._errors = None  # type: ignore[attr-defined]  # the act says it again, with its status
    return _filled(request, form, title, found, act, _("The outage is noted."))


@require_POST
def end_outage(request: Request, outage_id: int) -> HttpResponse:
    """It works again."""
    found = _outage(request, outage_id)
    outages.end(found, by=request.user, now=request.now)
    messages.success(request, _("The instrument works again. It can be booked."))
    return redirect("enrollment:instrument", found.instrument_id)

"""The operator's side of events: the list, one event, its steps, the door, and what was said afterwards."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from enrollment.forms.applications import PaperForm
from enrollment.views.common import looked_at, posted, refuse_others, tried
from training.accounts.states import Evidence
from training.accounts.views import reasons
from training.consortium.forms.events import AskedForm, CancelForm, EventFilterForm, EventForm, RegistrationFilterForm
from training.consortium.models import Event, EventMaterial, Registration
from training.consortium.queries import event_surveys
from training.consortium.queries import events as queries
from training.consortium.services import event_materials, events, registrations
from training.consortium.states import EventState, RegistrationState
from training.core.errors import TransitionRefused
from training.core.requests import Request
from training.core.tables import as_csv

GET_POST = ["GET", "HEAD", "POST"]
KEPT_NOWHERE = cache_control(private=True, no_store=True)


def _event(request: Request, event_id: int) -> Event:
    refuse_others(request)
    return get_object_or_404(queries.related(Event.objects.of(request.complex)), pk=event_id)


@require_safe
def index(request: Request) -> HttpResponse:
    """Every event with how full it is, the latest first."""
    refuse_others(request)
    filters = EventFilterForm(request.GET)
    wanted = filters.wanted()
    found = queries.desk(request.complex, wanted, number=request.GET.get("page", "1"))
    context = {"filters": filters, "filtered": bool(wanted), "page_obj": found}
    return render(request, "consortium/events/desk/index.html", context)


@require_safe
@KEPT_NOWHERE
def page(request: Request, event_id: int) -> HttpResponse:
    """One event: its steps, materials, and who registered."""
    event = _event(request, event_id)
    filters = RegistrationFilterForm(request.GET)
    shown = queries.registered(event, filters.wanted(), number=request.GET.get("page", "1"))
    looked_at(request, event, Evidence.SHEET, [row.person_id for row in shown if row.person_id])
    context = {
        "event": event,
        "filters": filters,
        "page_obj": shown,
        "numbers": _labeled(queries.numbers(event)),
        "query": request.GET.urlencode(),
        "materials": EventMaterial.objects.kept().filter(event=event),
        "steps": [(to, _label(to)) for to in EventState if to in event.TRANSITIONS[event.state]],
    }
    return render(request, "consortium/events/desk/event.html", context)


def _labeled(numbers: dict[str, int]) -> list[tuple[str, int]]:
    return [(str(RegistrationState(state).label), count) for state, count in numbers.items()]


def _label(to: str) -> str:
    """The act, as its button says it."""
    return {
        EventState.ANNOUNCED: _("Announce"),
        EventState.HELD: _("Close as held"),
        EventState.CANCELED: _("Cancel the event"),
    }[EventState(to)]


def _filled(
    request: Request, form: EventForm, found: Event | None, act: Callable[[], Event], done: str
) -> HttpResponse:
    status, made = 200, []
    if request.method == "POST":
        status = tried(form, lambda: made.append(act()))
        if made:
            messages.success(request, done)
            return redirect("consortium:event_desk", made[0].pk)
    return render(request, "consortium/events/desk/form.html", {"form": form, "event": found}, status=status)


@require_http_methods(GET_POST)
def add(request: Request) -> HttpResponse:
    """Draft an event."""
    refuse_others(request)
    form = EventForm(posted(request), complex=request.complex)
    return _filled(
        request, form, None, lambda: events.add(request.complex, form.plan(), by=request.user, now=request.now),
        _("The event is a draft. Announce it once it is right."),
    )  # fmt: skip


@require_http_methods(GET_POST)
def change(request: Request, event_id: int) -> HttpResponse:
    """Change it; who registered is told of another place or time."""
    found = _event(request, event_id)
    form = EventForm(posted(request), complex=request.complex, event=found)
    return _filled(
        request, form, found, lambda: events.change(found, form.plan(), by=request.user, now=request.now),
        _("The event is changed."),
    )  # fmt: skip


@require_http_methods(GET_POST)
def step(request: Request, event_id: int) -> HttpResponse:
    """Announce, close or cancel. The page asks first, and says what follows."""
    found = _event(request, event_id)
    to = request.POST.get("to") or request.GET.get("to") or ""
    if to not in found.TRANSITIONS[found.state]:
        raise TransitionRefused(_("Somebody moved this event first. Its page shows how it stands now."))
    canceling = to == EventState.CANCELED
    form: CancelForm | AskedForm = (CancelForm if canceling else AskedForm)(posted(request))
    status = 200
    if request.method == "POST":
        status = tried(form, lambda: _step(request, found, to, form))
        if not status:
            messages.success(request, _("The event is now: %(state)s.") % {"state": EventState(to).label})
            return redirect("consortium:event_desk", found.pk)
    context = {
        "event": found,
        "label": _label(to),
        "form": form,
        "danger": canceling,
        "consequences": [_follows(found, to)],
        "here": f"{reverse('consortium:event_step', args=[found.pk])}?to={to}",
    }
    return render(request, "consortium/events/desk/step.html", context, status=status)


def _step(request: Request, found: Event, to: str, form: CancelForm | AskedForm) -> None:
    told: dict[str, Any] = {"by": request.user, "now": request.now}
    if to == EventState.CANCELED:
        events.cancel(found, reason=form.cleaned_data["reason"], **told)
    elif to == EventState.HELD:
        events.finish(found, **told)
    else:
        events.announce(found, **told)


def _follows(event: Event, to: str) -> str:
    open_now = Registration.objects.expected().filter(event=event).count()
    return {
        EventState.ANNOUNCED: _("Everybody can read it, and people register while registration is open."),
        EventState.HELD: _(
            "Who was not checked in counts as not come. Who came gets a mail with materials and survey."
        ),
        EventState.CANCELED: _("%(n)d people who registered or wait get a mail with the reason.") % {"n": open_now},
    }[EventState(to)]


@require_http_methods(GET_POST)
@KEPT_NOWHERE
def table(request: Request, event_id: int) -> HttpResponse:
    """The registrations as a file, once its reason was given."""
    event = _event(request, event_id)
    rows, people = queries.table(event, RegistrationFilterForm(request.GET).wanted())
    return reasons.taking(
        request, event, what=Evidence.SHEET, people=people, give=lambda: as_csv(rows, f"event-{event.pk}.csv"),
        back=reverse("consortium:event_desk", args=[event.pk]),
    )  # fmt: skip


# --- the door -------------------------------------------------------------------------------------
@require_http_methods(GET_POST)
@KEPT_NOWHERE
def check_in(request: Request, event_id: int) -> HttpResponse:
    """Who is expected, by name; for people whose phone shows no code."""
    event = _event(request, event_id)
    if request.method == "POST":
        number = request.POST.get("registration", "")
        known = number.isascii() and number.isdigit() and len(number) < 19
        rows = Registration.objects.filter(event=event, person__isnull=False).select_related("person")
        found = get_object_or_404(rows, pk=int(number) if known else 0)
        registrations.check_in(found, by=request.user, now=request.now)
        messages.success(request, _("%(name)s is checked in.") % {"name": found.person})
        return redirect(request.get_full_path())
    filters = RegistrationFilterForm(request.GET)
    shown = list(queries.registrations(event, filters.wanted()))
    numbers = queries.numbers(event)
    looked_at(request, event, Evidence.SHEET, [row.person_id for row in shown if row.person_id])
    came = numbers[RegistrationState.CAME]
    context = {"event": event, "rows": shown, "filters": filters, "came": came,
               "expected": came + numbers[RegistrationState.REGISTERED]}  # fmt: skip
    return render(request, "consortium/events/desk/check_in.html", context)


@require_http_methods(GET_POST)
@KEPT_NOWHERE
def ticket(request: Request, ticket: str) -> HttpResponse:
    """Where the QR of a registration leads: the name, and one button. A second time it says when the first was."""
    refuse_others(request)
    rows = Registration.objects.of(request.complex).filter(person__isnull=False)
    found = (
        rows.select_related("person", "event__complex__site", "complex")
        .filter(pk=queries.registered_by(ticket) or 0)
        .first()
    )
    if found is None:
        raise Http404
    if request.method == "POST":
        registrations.check_in(found, by=request.user, now=request.now)
        messages.success(request, _("%(name)s is checked in.") % {"name": found.person})
        return redirect("consortium:event_check_in", found.event_id)
    looked_at(request, found, Evidence.PERSON, [found.person_id] if found.person_id else [])
    return render(request, "consortium/events/desk/ticket.html", {"registration": found, "event": found.event})


# --- materials and survey -------------------------------------------------------------------------
@require_http_methods(GET_POST)
def add_material(request: Request, event_id: int) -> HttpResponse:
    """A file for those who registered."""
    found = _event(request, event_id)
    form = PaperForm(posted(request), request.FILES or None)
    status = 200
    if request.method == "POST":
        status = tried(form, lambda: _keep(request, found, form))
        if not status:
            messages.success(request, _("The file is kept."))
            return redirect("consortium:event_desk", found.pk)
    return render(request, "consortium/events/desk/material.html", {"event": found, "form": form}, status=status)


def _keep(request: Request, found: Event, form: PaperForm) -> None:
    file = form.cleaned_data["file"]
    event_materials.keep(found, name=file.name or "", raw=file.read(), by=request.user, now=request.now)


@require_http_methods(GET_POST)
def erase_material(request: Request, material_id: int) -> HttpResponse:
    """Erase a file; asked first."""
    refuse_others(request)
    rows = EventMaterial.objects.of(request.complex).select_related("event", "complex")
    found = get_object_or_404(rows, pk=material_id)
    if request.method == "POST":
        event_materials.erase(found, by=request.user, now=request.now)
        messages.success(request, _("The file is erased."))
        return redirect("consortium:event_desk", found.event_id)
    return render(request, "consortium/events/desk/erase.html", {"material": found, "event": found.event})


@require_safe
@KEPT_NOWHERE
def survey(request: Request, event_id: int) -> HttpResponse:
    """What was said, from five people on and once nobody can answer any more."""
    event = _event(request, event_id)
    context = {"event": event, "report": event_surveys.report(event, now=request.now)}
    return render(request, "consortium/events/desk/survey.html", context)

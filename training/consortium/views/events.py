"""Events as everybody reads them; registering, canceling, what was handed out, and the survey afterwards."""

import segno
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from enrollment.forms.surveys import SurveyForm
from enrollment.queries.feeds import KIND
from enrollment.views.common import posted, tried
from enrollment.views.papers import answer_with
from training.accounts.permissions import is_operator
from training.consortium.forms.events import AskedForm, EventFilterForm
from training.consortium.models import Event, EventMaterial, Registration
from training.consortium.queries import event_calendar, event_surveys
from training.consortium.queries import events as queries
from training.consortium.services import event_materials, registrations
from training.consortium.services import event_surveys as surveys
from training.consortium.states import EventKind, RegistrationState
from training.core.requests import Request

GET_POST = ["GET", "HEAD", "POST"]
KEPT_NOWHERE = cache_control(private=True, no_store=True)


def public_event(request: Request, event_id: int) -> Event:
    """An event that everybody may read; an operator reads drafts too."""
    rows = Event.objects.of(request.complex)
    rows = rows if is_operator(request.user, request.complex) else rows.public()
    return get_object_or_404(queries.related(rows), pk=event_id)


def own_registration(request: Request, event_id: int) -> Registration:
    """One's own; to others it does not exist."""
    found = queries.registration_of(public_event(request, event_id), request.user)
    if found is None or found.state == RegistrationState.CANCELED:
        raise Http404
    return found


@login_not_required
@require_safe
def index(request: Request) -> HttpResponse:
    """What comes and what was, of one kind where the address names one."""
    kind = str(EventFilterForm(request.GET).wanted().get("kind", ""))
    found = queries.listing(request.complex, kind=kind, now=request.now)
    own = queries.own_panel(request) if request.user.is_authenticated else {}
    context = {"listing": found, "kind": kind, "kinds": EventKind.choices, "panel": own}
    return render(request, "consortium/events/index.html", context)


@login_not_required
@require_safe
def page(request: Request, event_id: int) -> HttpResponse:
    """One event, and how the reader stands to it. Who holds a seat finds the QR for the door here."""
    event = public_event(request, event_id)
    standing = queries.standing(event, request.user, now=request.now)
    own = standing.registration
    context = {"event": event, "standing": standing, "state": EventKind(event.kind)}
    if own is not None and own.state == RegistrationState.REGISTERED:
        context["qr"] = _qr(event, own)
    response = render(request, "consortium/events/event.html", context)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _qr(event: Event, registration: Registration) -> str:
    """Leads whoever works at the door to this registration; to others the address says nothing."""
    address = event.complex.address(reverse("consortium:event_ticket", args=[queries.ticket(registration)]))
    return segno.make(address, error="m", micro=False).svg_data_uri(border=4, dark="#000", light="#fff")


@login_not_required
@require_safe
def calendar(request: Request, event_id: int) -> HttpResponse:
    """The event for one's calendar, without a person in it."""
    event = public_event(request, event_id)
    response = HttpResponse(event_calendar.calendar(event, now=request.now), content_type=KIND)
    response.headers["Content-Disposition"] = content_disposition_header(True, f"event-{event.pk}.ics") or "attachment"
    return response


@require_http_methods(GET_POST)
def register(request: Request, event_id: int) -> HttpResponse:
    """Asked first, since the way to the sign-in page leads back here."""
    event = public_event(request, event_id)
    form = AskedForm(posted(request))
    status = 200
    if request.method == "POST":
        made: list[Registration] = []
        act = lambda: made.append(registrations.register(event, person=request.user, now=request.now))  # noqa: E731
        status = tried(form, act)
        if made:
            waits = made[0].state == RegistrationState.WAITING
            messages.success(request, _("You are on the waiting list.") if waits else _("You are registered."))
            return redirect("consortium:event", event.pk)
    return render(request, "consortium/events/register.html", {"event": event, "form": form}, status=status)


@require_http_methods(GET_POST)
def cancel(request: Request, event_id: int) -> HttpResponse:
    """Give the seat back; asked first."""
    found = own_registration(request, event_id)
    form = AskedForm(posted(request))
    status = 200
    if request.method == "POST":
        status = tried(form, lambda: registrations.cancel(found, by=request.user, now=request.now))
        if not status:
            messages.success(request, _("Your registration is canceled."))
            return redirect("consortium:event", event_id)
    return render(request, "consortium/events/cancel.html", {"event": found.event, "form": form}, status=status)


@require_safe
def material(request: Request, material_id: int) -> HttpResponse:
    """A file that was handed out, for who registered, and operators."""
    rows = EventMaterial.objects.of(request.complex).kept().select_related("event__pool", "event__complex__site")
    found = get_object_or_404(rows, pk=material_id)
    if not is_operator(request.user, request.complex):
        own_registration(request, found.event_id)
    return answer_with(found, event_materials.content(found))


@require_http_methods(GET_POST)
@KEPT_NOWHERE
def survey(request: Request, event_id: int) -> HttpResponse:
    """The questions while they can be answered; before and after, and once answered, a sentence."""
    found = own_registration(request, event_id)
    standing = queries.standing(found.event, request.user, now=request.now)
    asks = standing.can_answer
    questions = event_surveys.questions(found.event) if asks or request.method == "POST" else []
    form = SurveyForm(posted(request), questions=questions)
    status = 200
    if request.method == "POST":
        act = lambda: surveys.answer(found, answers=form.answers, by=request.user, now=request.now)  # noqa: E731
        status = tried(form, act)
        if not status:
            messages.success(request, _("Thank you. Your answers are kept without your name."))
            return redirect("consortium:event", event_id)
    context = {
        "event": found.event,
        "standing": standing,
        "asks": asks,
        "form": form,
        "answered": event_surveys.has_answered(found),
        "last_day": event_surveys.last_day(found.event),
    }
    return render(request, "consortium/events/survey.html", context, status=status)

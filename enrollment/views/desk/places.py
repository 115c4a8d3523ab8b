"""Venues, rooms and stations of a complex; and a session at its stations."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from enrollment.forms.stations import FORMS, GroupsForm, RotationForm, place_form
from enrollment.models import Session, Venue
from enrollment.queries import stations as queries
from enrollment.services import places
from enrollment.services import stations as services
from enrollment.views.common import posted, refuse_others, tried
from training.core.requests import Request

GET_POST = ["GET", "HEAD", "POST"]


@require_safe
def index(request: Request) -> HttpResponse:
    """Every venue with its rooms and their stations."""
    refuse_others(request)
    venues = Venue.objects.of(request.complex).prefetch_related("rooms__stations")
    return render(request, "enrollment/desk/places.html", {"venues": venues})


@require_http_methods(GET_POST)
def add(request: Request, kind: str) -> HttpResponse:
    """A new venue, room or station."""
    return _edit(request, kind, None)


@require_http_methods(GET_POST)
def change(request: Request, kind: str, place_id: int) -> HttpResponse:
    """Change a venue, room or station."""
    refuse_others(request)
    if kind not in FORMS:
        raise Http404
    model: Any = FORMS[kind]._meta.model  # type: ignore[attr-defined]  # a model form's
    return _edit(request, kind, get_object_or_404(model.objects.of(request.complex), pk=place_id))


def _edit(request: Request, kind: str, place: Any) -> HttpResponse:
    refuse_others(request)
    if kind not in FORMS:
        raise Http404
    initial = {name: request.GET[name] for name in ("venue", "room") if request.GET.get(name, "").isdigit()}
    form = place_form(kind, request.complex, data=posted(request), instance=place, initial=initial)
    status = 200
    if request.method == "POST":
        status = tried(form, lambda: places.save(form.instance, request.complex, by=request.user, now=request.now))
        if not status:
            messages.success(request, _("Saved."))
            return redirect("enrollment:places")
    return render(request, "enrollment/desk/place_form.html", {"form": form, "kind": kind}, status=status)


def _session(request: Request, session_id: int) -> Session:
    refuse_others(request)
    rows = Session.objects.of(request.complex).select_related(
        "cohort__course", "cohort__program", "cohort__venue", "cohort__complex", "room", "complex"
    )
    return get_object_or_404(rows, pk=session_id)


@require_http_methods(GET_POST)
def session(request: Request, session_id: int) -> HttpResponse:
    """The stations of a practice session, its groups turn by turn, and how many have to be moved."""
    found = _session(request, session_id)
    stations = queries.stations_for(found)
    form = RotationForm(posted(request), stations=stations)
    status = 200
    if request.method == "POST":
        status = tried(form, lambda: _plan(request, found, form))
        if not status:
            messages.success(request, _("The groups are made."))
            return redirect("enrollment:session_stations", found.pk)
    round_ = queries.round_of(found)
    context = {
        "cohort": found.cohort,
        "session": found,
        "stations": stations,
        "form": form,
        "round": round_,
        "groups_form": _groups(round_) if round_ else None,
    }
    return render(request, "enrollment/desk/stations.html", context, status=status)


def _plan(request: Request, session: Session, form: RotationForm) -> Any:
    given = form.cleaned_data
    return services.plan(
        session,
        stations=list(given["stations"]),
        groups=given["groups"],
        turns=given["turns"],
        by=request.user,
        now=request.now,
    )


def _groups(round_: queries.Round, data: Any = None) -> GroupsForm:
    people: list[tuple[Any, int | None]] = [(one, group.number) for group in round_.groups for one in group.people]
    people += [(one, None) for one in round_.without]
    return GroupsForm(data, people=people, groups=round_.rotation.groups)


@require_POST
def move(request: Request, session_id: int) -> HttpResponse:
    """Put people into other groups."""
    found = _session(request, session_id)
    round_ = queries.round_of(found)
    form = _groups(round_, request.POST) if round_ else None
    chosen = form.chosen() if form is not None and form.is_valid() else {}
    moved = services.move(found, groups=chosen, by=request.user, now=request.now)
    messages.success(request, _("The groups are changed.") if moved else _("Nobody was moved."))
    return redirect("enrollment:session_stations", found.pk)


@require_POST
def clear(request: Request, session_id: int) -> HttpResponse:
    """Let the session run without stations."""
    found = _session(request, session_id)
    services.clear(found, by=request.user, now=request.now)
    messages.success(request, _("The session runs without stations."))
    return redirect("enrollment:session_stations", found.pk)

"""The employer's side of demand: the list, a new one, and how one stands."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from enrollment.queries.partners import organizations
from enrollment.views.common import posted, tried
from training.accounts.models import Organization
from training.accounts.permissions import is_manager
from training.consortium.forms.demands import DemandForm, initial
from training.consortium.models import Demand
from training.consortium.queries import demands as queries
from training.consortium.services import demands
from training.core import clock
from training.core.errors import Refused
from training.core.requests import Request

GET_POST = ["GET", "HEAD", "POST"]


def _managers_only(request: Request) -> None:
    if not is_manager(request.user, request.complex):
        raise Refused(_("Only an employer's manager can open this. If you are one, ask the office for the role."))


def _demand(request: Request, demand_id: int) -> Demand:
    _managers_only(request)
    return get_object_or_404(queries.of_manager(request.user, request.complex), pk=demand_id)


def _form(request: Request, ours: list[Organization], **kwargs: Any) -> DemandForm:
    today = clock.day_of(request.now, request.complex.zone)
    subjects = queries.subjects(request.complex)
    return DemandForm(posted(request), subjects=subjects, organizations=ours, today=today, **kwargs)


@require_safe
def index(request: Request) -> HttpResponse:
    """What this employer asked for, the newest first."""
    _managers_only(request)
    page = queries.own(request.user, request.complex, number=request.GET.get("page", "1"))
    return render(request, "consortium/partners/demands.html", {"page_obj": page})


@require_http_methods(GET_POST)
def state(request: Request) -> HttpResponse:
    """A new demand."""
    _managers_only(request)
    form = _form(request, organizations(request.user, request.complex))
    status, made = 200, []
    if request.method == "POST":
        status = tried(form, lambda: made.append(_state(request, form)))
        if made:
            messages.success(request, _("Your demand is stated. You will have an answer within 30 days."))
            return redirect("consortium:own_demand_page", made[0].pk)
    return render(request, "consortium/partners/demand_form.html", {"form": form}, status=status)


def _state(request: Request, form: DemandForm) -> Demand:
    return demands.state(form.cleaned_data["organization"], form.asked(), by=request.user, now=request.now)


@require_safe
def page(request: Request, demand_id: int) -> HttpResponse:
    """How one demand stands: who acts next and by when, then what was asked."""
    return render(request, "consortium/partners/demand.html", {"demand": _demand(request, demand_id)})


@require_http_methods(GET_POST)
def change(request: Request, demand_id: int) -> HttpResponse:
    """Correct what was stated, until somebody answers."""
    found = _demand(request, demand_id)
    form = _form(request, [found.organization], initial=initial(found))
    status = 200
    if request.method == "POST":
        status = tried(form, lambda: demands.change(found, form.asked(), by=request.user, now=request.now))
        if not status:
            messages.success(request, _("The demand is changed."))
            return redirect("consortium:own_demand_page", found.pk)
    return render(request, "consortium/partners/demand_form.html", {"form": form, "demand": found}, status=status)


@require_http_methods(GET_POST)
def take_back(request: Request, demand_id: int) -> HttpResponse:
    """The demand waits no longer; asked first."""
    found = _demand(request, demand_id)
    if request.method == "POST":
        demands.take_back(found, by=request.user, now=request.now)
        messages.success(request, _("The demand is taken back."))
        return redirect("consortium:own_demand")
    return render(request, "consortium/partners/take_back.html", {"demand": found})

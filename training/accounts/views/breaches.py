"""The register of breaches."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from training.accounts import permissions
from training.accounts.forms import BreachCloseForm, BreachForm, EntryForm, TellForm
from training.accounts.models import BreachRecord
from training.accounts.queries import breaches as queries
from training.accounts.queries.duplicates import people_of
from training.accounts.services import breaches
from training.core.errors import DomainError
from training.core.forms import SafeForm
from training.core.requests import Request

KEPT_NOWHERE = cache_control(private=True, no_store=True)
GET_POST = ["GET", "HEAD", "POST"]


@require_safe
@KEPT_NOWHERE
def breach_register(request: Request) -> HttpResponse:
    """Every breach, open ones first, with what is owed by when."""
    permissions.demand_operator(request.user, request.complex)
    found = queries.register(request.complex, now=request.now)
    return render(request, "accounts/desk/breaches.html", {"breaches": found})


@require_http_methods(GET_POST)
@KEPT_NOWHERE
def record_breach(request: Request) -> HttpResponse:
    permissions.demand_operator(request.user, request.complex)
    form = BreachForm(request.POST if request.method == "POST" else None)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            found = breaches.record(request.complex, by=request.user, now=request.now, **form.cleaned_data)
        except DomainError as error:
            form.add_error(error.field, str(error))
            status = error.status
        else:
            messages.success(request, _("Recorded. The page says what is owed and by when."))
            return redirect("accounts:breach", found.pk)
    return render(request, "accounts/desk/breach_form.html", {"form": form}, status=status)


@require_http_methods(GET_POST)
@KEPT_NOWHERE
def breach(request: Request, breach_id: int) -> HttpResponse:
    """One breach, its history, and what can be added; `act` says which of the three forms was sent."""
    permissions.demand_operator(request.user, request.complex)
    found = get_object_or_404(BreachRecord.objects.of(request.complex).select_related("complex__site"), pk=breach_id)
    sent = request.POST.get("form", "") if request.method == "POST" else ""
    forms = _forms(request, found, sent)
    status = 200
    if sent:
        status = _tried(request, found, sent, forms[sent]) if sent in forms else 422
        if not status:
            return redirect("accounts:breach", found.pk)
    context = {
        "shown": queries.shown(found, now=request.now),
        "breach": found,
        "entries": found.entries.select_related("by"),
        "told": len(queries.told(found)),
        "form": forms.get(sent),
        **{f"{name}_form": one for name, one in forms.items()},
    }
    return render(request, "accounts/desk/breach.html", context, status=status)


def _forms(request: Request, found: BreachRecord, sent: str) -> dict[str, SafeForm]:
    known = {name: getattr(found, name) for name in breaches.FACTS}
    kinds: dict[str, type[SafeForm]] = {"add": EntryForm, "tell": TellForm, "close": BreachCloseForm}
    return {
        name: kind(request.POST if name == sent else None, initial=known if name == "add" else None, prefix=name)
        for name, kind in kinds.items()
    }


def _tried(request: Request, found: BreachRecord, sent: str, form: SafeForm) -> int:
    """0 when it is done, else the status of the refusal."""
    if not form.is_valid():
        return 422
    try:
        messages.success(request, _act(request, found, sent, form.cleaned_data))
    except DomainError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return error.status
    return 0


def _act(request: Request, found: BreachRecord, sent: str, data: dict[str, Any]) -> str:
    if sent == "add":
        breaches.add(found, by=request.user, now=request.now, **data)
        return _("Added to the history.")
    if sent == "close":
        breaches.close(found, by=request.user, now=request.now, **data)
        return _("The breach is closed.")
    people, unknown = queries.by_address(data["addresses"], people_of(request.complex))
    if unknown:
        said = _("These addresses are nobody’s here, and nobody was told yet: %(addresses)s")
        raise DomainError(said % {"addresses": ", ".join(unknown[:20])}, field="addresses")
    told = breaches.tell(found, people, text=data["text"], by=request.user, now=request.now)
    return ngettext("%(n)d person is told by mail.", "%(n)d people are told by mail.", told) % {"n": told}

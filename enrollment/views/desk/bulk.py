"""One act on many applications: chosen in the list, confirmed on a page with the names."""

import re
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from enrollment.forms.bulk import FORMS, LABELS
from enrollment.forms.cohorts import FilterForm
from enrollment.models import Application, Cohort
from enrollment.queries import applicants as queries
from enrollment.queries import selection
from enrollment.services import applications, bulk, withdrawals
from enrollment.states import ApplicationState
from enrollment.views.common import cohort_or_404, tried
from training.core.errors import DomainError
from training.core.forms import SafeForm
from training.core.requests import Request

NUMBER = re.compile(r"[0-9]{1,18}")  # what fits a key of the database
RELATED = "applicant", "cohort__course", "cohort__program", "cohort__venue", "cohort__complex__site"
RESULTS = frozenset({"waitlist", "reject"})  # where people are reviewed, these come out with the selection
DECISIONS: dict[str, Callable[..., None]] = {
    "waitlist": applications.waitlist,
    "reject": applications.reject,
    "withdraw": withdrawals.take_out,
}


@require_POST
def act(request: Request, cohort_id: int) -> HttpResponse:
    """First the page with the names, then the act."""
    cohort = cohort_or_404(request, cohort_id)
    name = request.POST.get("act", "")
    if name not in FORMS:
        raise Http404
    chosen = _chosen(request, cohort)
    if len(chosen) > bulk.MOST:
        raise DomainError(_("More than %(most)d people at once. Filter the list first.") % {"most": bulk.MOST})
    if name in RESULTS:
        bulk.refuse_under_review(chosen)
    confirmed = bool(request.POST.get("confirmed"))
    form = FORMS[name](request.POST if confirmed else None)
    status = 200
    if confirmed:
        said: list[str] = []
        status = tried(form, lambda: said.append(_perform(request, cohort, name, chosen, form)))
        if not status:
            messages.success(request, said[0])
            return redirect(_after(cohort, name, form, request))
    elif not chosen:
        raise DomainError(_("Nobody is chosen. Tick at least one person in the list."))
    context = {
        "cohort": cohort,
        "form": form,
        "act": name,
        "label": LABELS[name],
        "danger": name in {"reject", "withdraw"},
        "chosen": chosen,
        "blind": selection.blind(cohort, chosen),
    }
    return render(request, "enrollment/desk/bulk.html", context, status=status)


def _chosen(request: Request, cohort: Cohort) -> list[Application]:
    """The ticked ones of this cohort, or everybody who matches the filters."""
    rows: QuerySet[Application] = Application.objects.filter(cohort=cohort).submitted()
    if request.POST.get("everyone"):
        filters = FilterForm(request.POST)
        asked = {key: value for key, value in filters.cleaned_data.items() if value} if filters.is_valid() else {}
        rows = queries.matching(cohort, **asked)
    else:
        keys = [int(key) for key in request.POST.getlist("application")[:5000] if NUMBER.fullmatch(key)]
        rows = rows.filter(pk__in=keys).order_by("applied_at", "pk")
    return list(rows.select_related(*RELATED)[: bulk.MOST + 1])


def _perform(request: Request, cohort: Cohort, name: str, chosen: list[Application], form: SafeForm) -> str:
    given: Any = {**form.cleaned_data, "by": request.user, "now": request.now}
    if name == "notice":
        return _counted(bulk.notify(cohort, chosen, **given).recipients)
    if name == "tag":
        return _counted(len(bulk.tag(cohort, chosen, **given)))
    ordered = withdrawals.in_order(chosen) if name == "withdraw" else chosen
    outcome = bulk.decide(ordered, DECISIONS[name], **given)
    if name == "withdraw":
        back = [row.pk for row in outcome.done if row.state != ApplicationState.ENROLLED]
        request.session["taken_out"] = {"cohort": cohort.pk, "applications": back}
    return _told(outcome)


def _told(outcome: bulk.Outcome) -> str:
    refused = [f"{application.applicant}: {sentence}" for application, sentence in outcome.refused]
    return " ".join([_counted(len(outcome.done)), *refused[:5]])


def _counted(n: int) -> str:
    return ngettext("Done for %(n)d person.", "Done for %(n)d people.", n) % {"n": n}


def _after(cohort: Cohort, name: str, form: SafeForm, request: Request) -> str:
    """Back to the list; after tagging and taking out with the way to take it back."""
    address = reverse("enrollment:cohort", args=[cohort.pk])
    if name == "withdraw":
        return f"{address}?taken_out=1"
    if name != "tag":
        return address
    request.session["tagged"] = {
        "cohort": cohort.pk,
        "tag": form.cleaned_data["tag"],
        "at": request.now.isoformat(),
    }
    return f"{address}?tagged=1"


@require_POST
def put_back(request: Request, cohort_id: int) -> HttpResponse:
    """Put those whom the last act took out at the end of the queue."""
    cohort = cohort_or_404(request, cohort_id)
    last = request.session.pop("taken_out", None)
    if not last or last["cohort"] != cohort.pk or not last["applications"]:
        raise DomainError(_("There is nothing to take back any more."))
    rows = Application.objects.filter(cohort=cohort, pk__in=last["applications"]).order_by("queued_at", "pk")
    chosen = list(rows.select_related(*RELATED))
    reason = _("Taken out by mistake and put back.")
    outcome = bulk.decide(chosen, withdrawals.put_back, reason=reason, by=request.user, now=request.now)
    messages.success(request, _told(outcome))
    return redirect("enrollment:cohort", cohort.pk)


@require_POST
def untag(request: Request, cohort_id: int) -> HttpResponse:
    """Take back the last act of tagging."""
    cohort = cohort_or_404(request, cohort_id)
    last = request.session.pop("tagged", None)
    at = parse_datetime(last["at"]) if last and last["cohort"] == cohort.pk else None
    if not last or at is None:
        raise DomainError(_("There is nothing to take back any more."))
    count = bulk.untag(cohort, tag=last["tag"], added_at=at, by=request.user, now=request.now)
    messages.success(
        request, ngettext("Taken back from %(n)d person.", "Taken back from %(n)d people.", count) % {"n": count}
    )
    return redirect("enrollment:cohort", cohort.pk)

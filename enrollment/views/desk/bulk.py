"""One act on many applications: chosen in the list, confirmed on a page with the names."""

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
from enrollment.services import applications, bulk
from enrollment.views.common import cohort_or_404, tried
from training.core.errors import DomainError
from training.core.forms import SafeForm
from training.core.requests import Request

DECISIONS = {"waitlist": applications.waitlist, "reject": applications.reject}


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
    context = {"cohort": cohort, "form": form, "act": name, "label": LABELS[name], "chosen": chosen, "most": bulk.MOST}
    return render(request, "enrollment/desk/bulk.html", context, status=status)


def _chosen(request: Request, cohort: Cohort) -> list[Application]:
    """The ticked ones of this cohort, or everybody who matches the filters."""
    rows: QuerySet[Application] = Application.objects.filter(cohort=cohort).submitted()
    if request.POST.get("everyone"):
        filters = FilterForm(request.POST)
        asked = {key: value for key, value in filters.cleaned_data.items() if value} if filters.is_valid() else {}
        rows = queries.matching(cohort, **asked)
    else:
        keys = [int(key) for key in request.POST.getlist("application") if key.isascii() and key.isdigit()][:5000]
        rows = rows.filter(pk__in=keys).order_by("applied_at", "pk")
    related = "applicant", "cohort__course", "cohort__program", "cohort__venue", "cohort__complex__site"
    return list(rows.select_related(*related)[: bulk.MOST + 1])


def _perform(request: Request, cohort: Cohort, name: str, chosen: list[Application], form: SafeForm) -> str:
    given: Any = {**form.cleaned_data, "by": request.user, "now": request.now}
    if name == "notice":
        return _counted(bulk.notify(cohort, chosen, **given).recipients)
    if name == "tag":
        return _counted(len(bulk.tag(cohort, chosen, **given)))
    outcome = bulk.decide(chosen, DECISIONS[name], **given)
    refused = [f"{application.applicant}: {sentence}" for application, sentence in outcome.refused]
    return " ".join([_counted(outcome.done), *refused[:5]])


def _counted(n: int) -> str:
    return ngettext("Done for %(n)d person.", "Done for %(n)d people.", n) % {"n": n}


def _after(cohort: Cohort, name: str, form: SafeForm, request: Request) -> str:
    """Back to the list; after tagging with the way to take it back."""
    address = reverse("enrollment:cohort", args=[cohort.pk])
    if name != "tag":
        return address
    request.session["tagged"] = {
        "cohort": cohort.pk,
        "tag": form.cleaned_data["tag"],
        "at": request.now.isoformat(),
    }
    return f"{address}?tagged=1"


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

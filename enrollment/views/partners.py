"""The employer's desk."""

from functools import partial

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from enrollment.forms.sponsorship import NomineeForm, PeopleFilter, SheetForm
from enrollment.models import Nomination, SeatAgreement
from enrollment.queries import agreements, nominee_sheets, sheet_screens
from enrollment.queries import nominations as nomination_queries
from enrollment.queries import partners as queries
from enrollment.services import nominations
from enrollment.states import NominationState
from enrollment.views.common import looked_at, posted, tried
from training.accounts.models import Organization
from training.accounts.permissions import is_manager
from training.accounts.states import Evidence
from training.accounts.views import reasons
from training.core import clock, ports, tables
from training.core.errors import Refused
from training.core.requests import Request

GET_POST = ["GET", "HEAD", "POST"]
PER_PAGE = 50


def _theirs(request: Request) -> list[Organization]:
    """The organizations whose manager this person is at this request."""
    if not is_manager(request.user, request.complex):
        raise Refused(_("Only an employer's manager can open this. If you are one, ask the office for the role."))
    return queries.organizations(request.user, request.complex)


@require_safe
def desk(request: Request) -> HttpResponse:
    """The seats agreed, the people nominated, and the progress of those who agreed."""
    theirs = _theirs(request)
    form = PeopleFilter(request.GET)
    state = form.cleaned_data["state"] if form.is_valid() else ""
    found = queries.people(theirs, now=request.now)
    rows = [row for row in found.rows if not state or row.state == state]
    context = {
        "organizations": theirs,
        "agreements": agreements.of_employers(theirs, now=request.now),
        "people": found,
        "page_obj": Paginator(rows, PER_PAGE).get_page(request.GET.get("page", "1")),
        "filters": form,
        "filtered": bool(state),
        "panels": [{"panel": panel, "data": panel.query(request)} for panel in ports.panels("partners", request)],
    }
    return render(request, "enrollment/partners/desk.html", context)


@require_http_methods(GET_POST)
def people_file(request: Request) -> HttpResponse:
    """The same list as a file, for who says why; whose progress it holds is recorded."""
    found = queries.people(_theirs(request), now=request.now)
    shown = [row.enrollment.trainee_id for row in found.rows if row.seen and row.enrollment]
    name = f"sponsored-{clock.day_of(request.now, request.complex.zone)}.csv"
    give = partial(tables.as_csv, queries.table(found), name)
    back = reverse("enrollment:partners")
    return reasons.taking(request, request.complex, what=Evidence.SHEET, people=shown, give=give, back=back)


@require_safe
def person(request: Request, enrollment_id: int) -> HttpResponse:
    """One person's weeks, for the employer they agreed to; that it was opened is recorded."""
    _theirs(request)
    found = queries.person(request.user, request.complex, enrollment_id, now=request.now)
    if found is None:
        raise Http404
    looked_at(request, found.enrollment, Evidence.PERSON, [found.enrollment.trainee_id])
    return render(request, "enrollment/partners/person.html", {"person": found, "seen": found.seen})


def _agreement(request: Request, agreement_id: int) -> SeatAgreement:
    rows = SeatAgreement.objects.of(request.complex).filter(organization__in=_theirs(request))
    related = rows.select_related("organization", "pool", "cohort__course", "cohort__complex__site")
    return get_object_or_404(related, pk=agreement_id)


@require_http_methods(GET_POST)
def nominate(request: Request, agreement_id: int) -> HttpResponse:
    """One person, by a form."""
    agreement = _agreement(request, agreement_id)
    form = NomineeForm(posted(request))
    status = 200
    if request.method == "POST":
        status = tried(form, lambda: _nominate_one(request, agreement, form))
        if not status:
            messages.success(request, _("%(name)s is nominated and invited by mail.") % form.cleaned_data)
            return redirect("enrollment:partners")
    context = {"agreement": agreement, "form": form, "left": nomination_queries.left(agreement)}
    return render(request, "enrollment/partners/nominate.html", context, status=status)


def _nominate_one(request: Request, agreement: SeatAgreement, form: NomineeForm) -> None:
    try:
        nominations.nominate(agreement, [form.nominee()], by=request.user, now=request.now)
    except nominations.Unfit as unfit:
        if 0 in unfit.lines:
            unfit.message, unfit.field = unfit.lines[0], "email"
        raise


@require_http_methods(GET_POST)
def sheet(request: Request, agreement_id: int) -> HttpResponse:
    """Many people, by a file or pasted lines: checked line by line first, then all or none."""
    agreement = _agreement(request, agreement_id)
    form = SheetForm(posted(request), request.FILES or None)
    checked, status = None, 200
    if request.method == "POST":
        read: list[sheet_screens.Checked] = []
        status = tried(form, lambda: read.append(_check(request, agreement, form)))
        checked = read[0] if read else None
        if checked and checked.is_fit and request.POST.get("confirm"):
            return _nominate_all(request, agreement, checked)
        status = status or (200 if checked and checked.is_fit else 422)
    context = {
        "agreement": agreement,
        "form": form,
        "checked": checked,
        "left": nomination_queries.left(agreement),
    }
    return render(request, "enrollment/partners/sheet.html", context, status=status)


def _check(request: Request, agreement: SeatAgreement, form: SheetForm) -> sheet_screens.Checked:
    file = form.cleaned_data["file"]
    people = nominee_sheets.of_file(file.read()) if file else nominee_sheets.of_text(form.cleaned_data["text"])
    return sheet_screens.checked(agreement, people, by=request.user)


def _nominate_all(request: Request, agreement: SeatAgreement, checked: sheet_screens.Checked) -> HttpResponse:
    done = nominations.nominate(agreement, checked.people, by=request.user, now=request.now)
    sentence = ngettext("%(n)d person is nominated and invited.", "%(n)d people are nominated and invited.", len(done))
    messages.success(request, sentence % {"n": len(done)})
    return redirect("enrollment:partners")


@require_http_methods(GET_POST)
def withdraw(request: Request, nomination_id: int) -> HttpResponse:
    """Take a nomination back before it is answered, after a page that asks."""
    rows = Nomination.objects.of(request.complex).filter(agreement__organization__in=_theirs(request))
    found = get_object_or_404(rows.select_related(*nomination_queries.RELATED), pk=nomination_id)
    if request.method == "POST":
        nominations.withdraw(found, by=request.user, now=request.now)
        messages.success(request, _("The nomination is withdrawn. You can nominate somebody else for the seat."))
        return redirect("enrollment:partners")
    if found.state != NominationState.INVITED:
        messages.info(request, _("This nomination was answered or has ended, so there is nothing to withdraw."))
        return redirect("enrollment:partners")
    return render(request, "enrollment/partners/withdraw.html", {"nomination": found})

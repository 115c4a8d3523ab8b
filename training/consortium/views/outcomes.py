"""What became of graduates: one's own answer, and the desk's overview and entries."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from enrollment.views.common import looked_at, posted, refuse_others, tried
from training.accounts.states import Evidence
from training.consortium.forms.events import AskedForm
from training.consortium.forms.outcomes import EnteredOutcomeForm, OutcomeFilterForm, OwnOutcomeForm
from training.consortium.models import JobOutcome
from training.consortium.queries import outcomes as queries
from training.consortium.services import outcomes
from training.core.errors import DomainError
from training.core.requests import Request

GET_POST = ["GET", "HEAD", "POST"]
KEPT_NOWHERE = cache_control(private=True, no_store=True)


# --- one's own ------------------------------------------------------------------------------------
@require_safe
@KEPT_NOWHERE
def own_index(request: Request) -> HttpResponse:
    """The trainings one completed, and what one said of the time after each."""
    return render(request, "consortium/outcomes/own_index.html", {"lines": queries.own(request.user, request.complex)})


@require_http_methods(GET_POST)
@KEPT_NOWHERE
def own(request: Request, enrollment_id: int) -> HttpResponse:
    """The question, under the text that one agrees to with the answer."""
    enrollment = get_object_or_404(queries.completed(request.complex).filter(trainee=request.user), pk=enrollment_id)
    outcome = JobOutcome.objects.standing().filter(enrollment=enrollment).first()
    text = queries.text(request.complex, now=request.now)
    form = OwnOutcomeForm(posted(request), complex=request.complex, outcome=outcome)
    status = 200
    if request.method == "POST":
        if text is None:
            raise DomainError(_("The text to agree to is missing. Tell the office."))
        act = lambda: outcomes.answer(enrollment, form.answer(), text=text, by=request.user, now=request.now)  # noqa: E731
        status = tried(form, act)
        if not status:
            messages.success(request, _("Thank you. You can change it or take it back at any time."))
            return redirect("consortium:own_outcomes")
    context = {"enrollment": enrollment, "text": text, "form": form}
    return render(request, "consortium/outcomes/own.html", context, status=status)


@require_http_methods(GET_POST)
@KEPT_NOWHERE
def withdraw(request: Request) -> HttpResponse:
    """Take the consent back; asked first, and then everything is erased."""
    form = AskedForm(posted(request))
    status = 200
    if request.method == "POST":
        status = tried(form, lambda: outcomes.withdraw(request.user, request.complex, now=request.now))
        if not status:
            messages.success(request, _("You have taken your consent back. Your answers are erased."))
            return redirect("consortium:own_outcomes")
    return render(request, "consortium/outcomes/withdraw.html", {"form": form}, status=status)


# --- the desk -------------------------------------------------------------------------------------
@require_safe
@KEPT_NOWHERE
def index(request: Request) -> HttpResponse:
    """The rate, who is due, and everybody who completed."""
    refuse_others(request)
    filters = OutcomeFilterForm(request.GET, complex=request.complex)
    overview = queries.overview(request.complex, filters.wanted())
    looked_at(request, request.complex, Evidence.SHEET, [line.enrollment.trainee_id for line in overview.lines])
    context = {
        "filters": filters,
        "overview": overview,
        "due": [one for one in queries.due(request.complex, now=request.now) if not one.answered],
    }
    return render(request, "consortium/outcomes/index.html", context)


@require_http_methods(GET_POST)
@KEPT_NOWHERE
def enter(request: Request, outcome_id: int) -> HttpResponse:
    """What an operator learned of somebody who agreed."""
    refuse_others(request)
    rows = JobOutcome.objects.of(request.complex).standing()
    found = get_object_or_404(
        rows.select_related("enrollment__trainee", "enrollment__cohort__course", "complex"), pk=outcome_id
    )
    form = EnteredOutcomeForm(posted(request), complex=request.complex, outcome=found)
    status = 200
    if request.method == "POST":
        status = tried(form, lambda: _enter(request, found, form))
        if not status:
            messages.success(request, _("It is kept."))
            return redirect("consortium:outcomes")
    looked_at(request, found, Evidence.PERSON, [found.enrollment.trainee_id])
    return render(request, "consortium/outcomes/enter.html", {"outcome": found, "form": form}, status=status)


def _enter(request: Request, found: JobOutcome, form: EnteredOutcomeForm) -> None:
    checked = form.cleaned_data["checked"]
    outcomes.enter(found, form.answer(), checked=checked, by=request.user, now=request.now)

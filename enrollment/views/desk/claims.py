"""Claims on the operator's desk: what waits, the decision, a claim for somebody else, and the register."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from enrollment.forms.claims import FORMS, ClaimForm, DecisionOfClaimForm
from enrollment.models import Claim, ClaimPaper, Enrollment
from enrollment.queries import claims as queries
from enrollment.queries.concerned import trainee_ids
from enrollment.services import claim_papers, claims
from enrollment.views.common import cohort_or_404, looked_at, posted, refuse_others, tried
from enrollment.views.papers import answer_with
from training.accounts.states import Evidence
from training.accounts.views import reasons
from training.core.requests import Request

KEPT_NOWHERE = cache_control(private=True, no_store=True)
GET_POST = ["GET", "HEAD", "POST"]


@require_safe
@KEPT_NOWHERE
def queue(request: Request) -> HttpResponse:
    """Those that wait, or those that were decided."""
    refuse_others(request)
    decided = request.GET.get("show") == "decided"
    page = queries.queue(request.complex, decided=decided, number=request.GET.get("page", "1"))
    return render(request, "enrollment/claims/queue.html", {"page_obj": page, "decided": decided})


@require_http_methods(GET_POST)
@KEPT_NOWHERE
def decide(request: Request, claim_id: int) -> HttpResponse:
    """One claim with both values and what follows, and the decision of a second person."""
    refuse_others(request)
    found = get_object_or_404(queries.related(Claim.objects.of(request.complex)), pk=claim_id)
    looked_at(request, found, Evidence.CLAIM, [found.enrollment.trainee_id])
    form = DecisionOfClaimForm(posted(request))
    status = 200
    if request.method == "POST":
        status = tried(form, lambda: _decide(request, found, form))
        if not status:
            messages.success(request, _("The decision is recorded, and the claimant is told by mail."))
            return redirect("enrollment:claims")
    shown = queries.shown(found, request.user)
    context = {
        "shown": shown,
        "claim": found,
        "cohort": found.enrollment.cohort,
        "effect": queries.effect_words(found, now=request.now) if shown.is_pending else [],
        "form": form,
    }
    return render(request, "enrollment/claims/decide.html", context, status=status)


def _decide(request: Request, found: Claim, form: DecisionOfClaimForm) -> None:
    act = claims.accept if form.cleaned_data["outcome"] == "accept" else claims.reject
    act(found, reason=form.cleaned_data["reason"], by=request.user, now=request.now)


@require_POST
def take_back(request: Request, claim_id: int) -> HttpResponse:
    """An operator takes back what they filed for somebody."""
    refuse_others(request)
    found = get_object_or_404(queries.related(Claim.objects.of(request.complex)), pk=claim_id)
    claims.take_back(found, by=request.user, now=request.now)
    messages.success(request, _("The claim is taken back, and its papers are erased."))
    return redirect("enrollment:claims")


@require_http_methods(GET_POST)
@KEPT_NOWHERE
def file_for(request: Request, enrollment_id: int, kind: str) -> HttpResponse:
    """A claim for somebody else, who came too late or cannot file it; another operator decides."""
    refuse_others(request)
    if kind not in FORMS:
        raise Http404
    rows = Enrollment.objects.of(request.complex).select_related(
        "trainee", "cohort__course", "cohort__program", "cohort__complex__site"
    )
    enrollment = get_object_or_404(rows, pk=enrollment_id)
    filing = queries.filing(enrollment, kind, day=request.GET.get("day", ""), late=True, now=request.now)
    form = FORMS[kind](
        posted(request), plan=filing.plan, days=filing.days, by_office=True,
        initial={"first_on": filing.day, "last_on": filing.day},
    )  # fmt: skip
    made: list[Claim] = []
    status = 200
    if request.method == "POST":
        status = tried(form, lambda: made.append(_file(request, enrollment, form)))
        if not status:
            messages.success(request, _("The claim is filed. Another operator decides."))
            return redirect("enrollment:decide_claim", made[0].pk)
    context = {"enrollment": enrollment, "cohort": enrollment.cohort, "kind": kind, "filing": filing, "form": form}
    return render(request, "enrollment/claims/file_for.html", context, status=status)


def _file(request: Request, enrollment: Enrollment, form: ClaimForm) -> Claim:
    data = form.cleaned_data
    return claims.file(
        enrollment, asked=form.asked, text=data["text"], by=request.user, now=request.now,
        late_reason=data["late_reason"],
    )  # fmt: skip


@require_http_methods(GET_POST)
@KEPT_NOWHERE
def paper(request: Request, paper_id: int) -> HttpResponse:
    """What proves a claim, for an operator who says why; that it was opened is recorded."""
    refuse_others(request)
    rows = ClaimPaper.objects.of(request.complex).select_related("claim__enrollment__cohort__complex")
    found = get_object_or_404(rows, pk=paper_id)
    return reasons.taking(
        request, found, what=Evidence.ABSENCE, people=[found.claim.enrollment.trainee_id],
        give=lambda: answer_with(found, claim_papers.opened(found, by=request.user, now=request.now)),
        back=reverse("enrollment:decide_claim", args=[found.claim_id]),
    )  # fmt: skip


@require_safe
@KEPT_NOWHERE
def register(request: Request, cohort_id: int) -> HttpResponse:
    """The register of corrections of a cohort, to be printed and signed."""
    cohort = cohort_or_404(request, cohort_id)
    looked_at(request, cohort, Evidence.ATTENDANCE, trainee_ids(cohort))
    return render(request, "enrollment/claims/register.html", {"cohort": cohort, "claims": queries.register(cohort)})

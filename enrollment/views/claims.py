"""Claims about one's own days: the list, a new one, one with its papers, and taking it back."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from enrollment.forms.claims import FORMS, ClaimForm, ClaimPaperForm
from enrollment.models import Claim, ClaimPaper, Enrollment
from enrollment.queries import claims as queries
from enrollment.services import claim_papers, claims
from enrollment.states import ClaimReason
from enrollment.views.common import posted, tried
from enrollment.views.papers import answer_with
from training.core.requests import Request

KEPT_NOWHERE = cache_control(private=True, no_store=True)
GET_POST = ["GET", "HEAD", "POST"]


def _enrollment(request: Request, enrollment_id: int) -> Enrollment:
    """Another person's days do not exist."""
    rows = Enrollment.objects.of(request.complex).filter(trainee=request.user)
    related = rows.select_related("trainee", "cohort__course", "cohort__program", "cohort__complex__site")
    return get_object_or_404(related, pk=enrollment_id)


def _claim(request: Request, claim_id: int) -> Claim:
    rows = queries.related(Claim.objects.of(request.complex).filter(enrollment__trainee=request.user))
    return get_object_or_404(rows, pk=claim_id)


@require_safe
@KEPT_NOWHERE
def own_claims(request: Request, enrollment_id: int) -> HttpResponse:
    """What was claimed about one's days in one course."""
    enrollment = _enrollment(request, enrollment_id)
    context = {
        "enrollment": enrollment,
        "page_obj": queries.own(enrollment, number=request.GET.get("page", "1")),
        "may_file": queries.may_file(enrollment, request.user),
    }
    return render(request, "enrollment/claims/own.html", context)


@require_http_methods(GET_POST)
@KEPT_NOWHERE
def file_claim(request: Request, enrollment_id: int, kind: str) -> HttpResponse:
    """A new claim of one kind; the day may stand in the address."""
    if kind not in FORMS:
        raise Http404
    enrollment = _enrollment(request, enrollment_id)
    filing = queries.filing(enrollment, kind, day=request.GET.get("day", ""), late=False, now=request.now)
    form = FORMS[kind](
        posted(request), plan=filing.plan, days=filing.days, by_office=False,
        initial={"first_on": filing.day, "last_on": filing.day},
    )  # fmt: skip
    made: list[Claim] = []
    status = 200
    if request.method == "POST":
        status = tried(form, lambda: made.append(_file(request, enrollment, form)))
        if not status:
            messages.success(request, _("The claim is filed. Add what proves it, if you have a paper."))
            return redirect("enrollment:claim", made[0].pk)
    context = {"enrollment": enrollment, "kind": kind, "filing": filing, "form": form}
    return render(request, "enrollment/claims/file.html", context, status=status)


def _file(request: Request, enrollment: Enrollment, form: ClaimForm) -> Claim:
    return claims.file(
        enrollment, asked=form.asked, text=form.cleaned_data["text"], by=request.user, now=request.now
    )  # fmt: skip


@require_http_methods(GET_POST)
@KEPT_NOWHERE
def claim(request: Request, claim_id: int) -> HttpResponse:
    """How a claim stands, with its papers; a post hands one in."""
    found = _claim(request, claim_id)
    health = found.reason == ClaimReason.ILLNESS
    form = ClaimPaperForm(posted(request), request.FILES or None, health=health)
    status = 200
    if request.method == "POST":
        status = tried(form, lambda: _hand_in(request, found, form))
        if not status:
            messages.success(request, _("The paper is kept."))
            return redirect("enrollment:claim", found.pk)
    context = {"shown": queries.shown(found, request.user), "claim": found, "form": form, "health": health}
    return render(request, "enrollment/claims/claim.html", context, status=status)


def _hand_in(request: Request, found: Claim, form: ClaimPaperForm) -> None:
    file = form.cleaned_data["file"]
    claim_papers.hand_in(
        found,
        name=file.name or "",
        raw=file.read(),
        consent=form.cleaned_data.get("consent", False),
        by=request.user,
        now=request.now,
    )


@require_POST
def take_back_claim(request: Request, claim_id: int) -> HttpResponse:
    """The claim waits no longer, and its papers are erased."""
    found = _claim(request, claim_id)
    claims.take_back(found, by=request.user, now=request.now)
    messages.success(request, _("The claim is taken back, and its papers are erased."))
    return redirect("enrollment:claim", found.pk)


def _paper(request: Request, paper_id: int) -> ClaimPaper:
    rows = ClaimPaper.objects.of(request.complex).filter(claim__enrollment__trainee=request.user)
    return get_object_or_404(rows.select_related("claim__enrollment__cohort__complex"), pk=paper_id)


@require_safe
def claim_paper(request: Request, paper_id: int) -> HttpResponse:
    """One's own paper; that it was opened is recorded."""
    paper = _paper(request, paper_id)
    return answer_with(paper, claim_papers.opened(paper, by=request.user, now=request.now))


@require_POST
def erase_claim_paper(request: Request, paper_id: int) -> HttpResponse:
    """Erase a paper while its claim waits."""
    paper = _paper(request, paper_id)
    claim_papers.take_back(paper, by=request.user, now=request.now)
    messages.success(request, _("The paper is erased."))
    return redirect("enrollment:claim", paper.claim_id)

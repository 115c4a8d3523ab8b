"""The review of a cohort: the table of proposals, one reviewer's points, a person's decisions, the confirmation."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from enrollment.forms.selection import AnswerForm, ConfirmForm, QuotaForm, ScoreForm, VerdictForm
from enrollment.models import Application, Cohort, Document, Objection, SeatPool
from enrollment.queries import admissions
from enrollment.queries import cohorts as cohort_queries
from enrollment.queries import selection as queries
from enrollment.services import documents, objections, quotas, selection
from enrollment.states import Selection
from enrollment.views.common import cohort_or_404, looked_at, posted, refuse_others, tried
from enrollment.views.papers import answer_with
from training.accounts.states import Evidence
from training.accounts.views import reasons
from training.core.requests import Request

GET_POST = ["GET", "HEAD", "POST"]


@require_safe
def table(request: Request, cohort_id: int) -> HttpResponse:
    """Rank, scores, ties, and what is proposed with its reason. Nothing here is seen by applicants."""
    cohort = cohort_or_404(request, cohort_id)
    found = queries.proposals(cohort, now=request.now)
    context = {
        "cohort": cohort,
        "proposals": found,
        "rounds": queries.rounds(cohort),
        "reviewed": cohort.selection == Selection.REVIEWED,
        "mine": {row.application.pk for row in found.rows if any(s.reviewer_id == request.user.pk for s in row.scores)},
    }
    return render(request, "enrollment/desk/selection.html", context)


@require_http_methods(GET_POST)
def confirm(request: Request, cohort_id: int) -> HttpResponse:
    """How many are selected, queued and rejected, and the mails that go; then a person decides."""
    cohort = cohort_or_404(request, cohort_id)
    found = queries.proposals(cohort, now=request.now)
    form = ConfirmForm(posted(request), initial={"fingerprint": found.fingerprint})
    status = 200
    if request.method == "POST":
        status = tried(form, lambda: _confirm(request, cohort, form))
        if not status:
            messages.success(request, _("The selection is confirmed, and everybody is told by mail."))
            return redirect("enrollment:selection", cohort.pk)
        form.data = _as_shown(request, found)
    context = {
        "cohort": cohort,
        "form": form,
        "proposals": found,
        "consequences": _consequences(found),
        "cancel_url": reverse("enrollment:selection", args=[cohort.pk]),
    }
    return render(request, "enrollment/desk/confirm_selection.html", context, status=status)


def _as_shown(request: Request, found: queries.Proposals) -> QueryDict:
    """What was posted, with the proposals that are shown now: they are what is confirmed next."""
    data = request.POST.copy()
    data["fingerprint"] = found.fingerprint
    return data


def _confirm(request: Request, cohort: Cohort, form: ConfirmForm) -> None:
    selection.confirm(cohort, fingerprint=form.cleaned_data["fingerprint"], by=request.user, now=request.now)


def _consequences(found: queries.Proposals) -> list[str]:
    counts = found.counts
    chosen, waiting, rejected = counts["selected"], counts["waitlisted"], counts["rejected"]
    return [
        ngettext(
            "%(n)d person is selected: a seat is held, and a mail with the deadline goes out.",
            "%(n)d people are selected: seats are held, and a mail with the deadline goes to each.",
            chosen,
        )
        % {"n": chosen},
        ngettext(
            "%(n)d person is put into the queue and told the place.",
            "%(n)d people are put into the queue and told their places.",
            waiting,
        )
        % {"n": waiting},
        ngettext(
            "%(n)d person is not selected, and reads the reason and how to object.",
            "%(n)d people are not selected, and read the reason and how to object.",
            rejected,
        )
        % {"n": rejected},
        _("All see their result at the same moment. The figures and reasons are frozen."),
    ]


def _application(request: Request, application_id: int) -> Application:
    refuse_others(request)
    rows = Application.objects.of(request.complex).submitted()
    related = rows.select_related(
        "applicant", "sponsor", "cohort__course", "cohort__program", "cohort__venue", "cohort__complex__site"
    )
    return get_object_or_404(related, pk=application_id)


@require_http_methods(GET_POST)
def score(request: Request, application_id: int) -> HttpResponse:
    """One reviewer's points. The other's are shown once both are in."""
    found = _application(request, application_id)
    looked_at(request, found, Evidence.APPLICATION, [found.applicant_id])
    admission = admissions.admission_of(found.cohort)
    given = queries.visible_scores(found, request.user)
    mine = next((row for row in given if row.reviewer_id == request.user.pk), None)
    initial = {**mine.points, "comment": mine.comment} if mine else None
    form = ScoreForm(posted(request), criteria=queries.criteria(admission), initial=initial)
    status = 200
    if request.method == "POST":
        status = tried(form, lambda: _score(request, found, form))
        if not status:
            messages.success(
                request, _("Your points are in. The other reviewer does not see them before giving theirs.")
            )
            return redirect("enrollment:selection", found.cohort_id)
    context = {
        "cohort": found.cohort,
        "application": found,
        "form": form,
        "given": given if len(given) > 1 else [],
        "papers": admissions.papers(found, admission, found.kind),
        "unmet": [
            admissions.reason_words(reason, admission) for reason in admissions.unmet(found, admission, now=request.now)
        ],
    }
    return render(request, "enrollment/desk/score.html", context, status=status)


def _score(request: Request, application: Application, form: ScoreForm) -> None:
    selection.score(
        application, points=form.points(), comment=form.cleaned_data["comment"], by=request.user, now=request.now
    )


@require_http_methods(GET_POST)
def verdict(request: Request, application_id: int) -> HttpResponse:
    """Decide otherwise than proposed, with the reason; it takes effect at the confirmation."""
    found = _application(request, application_id)
    form = VerdictForm(posted(request))
    status = 200
    if request.method == "POST":
        status = tried(form, lambda: selection.decide(found, **form.cleaned_data, by=request.user, now=request.now))
        if not status:
            messages.success(request, _("Noted. It takes effect when the selection is confirmed."))
            return redirect("enrollment:selection", found.cohort_id)
    return render(
        request,
        "enrollment/desk/verdict.html",
        {"cohort": found.cohort, "application": found, "form": form},
        status=status,
    )


@require_http_methods(GET_POST)
def objection(request: Request, objection_id: int) -> HttpResponse:
    """Answer an objection."""
    refuse_others(request)
    rows = Objection.objects.of(request.complex).select_related(
        "application__applicant", "application__cohort__course", "application__cohort__venue",
        "application__cohort__program", "application__cohort__complex__site",
    )  # fmt: skip
    found = get_object_or_404(rows, pk=objection_id)
    form = AnswerForm(posted(request))
    status = 200
    if request.method == "POST":
        status = tried(form, lambda: objections.answer(found, **form.cleaned_data, by=request.user, now=request.now))
        if not status:
            messages.success(request, _("Answered. The applicant is told by mail."))
            return redirect("enrollment:desk_application", found.application_id)
    context = {"cohort": found.application.cohort, "objection": found, "application": found.application, "form": form}
    return render(request, "enrollment/desk/objection.html", context, status=status)


@require_http_methods(GET_POST)
def document(request: Request, document_id: int) -> HttpResponse:
    """An applicant's paper, for an operator who says why; that it was opened is recorded."""
    refuse_others(request)
    rows = Document.objects.of(request.complex).kept().exclude(application__state="draft")
    found = get_object_or_404(rows.select_related("application"), pk=document_id)
    return reasons.taking(
        request, found, what=Evidence.DOCUMENT, people=[found.application.applicant_id],
        give=lambda: answer_with(found, documents.opened(found, by=request.user, now=request.now)),
        back=reverse("enrollment:desk_application", args=[found.application_id]),
    )  # fmt: skip


@require_http_methods(GET_POST)
def quota(request: Request, cohort_id: int) -> HttpResponse:
    """Quotas by kind of applicant, each a pool of seats beside the cohort's own."""
    cohort = cohort_or_404(request, cohort_id)
    pools = {pool.key: pool for pool in SeatPool.objects.filter(cohort=cohort).quotas()}
    form = QuotaForm(posted(request), pools=pools, seated=admissions.seated(cohort))
    status = 200
    if request.method == "POST":
        status = tried(form, lambda: _set_quotas(request, cohort, form))
        if not status:
            messages.success(request, _("The quotas are changed."))
            return redirect("enrollment:cohort", cohort.pk)
    context: dict[str, Any] = {"cohort": cohort, "form": form, "head": cohort_queries.head(cohort)}
    return render(request, "enrollment/desk/quotas.html", context, status=status)


def _set_quotas(request: Request, cohort: Cohort, form: QuotaForm) -> None:
    quotas.set_quotas(cohort, form.quotas(), by=request.user, now=request.now)

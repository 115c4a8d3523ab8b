"""A cohort's applicants and roster, and the decisions about single people."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from enrollment.forms.bulk import LABELS
from enrollment.forms.cohorts import AddPersonForm, AssignForm, FilterForm, OptionalReasonForm, ReasonForm
from enrollment.models import Application, Cohort, Enrollment, Teaching
from enrollment.queries import admissions, applicants
from enrollment.queries import applications as application_queries
from enrollment.queries import cohorts as cohort_queries
from enrollment.queries import desk as queries
from enrollment.queries import selection as selection_queries
from enrollment.queries.concerned import trainee_ids
from enrollment.services import applications, cohorts, enrollments, teaching
from enrollment.views.common import cohort_or_404, looked_at, posted, refuse_others, tried
from training.accounts.states import Evidence
from training.core.forms import SafeForm
from training.core.requests import Request

GET_POST = ["GET", "HEAD", "POST"]


@require_safe
def recruitment(request: Request, cohort_id: int) -> HttpResponse:
    """The applicants, with filters that stand in the address."""
    cohort = cohort_or_404(request, cohort_id)
    form = FilterForm(request.GET)
    asked = {name: value for name, value in form.cleaned_data.items() if value} if form.is_valid() else {}
    taken_out = request.session.get("taken_out") if request.GET.get("taken_out") else None
    page = applicants.page(cohort, number=request.GET.get("page", "1"), **asked)
    context = {
        "cohort": cohort,
        "filters": form,
        "filtered": bool(asked),
        "cancelable": cohort.TRANSITIONS[cohort.state],
        "counts": queries.counts(cohort),
        "page_obj": page,
        "blind": selection_queries.blind(cohort, list(page.object_list)),
        "tags": applicants.tags(cohort),
        "funnel": applicants.funnel(cohort),
        "bulk": LABELS.items(),
        "taken_out": len(taken_out["applications"]) if taken_out and taken_out["cohort"] == cohort.pk else 0,
        "tagged": request.session.get("tagged") if request.GET.get("tagged") else None,
    }
    return render(request, "enrollment/desk/recruitment.html", context)


@require_safe
def roster(request: Request, cohort_id: int) -> HttpResponse:
    """Who is in training, who left, and who teaches."""
    cohort = cohort_or_404(request, cohort_id)
    context = {"cohort": cohort, "people": queries.roster(cohort), "teachings": queries.teachings(cohort)}
    return render(request, "enrollment/desk/roster.html", context)


@require_safe
def records(request: Request, cohort_id: int) -> HttpResponse:
    """Who changed what, when, and why."""
    cohort = cohort_or_404(request, cohort_id)
    looked_at(request, cohort, Evidence.AUDIT, trainee_ids(cohort))
    found = queries.records(cohort, page=request.GET.get("page", "1"))
    context = {"cohort": cohort, "records": found.rows, "page_obj": found.page}
    return render(request, "enrollment/desk/records.html", context)


@require_safe
def application(request: Request, application_id: int) -> HttpResponse:
    """One applicant: what they wrote, how they stand, what can be decided."""
    found = _application(request, application_id)
    looked_at(request, found, Evidence.APPLICATION, [found.applicant_id])
    standing = application_queries.standing(found, now=request.now)
    admission = admissions.admission_of(found.cohort)
    unmet = admissions.unmet(found, admission, now=request.now)
    context = {
        "cohort": found.cohort,
        "papers": admissions.papers(found, admission, found.kind),
        "unmet": [admissions.reason_words(reason, admission) for reason in unmet],
        "standing": standing,
        "answer": application_queries.answer(standing),
        "application": found,
        "acts": _acts(found),
        "reviewed": application_queries.is_reviewed(found),
        "blind": selection_queries.blind(found.cohort, [found]),
    }
    return render(request, "enrollment/desk/application.html", context)


def _application(request: Request, application_id: int) -> Application:
    refuse_others(request)
    rows = Application.objects.of(request.complex).submitted()
    related = rows.select_related("applicant", "cohort__course", "cohort__program", "cohort__venue", "cohort__complex")
    return get_object_or_404(related, pk=application_id)


DECISIONS: dict[str, tuple[str, type[SafeForm], Callable[..., Any]]] = {
    "select": ("selected", OptionalReasonForm, applications.select),
    "waitlist": ("waitlisted", OptionalReasonForm, applications.waitlist),
    "reject": ("rejected", ReasonForm, applications.reject),
}


def _acts(application: Application) -> list[str]:
    """The decisions that the state of an application allows.

    Who withdrew comes back only on their own request, and who is under review gets a result with all others.
    """
    if application.state == "withdrawn" or application_queries.is_reviewed(application):
        return []
    following = application.TRANSITIONS[application.state]
    return [act for act, (state, _form, _service) in DECISIONS.items() if state in following]


@require_http_methods(GET_POST)
def decide(request: Request, application_id: int, act: str) -> HttpResponse:
    """Select, waitlist or reject one applicant, with the reason."""
    found = _application(request, application_id)
    if act not in DECISIONS:
        raise Http404
    _state, form_class, service = DECISIONS[act]
    form = form_class(posted(request))
    status = 200
    if request.method == "POST":
        status = tried(
            form, lambda: service(found, by=request.user, reason=form.cleaned_data["reason"], now=request.now)
        )
        if not status:
            messages.success(request, _("Decided. The applicant is told by mail."))
            return redirect("enrollment:desk_application", found.pk)
    context = {"cohort": found.cohort, "application": found, "act": act, "form": form}
    return render(request, "enrollment/desk/decide.html", context, status=status)


@require_http_methods(GET_POST)
def add(request: Request, cohort_id: int) -> HttpResponse:
    """Give a free seat to a person."""
    cohort = cohort_or_404(request, cohort_id)
    form = AddPersonForm(posted(request))
    status = 200
    if request.method == "POST":
        status = tried(form, lambda: _add(request, cohort, form))
        if not status:
            messages.success(request, _("The person has a seat and is told by mail."))
            return redirect("enrollment:cohort_roster", cohort.pk)
    context = {"cohort": cohort, "form": form, "head": cohort_queries.head(cohort)}
    return render(request, "enrollment/desk/add_person.html", context, status=status)


def _add(request: Request, cohort: Cohort, form: AddPersonForm) -> Enrollment:
    given = form.cleaned_data
    return cohorts.add_person(
        cohort,
        person=form.person,  # type: ignore[arg-type]  # a valid form has found one
        kind=given["kind"],
        reason=given["reason"],
        by=request.user,
        now=request.now,
    )


@require_http_methods(GET_POST)
def withdraw(request: Request, enrollment_id: int) -> HttpResponse:
    """Take one person out of training, with the reason."""
    refuse_others(request)
    rows = Enrollment.objects.of(request.complex).select_related(
        "trainee", "seat__pool", "cohort__course", "cohort__program", "cohort__venue", "cohort__complex"
    )
    enrollment = get_object_or_404(rows, pk=enrollment_id)
    form = ReasonForm(posted(request))
    status = 200
    if request.method == "POST":
        status = tried(
            form,
            lambda: enrollments.withdraw(
                enrollment, by=request.user, reason=form.cleaned_data["reason"], now=request.now
            ),
        )
        if not status:
            messages.success(request, _("The person left the cohort, and the seat is free."))
            return redirect("enrollment:cohort_roster", enrollment.cohort_id)
    context = {"cohort": enrollment.cohort, "enrollment": enrollment, "form": form}
    return render(request, "enrollment/desk/withdraw.html", context, status=status)


@require_http_methods(GET_POST)
def assign(request: Request, cohort_id: int) -> HttpResponse:
    """Let an instructor teach the cohort."""
    cohort = cohort_or_404(request, cohort_id)
    form = AssignForm(posted(request), cohort=cohort)
    status = 200
    if request.method == "POST":
        status = tried(
            form,
            lambda: teaching.assign(
                cohort, instructor=form.cleaned_data["instructor"], by=request.user, now=request.now
            ),
        )
        if not status:
            messages.success(request, _("The instructor teaches this cohort from now on."))
            return redirect("enrollment:cohort_roster", cohort.pk)
    return render(request, "enrollment/desk/assign.html", {"cohort": cohort, "form": form}, status=status)


@require_http_methods(GET_POST)
def end_teaching(request: Request, teaching_id: int) -> HttpResponse:
    """End an instructor's assignment."""
    refuse_others(request)
    rows = Teaching.objects.of(request.complex).select_related(
        "instructor", "cohort__course", "cohort__program", "cohort__venue", "cohort__complex"
    )
    found = get_object_or_404(rows, pk=teaching_id)
    if request.method == "POST":
        teaching.end(found, by=request.user, now=request.now)
        messages.success(request, _("The assignment has ended. The records keep it."))
        return redirect("enrollment:cohort_roster", found.cohort_id)
    return render(request, "enrollment/desk/end_teaching.html", {"cohort": found.cohort, "teaching": found})

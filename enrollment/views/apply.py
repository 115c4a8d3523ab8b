"""A cohort's public page, and an application's status and acts."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from enrollment.forms.selection import ObjectionForm
from enrollment.models import Application, Cohort
from enrollment.queries import admissions
from enrollment.queries import applications as queries
from enrollment.queries import cohorts as cohort_queries
from enrollment.services import applications, enrollments, objections, offers
from enrollment.states import ApplicationState
from enrollment.views.common import posted, tried
from training.core.requests import Request

GET_POST = ["GET", "HEAD", "POST"]


def _cohort(request: Request, cohort_id: int) -> Cohort:
    rows = Cohort.objects.of(request.complex).public()
    return get_object_or_404(rows.select_related("course", "program", "venue", "complex__site"), pk=cohort_id)


@login_not_required
@require_safe
def cohort(request: Request, cohort_id: int) -> HttpResponse:
    """Dates, place, timetable, rules in words and seats left, for everybody."""
    found = _cohort(request, cohort_id)
    context = {
        "cohort": found,
        "card": cohort_queries.cards([found], now=request.now)[0],
        "summary": cohort_queries.summary(found),
        "policy": cohort_queries.policy(found),
        "quotas": admissions.quotas(found),
    }
    return render(request, "enrollment/apply/cohort.html", context)


def _own(request: Request, application_id: int) -> Application:
    """Somebody's own application; another person's does not exist for them."""
    rows = Application.objects.of(request.complex).submitted().filter(applicant=request.user)
    related = rows.select_related(
        "applicant", "cohort__course", "cohort__program", "cohort__venue", "cohort__complex__site"
    )
    return get_object_or_404(related, pk=application_id)


@require_safe
def status(request: Request, application_id: int) -> HttpResponse:
    """One page, one answer: how it stands, who acts next, by when; then the dated trail."""
    found = _own(request, application_id)
    standing = queries.standing(found, now=request.now)
    context = {
        "application": found,
        "cohort": found.cohort,
        "standing": standing,
        "answer": queries.answer(standing),
        "acts": _acts(standing, request.now),
    }
    return render(request, "enrollment/apply/status.html", context)


def _acts(standing: queries.Standing, now: Any) -> list[str]:
    """What an applicant may do about an application as it stands."""
    state = standing.application.state
    in_training = standing.enrollment is not None and standing.enrollment.state == "enrolled"
    allowed = {
        "accept": standing.offer is not None,
        "decline": standing.offer is not None,
        "leave": state == ApplicationState.WAITLISTED,
        "withdraw": state == ApplicationState.APPLIED,
        "quit": state == ApplicationState.ENROLLED and in_training and not standing.has_begun,
        "object": standing.objection_until is not None,
        "rejoin": state == ApplicationState.WITHDRAWN and applications.may_rejoin(standing.application, now=now),
    }
    return [act for act, is_allowed in allowed.items() if is_allowed]


def _quit(application: Application, *, by: Any, now: Any) -> None:
    enrollment = application.cohort.enrollments.get(trainee=application.applicant)
    enrollments.withdraw(enrollment, by=by, reason=_("At the trainee's own request."), now=now)


SERVICES: dict[str, Callable[..., Any]] = {
    "accept": offers.accept,
    "decline": offers.decline,
    "leave": applications.withdraw,
    "withdraw": applications.withdraw,
    "quit": _quit,
    "rejoin": applications.rejoin,
}


def _object(request: Request, application: Application) -> HttpResponse:
    """The page where an applicant objects to not being selected."""
    form = ObjectionForm(posted(request))
    status = 200
    if request.method == "POST":
        status = tried(
            form, lambda: objections.file(application, **form.cleaned_data, by=request.user, now=request.now)
        )
        if not status:
            messages.success(request, _("Your objection is filed. We mail you the answer."))
            return redirect("enrollment:application", application.pk)
    context = {
        "application": application,
        "cohort": application.cohort,
        "form": form,
        "until": queries.objection_until(application),
    }
    return render(request, "enrollment/apply/object.html", context, status=status)


@require_http_methods(GET_POST)
def act(request: Request, application_id: int, act: str) -> HttpResponse:
    """One act on one's own application: a page that asks, and the post that does it."""
    found = _own(request, application_id)
    if act not in {*SERVICES, "object"}:
        raise Http404
    standing = queries.standing(found, now=request.now)
    if act not in _acts(standing, request.now) and not (act == "accept" and request.method == "POST"):
        messages.info(request, _("That cannot be done now. This is how your application stands."))
        return redirect("enrollment:application", found.pk)
    if act == "object":
        return _object(request, found)
    if request.method == "POST":
        SERVICES[act](found, by=request.user, now=request.now)
        return redirect("enrollment:application", found.pk)
    context = {"application": found, "cohort": found.cohort, "standing": standing, "act": act}
    return render(request, "enrollment/apply/act.html", context)

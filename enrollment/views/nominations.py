"""The nominee: who keeps a seat for whom, what the employer would see, and the answer."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from enrollment.forms.sponsorship import AnswerForm
from enrollment.models import Admission, Nomination
from enrollment.queries import admissions, sponsors
from enrollment.queries import applications as application_queries
from enrollment.queries import nominations as queries
from enrollment.services import nominations
from enrollment.states import ApplicantKind, NominationState
from enrollment.views.common import posted, tried
from training.core import clock
from training.core.errors import Refused
from training.core.requests import Request

GET_POST = ["GET", "HEAD", "POST"]


def _addressed(request: Request, nomination_id: int) -> Nomination:
    """A nomination for this person; whether there is one for somebody else is not said."""
    found = queries.addressed(nomination_id, request.user, request.complex)
    if found is None:
        raise Refused(
            _(
                "This invitation is not for the address of your account. Sign out, and sign in or sign up with the "
                "address to which the mail came."
            )
        )
    return found


@require_http_methods(GET_POST)
def answer(request: Request, nomination_id: int) -> HttpResponse:
    """One page: the facts, what is asked, the optional consent apart, and two answers. Its post accepts."""
    found = _addressed(request, nomination_id)
    if found.state != NominationState.INVITED:
        late = 409 if request.method == "POST" else 200
        return render(request, "enrollment/partners/answered.html", _answered(found), status=late)
    admission = Admission.of_program(found.cohort.program_id)
    form = _form(request, found, admission)
    status = 200
    if request.method == "POST":
        status = tried(form, lambda: nominations.accept(found, **form.answers(), by=request.user, now=request.now))
        if not status:
            messages.success(request, _("The seat is yours."))
            return redirect("enrollment:nomination", found.pk)
    draft = queries.draft_of(found.cohort, request.user)
    context = {
        "nomination": found,
        "cohort": found.cohort,
        "form": form,
        "papers": admissions.papers(draft, admission, ApplicantKind.SPONSORED),
    }
    return render(request, "enrollment/partners/answer.html", context, status=status)


def _form(request: Request, nomination: Nomination, admission: Admission) -> AnswerForm:
    own = queries.draft_of(nomination.cohort, request.user)
    return AnswerForm(
        posted(request),
        person=request.user,
        today=clock.day_of(request.now, request.complex.zone),
        admission=admission,
        texts=application_queries.consent_texts(request.complex, request.user, now=request.now),
        share=sponsors.text(request.complex, now=request.now),
        initial={"card_number": own.card_number} if own else None,
    )


def _answered(nomination: Nomination) -> dict[str, Any]:
    return {"nomination": nomination, "cohort": nomination.cohort, "organization": nomination.agreement.organization}


@require_http_methods(GET_POST)
def decline(request: Request, nomination_id: int) -> HttpResponse:
    """The page that asks, and the post that declines."""
    found = _addressed(request, nomination_id)
    if request.method == "POST":
        nominations.decline(found, by=request.user, now=request.now)
        messages.success(request, _("You declined the seat. Your employer is told, and nothing more."))
        return redirect("enrollment:nomination", found.pk)
    if found.state != NominationState.INVITED:
        return redirect("enrollment:nomination", found.pk)
    return render(request, "enrollment/partners/decline.html", {"nomination": found, "cohort": found.cohort})

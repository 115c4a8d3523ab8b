"""One person in training: how they stand, and the acts that end or move their training, each with reason and date."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from enrollment.forms.endings import DismissalAnswerForm, EmploymentForm, MoveForm, NothingForm, NoticeForm
from enrollment.models import Dismissal, Enrollment
from enrollment.queries import endings as queries
from enrollment.services import dismissals, enrollments, moves
from enrollment.states import EnrollmentState
from enrollment.views.common import looked_at, posted, refuse_others, tried
from training.accounts.states import Evidence
from training.core.forms import SafeForm
from training.core.requests import Request

GET_POST = ["GET", "HEAD", "POST"]


def _enrollment(request: Request, enrollment_id: int) -> Enrollment:
    refuse_others(request)
    rows = Enrollment.objects.of(request.complex).select_related(
        "trainee", "seat__pool", "sponsor", "moved_from__cohort", "cohort__course", "cohort__program",
        "cohort__venue", "cohort__complex__site",
    )  # fmt: skip
    return get_object_or_404(rows, pk=enrollment_id)


@require_safe
def person(request: Request, enrollment_id: int) -> HttpResponse:
    """How a person stands, what can be done, and what happened."""
    found = _enrollment(request, enrollment_id)
    looked_at(request, found, Evidence.PERSON, [found.trainee_id])
    context = {
        "cohort": found.cohort,
        "enrollment": found,
        "standing": queries.standing(found),
        "in_training": found.state == EnrollmentState.ENROLLED,
    }
    return render(request, "enrollment/desk/person.html", context)


@dataclass(frozen=True)
class Act:
    """One act about a person in training: its words, its form, its service."""

    title: Any
    summary: Any
    label: Any
    done: Any
    service: Callable[..., Any]
    form: type[SafeForm]
    danger: bool = True


ACTS: dict[str, Act] = {
    "employed": Act(
        gettext_lazy("Record early employment (조기취업)"),
        gettext_lazy(
            "The person took up work before completing (운영규정 §38①). The training ends on that day and the seat is given back."
        ),
        gettext_lazy("Record the employment"),
        gettext_lazy("Recorded. The person is told by mail."),
        enrollments.employ_early,
        EmploymentForm,
    ),
    "no-show": Act(
        gettext_lazy("Record that the person did not come"),
        gettext_lazy("The seat goes to the next in the queue as long as the program offers seats."),
        gettext_lazy("Give up the seat"),
        gettext_lazy("The seat is given up. The person is told by mail."),
        enrollments.no_show,
        NothingForm,
    ),
    "move": Act(
        gettext_lazy("Move to another cohort"),
        gettext_lazy("The person takes a free seat there, and the one here is given back. What happened here stays."),
        gettext_lazy("Move the person"),
        gettext_lazy("Moved. The person is told by mail."),
        moves.move,
        MoveForm,
        danger=False,
    ),
    "dismiss": Act(
        gettext_lazy("Give notice of dismissal (제적)"),
        gettext_lazy("The trainee gets the notice by mail and may appeal for at least three days (운영규정 §35③)."),
        gettext_lazy("Give the notice"),
        gettext_lazy("The notice is given. The person is told by mail."),
        dismissals.notify,
        NoticeForm,
    ),
}


@require_http_methods(GET_POST)
def act(request: Request, enrollment_id: int, act: str) -> HttpResponse:
    """One act, on a page that says what follows."""
    found = _enrollment(request, enrollment_id)
    chosen = ACTS.get(act)
    if chosen is None:
        raise Http404
    form = MoveForm(posted(request), enrollment=found) if act == "move" else chosen.form(posted(request))
    status = 200
    if request.method == "POST":
        status = tried(form, lambda: chosen.service(found, **form.cleaned_data, by=request.user, now=request.now))
        if not status:
            messages.success(request, chosen.done)
            return redirect("enrollment:desk_enrollment", found.pk)
    context = {
        "cohort": found.cohort,
        "enrollment": found,
        "act": chosen,
        "form": form,
        "here": reverse("enrollment:act_on_enrollment", args=[found.pk, act]),
        "back": reverse("enrollment:desk_enrollment", args=[found.pk]),
    }
    return render(request, "enrollment/desk/person_act.html", context, status=status)


DECISIONS: dict[str, tuple[Any, Any, Callable[..., Any]]] = {
    "confirm": (gettext_lazy("Dismiss"), gettext_lazy("The person is dismissed and told by mail."), dismissals.dismiss),
    "take-back": (
        gettext_lazy("Take the notice back"),
        gettext_lazy("The notice is taken back. The person is told by mail."),
        dismissals.take_back,
    ),
}


@require_http_methods(GET_POST)
def decide_dismissal(request: Request, dismissal_id: int, act: str) -> HttpResponse:
    """Let a notice take effect or take it back; an appeal is answered with it."""
    refuse_others(request)
    rows = Dismissal.objects.of(request.complex).select_related(
        "enrollment__trainee", "enrollment__cohort__course", "enrollment__cohort__program",
        "enrollment__cohort__venue", "enrollment__cohort__complex__site",
    )  # fmt: skip
    found = get_object_or_404(rows, pk=dismissal_id)
    if act not in DECISIONS:
        raise Http404
    label, done, service = DECISIONS[act]
    form = DismissalAnswerForm(posted(request))
    status = 200
    if request.method == "POST":
        status = tried(form, lambda: service(found, **form.cleaned_data, by=request.user, now=request.now))
        if not status:
            messages.success(request, done)
            return redirect("enrollment:desk_enrollment", found.enrollment_id)
    context = {
        "cohort": found.enrollment.cohort,
        "enrollment": found.enrollment,
        "dismissal": found,
        "form": form,
        "label": label,
        "danger": act == "confirm",
        "rows": _facts(found),
        "here": reverse("enrollment:decide_dismissal", args=[found.pk, act]),
        "back": reverse("enrollment:desk_enrollment", args=[found.enrollment_id]),
    }
    return render(request, "enrollment/desk/decide_dismissal.html", context, status=status)


def _facts(dismissal: Dismissal) -> list[tuple[str, Any]]:
    facts = [(_("Ground"), dismissal.get_ground_display()), (_("What happened"), dismissal.reason)]
    return [*facts, (_("Appeal"), dismissal.appeal)] if dismissal.appeal else facts

"""The head and tabs of the operator's cohort page, for every app that hangs a tab into it."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from enrollment.models import Application, Cohort
from enrollment.queries import cohorts
from enrollment.rules.steps import NEXT
from enrollment.states import (
    AgreementState,
    ApplicationState,
    ClaimState,
    CohortState,
    DismissalState,
    EnrollmentState,
    NominationState,
    ObjectionState,
    OfferState,
)
from training.core import ports
from training.core.models import AuditEntry
from training.core.text import masked, masked_email

register = template.Library()

STEP_LABELS = {
    CohortState.OPEN: pgettext_lazy("step", "Open applications"),
    CohortState.CLOSED: pgettext_lazy("step", "Close applications"),
    CohortState.RUNNING: pgettext_lazy("step", "Start the course"),
    CohortState.ENDED: pgettext_lazy("step", "End the course"),
    CohortState.SETTLED: pgettext_lazy("step", "Confirm completion"),
}
STATE_KINDS = {
    CohortState.OPEN: "ok",
    CohortState.RUNNING: "ok",
    CohortState.CANCELED: "danger",
}
STATES: dict[str, list[tuple[Any, Any]]] = {
    "enrollment.cohort": CohortState.choices,
    "enrollment.application": [
        (ApplicationState.APPLIED, pgettext_lazy("record", "submitted")),
        (ApplicationState.SELECTED, pgettext_lazy("record", "seat offered")),
        (ApplicationState.WAITLISTED, pgettext_lazy("record", "put into the queue")),
        (ApplicationState.REJECTED, pgettext_lazy("record", "not selected")),
        (ApplicationState.ENROLLED, pgettext_lazy("record", "enrolled")),
        (ApplicationState.WITHDRAWN, pgettext_lazy("record", "withdrawn")),
    ],
    "enrollment.offer": OfferState.choices,
    "enrollment.objection": ObjectionState.choices,
    "enrollment.claim": ClaimState.choices,
    "enrollment.dismissal": DismissalState.choices,
    "enrollment.enrollment": EnrollmentState.choices,
    "enrollment.seatagreement": AgreementState.choices,
    "enrollment.nomination": NominationState.choices,
}
SUBJECTS = {
    "enrollment.cohort": pgettext_lazy("record", "Cohort"),
    "enrollment.application": pgettext_lazy("record", "Application"),
    "enrollment.offer": pgettext_lazy("record", "Offer"),
    "enrollment.enrollment": pgettext_lazy("record", "Trainee"),
    "enrollment.seatpool": pgettext_lazy("record", "Seats"),
    "enrollment.session": pgettext_lazy("record", "Session"),
    "enrollment.teaching": pgettext_lazy("record", "Instructor"),
    "enrollment.document": pgettext_lazy("record", "Paper"),
    "enrollment.score": pgettext_lazy("record", "Score"),
    "enrollment.verdict": pgettext_lazy("record", "Decision"),
    "enrollment.objection": pgettext_lazy("record", "Objection"),
    "enrollment.claim": pgettext_lazy("record", "Claim about attendance"),
    "enrollment.claimpaper": pgettext_lazy("record", "Paper of a claim"),
    "enrollment.dismissal": pgettext_lazy("record", "Dismissal"),
    "enrollment.seatagreement": pgettext_lazy("record", "Agreement with an employer"),
    "enrollment.nomination": pgettext_lazy("record", "Nominee"),
}
ACTS = {
    "created": pgettext_lazy("record", "planned"),
    "changed": pgettext_lazy("record", "changed"),
    "enrolled": pgettext_lazy("record", "came into training"),
    "capacity": pgettext_lazy("record", "number of seats changed"),
    "added": pgettext_lazy("record", "added"),
    "timetable generated": pgettext_lazy("record", "timetable made from a weekly pattern"),
    "session removed": pgettext_lazy("record", "session removed"),
    "rotation planned": pgettext_lazy("record", "groups made for the stations"),
    "groups changed": pgettext_lazy("record", "groups changed"),
    "rotation taken back": pgettext_lazy("record", "stations taken back"),
    "instrument booked": pgettext_lazy("record", "instrument booked"),
    "booking changed": pgettext_lazy("record", "booking of an instrument changed"),
    "booking canceled": pgettext_lazy("record", "booking of an instrument canceled"),
    "booking moved": pgettext_lazy("record", "instrument moved with the session"),
    "instruments given back": pgettext_lazy("record", "instruments given back"),
    "deadline done": pgettext_lazy("record", "deadline ticked off"),
    "deadline not done": pgettext_lazy("record", "tick taken back"),
    "notice sent": pgettext_lazy("record", "notice sent by mail"),
    "tagged": pgettext_lazy("record", "tag added to applications"),
    "tags taken back": pgettext_lazy("record", "tags taken back"),
    "assigned": pgettext_lazy("record", "assigned"),
    "ended": pgettext_lazy("record", "assignment ended"),
    "agreed": pgettext_lazy("record", "seats agreed with an employer"),
    "nominated": pgettext_lazy("record", "nominated by the employer"),
    "seen by the employer": pgettext_lazy("record", "progress opened by the employer"),
    "taken by the employer": pgettext_lazy("record", "progress saved as a file by the employer"),
    "quota set": pgettext_lazy("record", "quota set"),
    "quota lifted": pgettext_lazy("record", "quota lifted"),
    "selection confirmed": pgettext_lazy("record", "selection confirmed"),
    "handed in": pgettext_lazy("record", "paper handed in"),
    "opened": pgettext_lazy("record", "paper opened"),
    "erased": pgettext_lazy("record", "paper erased"),
    "scored": pgettext_lazy("record", "scored"),
    "decided": pgettext_lazy("record", "decided otherwise than proposed"),
    "filed": pgettext_lazy("record", "objection filed"),
    "claim filed": pgettext_lazy("record", "claim filed"),
    "notice given": pgettext_lazy("record", "notice of dismissal given"),
    "unit closed": pgettext_lazy("record", "unit period closed"),
    "attendance taken": pgettext_lazy("record", "attendance record downloaded"),
    "grades taken": pgettext_lazy("record", "gradebook downloaded"),
    "assessment refused": pgettext_lazy("record", "assessment refused"),
    "log written": pgettext_lazy("record", "training log written"),
    "roll opened": pgettext_lazy("record", "roll opened"),
    "roll closed": pgettext_lazy("record", "roll closed"),
    "roll opened again": pgettext_lazy("record", "roll opened again"),
}


@register.inclusion_tag("enrollment/desk/includes/head.html", takes_context=True)
def cohort_head(context: template.Context, cohort: Cohort) -> dict[str, Any]:
    """Name, dates, seats, state and policy version; the tabs as links; the next legal step as the main button."""
    request = context["request"]
    return {
        "request": request,
        "cohort": cohort,
        "head": cohorts.head(cohort),
        "kind": STATE_KINDS.get(CohortState(cohort.state), "info"),
        "tabs": _tabs(request, cohort),
        "step": _step(request, cohort),
    }


def _tabs(request: Any, cohort: Cohort) -> list[dict[str, Any]]:
    shown = [{"title": tab.title, "address": _address(tab, cohort)} for tab in ports.tabs(request)]
    path = request.path.replace(f"/cohorts/{cohort.pk}/codes/", f"/cohorts/{cohort.pk}/roster/codes/")  # kiosk cards
    inside = [tab["address"] for tab in shown if path.startswith(tab["address"])]
    here = max(map(str, inside), key=len, default="")
    return [{**tab, "here": tab["address"] == here} for tab in shown]


def _address(tab: ports.CohortTab, cohort: Cohort) -> str:
    return reverse(tab.url_name, args=[cohort.pk])


def _step(request: Any, cohort: Cohort) -> dict[str, Any] | None:
    """The next step and where it is made: settling is the completion tab's."""
    to = NEXT.get(cohort.state)
    if to is None:
        return None
    address = reverse("enrollment:cohort_step", args=[cohort.pk])
    if to == CohortState.SETTLED:
        completion = [tab for tab in ports.tabs(request) if tab.url_name == "enrollment:completion"]
        if not completion:
            return None
        address = _address(completion[0], cohort)
    if request.path == address:
        return None
    return {"label": STEP_LABELS[CohortState(to)], "address": address}


@register.filter
def shown_name(application: Application, blind: frozenset[int]) -> str:
    """The applicant's name, masked while they are scored."""
    name = str(application.applicant)
    return masked(name) if application.pk in blind else name


@register.filter
def shown_email(application: Application, blind: frozenset[int]) -> str:
    email = application.applicant.email
    return masked_email(email) if application.pk in blind else email


@register.simple_tag
def step_label(state: str) -> Any:
    return STEP_LABELS.get(CohortState(state), _("Next step"))


@register.simple_tag
def entry_words(entry: AuditEntry) -> str:
    """One audit entry in words: the change of state, or the act."""
    if entry.action == "state":
        return _state_word(entry, entry.to_state)
    return str(ACTS.get(entry.action, entry.action))


@register.simple_tag
def entry_subject(entry: AuditEntry) -> str:
    """The kind of row an audit entry is about."""
    return str(SUBJECTS.get(entry.subject_type, entry.subject_type))


def _state_word(entry: AuditEntry, state: str) -> str:
    words = dict(STATES.get(entry.subject_type, []))
    return str(words.get(state, state))

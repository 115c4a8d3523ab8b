"""What people say after an event: kept apart from who they are, as the cohort's survey is."""

from collections.abc import Mapping
from datetime import datetime
from random import SystemRandom
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from enrollment.rules import surveys as rules
from enrollment.states import SurveyKind
from training.consortium.models import Event, EventAnswered, EventResponse, Registration
from training.consortium.queries import event_surveys as queries
from training.consortium.states import RegistrationState
from training.core import clock
from training.core.errors import DomainError, Refused


@transaction.atomic
def answer(registration: Registration, *, answers: Mapping[str, Any], by: Any, now: datetime) -> None:
    """Keep what one person answered, and that they answered: once, and in two places that nothing joins."""
    if registration.person_id != by.pk or registration.state != RegistrationState.CAME:
        raise Refused(_("The survey is for people who came to this event."))
    event = Event.objects.select_for_update(of=("self",)).get(pk=registration.event_id)
    if not queries.is_open(event, now=now):
        raise DomainError(_("This survey is not open. It can be answered for thirty days after the event."))
    kept = _fitting(event, answers)
    answered_on = clock.day_of(now, registration.complex.zone)
    _row, created = EventAnswered.objects.get_or_create(
        registration=registration,
        defaults={"complex_id": event.complex_id, "event": event, "answered_on": answered_on},
    )
    if not created:
        raise DomainError(_("You have answered this survey already. Nobody can see or change your answers."))
    _mix(event, EventResponse(complex_id=event.complex_id, event=event, answers=kept))


def _fitting(event: Event, answers: Mapping[str, Any]) -> dict[str, Any]:
    """What fits its question; a question may stay without an answer, but not all of them."""
    kept: dict[str, Any] = {}
    for question in queries.questions(event):
        given = answers.get(question.key)
        if question.kind == SurveyKind.SCALE and given is not None and given in rules.SCALE:
            kept[question.key] = int(given)
        elif question.kind == SurveyKind.TEXT and str(given or "").strip():
            kept[question.key] = str(given).strip()[: rules.MOST_WORDS]
    if not kept:
        raise DomainError(_("Nothing is answered yet. Answer at least one question."))
    return kept


def _mix(event: Event, response: EventResponse) -> None:
    """All responses anew, in a random order under new keys: the order of rows must not say whose is whose."""
    responses = [*EventResponse.objects.filter(event=event), response]
    SystemRandom().shuffle(responses)
    EventResponse.objects.filter(event=event).delete()
    for each in responses:
        each.pk = uuid4()
    EventResponse.objects.bulk_create(responses)

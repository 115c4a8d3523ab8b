"""Objecting to not being selected, once, until a day; a person answers."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from enrollment import mail
from enrollment.models import Application, Objection
from enrollment.queries import applications as queries
from enrollment.services import applications
from enrollment.states import ObjectionState, Outcome
from training.core import audit, words
from training.core.errors import DomainError


@transaction.atomic
def file(application: Application, *, grounds: str, by: Any, now: datetime) -> Objection:
    """An applicant objects. Raises DomainError when it is too late, or was done."""
    locked = Application.objects.select_for_update().get(pk=application.pk)
    locked.cohort = application.cohort
    ends = queries.objection_until(locked)
    if ends is None:
        raise DomainError(_("There is no result to object to. This page shows how your application stands."))
    if now >= ends:
        raise DomainError(
            _("Objections were taken %(deadline)s. Write to the office if you still have a question.")
            % {"deadline": words.deadline(ends)}
        )
    if not grounds.strip():
        raise DomainError(_("Write why you object."), field="grounds")
    if locked.objections.exists():
        raise DomainError(_("You have objected already. This page shows the answer when it is there."))
    objection = Objection.objects.create(
        complex_id=locked.complex_id, application=locked, grounds=grounds, filed_at=now
    )
    audit.record(objection, "filed", by=by, at=now, after=objection.state)
    mail.objection_filed(application, now=now)
    return objection


@transaction.atomic
def answer(objection: Objection, *, outcome: str, answer: str, by: Any, now: datetime) -> None:
    """An operator answers: the applicant is selected, put into the queue, or the result stands."""
    if not answer.strip():
        raise DomainError(_("Write the answer. The applicant reads it."), field="answer")
    granted = outcome in {Outcome.SELECTED, Outcome.WAITLISTED}
    state = ObjectionState.GRANTED if granted else ObjectionState.REFUSED
    if outcome == Outcome.SELECTED:
        applications.select(objection.application, by=by, reason=answer, now=now)
    elif outcome == Outcome.WAITLISTED:
        applications.waitlist(objection.application, by=by, reason=answer, now=now)
    audit.move(objection, state, by=by, now=now, reason=answer, answer=answer, answered_at=now, answered_by=by)
    mail.objection_answered(objection, granted=granted, now=now)

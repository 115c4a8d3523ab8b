"""How a person comes into training, and leaves it before the end."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from enrollment.models import Enrollment
from enrollment.services import offers, seats
from enrollment.states import EnrollmentState
from training.core import audit, clock
from training.core.errors import DomainError


@transaction.atomic
def withdraw(enrollment: Enrollment, *, by: Any, reason: str, now: datetime) -> Enrollment:
    """Take a person out of training (수강철회): the seat is free, and before the start the next in the queue gets it.

    The trainee may do so until the course begins; after that an operator does it, with a reason.
    """
    cohort = enrollment.cohort
    seats.lock_cohort(cohort)
    enrollment.refresh_from_db()
    if not reason.strip():
        raise DomainError(_("Write why this person leaves."), field="reason")
    audit.move(
        enrollment,
        EnrollmentState.WITHDRAWN,
        by=by,
        now=now,
        reason=reason,
        ended_on=clock.day_of(now, cohort.complex.zone),
    )
    Enrollment.objects.filter(pk=enrollment.pk).update(reason=reason)
    if enrollment.seat is not None:
        seats.release(enrollment.seat, now=now)
    offers.advance(cohort, now=now)
    return enrollment

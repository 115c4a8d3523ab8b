"""An operator takes applicants out of a cohort, with a reason, and puts back who was taken out by mistake."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from enrollment import mail
from enrollment.models import Application, Enrollment
from enrollment.services import applications, enrollments
from enrollment.states import ApplicationState
from training.core.errors import DomainError

SEATED = frozenset({ApplicationState.SELECTED, ApplicationState.ENROLLED})


def in_order(chosen: Sequence[Application]) -> list[Application]:
    """Those without a seat first: else a freed seat would be offered to somebody who is about to be taken out."""
    return sorted(chosen, key=lambda application: application.state in SEATED)


@transaction.atomic
def take_out(application: Application, *, by: Any, reason: str, now: datetime) -> None:
    """End an application or, of who is in training, the enrollment. The reason is kept, and the person reads it."""
    if not reason.strip():
        raise DomainError(_("Write why this person leaves."), field="reason")
    if application.state == ApplicationState.ENROLLED:
        enrollments.withdraw(_enrollment(application), by=by, reason=reason, now=now)
        return
    applications.withdraw(application, by=by, reason=reason, now=now)
    Application.objects.filter(pk=application.pk).update(reason=reason)
    mail.taken_out(application, reason=reason, now=now)


def _enrollment(application: Application) -> Enrollment:
    rows = Enrollment.objects.current().select_related("trainee", "cohort__course", "cohort__complex__site")
    found = rows.filter(cohort=application.cohort_id, trainee=application.applicant_id).first()
    if found is None:
        raise DomainError(_("This person has left the training already."))
    return found


@transaction.atomic
def put_back(application: Application, *, by: Any, reason: str, now: datetime) -> None:
    """Who was taken out by mistake comes back at the end of the queue."""
    if not applications.may_rejoin(application, now=now):
        raise DomainError(
            _("This person cannot be put back: seats are no longer offered, or the review had not chosen them.")
        )
    applications.rejoin(application, by=by, reason=reason, now=now)

"""Moving a person to another cohort of the same course: one history, two enrollments."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from enrollment import mail
from enrollment.models import Application, Cohort, Enrollment, SeatPool
from enrollment.services import enrollments, offers, seats
from enrollment.states import ApplicationState, CohortState, EnrollmentState
from training.core import audit, clock
from training.core.errors import DomainError


@transaction.atomic
def move(enrollment: Enrollment, *, to: Cohort, reason: str, by: Any, now: datetime) -> Enrollment:
    """Take a seat in another cohort and give the old one back. Raises seats.Full where none is left.

    The pools of both cohorts are locked in one order, so two moves in opposite directions wait for each other. The old
    enrollment stays as it was, with its attendance; the new one points to it.
    """
    seats.lock(SeatPool.objects.filter(cohort__in=[enrollment.cohort_id, to.pk]))
    enrollment.refresh_from_db(fields=["state", "ended_on", "reason"])
    to = Cohort.objects.select_related("complex__site", "course", "venue").get(pk=to.pk)
    _refuse_target(enrollment, to)
    if not reason.strip():
        raise DomainError(_("Write why this person moves."), field="reason")
    offers.advance(to, now=now)
    application = _application(enrollment, to, by=by, now=now)
    offer = offers.open_offer(application, expires_at=now, by=by, now=now, reason=reason)
    on = clock.day_of(now, enrollment.cohort.complex.zone)
    enrollments.end(enrollment, EnrollmentState.MOVED, on=on, reason=reason, by=by, now=now)
    made = offers.enroll(offer, by=by, now=now, reason=reason)
    Enrollment.objects.filter(pk=made.pk).update(moved_from=enrollment, sponsor=enrollment.sponsor_id)
    made.moved_from = enrollment
    mail.moved(made, before=enrollment.cohort.label, reason=reason, now=now)
    return made


def _refuse_target(enrollment: Enrollment, to: Cohort) -> None:
    if enrollment.state != EnrollmentState.ENROLLED:
        raise DomainError(_("Only people in training move. The person's page shows how they stand."))
    if to.course_id != enrollment.cohort.course_id or to.pk == enrollment.cohort_id:
        raise DomainError(_("People move between cohorts of the same course. Choose another one."), field="to")
    if to.state not in {CohortState.OPEN, CohortState.CLOSED, CohortState.RUNNING}:
        raise DomainError(_("People move into cohorts that are open, closed to applications, or running."), field="to")
    if Enrollment.objects.filter(cohort=to, trainee_id=enrollment.trainee_id).exists():
        raise DomainError(_("This person is or was in that cohort. Choose another one."), field="to")


def _application(enrollment: Enrollment, to: Cohort, *, by: Any, now: datetime) -> Application:
    """The person's application there, brought to where a seat can be given; what they said stays what they said."""
    before = Application.objects.filter(cohort=enrollment.cohort_id, applicant=enrollment.trainee_id).first()
    application, _created = Application.objects.get_or_create(
        cohort=to,
        applicant=enrollment.trainee,
        defaults={"complex_id": to.complex_id, "kind": before.kind if before else "", "motivation": ""},
    )
    application.cohort, application.applicant = to, enrollment.trainee
    offers.close_open_offer(application, by=by, now=now)
    if application.state == ApplicationState.DRAFT:
        audit.move(application, ApplicationState.APPLIED, by=by, now=now, applied_at=now)
    elif application.state in {ApplicationState.WITHDRAWN, ApplicationState.SELECTED}:
        if application.state == ApplicationState.SELECTED:
            audit.move(application, ApplicationState.WITHDRAWN, by=by, now=now)
        offers.to_queue(application, by=by, now=now)
    return application

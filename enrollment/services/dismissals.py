"""Dismissal (제적): a written notice, a term to appeal, and a person's decision. 국민내일배움카드 운영규정 §35."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from enrollment import mail
from enrollment.models import Admission, Dismissal, Enrollment
from enrollment.rules import leaving
from enrollment.services import enrollments, seats
from enrollment.states import DismissalGround, DismissalState, EnrollmentState
from training.core import audit, clock, words
from training.core.errors import DomainError, Refused


@transaction.atomic
def notify(enrollment: Enrollment, *, ground: str, caused_on: date, reason: str, by: Any, now: datetime) -> Dismissal:
    """Give the written notice (§35②, §35④). The trainee may appeal for the program's days, at least three (§35③)."""
    seats.lock_cohort(enrollment.cohort)
    enrollment.refresh_from_db(fields=["state"])
    cohort = enrollment.cohort
    if enrollment.state != EnrollmentState.ENROLLED:
        raise DomainError(_("Only people in training are dismissed. The person's page shows how they stand."))
    if not reason.strip():
        raise DomainError(_("Write what happened. The trainee reads it."), field="reason")
    today = clock.day_of(now, cohort.complex.zone)
    if not cohort.starts_on <= caused_on <= today:
        raise DomainError(_("The cause lies between the first day and today. Enter that day."), field="caused_on")
    if under_way(enrollment) is not None:
        raise DomainError(_("A notice is under way for this person. Decide about that one first."))
    days = Admission.of_program(cohort.program_id).appeal_days
    made = Dismissal.objects.create(
        complex_id=enrollment.complex_id,
        enrollment=enrollment,
        ground=DismissalGround(ground),
        reason=reason,
        caused_on=caused_on,
        noticed_at=now,
        noticed_by=by,
        appeal_until=clock.end_of(today + timedelta(days=days), cohort.complex.zone),
    )
    audit.record(made, "notice given", by=by, at=now, after=made.state, reason=reason, facts={"ground": ground})
    mail.dismissal("dismissal_notice", made, now=now)
    return made


def under_way(enrollment: Enrollment) -> Dismissal | None:
    states = [DismissalState.NOTICED, DismissalState.APPEALED]
    return Dismissal.objects.filter(enrollment=enrollment, state__in=states).first()


@transaction.atomic
def appeal(dismissal: Dismissal, *, grounds: str, by: Any, now: datetime) -> None:
    """The trainee appeals, until the end of the term (half-open)."""
    if dismissal.enrollment.trainee_id != by.pk:
        raise Refused(_("Only the person who got the notice can appeal."))
    if now >= dismissal.appeal_until:
        raise DomainError(
            _("Appeals were taken %(deadline)s. Write to the office if you still have a question.")
            % {"deadline": words.deadline(dismissal.appeal_until)}
        )
    if not grounds.strip():
        raise DomainError(_("Write why you appeal."), field="grounds")
    audit.move(dismissal, DismissalState.APPEALED, by=by, now=now, appeal=grounds, appealed_at=now)


@transaction.atomic
def dismiss(dismissal: Dismissal, *, answer: str, by: Any, now: datetime) -> None:
    """Let a notice take effect. An appeal is answered with it; a ground of §35② waits until the term is over."""
    seats.lock_cohort(dismissal.enrollment.cohort)
    dismissal.refresh_from_db(fields=["state", "appeal"])
    _refuse_own_notice(dismissal, by)
    appealed = dismissal.state == DismissalState.APPEALED
    _refuse_early(dismissal, answered=appealed and bool(answer.strip()), now=now)
    cohort = dismissal.enrollment.cohort
    on = leaving.dismissed_on(
        dismissal.ground, caused_on=dismissal.caused_on, decided_on=clock.day_of(now, cohort.complex.zone)
    )
    _decide(dismissal, DismissalState.IN_FORCE, answer, by=by, now=now)
    enrollments.end(dismissal.enrollment, EnrollmentState.DISMISSED, on=on, reason=dismissal.reason, by=by, now=now)
    mail.dismissal("dismissal_in_force", dismissal, now=now)


def _refuse_own_notice(dismissal: Dismissal, by: Any) -> None:
    """An appeal is heard by somebody else than the person it is against."""
    if dismissal.state == DismissalState.APPEALED and by is not None and dismissal.noticed_by_id == by.pk:
        raise Refused(_("You gave this notice, so a colleague decides about the appeal. Ask another operator."))


def _refuse_early(dismissal: Dismissal, *, answered: bool, now: datetime) -> None:
    appealed = dismissal.state == DismissalState.APPEALED
    if appealed and not answered:
        raise DomainError(_("Answer the appeal. The trainee reads it."), field="answer")
    is_over = appealed or now >= dismissal.appeal_until
    if not leaving.may_dismiss(dismissal.ground, appeal_is_over=is_over, appeal_is_open=appealed and not answered):
        raise DomainError(
            _("The trainee may appeal %(deadline)s. A dismissal by the center's own rule takes effect after that.")
            % {"deadline": words.deadline(dismissal.appeal_until)}
        )


@transaction.atomic
def take_back(dismissal: Dismissal, *, answer: str, by: Any, now: datetime) -> None:
    """The notice falls, for the appeal or without one; the person stays in training."""
    if not answer.strip():
        raise DomainError(_("Write why the notice is taken back. The trainee reads it."), field="answer")
    dismissal.refresh_from_db(fields=["state", "appeal"])
    _refuse_own_notice(dismissal, by)
    _decide(dismissal, DismissalState.TAKEN_BACK, answer, by=by, now=now)
    mail.dismissal("dismissal_taken_back", dismissal, now=now)


def _decide(dismissal: Dismissal, state: str, answer: str, *, by: Any, now: datetime) -> None:
    audit.move(dismissal, state, by=by, now=now, reason=answer, answer=answer, decided_at=now, decided_by=by)

"""How a person leaves training before the end, or goes on in another cohort."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from enrollment import mail
from enrollment.models import AttendanceEvent, Cohort, Enrollment, Session
from enrollment.queries import attendance
from enrollment.rules import deadlines, leaving
from enrollment.services import offers, seats
from enrollment.states import EnrollmentState
from training.core import audit, clock, words
from training.core.errors import DomainError


@transaction.atomic
def withdraw(enrollment: Enrollment, *, by: Any, reason: str, now: datetime) -> Enrollment:
    """Take a person out of training: the seat is free, and while seats are offered the next in the queue gets it.

    Until the roster is registered this is 수강철회, after that 미수료 (운영규정 §38①). The trainee may do so until the
    course begins; after that an operator does it, with a reason.
    """
    _lock(enrollment)
    if not reason.strip():
        raise DomainError(_("Write why this person leaves."), field="reason")
    cohort = enrollment.cohort
    left_on = clock.day_of(now, cohort.complex.zone)
    state = leaving.outcome(left_on, roster_until=_roster_on(cohort))
    end(enrollment, state, on=left_on, reason=reason, by=by, now=now)
    if by is None or by.pk != enrollment.trainee_id:
        mail.ended(enrollment, "left", now=now)
    return enrollment


def _roster_on(cohort: Cohort) -> date:
    days = Session.objects.filter(cohort=cohort).values("day").distinct().count()
    return deadlines.roster_on(deadlines.Plan(cohort.starts_on, cohort.ends_on, days))


@transaction.atomic
def employ_early(enrollment: Enrollment, *, employed_on: date, employer: str, by: Any, now: datetime) -> Enrollment:
    """A trainee took up work before meeting the criteria (조기취업, 운영규정 §38①).

    Who has met the attendance to complete stays: their work is recorded as an outcome after completion (수료후취업).
    """
    _lock(enrollment)
    cohort = enrollment.cohort
    today = clock.day_of(now, cohort.complex.zone)
    if employed_on > today:
        raise DomainError(_("This day is still to come. Record the employment when it has begun."), field="employed_on")
    if employed_on < cohort.starts_on:
        raise DomainError(
            _("The employment began before the course. Withdraw the person instead."), field="employed_on"
        )
    reached = attendance.summary(enrollment, now=now) if cohort.sessions.exists() else None
    if reached is not None and reached.credited >= reached.need:
        raise DomainError(
            _("This person has attended enough to complete, so they stay. Record the job after completion.")
        )
    reason = _("Employed since %(day)s: %(employer)s") % {"day": words.date_words(employed_on), "employer": employer}
    end(enrollment, EnrollmentState.EARLY_EMPLOYED, on=employed_on, reason=reason, by=by, now=now)
    mail.ended(enrollment, "employed_early", now=now)
    return enrollment


@transaction.atomic
def no_show(enrollment: Enrollment, *, by: Any, now: datetime) -> Enrollment:
    """Who never came is taken out by an operator; until the program's no-show day the next in the queue gets the seat."""
    _lock(enrollment)
    cohort = enrollment.cohort
    if now < clock.start_of(cohort.starts_on, cohort.complex.zone):
        raise DomainError(
            _("The course begins on %(day)s. Nobody is missing before that.")
            % {"day": words.date_words(cohort.starts_on)}
        )
    if AttendanceEvent.objects.filter(enrollment=enrollment, undone_by=None).exists():
        raise DomainError(_("This person has attended. Take them out with a reason instead."))
    reason = _("Did not come by %(day)s.") % {"day": words.date_words(clock.day_of(now, cohort.complex.zone))}
    end(enrollment, EnrollmentState.WITHDRAWN, on=cohort.starts_on, reason=reason, by=by, now=now)
    mail.ended(enrollment, "no_show", now=now)
    return enrollment


def end(enrollment: Enrollment, state: str, *, on: date, reason: str, by: Any, now: datetime) -> None:
    """Move an enrollment to its end, give its seats back, and offer them while offers are made."""
    audit.move(enrollment, state, by=by, now=now, reason=reason, ended_on=on)
    Enrollment.objects.filter(pk=enrollment.pk).update(reason=reason)
    enrollment.reason = reason
    seats.give_back(enrollment.cohort, person=enrollment.trainee, now=now)
    offers.advance(enrollment.cohort, now=now)


@transaction.atomic
def take_back(enrollment: Enrollment, *, left_at: datetime, by: Any, now: datetime) -> None:
    """Somebody was taken out by mistake: in training again, on the seats they had then. Raises seats.Full."""
    _lock(enrollment)
    seat = seats.take_again(enrollment.cohort, person=enrollment.trainee, released_at=left_at, now=now)
    reason = _("It was entered by mistake.")
    audit.move(enrollment, EnrollmentState.ENROLLED, by=by, now=now, reason=reason, ended_on=None)
    Enrollment.objects.filter(pk=enrollment.pk).update(reason="", **({"seat": seat} if seat else {}))
    enrollment.reason = ""
    mail.in_again(enrollment, now=now)


def _lock(enrollment: Enrollment) -> None:
    """The pools first, then the row as it stands now."""
    seats.lock_cohort(enrollment.cohort)
    enrollment.refresh_from_db(fields=["state", "ended_on", "reason"])

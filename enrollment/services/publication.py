"""What happens to a cohort that was published: it is opened again, or canceled with everything that hangs on it."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from enrollment.models import Application, Cohort, Enrollment, Offer, Seat, SeatPool
from enrollment.queries.concerned import Concerned, concerned, is_published
from enrollment.services import agreements, bookings, seats, telling
from enrollment.states import ApplicationState, CohortState, EnrollmentState, OfferState
from training.core import audit, clock
from training.core.errors import DomainError

ENDING = (ApplicationState.DRAFT, ApplicationState.APPLIED, ApplicationState.WAITLISTED, ApplicationState.SELECTED)


@transaction.atomic
def reopen(cohort: Cohort, *, closes_at: datetime, reason: str, by: Any, now: datetime) -> Cohort:
    """Take applications again until a new deadline, with a reason."""
    seats.lock_cohort(cohort)
    cohort = Cohort.objects.select_related("complex").get(pk=cohort.pk)
    if closes_at <= now:
        raise DomainError(_("This closing time is over. Enter one to come."), field="closes_at")
    if closes_at > clock.end_of(cohort.starts_on, cohort.complex.zone):
        raise DomainError(
            _("Applications cannot stay open after the first day. Enter an earlier closing time."), field="closes_at"
        )
    if cohort.state != CohortState.CLOSED:
        raise DomainError(_("Applications are opened again only after they were closed and before the course begins."))
    before = cohort.closes_at
    audit.move(
        cohort,
        CohortState.OPEN,
        by=by,
        now=now,
        reason=reason,
        facts={"closes_at": [before.isoformat(), closes_at.isoformat()]},
        closes_at=closes_at,
    )
    return cohort


@transaction.atomic
def cancel(cohort: Cohort, *, reason: str, by: Any, now: datetime) -> Concerned:
    """Cancel a cohort: offers and seats go back, quotas with them; applications and enrollments end; all are told.

    Drafts are closed too, so that nobody goes on writing. Returns who was told. The rows stay, each with the reason.
    """
    pools = seats.lock_cohort(cohort)
    cohort = Cohort.objects.select_related("complex__site", "course").get(pk=cohort.pk)
    told = concerned(cohort)
    seen = is_published(cohort)
    audit.move(cohort, CohortState.CANCELED, by=by, now=now, reason=reason)
    agreements.withdraw_all(cohort, reason=reason, by=by, now=now)
    _take_back(cohort, by=by, reason=reason, now=now)
    _end(cohort, by=by, reason=reason, now=now)
    _empty(pools, now=now)
    bookings.release(cohort, by=by, now=now)
    if seen:
        telling.tell("cohort_canceled", cohort, told.people, facts=lambda: {"reason": reason}, key="canceled", now=now)
    return told


def _take_back(cohort: Cohort, *, by: Any, reason: str, now: datetime) -> None:
    for offer in Offer.objects.open().filter(application__cohort=cohort).order_by("pk"):
        audit.move(offer, OfferState.WITHDRAWN, by=by, now=now, reason=reason, answered_at=now)


def _end(cohort: Cohort, *, by: Any, reason: str, now: datetime) -> None:
    today = clock.day_of(now, cohort.complex.zone)
    for application in Application.objects.filter(cohort=cohort, state__in=ENDING).order_by("pk"):
        audit.move(application, ApplicationState.WITHDRAWN, by=by, now=now, reason=reason)
        Application.objects.filter(pk=application.pk).update(reason=reason)
    for enrollment in Enrollment.objects.current().filter(cohort=cohort).order_by("pk"):
        audit.move(enrollment, EnrollmentState.CANCELED, by=by, now=now, reason=reason, ended_on=today)
        Enrollment.objects.filter(pk=enrollment.pk).update(reason=reason)


def _empty(pools: list[SeatPool], *, now: datetime) -> None:
    for seat in Seat.objects.held().filter(pool__in=pools).select_related("pool").order_by("pk"):
        seats.release(seat, now=now)

"""A freed seat goes to the longest waiting: an open offer holds it until a deadline.

`advance` brings a queue up to an instant: overdue offers expire, free seats are offered in order. It is called
wherever a seat may have come free, and by a worker at each deadline, so nobody's turn depends on the worker alone.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from enrollment import mail
from enrollment.models import Admission, Application, Cohort, Enrollment, Offer, SeatPool
from enrollment.models.seats import AGREED
from enrollment.rules import queue
from enrollment.services import reservations, seats
from enrollment.states import ApplicationState, CohortState, OfferState
from training.core import audit, clock, outbox, words
from training.core.errors import DomainError

EXPIRY = "enrollment.offer_expiry"
ENDING = "enrollment.offer_ending"
REMIND_BEFORE = timedelta(hours=12)
WORTH_REMINDING = timedelta(hours=24)
NEVER = datetime.min.replace(tzinfo=UTC)


@transaction.atomic
def advance(cohort: Cohort, *, now: datetime) -> list[Offer]:
    """Expire what is overdue, then offer each free seat to the next in the queue. Returns the new offers."""
    pools = seats.lock_cohort(cohort)
    cohort = Cohort.objects.select_related("complex").get(pk=cohort.pk)
    reservations.settle(cohort, now=now)
    for overdue in Offer.objects.overdue(now=now).filter(application__cohort=cohort).select_related("application"):
        _close(overdue, OfferState.EXPIRED, by=None, now=now)
    expires_at = deadline(cohort, now=now)
    if expires_at is None:
        return []
    return [make(application, expires_at=expires_at, by=None, now=now) for application in _next(cohort, pools)]


def _next(cohort: Cohort, pools: list[SeatPool]) -> list[Application]:
    """Whose turn it is: the queue in its order, passing over those whose quota is full."""
    left = {pool.key: pool.left for pool in seats.lock(pools) if _is_a_quota(pool)}
    waiting = Application.objects.filter(cohort=cohort).queue().select_related("applicant", "cohort__complex")
    if len(left) == 1:
        return list(waiting[: max(left[""], 0)])
    found: list[Application] = []
    for application in list(waiting) if left[""] > 0 else []:
        mine = {"", application.kind} & left.keys()
        if all(left[key] > 0 for key in mine):
            found.append(application)
            for key in mine:
                left[key] -= 1
    return found


def _is_a_quota(pool: SeatPool) -> bool:
    """The cohort's own pool, or that of a kind of applicant; what employers agreed on is nobody else's."""
    return pool.closed_at is None and not pool.key.startswith(AGREED)


def deadline(cohort: Cohort, *, now: datetime) -> datetime | None:
    """Until when an offer made now stands; None when seats are no longer offered."""
    return queue.offer_deadline(now, hours=cohort.offer_hours, begins_at=ends_at(cohort))


def ends_at(cohort: Cohort) -> datetime:
    """The instant from which freed seats stay empty.

    It is the beginning of the course, or the end of the training day that the program names: who has not come by then
    is a no-show, and their seat still goes to the next.
    """
    days = Admission.of_program(cohort.program_id).no_show_days
    offering = {CohortState.OPEN, CohortState.CLOSED, *([CohortState.RUNNING] if days else [])}
    if cohort.state not in offering:
        return NEVER
    return clock.start_of(cohort.starts_on + timedelta(days=days), cohort.complex.zone)


def make(application: Application, *, expires_at: datetime, by: Any, now: datetime, reason: str = "") -> Offer:
    """Hold a seat for an applicant until a deadline and tell them. The pools are locked by the caller."""
    offer = open_offer(application, expires_at=expires_at, by=by, now=now, reason=reason)
    outbox.owe(EXPIRY, offer.pk, now=now, due_at=expires_at, complex_id=offer.complex_id)
    mail.offer_made(offer, now=now)
    if expires_at - now >= WORTH_REMINDING:
        outbox.owe(ENDING, offer.pk, now=now, due_at=expires_at - REMIND_BEFORE, complex_id=offer.complex_id)
    return offer


@transaction.atomic
def remind(offer: Offer, *, now: datetime) -> None:
    """Tell who has not answered that the seat is held a little longer only. Late, nobody is told."""
    if now < offer.expires_at and Offer.objects.open().filter(pk=offer.pk).exists():
        mail.offer_ending(offer, now=now)


def open_offer(
    application: Application,
    *,
    expires_at: datetime,
    by: Any,
    now: datetime,
    reason: str = "",
    also: tuple[SeatPool, ...] = (),
) -> Offer:
    """Select an applicant: a seat is held and an offer stands open. `also` is the pool of an employer's agreement."""
    pools = [*SeatPool.objects.filter(cohort_id=application.cohort_id).serving(application.kind), *also]
    held = seats.hold(pools, person=application.applicant, now=now)
    audit.move(application, ApplicationState.SELECTED, by=by, now=now, reason=reason)
    return Offer.objects.create(
        complex_id=application.complex_id,
        application=application,
        seat=seats.main_of(held),
        made_at=now,
        expires_at=expires_at,
    )


def accept(application: Application, *, by: Any, now: datetime) -> Enrollment:
    """Accept the open offer. Too late, it expires on the spot and the seat goes on, whatever the worker does."""
    advance(application.cohort, now=now)
    return _accept(application, by=by, now=now)


@transaction.atomic
def _accept(application: Application, *, by: Any, now: datetime) -> Enrollment:
    seats.lock_cohort(application.cohort)
    offer = _standing(application)
    enrollment = enroll(offer, by=by, now=now)
    mail.seat_given(enrollment, offer.application, now=now)
    return enrollment


def enroll(offer: Offer, *, by: Any, now: datetime, reason: str = "") -> Enrollment:
    """Turn an open offer into a place in the course."""
    application = offer.application
    audit.move(offer, OfferState.ACCEPTED, by=by, now=now, answered_at=now)
    audit.move(application, ApplicationState.ENROLLED, by=by, now=now, reason=reason)
    enrollment = Enrollment.objects.create(
        complex_id=application.complex_id,
        cohort=application.cohort,
        trainee=application.applicant,
        seat=offer.seat,
        sponsor_id=application.sponsor_id,
        enrolled_at=now,
    )
    audit.record(enrollment, "enrolled", by=by, at=now, after=enrollment.state, reason=reason)
    return enrollment


def decline(application: Application, *, by: Any, now: datetime) -> None:
    """Decline the open offer: the application is withdrawn and the seat goes to the next in the queue."""
    advance(application.cohort, now=now)
    _decline(application, by=by, now=now)


@transaction.atomic
def _decline(application: Application, *, by: Any, now: datetime) -> None:
    seats.lock_cohort(application.cohort)
    _close(_standing(application), OfferState.DECLINED, by=by, now=now)
    advance(application.cohort, now=now)


def expire(offer: Offer, *, now: datetime) -> None:
    """What a worker does at the deadline; doing it again, or after an answer, changes nothing."""
    if offer.state == OfferState.OPEN and offer.expires_at <= now:
        advance(offer.application.cohort, now=now)


def close_open_offer(application: Application, *, by: Any, now: datetime) -> bool:
    """Take back an open offer and the seat it holds, because its application ends. Returns whether there was one."""
    offer = Offer.objects.open().filter(application=application).first()
    if offer is None:
        return False
    audit.move(offer, OfferState.WITHDRAWN, by=by, now=now, answered_at=now)
    seats.give_back(application.cohort, person=application.applicant, now=now)
    return True


def _close(offer: Offer, state: str, *, by: Any, now: datetime) -> None:
    audit.move(offer, state, by=by, now=now, answered_at=now)
    audit.move(offer.application, ApplicationState.WITHDRAWN, by=by, now=now)
    seats.give_back(offer.application.cohort, person=offer.application.applicant, now=now)
    if state == OfferState.EXPIRED:
        mail.offer_expired(offer, now=now)


def _standing(application: Application) -> Offer:
    """The open offer of an application, or the refusal that says what became of it."""
    offers = Offer.objects.filter(application=application)
    related = offers.select_related("seat__pool", "application__cohort__complex", "application__applicant")
    offer = related.order_by("-pk").first()
    if offer is None:
        raise DomainError(_("There is no offer to answer. This page shows how your application stands now."))
    if offer.state == OfferState.EXPIRED:
        raise DomainError(_too_late(offer))
    if offer.state != OfferState.OPEN:
        raise DomainError(_("This offer was answered already. This page shows how your application stands now."))
    return offer


def _too_late(offer: Offer) -> str:
    return _("The offer stood %(deadline)s, so it could not be answered. You can ask for a place in the queue.") % {
        "deadline": words.deadline(offer.expires_at)
    }


def to_queue(application: Application, *, by: Any, now: datetime, reason: str = "") -> None:
    """Put an applicant at the end of the queue. The pools are locked by the caller."""
    last = Application.objects.filter(cohort_id=application.cohort_id).aggregate(last=Max("queued_at"))["last"]
    place = queue.place_in_queue(now, last)
    audit.move(application, ApplicationState.WAITLISTED, by=by, now=now, reason=reason, queued_at=place)

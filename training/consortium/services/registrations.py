"""Registering for an event: a seat while there is one, else a place on the waiting list; and coming.

Every step locks the event's pool first, as everybody does who takes or gives back a seat.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from enrollment.models import Seat, SeatPool
from enrollment.services import seats
from training.accounts.permissions import demand_operator
from training.consortium import mail
from training.consortium.models import Event, Registration, Wish
from training.consortium.rules import events as rules
from training.consortium.services import introductions
from training.consortium.states import EventState, RegistrationState
from training.core import audit, words
from training.core.errors import DomainError


class AlreadyRegistered(DomainError):
    """The person is registered or waits."""


class AlreadyIn(DomainError):
    """The person was checked in before."""


def lock_pool(event: Event) -> SeatPool:
    """The event's pool as it is now, nobody else's until the transaction ends."""
    (pool,) = seats.lock([event.pool])
    return pool


def expected(event: Event) -> list[Registration]:
    """Who holds a seat or waits for one, with who they are."""
    rows = (
        Registration.objects.expected().filter(event=event).select_related("person", "event__complex__site", "complex")
    )
    return list(rows.order_by("pk"))


@transaction.atomic
def register(event: Event, *, person: Any, now: datetime) -> Registration:
    """Register a person, or put them on the waiting list; a mail says which."""
    pool = lock_pool(event)
    _refuse_closed(Event.objects.get(pk=event.pk), now=now)
    known = Registration.objects.filter(event=event, person=person).first()
    if known is not None and known.state != RegistrationState.CANCELED:
        raise AlreadyRegistered(_("You are registered already. The page of the event shows how it stands."))
    state = RegistrationState.REGISTERED if pool.left > 0 else RegistrationState.WAITING
    if state == RegistrationState.REGISTERED:
        seats.hold([pool], person=person, now=now)
    registration = _written(known, event, person, state, now=now)
    mail.event_registered(registration, now=now)
    return registration


def _refuse_closed(event: Event, *, now: datetime) -> None:
    if event.state != EventState.ANNOUNCED:
        raise DomainError(_("This event takes no registrations."))
    if now < event.opens_at:
        raise DomainError(_("Registration opens %(at)s. Come back then.") % {"at": words.moment(event.opens_at)})
    if not event.takes_registrations(now):
        raise DomainError(_("Registration is closed. The office can tell you of the next event."))


def _written(known: Registration | None, event: Event, person: Any, state: str, *, now: datetime) -> Registration:
    if known is not None:
        audit.move(known, state, by=person, now=now, registered_at=now)
        return known
    made = Registration.objects.create(
        complex_id=event.complex_id, event=event, person=person, state=state, registered_at=now
    )
    audit.record(made, "state", by=person, at=now, after=state)
    return made


@transaction.atomic
def cancel(registration: Registration, *, by: Any, now: datetime) -> None:
    """Give the seat back, before the event begins; the longest waiting moves up."""
    if registration.person_id != by.pk:
        demand_operator(by, registration.complex)
    event = registration.event
    lock_pool(event)
    if now >= event.starts_at:
        raise DomainError(_("The event has begun. There is nothing to cancel any more."))
    end(registration, by=by, now=now)
    advance(event, now=now)


def end(registration: Registration, *, by: Any, now: datetime) -> None:
    """Cancel one registration, with its wishes. The pool is locked by the caller."""
    audit.move(registration, RegistrationState.CANCELED, by=by, now=now)
    for seat in Seat.objects.held().filter(pool=registration.event.pool_id, person=registration.person_id):
        seats.release(seat, now=now)
    introductions.forget(registration, now=now)


def advance(event: Event, *, now: datetime) -> int:
    """While a seat is free, it goes to the longest waiting. Returns how many moved up. The pool is locked by the caller."""
    if event.state != EventState.ANNOUNCED or now >= event.starts_at:
        return 0
    left = SeatPool.objects.get(pk=event.pool_id).left
    waiting = Registration.objects.waiting().filter(event=event).select_related("person", "event__complex__site")
    moved = list(waiting[: max(left, 0)])
    for registration in moved:
        seats.hold([event.pool], person=registration.person, now=now)
        audit.move(registration, RegistrationState.REGISTERED, by=None, now=now)
        mail.event_moved_up(registration, now=now)
    return len(moved)


@transaction.atomic
def check_in(registration: Registration, *, by: Any, now: datetime) -> None:
    """The person stands at the door. Raises AlreadyIn the second time, and says when the first was."""
    demand_operator(by, registration.complex)
    locked = Registration.objects.select_for_update(of=("self",)).select_related("event__complex__site", "person").get(
        pk=registration.pk
    )  # fmt: skip
    _refuse_at_the_door(locked, now=now)
    audit.move(locked, RegistrationState.CAME, by=by, now=now, came_at=now)
    if locked.event.state == EventState.HELD:
        mail.event_after(locked, now=now)


def _refuse_at_the_door(registration: Registration, *, now: datetime) -> None:
    event = registration.event
    if registration.state == RegistrationState.CAME:
        said = _("This person was checked in at %(time)s already.") % {"time": words.time24(registration.came_at)}
        raise AlreadyIn(said)
    if event.state not in (EventState.ANNOUNCED, EventState.HELD):
        raise DomainError(_("This event does not take place."))
    if not rules.doors_open(event.starts_at, now=now):
        raise DomainError(_("Check-in opens two hours before the event begins."))
    if registration.state == RegistrationState.WAITING:
        raise DomainError(_("This person is on the waiting list and has no seat. Raise the number of seats first."))


# --- keeping and forgetting -----------------------------------------------------------------------
@transaction.atomic
def forget(event: Event, *, now: datetime) -> int:
    """A year after an event nobody is named any more; how many came still counts. Returns how many people went."""
    seats.forget([event.pool], now=now)
    Wish.objects.filter(event=event).delete()
    rows = Registration.objects.filter(event=event, person__isnull=False)
    for registration in rows:
        introductions.forget(registration, now=now)
    return rows.update(person=None)

"""Events: planned, changed, and led from a draft to what was held or canceled."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from courses.models import Course
from enrollment.models import SeatPool, Venue
from enrollment.services import seats
from training.accounts.models import Organization
from training.accounts.permissions import demand_operator
from training.consortium import mail
from training.consortium.models import Event, Registration
from training.consortium.services import registrations
from training.consortium.states import EventState, RegistrationState
from training.core import audit
from training.core.errors import DomainError
from training.core.models import Complex

LINKS = ("hosts", "courses")
IN_CALENDARS = ("title_ko", "title_en", "venue", "place", "starts_at", "ends_at")  # a change of these is told


@dataclass(frozen=True)
class Plan:
    """What an operator says of an event."""

    kind: str
    title_ko: str
    title_en: str
    summary_ko: str
    summary_en: str
    description_ko: str
    description_en: str
    venue: Venue | None
    place: str
    starts_at: datetime
    ends_at: datetime
    opens_at: datetime
    closes_at: datetime
    capacity: int
    hosts: Sequence[Organization]
    courses: Sequence[Course]

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in vars(self).items() if name not in (*LINKS, "capacity")}


@transaction.atomic
def add(complex: Complex, plan: Plan, *, by: Any, now: datetime) -> Event:
    """Draft an event, with a pool of seats of its own."""
    demand_operator(by, complex)
    _check(plan, complex)
    pool = SeatPool.objects.create(complex=complex, capacity=plan.capacity)
    event = Event.objects.create(complex=complex, pool=pool, made_at=now, made_by=by, **plan.values())
    _link(event, plan)
    audit.record(event, "event drafted", by=by, at=now, after=event.state)
    return event


@transaction.atomic
def change(event: Event, plan: Plan, *, by: Any, now: datetime) -> Event:
    """Change a draft or an announced event. Who registered is told of another place or time; more seats go to the queue."""
    demand_operator(by, event.complex)
    _check(plan, event.complex)
    registrations.lock_pool(event)
    locked = Event.objects.select_for_update(of=("self",)).get(pk=event.pk)
    if locked.state not in (EventState.DRAFT, EventState.ANNOUNCED):
        raise DomainError(_("What was held or canceled is not changed any more."))
    told = locked.state == EventState.ANNOUNCED and any(
        getattr(locked, name) != getattr(plan, name) for name in IN_CALENDARS
    )
    for name, value in plan.values().items():
        setattr(locked, name, value)
    locked.revision += told
    locked.save(update_fields=[*plan.values(), "revision"])
    _link(locked, plan)
    seats.set_capacity(locked.pool, capacity=plan.capacity, by=by, now=now)
    audit.record(locked, "event changed", by=by, at=now, facts={"told": told})
    for registration in registrations.expected(locked) if told else ():
        mail.event_changed(registration, now=now)
    registrations.advance(locked, now=now)
    return locked


def _check(plan: Plan, complex: Complex) -> None:
    if plan.ends_at <= plan.starts_at:
        raise DomainError(_("The event ends before it begins. Enter a later end."), field="ends_at")
    if plan.closes_at <= plan.opens_at:
        raise DomainError(_("Registration closes before it opens. Enter a later instant."), field="closes_at")
    if plan.closes_at > plan.ends_at:
        raise DomainError(
            _("Registration closes after the event has ended. Enter an earlier instant."), field="closes_at"
        )
    if plan.venue is None and not plan.place.strip():
        raise DomainError(_("Say where it is: choose a venue or write the place."), field="place")
    linked = [*plan.hosts, *plan.courses, *([plan.venue] if plan.venue else [])]
    if any(one.complex_id != complex.pk for one in linked):
        raise DomainError(_("This belongs to another complex. Choose one of the list."))


def _link(event: Event, plan: Plan) -> None:
    for name in LINKS:
        getattr(event, name).set(getattr(plan, name))


# --- steps ----------------------------------------------------------------------------------------
@transaction.atomic
def announce(event: Event, *, by: Any, now: datetime) -> None:
    """From now on everybody reads it, and people register while it is open."""
    demand_operator(by, event.complex)
    if event.ends_at <= now:
        raise DomainError(_("This event is over already. Enter its days first."))
    audit.move(event, EventState.ANNOUNCED, by=by, now=now, announced_at=now)


@transaction.atomic
def cancel(event: Event, *, reason: str, by: Any, now: datetime) -> int:
    """It does not take place. Everybody who registered or waits is told why. Returns how many."""
    demand_operator(by, event.complex)
    if not reason.strip():
        raise DomainError(_("Write why it does not take place."), field="reason")
    registrations.lock_pool(event)
    said, following = reason.strip(), event.revision + 1  # calendars take a cancellation as a further revision
    audit.move(event, EventState.CANCELED, by=by, now=now, reason=said)
    Event.objects.filter(pk=event.pk).update(reason=said, revision=following)
    event.reason, event.revision = said, following
    told = registrations.expected(event)
    for registration in told:
        registrations.end(registration, by=by, now=now)
        mail.event_canceled(registration, now=now)
    return len(told)


@transaction.atomic
def finish(event: Event, *, by: Any, now: datetime) -> int:
    """It was held. Who was not checked in did not come; who came gets materials and survey. Returns how many came."""
    demand_operator(by, event.complex)
    if now < event.starts_at:
        raise DomainError(_("This event has not begun. It can be closed once it has."))
    registrations.lock_pool(event)
    audit.move(event, EventState.HELD, by=by, now=now)
    for registration in registrations.expected(event):
        missed = registration.state == RegistrationState.REGISTERED
        audit.move(
            registration, RegistrationState.ABSENT if missed else RegistrationState.CANCELED, by=by, now=now
        )  # fmt: skip
    came = list(Registration.objects.filter(event=event, state=RegistrationState.CAME).select_related("person"))
    for registration in came:
        mail.event_after(registration, now=now)
    return len(came)

"""Bookings of instruments by practice sessions: none is given to two sessions at one time.

Whoever books holds the cohort's row, then the instruments' rows in key order, and looks for a clash. What is booked stands
in quarters of an hour under a unique constraint, so the database refuses a second booking even to whoever did not look.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from enrollment.models import Booking, BookingSlot, Cohort, Instrument, Outage, Session
from enrollment.rules import instruments as rules
from enrollment.rules.timetable import Slot
from enrollment.services.clashes import Clash
from enrollment.states import CohortState
from training.core import audit, clock, words
from training.core.errors import DomainError, TransitionRefused

OVER = frozenset({CohortState.ENDED, CohortState.SETTLED, CohortState.CANCELED})


@transaction.atomic
def book(session: Session, instrument: Instrument, *, slot: Slot | None = None, by: Any, now: datetime) -> Booking:
    """Give an instrument to a practice session, for the whole of it unless a slot is named."""
    session = _held_session(session, now=now)
    slot = _fitting(slot or _slot_of(session), session)
    instrument = _held([instrument.pk])[0]
    if session.bookings.filter(instrument=instrument).exists():
        raise DomainError(_("This session has booked %(instrument)s. Change the time of that booking.")
                          % {"instrument": instrument}, field="instrument")  # fmt: skip
    _refuse(instrument, session, slot)
    booking = Booking(
        complex=session.complex, instrument=instrument, session=session, made_at=now, made_by=by,
        starts_at=slot.starts_at, ends_at=slot.ends_at,
    )  # fmt: skip
    _take(booking)
    audit.record(session, "instrument booked", by=by, at=now, facts=_facts(booking))
    return booking


@transaction.atomic
def change(booking: Booking, slot: Slot, *, by: Any, now: datetime) -> Booking:
    """Another time for a booking; its quarters are given back and taken anew."""
    session = _held_session(booking.session, now=now)
    slot = _fitting(slot, session)
    instrument = _held([booking.instrument_id])[0]
    booking = _fresh(booking)
    before = _facts(booking)
    _move(booking, instrument, session, slot)
    audit.record(session, "booking changed", by=by, at=now, facts={"before": before, "after": _facts(booking)})
    return booking


@transaction.atomic
def cancel(booking: Booking, *, by: Any, now: datetime) -> None:
    """Give an instrument back."""
    session = _held_session(booking.session, now=now)
    booking = _fresh(booking)
    audit.record(session, "booking canceled", by=by, at=now, facts=_facts(booking))
    booking.delete()


@transaction.atomic
def follow(before: Session, after: Session, *, by: Any, now: datetime) -> None:
    """Move what a session has booked along with it; the first clash refuses the move and names itself."""
    moves = _moves(before, after)
    locked = {instrument.pk: instrument for instrument in _held([booking.instrument_id for booking, _slot in moves])}
    for booking, slot in moves:
        facts = _facts(booking)
        _move(booking, locked[booking.instrument_id], after, slot)
        audit.record(after, "booking moved", by=by, at=now, facts={"before": facts, "after": _facts(booking)})


def check_following(before: Session, after: Session) -> None:
    """Raise what moving a session would be refused for, without writing."""
    for booking, slot in _moves(before, after):
        _refuse(booking.instrument, before, slot, apart_from=booking.pk)


@transaction.atomic
def release(cohort: Cohort, *, by: Any, now: datetime) -> int:
    """Give back what a canceled cohort had booked and not used. Returns how many bookings that were."""
    rows = Booking.objects.filter(session__cohort=cohort, ends_at__gt=now).order_by("pk")
    facts = [_facts(booking) for booking in rows]
    if facts:
        rows.delete()
        audit.record(cohort, "instruments given back", by=by, at=now, facts={"bookings": facts})
    return len(facts)


def _held_session(session: Session, *, now: datetime) -> Session:
    """The session as it is now; its cohort's row is held, as whoever moves a session holds it."""
    Cohort.objects.select_for_update(of=("self",)).get(pk=session.cohort_id)
    rows = Session.objects.select_related("cohort__course", "complex__site", "room")
    found = rows.filter(pk=session.pk).first()
    if found is None:
        raise TransitionRefused(_("This session was taken out meanwhile. The timetable shows how it stands now."))
    if found.cohort.state in OVER or found.ends_at <= now:
        raise DomainError(_("This session is over, so its bookings stand."))
    return found


def _held(keys: Iterable[int]) -> list[Instrument]:
    """The instruments, locked in key order; the teeth test of the race takes it out here."""
    rows = Instrument.objects.select_for_update(of=("self",), no_key=True).select_related("complex__site")
    return list(rows.filter(pk__in=list(keys)).order_by("pk"))


def _fresh(booking: Booking) -> Booking:
    found = Booking.objects.select_related("instrument").filter(pk=booking.pk).first()
    if found is None:
        raise TransitionRefused(_("Somebody canceled this booking meanwhile."))
    return found


def _slot_of(session: Session) -> Slot:
    return Slot(session.starts_at, session.ends_at)


def _fitting(slot: Slot, session: Session) -> Slot:
    """A slot on quarters of an hour that has to do with the session, or the refusal."""
    if slot.ends_at <= slot.starts_at:
        raise DomainError(_("The end comes before the start. Enter a later end."), field="ends_at")
    if slot.ends_at - slot.starts_at > rules.LONGEST:
        raise DomainError(_("A booking lasts 7 days at most. Enter an earlier end."), field="ends_at")
    if not slot.overlaps(_slot_of(session)):
        raise DomainError(_("A booking has to meet its session. Choose a time around it."), field="starts_at")
    return rules.widened(slot)


def _moves(before: Session, after: Session) -> list[tuple[Booking, Slot]]:
    """Where each booking of a session goes when the session moves."""
    old, new = _slot_of(before), _slot_of(after)
    if old == new and before.is_practice == after.is_practice:
        return []
    found = []
    for booking in (
        Booking.objects.filter(session=before.pk).select_related("instrument__complex").order_by("instrument")
    ):
        slot = rules.following(booking.slot, old, new)
        if slot is None or not after.is_practice:
            sentence = _("This session has booked %(instrument)s. Cancel that booking first.")
            raise Clash(sentence % {"instrument": booking.instrument})
        found.append((booking, slot))
    return found


def _move(booking: Booking, instrument: Instrument, session: Session, slot: Slot) -> None:
    _refuse(instrument, session, slot, apart_from=booking.pk)
    booking.slots.all().delete()
    booking.starts_at, booking.ends_at = slot.starts_at, slot.ends_at
    _take(booking)


def _refuse(instrument: Instrument, session: Session, slot: Slot, *, apart_from: int = 0) -> None:
    """Raise the nearest reason why this session cannot work at this instrument then."""
    if instrument.complex_id != session.complex_id:
        raise DomainError(_("Choose an instrument of this complex."), field="instrument")
    if not session.is_practice:
        raise DomainError(_("This session is theory. Mark it as practice first."))
    if instrument.retired_at is not None:
        raise DomainError(_("%(instrument)s is retired.") % {"instrument": instrument}, field="instrument")
    calibration = instrument.calibration(clock.day_of(slot.starts_at, instrument.complex.zone))
    if rules.refused_overdue(instrument.safety_class, calibration):
        sentence = _("The calibration of %(instrument)s is over by then (due %(day)s). Have it calibrated first.")
        facts = {"instrument": instrument, "day": words.date_words(calibration.due_on)}
        raise DomainError(sentence % facts, field="instrument")
    _refuse_outage(instrument, slot, apart_from)
    _refuse_clash(instrument, slot, apart_from)


def _refuse_outage(instrument: Instrument, slot: Slot, apart_from: int) -> None:
    outage = Outage.objects.filter(instrument=instrument).meeting(slot).order_by("starts_at").first()
    if outage is not None:
        sentence = _("%(instrument)s is out of order then: %(reason)s. %(free)s")
        facts = {"instrument": instrument, "reason": outage.reason, "free": _free(instrument, slot, apart_from)}
        raise Clash(sentence % facts, field="instrument")


def _refuse_clash(instrument: Instrument, slot: Slot, apart_from: int) -> None:
    rows = Booking.objects.filter(instrument=instrument).meeting(slot).exclude(pk=apart_from)
    other = rows.select_related("session__cohort__course").first()
    if other is not None:
        raise _clash(instrument, other, slot, apart_from)


def _clash(instrument: Instrument, other: Booking, slot: Slot, apart_from: int) -> Clash:
    sentence = _("%(instrument)s is booked for “%(title)s” of %(cohort)s (%(when)s). %(free)s")
    facts = {
        "instrument": instrument,
        "title": other.session,
        "cohort": other.session.cohort,
        "when": f"{words.moment(other.starts_at)}–{words.time24(other.ends_at)}",
        "free": _free(instrument, slot, apart_from),
    }
    return Clash(sentence % facts, field="instrument")


def _free(instrument: Instrument, slot: Slot, apart_from: int) -> str:
    """When it is next free for as long, in a sentence."""
    bookings = Booking.objects.filter(instrument=instrument, ends_at__gt=slot.starts_at).exclude(pk=apart_from)
    outages = Outage.objects.filter(instrument=instrument).meeting(Slot(slot.starts_at, rules.NEVER))
    out = [(outage.starts_at, outage.ended_at or outage.expected_until) for outage in outages]
    busy = [*bookings.values_list("starts_at", "ends_at"), *out]
    free = rules.next_free(slot, busy)
    if free is None:
        return _("Nobody knows yet when it is free again.")
    return _("It is free for as long from %(when)s on.") % {"when": words.moment(free.starts_at)}


def _take(booking: Booking) -> None:
    """Write a booking with its quarters; where another has one of them, the refusal names that other."""
    try:
        with transaction.atomic():
            booking.save()
            _fill(booking)
    except IntegrityError as error:
        other = Booking.objects.filter(instrument=booking.instrument).meeting(booking.slot).exclude(pk=booking.pk)
        found = other.select_related("session__cohort__course").first()
        if found is None:
            raise
        raise _clash(booking.instrument, found, booking.slot, booking.pk or 0) from error


def _fill(booking: Booking) -> None:
    """The guard in the database: each quarter once."""
    BookingSlot.objects.bulk_create(
        BookingSlot(
            complex_id=booking.complex_id, booking=booking, instrument_id=booking.instrument_id, quarter=quarter
        )
        for quarter in rules.quarters(booking.slot)
    )


def _facts(booking: Booking) -> dict[str, Any]:
    return {
        "instrument": booking.instrument_id,
        "starts_at": booking.starts_at.isoformat(),
        "ends_at": booking.ends_at.isoformat(),
    }

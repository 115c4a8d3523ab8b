"""An instrument that is out of order: what it stops, and who is told, once."""

from collections.abc import Collection
from copy import copy
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from enrollment.models import Booking, Instrument, Outage
from enrollment.queries.concerned import concerned, is_published
from enrollment.queries.instruments import affected
from enrollment.queries.timetable_words import session_words
from enrollment.rules.instruments import NEVER
from enrollment.rules.timetable import Slot
from enrollment.services import telling
from training.core import audit, words
from training.core.errors import DomainError, TransitionRefused


@transaction.atomic
def report(
    instrument: Instrument, *, starts_at: datetime, expected_until: datetime | None, reason: str, by: Any, now: datetime
) -> Outage:
    """Put an instrument out of order. The people of each session that would work at it are told."""
    instrument = _lock(instrument)
    outage = planned(instrument, starts_at=starts_at, expected_until=expected_until, reason=reason)
    outage.reported_at, outage.reported_by = now, by
    outage.save()
    audit.record(instrument, "out of order", by=by, at=now, reason=reason, facts=_facts(outage))
    _tell(outage, affected(outage, now=now), now=now)
    return outage


def planned(
    instrument: Instrument, *, starts_at: datetime, expected_until: datetime | None, reason: str
) -> Outage:  # fmt: skip
    """The outage that would be reported, unsaved, or the refusal."""
    if instrument.retired_at is not None:
        raise DomainError(_("%(instrument)s is retired.") % {"instrument": instrument})
    _refuse_order(starts_at, expected_until)
    slot = Slot(starts_at, expected_until or NEVER)
    if instrument.outages.standing().meeting(slot).exists():
        raise DomainError(_("It is noted as out of order for that time already. Change that outage."))
    return Outage(
        complex_id=instrument.complex_id, instrument=instrument, starts_at=starts_at, expected_until=expected_until,
        reason=reason,
    )  # fmt: skip


@transaction.atomic
def change(outage: Outage, *, expected_until: datetime | None, reason: str, by: Any, now: datetime) -> Outage:
    """Expect its end at another time. Only who is stopped by that, and was not before, is told."""
    _lock(outage.instrument)
    outage = _standing(outage)
    before = _facts(outage)
    outage, known = replanned(outage, expected_until=expected_until, reason=reason, now=now)
    outage.save(update_fields=["expected_until", "reason"])
    facts = {"before": before, "after": _facts(outage)}
    audit.record(outage.instrument, "outage changed", by=by, at=now, reason=reason, facts=facts)
    _tell(outage, [booking for booking in affected(outage, now=now) if booking.pk not in known], now=now)
    return outage


def replanned(
    outage: Outage, *, expected_until: datetime | None, reason: str, now: datetime
) -> tuple[Outage, set[int]]:  # fmt: skip
    """The outage as it would become, unsaved, and the keys of the bookings whose people know already."""
    _refuse_order(outage.starts_at, expected_until)
    known = {booking.pk for booking in affected(outage, now=now)}
    outage = copy(outage)
    outage.expected_until, outage.reason = expected_until, reason
    return outage, known


@transaction.atomic
def end(outage: Outage, *, by: Any, now: datetime) -> Outage:
    """The instrument works again; one that was still to come never was out of order."""
    _lock(outage.instrument)
    outage = _standing(outage)
    outage.ended_at, outage.ended_by = max(now, outage.starts_at), by
    outage.save(update_fields=["ended_at", "ended_by"])
    audit.record(outage.instrument, "works again", by=by, at=now, facts=_facts(outage))
    return outage


def _lock(instrument: Instrument) -> Instrument:
    """Nobody books it until all are told who have."""
    rows = Instrument.objects.select_for_update(of=("self",)).select_related("complex__site")
    return rows.get(pk=instrument.pk)


def _standing(outage: Outage) -> Outage:
    found = Outage.objects.select_related("instrument__complex__site").get(pk=outage.pk)
    if found.ended_at is not None:
        raise TransitionRefused(_("This outage is over."))
    return found


def _refuse_order(starts_at: datetime, expected_until: datetime | None) -> None:
    if expected_until is not None and expected_until <= starts_at:
        raise DomainError(_("The end comes before the start. Enter a later end."), field="expected_until")


def _tell(outage: Outage, bookings: Collection[Booking], *, now: datetime) -> None:
    """One mail for each person and cohort, however many of its sessions are concerned."""
    ordered = sorted(bookings, key=lambda booking: (booking.session.cohort_id, booking.starts_at))
    for _key, group in groupby(ordered, key=lambda booking: booking.session.cohort_id):
        sessions = [booking.session for booking in group]
        cohort = sessions[0].cohort
        if is_published(cohort):
            told = concerned(cohort, also=[session.instructor for session in sessions])
            people = {person.pk: person for person in [*told.trainees, *told.instructors]}.values()
            key = f"{outage.pk}:{'-'.join(str(session.pk) for session in sessions)}"
            telling.tell(
                "instrument_out", cohort, people, facts=_facts_for(outage, sessions), key=key, now=now, attach=()
            )


def _facts_for(outage: Outage, sessions: list[Any]) -> Any:
    return lambda: {  # words are made per reader
        "instrument": str(outage.instrument),
        "reason": outage.reason,
        "until": words.deadline(outage.expected_until) if outage.expected_until else _("nobody knows yet until when"),
        "lines": [session_words(session) for session in sessions],
    }


def _facts(outage: Outage) -> dict[str, Any]:
    instants = ("starts_at", "expected_until", "ended_at")
    return {"outage": outage.pk, **{name: str(getattr(outage, name) or "") for name in instants}}

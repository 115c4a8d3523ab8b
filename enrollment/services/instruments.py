"""Instruments of a complex as its operators keep them: the unit, what it measures, its calibration, its end."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from courses.models import Skill
from enrollment.models import Instrument, Measurand
from training.core import audit, clock, words
from training.core.errors import DomainError, TransitionRefused
from training.core.models import Complex


def save(instrument: Instrument, complex: Complex, *, skills: Iterable[Skill], by: Any, now: datetime) -> Instrument:
    """Store a new or a changed instrument with the skills it serves; the trail keeps what it says from now on."""
    new = instrument.pk is None
    instrument.complex = complex
    try:
        with transaction.atomic():
            instrument.save()
            instrument.skills.set(skills)
            audit.record(instrument, "created" if new else "changed", by=by, at=now, facts=_facts(instrument))
    except IntegrityError as error:
        raise DomainError(_("Another instrument has this serial number. Enter another."), field="serial") from error
    return instrument


@transaction.atomic
def calibrate(instrument: Instrument, *, done_on: date, due_on: date | None, by: Any, now: datetime) -> Instrument:
    """Record that it was calibrated, and until when that holds; None where it needs no further calibration."""
    instrument = _lock(instrument)
    if done_on > clock.day_of(now, instrument.complex.zone):
        raise DomainError(_("This day is still to come. Enter the day of the calibration."), field="done_on")
    if due_on is not None and due_on <= done_on:
        raise DomainError(_("It is due before it was calibrated. Enter a later day."), field="due_on")
    facts = {"before": _days(instrument)}
    instrument.calibrated_on, instrument.calibration_due_on = done_on, due_on
    instrument.save(update_fields=["calibrated_on", "calibration_due_on"])
    audit.record(instrument, "calibrated", by=by, at=now, facts={**facts, "after": _days(instrument)})
    return instrument


@transaction.atomic
def retire(instrument: Instrument, *, reason: str, by: Any, now: datetime) -> None:
    """Take an instrument out of use for good; nobody may be waiting for it."""
    instrument = _lock(instrument)
    if instrument.retired_at is not None:
        raise TransitionRefused(_("%(instrument)s is retired.") % {"instrument": instrument})
    coming = instrument.bookings.filter(ends_at__gt=now).select_related("session__cohort__course").first()
    if coming is not None:
        sentence = _("It is booked for “%(title)s” of %(cohort)s (%(when)s). Cancel or move its bookings first.")
        facts = {"title": coming.session, "cohort": coming.session.cohort, "when": words.moment(coming.starts_at)}
        raise DomainError(sentence % facts)
    instrument.retired_at = now
    instrument.save(update_fields=["retired_at"])
    audit.record(instrument, "retired", by=by, at=now, reason=reason)


@transaction.atomic
def take_back(instrument: Instrument, *, by: Any, now: datetime) -> None:
    """Use a retired instrument again."""
    instrument = _lock(instrument)
    if instrument.retired_at is None:
        raise TransitionRefused(_("This instrument is in use."))
    instrument.retired_at = None
    instrument.save(update_fields=["retired_at"])
    audit.record(instrument, "taken back into use", by=by, at=now)


def measure(measurand: Measurand, instrument: Instrument, *, by: Any, now: datetime) -> Measurand:
    """Store a new or a changed line of what an instrument measures."""
    measurand.instrument, measurand.complex_id = instrument, instrument.complex_id
    try:
        with transaction.atomic():
            measurand.save()
            audit.record(instrument, "range stated", by=by, at=now, facts=_said(measurand))
    except IntegrityError as error:
        raise DomainError(
            _("This quantity stands there in this unit already. Change that line."), field="quantity_ko"
        ) from error
    return measurand


@transaction.atomic
def forget(measurand: Measurand, *, by: Any, now: datetime) -> None:
    """Take a line out of what an instrument measures."""
    audit.record(measurand.instrument, "range taken out", by=by, at=now, facts=_said(measurand))
    measurand.delete()


def _lock(instrument: Instrument) -> Instrument:
    rows = Instrument.objects.select_for_update(of=("self",)).select_related("complex__site")
    return rows.get(pk=instrument.pk)


def _days(instrument: Instrument) -> list[str]:
    return [str(instrument.calibrated_on or ""), str(instrument.calibration_due_on or "")]


def _said(measurand: Measurand) -> dict[str, str]:
    return {name: str(getattr(measurand, name)) for name in ("quantity_ko", "quantity_en", "unit", "low", "high")}


def _facts(instrument: Instrument) -> dict[str, Any]:
    shown = ("name_ko", "name_en", "serial", "safety_class", "room_id", "equipment_id")
    return {
        **{name: getattr(instrument, name) for name in shown},
        "calibration": _days(instrument),
        "skills": list(instrument.skills.order_by("pk").values_list("pk", flat=True)),
    }

"""Venues, rooms and stations, as an operator enters them."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from enrollment.models import Room, Station, Venue
from training.core import audit
from training.core.errors import DomainError
from training.core.models import Complex

Place = Venue | Room | Station


def save(place: Place, complex: Complex, *, by: Any, now: datetime) -> Place:
    """Store a new or a changed place; the trail keeps what it says from now on."""
    new = place.pk is None
    place.complex = complex
    try:
        with transaction.atomic():
            place.save()
            audit.record(place, "created" if new else "changed", by=by, at=now, facts=_facts(place))
    except IntegrityError as error:
        raise DomainError(_("This room has a station with this name. Enter another name."), field="name_ko") from error
    return place


def _facts(place: Place) -> dict[str, Any]:
    shown = ("name_ko", "name_en", "capacity", "places", "venue_id", "room_id")
    return {name: getattr(place, name) for name in shown if hasattr(place, name)}

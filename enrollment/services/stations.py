"""Rotations of a practice session: which stations it runs, and in which group each person goes round."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from enrollment.models import Enrollment, Rotation, RotationPlace, RotationStop, Session, Station
from enrollment.rules import stations as rules
from training.core import audit
from training.core.errors import DomainError


@transaction.atomic
def plan(session: Session, *, stations: Sequence[Station], groups: int, turns: int, by: Any, now: datetime) -> Rotation:
    """Let the people in training go round these stations; a rotation that stood before is replaced.

    Too many people at a station is no refusal: the page says how many to move.
    """
    session = _lock(session)
    _refuse(session, stations)
    session.rotations.all().delete()
    rotation = Rotation.objects.create(
        complex=session.complex, session=session, groups=groups, turns=turns, made_at=now, made_by=by
    )
    RotationStop.objects.bulk_create(
        RotationStop(complex=session.complex, rotation=rotation, station=station, order=order)
        for order, station in enumerate(stations)
    )
    _deal(rotation)
    facts = {"stations": [station.pk for station in stations], "groups": groups, "turns": turns}
    audit.record(session, "rotation planned", by=by, at=now, facts=facts)
    return rotation


def _lock(session: Session) -> Session:
    return Session.objects.select_for_update(of=("self",)).select_related("complex", "cohort").get(pk=session.pk)


def _refuse(session: Session, stations: Sequence[Station]) -> None:
    if not session.is_practice:
        raise DomainError(_("This session is theory. Mark it as practice first."))
    if not stations:
        raise DomainError(_("Choose at least one station."), field="stations")
    if any(station.room_id != session.room_id for station in stations):
        raise DomainError(
            _("A station stands in another room than this session. Choose stations of its room."), field="stations"
        )


def _deal(rotation: Rotation) -> None:
    """Everybody in training, by name, into groups as equal as possible."""
    people = Enrollment.objects.current().filter(cohort=rotation.session.cohort_id).order_by("trainee__name", "pk")
    dealt = rules.deal(list(people.values_list("pk", flat=True)), rotation.groups)
    RotationPlace.objects.bulk_create(
        RotationPlace(complex=rotation.complex, rotation=rotation, enrollment_id=person, group=group)
        for person, group in dealt.items()
    )


@transaction.atomic
def move(session: Session, *, groups: Mapping[int, int], by: Any, now: datetime) -> int:
    """Put people, by the key of their enrollment, into other groups. Returns how many moved."""
    session = _lock(session)
    rotation = session.rotations.first()
    if rotation is None:
        raise DomainError(_("This session has no groups yet. Choose its stations first."))
    if any(not 1 <= group <= rotation.groups for group in groups.values()):
        raise DomainError(_("There is no such group. Choose one of the groups on the page."))
    standing = dict(rotation.places.values_list("enrollment_id", "group"))
    mine = Enrollment.objects.current().filter(cohort=session.cohort_id, pk__in=groups)
    moved = {pk: groups[pk] for pk in mine.values_list("pk", flat=True) if standing.get(pk) != groups[pk]}
    for person, group in moved.items():
        RotationPlace.objects.update_or_create(
            rotation=rotation, enrollment_id=person, defaults={"group": group, "complex": session.complex}
        )
    if moved:
        audit.record(session, "groups changed", by=by, at=now, facts={"groups": {str(k): v for k, v in moved.items()}})
    return len(moved)


@transaction.atomic
def clear(session: Session, *, by: Any, now: datetime) -> None:
    """Let the session run without stations."""
    session = _lock(session)
    if session.rotations.all().delete()[0]:
        audit.record(session, "rotation taken back", by=by, at=now)

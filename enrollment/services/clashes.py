"""What cannot be at one time: two sessions of a cohort, in a room, or with an instructor. A clash names itself."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from enrollment.models import Cohort, Session, Teaching
from enrollment.rules.timetable import Slot
from enrollment.states import CohortState
from training.accounts.models import User
from training.core import words
from training.core.errors import DomainError


class Clash(DomainError):
    """A room, an instructor or the cohort itself would be in two places at once."""


def people(cohort: Cohort, instructor: User | None) -> list[int]:
    """Who has to be at a session: its own instructor, else everybody who teaches the cohort."""
    if instructor is not None:
        return [instructor.pk]
    return list(Teaching.objects.filter(cohort=cohort, ended_at=None).values_list("instructor_id", flat=True))


def busy_with(keys: list[int]) -> Q:
    """The sessions at which one of these people has to be."""
    theirs = Teaching.objects.filter(instructor__in=keys, ended_at=None)
    return Q(instructor__in=keys) | Q(instructor=None, cohort__in=theirs.values("cohort_id"))


def refuse(cohort: Cohort, slot: Slot, *, room: Any, instructor: User | None, apart_from: int | None = None) -> None:
    """Raise the nearest clash: the cohort's own session, the room's, then an instructor's."""
    busy = Q(cohort=cohort) | busy_with(people(cohort, instructor))
    if room is not None:
        busy |= Q(room=room)
    found = list(_at(slot).exclude(pk=apart_from or 0).filter(busy))
    if found:
        raise _clash(cohort, room, found)


def refuse_teaching(cohort: Cohort, instructor: User) -> None:
    """Raise where somebody who is to teach a cohort has to be elsewhere at the time of one of its sessions."""
    for session in cohort.sessions.filter(instructor=None).order_by("starts_at"):
        slot = Slot(session.starts_at, session.ends_at)
        other = _at(slot).exclude(cohort=cohort).filter(busy_with([instructor.pk])).first()
        if other is not None:
            sentence = _(
                "%(name)s teaches “%(title)s” of %(cohort)s then (%(when)s). Give one of the two sessions another "
                "instructor first."
            )
            raise Clash(sentence % {**_facts(other), "name": str(instructor)}, field="instructor")


def _at(slot: Slot) -> QuerySet[Session]:
    same_time = Session.objects.filter(starts_at__lt=slot.ends_at, ends_at__gt=slot.starts_at)
    return same_time.exclude(cohort__state=CohortState.CANCELED).select_related("cohort__course", "room", "complex")


def _clash(cohort: Cohort, room: Any, found: list[Session]) -> Clash:
    key = room.pk if room is not None else None
    other = min(found, key=lambda session: (session.cohort_id != cohort.pk, session.room_id != key))
    facts = _facts(other)
    if other.cohort_id == cohort.pk:
        return Clash(_("This cohort has “%(title)s” at that time (%(when)s). Choose another time.") % facts)
    if key is not None and other.room_id == key:
        return Clash(
            _("%(room)s is taken by “%(title)s” of %(cohort)s (%(when)s). Choose another room or time.") % facts,
            field="room",
        )
    return Clash(
        _("An instructor teaches “%(title)s” of %(cohort)s then (%(when)s). Choose another time or instructor.")
        % facts,
        field="instructor",
    )


def _facts(other: Session) -> dict[str, str]:
    return {
        "when": words.moment(other.starts_at),
        "title": str(other),
        "cohort": other.cohort.label,
        "room": str(other.room or ""),
    }

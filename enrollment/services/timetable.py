"""A cohort's sessions: one at a time, or a weekly pattern that skips public holidays. A clash is refused by name."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from courses.models import Module
from enrollment.models import Cohort, Room, Session, Teaching
from enrollment.rules import timetable as rules
from enrollment.rules.timetable import Slot
from enrollment.states import CohortState
from training.core import audit, words
from training.core.errors import DomainError

OVER = frozenset({CohortState.ENDED, CohortState.SETTLED, CohortState.CANCELED})


class Clash(DomainError):
    """A room, an instructor or the cohort itself would be in two places at once."""


@dataclass(frozen=True)
class Entry:
    """What one session of a timetable says."""

    day: date
    start: time
    end: time
    title_ko: str
    title_en: str
    room: Room | None = None
    module: Module | None = None
    is_practice: bool = False


@transaction.atomic
def add(cohort: Cohort, entry: Entry, *, by: Any, now: datetime) -> Session:
    """Put one session into the timetable."""
    cohort = _lock(cohort, [entry.room])
    session = _insert(cohort, entry)
    audit.record(session, "added", by=by, at=now, facts=_facts(session))
    return session


@transaction.atomic
def change(session: Session, entry: Entry, *, by: Any, now: datetime) -> Session:
    """Change one session; what was written in the attendance ledger keeps its time, so a held one stands."""
    cohort = _lock(session.cohort, [entry.room])
    if session.opened_at is not None:
        raise DomainError(_("This session was held, so its place in the timetable stands."))
    before = _facts(session)
    slot = _slot(cohort, entry)
    _refuse_clashes(cohort, entry, slot, apart_from=session.pk)
    for name, value in _fields(entry, slot).items():
        setattr(session, name, value)
    session.save(update_fields=list(_fields(entry, slot)))
    audit.record(session, "changed", by=by, at=now, facts={"before": before, "after": _facts(session)})
    return session


@transaction.atomic
def generate(
    cohort: Cohort,
    *,
    weekdays: Collection[int],
    start: time,
    end: time,
    room: Room | None,
    title_ko: str,
    title_en: str,
    is_practice: bool = False,
    module: Module | None = None,
    first: date | None = None,
    last: date | None = None,
    by: Any,
    now: datetime,
) -> list[Session]:
    """Sessions on these weekdays (Monday is 0) of the cohort's range or a part of it, public holidays skipped.

    All or none: the first clash refuses the whole pattern and names itself.
    """
    cohort = _lock(cohort, [room])
    first, last = first or cohort.starts_on, last or cohort.ends_on
    found = rules.days(first, last, weekdays=weekdays, closed=rules.holidays_between(first, last))
    if not found:
        raise DomainError(_("No training day falls on these weekdays. Choose other weekdays or days."))
    made = [_insert(cohort, Entry(day, start, end, title_ko, title_en, room, module, is_practice)) for day in found]
    audit.record(cohort, "timetable generated", by=by, at=now, facts={"sessions": [session.pk for session in made]})
    return made


@transaction.atomic
def remove(session: Session, *, by: Any, now: datetime) -> None:
    """Take a session out that was never held."""
    _lock(session.cohort, [])
    if session.opened_at is not None or session.events.exists():
        raise DomainError(_("This session was held, so its place in the timetable stands."))
    audit.record(session.cohort, "session removed", by=by, at=now, facts=_facts(session))
    session.delete()


def _lock(cohort: Cohort, rooms: Sequence[Room | None]) -> Cohort:
    """The cohort as it is now; its instructors' and rooms' rows are held so that two people cannot book one place."""
    keys = [room.pk for room in rooms if room is not None]
    list(Room.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
    locked = Cohort.objects.select_for_update(of=("self",)).select_related("complex").get(pk=cohort.pk)
    if locked.state in OVER:
        raise DomainError(_("This cohort is over, so its timetable stands."))
    return locked


def _insert(cohort: Cohort, entry: Entry) -> Session:
    slot = _slot(cohort, entry)
    _refuse_clashes(cohort, entry, slot)
    return Session.objects.create(complex_id=cohort.complex_id, cohort=cohort, **_fields(entry, slot))


def _slot(cohort: Cohort, entry: Entry) -> Slot:
    if entry.end <= entry.start:
        raise DomainError(_("The end comes before the start. Enter a later end."), field="end")
    if not cohort.starts_on <= entry.day <= cohort.ends_on:
        raise DomainError(
            _("This cohort runs from %(first)s to %(last)s. Choose a day between them.")
            % {"first": words.date_words(cohort.starts_on), "last": words.date_words(cohort.ends_on)},
            field="day",
        )
    return rules.slot(entry.day, entry.start, entry.end, cohort.complex.zone)


def _fields(entry: Entry, slot: Slot) -> dict[str, Any]:
    return {
        "day": entry.day,
        "starts_at": slot.starts_at,
        "ends_at": slot.ends_at,
        "room": entry.room,
        "module": entry.module,
        "title_ko": entry.title_ko,
        "title_en": entry.title_en,
        "is_practice": entry.is_practice,
    }


def _refuse_clashes(cohort: Cohort, entry: Entry, slot: Slot, *, apart_from: int | None = None) -> None:
    """Raise the nearest clash: the cohort's own session, the room's, then an instructor's."""
    instructors = Teaching.objects.filter(cohort=cohort, ended_at=None).values("instructor_id")
    elsewhere = Teaching.objects.filter(instructor__in=instructors, ended_at=None).values("cohort_id")
    busy = Q(cohort=cohort) | Q(cohort__in=elsewhere)
    if entry.room is not None:
        busy |= Q(room=entry.room)
    same_time = Session.objects.filter(starts_at__lt=slot.ends_at, ends_at__gt=slot.starts_at).exclude(
        pk=apart_from or 0
    )
    others = same_time.filter(busy).exclude(cohort__state=CohortState.CANCELED)
    found = list(others.select_related("cohort__course", "room", "complex"))
    if found:
        raise _clash(cohort, entry, found)


def _clash(cohort: Cohort, entry: Entry, found: list[Session]) -> Clash:
    other = min(found, key=lambda session: (session.cohort_id != cohort.pk, session.room_id != _pk(entry.room)))
    facts = {
        "when": words.moment(other.starts_at),
        "title": str(other),
        "cohort": other.cohort.label,
        "room": str(other.room or ""),
    }
    if other.cohort_id == cohort.pk:
        return Clash(_("This cohort has “%(title)s” at that time (%(when)s). Choose another time.") % facts)
    if other.room_id == _pk(entry.room) and entry.room is not None:
        return Clash(
            _("%(room)s is taken by “%(title)s” of %(cohort)s (%(when)s). Choose another room or time.") % facts,
            field="room",
        )
    return Clash(_("An instructor teaches “%(title)s” of %(cohort)s then (%(when)s). Choose another time.") % facts)


def _pk(room: Room | None) -> int | None:
    return room.pk if room is not None else None


def _facts(session: Session) -> dict[str, Any]:
    return {
        "session": session.pk,
        "title": session.title_ko,
        "day": session.day.isoformat(),
        "starts_at": session.starts_at.isoformat(),
        "ends_at": session.ends_at.isoformat(),
        "room": session.room_id,
    }


def skipped_holidays(cohort: Cohort) -> dict[date, str]:
    """The public holidays inside a cohort's range, by name in the reader's language."""
    return rules.holidays_between(cohort.starts_on, cohort.ends_on, language=get_language() or "ko")

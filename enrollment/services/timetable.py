"""A cohort's sessions: one at a time, or a weekly pattern that skips public holidays.

A clash is refused by name. What changes after publication is told to everybody concerned, once per act.
"""

from collections.abc import Collection, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from courses.models import Module
from enrollment.models import Cohort, RemovedSession, Room, Session
from enrollment.queries.concerned import is_published
from enrollment.queries.timetable_words import Change
from enrollment.rules import timetable as rules
from enrollment.rules.timetable import Slot
from enrollment.services import bookings, clashes, telling
from enrollment.services.clashes import Clash
from enrollment.states import CohortState
from training.accounts.models import User
from training.accounts.permissions import is_instructor
from training.core import audit, words
from training.core.errors import DomainError, TransitionRefused

__all__ = ["Clash", "Entry", "add", "change", "generate", "remove", "skipped_holidays"]
OVER = frozenset({CohortState.ENDED, CohortState.SETTLED, CohortState.CANCELED})


@dataclass(frozen=True)
class Entry:
    """What one session of a timetable says. Without an instructor, whoever teaches the cohort."""

    day: date
    start: time
    end: time
    title_ko: str
    title_en: str
    room: Room | None = None
    module: Module | None = None
    is_practice: bool = False
    instructor: User | None = None


@transaction.atomic
def add(cohort: Cohort, entry: Entry, *, by: Any, now: datetime) -> Session:
    """Put one session into the timetable."""
    cohort = _lock(cohort, entry.room, entry.instructor)
    session = _insert(cohort, entry)
    record = audit.record(session, "added", by=by, at=now, facts=_facts(session))
    telling.timetable_changed(cohort, [Change(None, session)], key=record.pk, now=now)
    return session


@transaction.atomic
def change(session: Session, entry: Entry, *, by: Any, now: datetime, revision: int | None = None) -> Session:
    """Change one session; what was written in the attendance ledger keeps its time, so a held one stands.

    `revision` is what the person read: where another changed the session since, nothing is overwritten.
    """
    cohort = _lock(session.cohort, entry.room, entry.instructor)
    session = _fresh(session, revision)
    slot = _slot(cohort, entry, apart_from=session.pk)
    before, values = copy(session), _fields(entry, slot)
    if all(getattr(session, name) == value for name, value in values.items()):
        return session
    for name, value in values.items():
        setattr(session, name, value)
    session.revision += 1
    session.save(update_fields=[*values, "revision"])
    bookings.follow(before, session, by=by, now=now)
    facts = {"before": _facts(before), "after": _facts(session)}
    record = audit.record(session, "changed", by=by, at=now, facts=facts)
    telling.timetable_changed(cohort, [Change(before, session)], key=record.pk, now=now)
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
    instructor: User | None = None,
    first: date | None = None,
    last: date | None = None,
    by: Any,
    now: datetime,
) -> list[Session]:
    """Sessions on these weekdays (Monday is 0) of the cohort's range or a part of it, public holidays skipped.

    All or none: the first clash refuses the whole pattern and names itself.
    """
    cohort = _lock(cohort, room, instructor)
    rest = (start, end, title_ko, title_en, room, module, is_practice, instructor)
    made = [_insert(cohort, Entry(day, *rest)) for day in pattern_days(cohort, weekdays, first, last)]
    facts = {"sessions": [session.pk for session in made]}
    record = audit.record(cohort, "timetable generated", by=by, at=now, facts=facts)
    telling.timetable_changed(cohort, [Change(None, session) for session in made], key=record.pk, now=now)
    return made


def pattern_days(cohort: Cohort, weekdays: Collection[int], first: date | None, last: date | None) -> list[date]:
    """The days of a pattern inside a cohort's range or a part of it, public holidays skipped."""
    first, last = first or cohort.starts_on, last or cohort.ends_on
    found = rules.days(first, last, weekdays=weekdays, closed=rules.holidays_between(first, last))
    if not found:
        raise DomainError(_("No training day falls on these weekdays. Choose other weekdays or days."))
    return found


@transaction.atomic
def remove(session: Session, *, by: Any, now: datetime) -> None:
    """Take a session out that was never held. Of a published one a line stays, so that calendars learn of it."""
    cohort = _lock(session.cohort, None, None)
    session = _fresh(session, None)
    if session.events.exists() or session.logs.exists():
        raise DomainError(_("This session was held, so its place in the timetable stands."))
    facts = {**_facts(session), "instruments": list(session.bookings.values_list("instrument", flat=True))}
    record = audit.record(cohort, "session removed", by=by, at=now, facts=facts)
    if is_published(cohort):
        _leave_line(session, by=by, now=now)
        telling.timetable_changed(cohort, [Change(copy(session), None)], key=record.pk, now=now)
    session.delete()


def _leave_line(session: Session, *, by: Any, now: datetime) -> None:
    kept = {name: getattr(session, name) for name in ("cohort", "title_ko", "title_en", "starts_at", "ends_at")}
    RemovedSession.objects.create(
        complex_id=session.complex_id,
        session_key=session.pk,
        revision=session.revision + 1,
        removed_at=now,
        removed_by=by,
        **kept,
    )


def _lock(cohort: Cohort, room: Room | None, instructor: User | None) -> Cohort:
    """The cohort as it is now. Its room's and instructors' rows are held too: two people cannot book one place."""
    rooms = [room.pk] if room is not None else []
    _held(Room.objects.filter(pk__in=rooms))
    _held(User.objects.filter(pk__in=clashes.people(cohort, instructor)))
    rows = Cohort.objects.select_for_update(of=("self",)).select_related("complex__site", "course")
    locked = rows.get(pk=cohort.pk)
    if locked.state in OVER:
        raise DomainError(_("This cohort is over, so its timetable stands."))
    if instructor is not None and not is_instructor(instructor, locked.complex):
        raise DomainError(_("This person has no instructor's role here. Give the role first."), field="instructor")
    return locked


def _held(rows: Any) -> None:
    """Lock in key order; the teeth test of the race takes it out here."""
    list(rows.select_for_update(no_key=True).order_by("pk"))


def _fresh(session: Session, revision: int | None) -> Session:
    """The session as it stands now, which was not held, and is what the person read."""
    found = Session.objects.select_related("room", "instructor", "module", "complex").filter(pk=session.pk).first()
    if found is None:
        raise TransitionRefused(_("This session was taken out meanwhile. The timetable shows how it stands now."))
    if found.opened_at is not None:
        raise DomainError(_("This session was held, so its place in the timetable stands."))
    if revision is not None and revision != found.revision:
        raise TransitionRefused(_("Somebody changed this session first. The timetable shows how it stands now."))
    return found


def _insert(cohort: Cohort, entry: Entry) -> Session:
    slot = _slot(cohort, entry)
    return Session.objects.create(complex=cohort.complex, cohort=cohort, **_fields(entry, slot))


def _slot(cohort: Cohort, entry: Entry, *, apart_from: int | None = None) -> Slot:
    """When an entry is, or the refusal: an end before the start, a day outside, a clash."""
    if entry.end <= entry.start:
        raise DomainError(_("The end comes before the start. Enter a later end."), field="end")
    if not cohort.starts_on <= entry.day <= cohort.ends_on:
        raise DomainError(
            _("This cohort runs from %(first)s to %(last)s. Choose a day between them.")
            % {"first": words.date_words(cohort.starts_on), "last": words.date_words(cohort.ends_on)},
            field="day",
        )
    slot = rules.slot(entry.day, entry.start, entry.end, cohort.complex.zone)
    clashes.refuse(cohort, slot, room=entry.room, instructor=entry.instructor, apart_from=apart_from)
    return slot


def _fields(entry: Entry, slot: Slot) -> dict[str, Any]:
    names = ("day", "room", "module", "title_ko", "title_en", "is_practice", "instructor")
    return {"starts_at": slot.starts_at, "ends_at": slot.ends_at, **{name: getattr(entry, name) for name in names}}


def _facts(session: Session) -> dict[str, Any]:
    return {
        "session": session.pk,
        "title": session.title_ko,
        "day": session.day.isoformat(),
        "starts_at": session.starts_at.astimezone(session.complex.zone).isoformat(),
        "ends_at": session.ends_at.astimezone(session.complex.zone).isoformat(),
        "room": session.room_id,
        "instructor": session.instructor_id,
    }


def skipped_holidays(cohort: Cohort) -> dict[date, str]:
    """The public holidays inside a cohort's range, by name in the reader's language."""
    return rules.holidays_between(cohort.starts_on, cohort.ends_on, language=get_language() or "ko")


def preview(cohort: Cohort, entries: Sequence[Entry], *, session: Session | None = None) -> list[Change]:
    """What would become of which sessions, without writing; raises what the act itself would raise."""
    cohort = Cohort.objects.select_related("complex__site", "course").get(pk=cohort.pk)
    apart = session.pk if session is not None else None
    slots = [(entry, _slot(cohort, entry, apart_from=apart)) for entry in entries]
    changes = [Change(session, Session(cohort=cohort, **_fields(entry, slot))) for entry, slot in slots]
    for planned in changes:
        if session is not None and planned.after is not None:
            bookings.check_following(session, planned.after)
    return changes

"""A cohort's sessions as an iCalendar feed: public, and without a person in it."""

from datetime import datetime
from typing import Any

from icalendar import Calendar, Event

from enrollment.models import Cohort, RemovedSession, Session
from enrollment.queries.timetables import sessions_of
from enrollment.states import CohortState

PRODUCT = "-//Ochang//Timetable//KO"
REFRESH = "PT6H"


def calendar(cohort: Cohort, *, now: datetime) -> bytes:
    """Every session, those taken out as CANCELLED; a canceled cohort cancels all. Two queries."""
    feed = Calendar()
    feed.add("prodid", PRODUCT)
    feed.add("version", "2.0")
    feed.add("method", "PUBLISH")
    feed.add("x-wr-calname", str(cohort))
    feed.add("x-wr-timezone", cohort.complex.time_zone)
    feed.add("x-published-ttl", REFRESH)
    canceled = cohort.state == CohortState.CANCELED
    for session in sessions_of(cohort):
        feed.add_component(_event(cohort, session, now, canceled=canceled))
    for removed in RemovedSession.objects.filter(cohort=cohort).order_by("starts_at", "pk"):
        feed.add_component(_removed(cohort, removed, now))
    return feed.to_ical()


def uid(cohort: Cohort, key: int) -> str:
    """The same for the life of a session, whatever becomes of it."""
    return f"session-{key}@{cohort.complex.site.hostname}"


def _event(cohort: Cohort, session: Session, now: datetime, *, canceled: bool) -> Event:
    """A canceled cohort's sessions count one revision more, so that calendars take the cancellation."""
    event = _base(cohort, session, session.pk, session.revision + canceled, now)
    event.add("status", "CANCELLED" if canceled else "CONFIRMED")
    if session.room is not None:
        event.add("location", f"{session.room}, {session.room.venue}")
    event.add("url", cohort.complex.address(f"/cohorts/{cohort.pk}/timetable/"))
    return event


def _removed(cohort: Cohort, removed: RemovedSession, now: datetime) -> Event:
    event = _base(cohort, removed, removed.session_key, removed.revision, now)
    event.add("status", "CANCELLED")
    return event


def _base(cohort: Cohort, row: Any, key: int, revision: int, now: datetime) -> Event:
    event = Event()
    event.add("uid", uid(cohort, key))
    event.add("dtstamp", now)
    event.add("sequence", revision)
    event.add("dtstart", row.starts_at)
    event.add("dtend", row.ends_at)
    event.add("summary", f"{row} · {cohort.label}")
    return event

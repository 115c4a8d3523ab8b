"""Sessions as iCalendar: a cohort's, public and without a person in it, and one person's own.

The same session has the same UID in both, so a calendar that takes both shows it once, and its SEQUENCE grows with
every change, so that the newest word wins (RFC 5545 3.8.7.4).
"""

from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from enrollment.models import Cohort, Enrollment, RemovedSession, Session, Teaching
from enrollment.queries.timetables import sessions_of
from enrollment.states import CohortState, EnrollmentState
from training.core.mail import Attachment
from training.core.models import Complex, Delivery

PRODUCT = "-//Ochang//Timetable//KO"
REFRESH = "PT6H"
ATTACHED = ("enrollment.sessions",)  # what a mail about sessions attaches
KIND = "text/calendar; charset=utf-8; method=PUBLISH"


def calendar(cohort: Cohort, *, now: datetime) -> bytes:
    """Every session of a cohort, those taken out as CANCELLED; a canceled cohort cancels all. Two queries."""
    feed = empty(cohort.complex, str(cohort))
    canceled = cohort.state == CohortState.CANCELED
    for session in sessions_of(cohort):
        feed.add_component(_event(cohort, session, now, canceled=canceled))
    for removed in RemovedSession.objects.filter(cohort=cohort).order_by("starts_at", "pk"):
        feed.add_component(_removed(cohort, removed, now))
    return feed.to_ical()


def own(person: Any, complex: Complex, *, now: datetime) -> bytes:
    """Every session in which this person learns or teaches, with its place. Five queries, whatever their number.

    What they have left is CANCELLED from the day after they left, and a canceled cohort's sessions are.
    """
    feed = empty(complex, _("My sessions") + f" · {complex}")
    left = _cohorts(person, complex)
    led = Q(instructor=person) & ~Q(cohort__state=CohortState.PLANNED)  # as a substitute, in whatever cohort
    rows = Session.objects.of(complex).filter(Q(cohort__in=left) | led).order_by("starts_at", "pk")
    for session in rows.select_related("room__venue", "cohort__course", "cohort__complex__site"):
        until = left.get(session.cohort_id)
        canceled = session.cohort.state == CohortState.CANCELED or (until is not None and session.day > until)
        feed.add_component(_event(session.cohort, session, now, canceled=canceled))
    gone = RemovedSession.objects.filter(cohort__in=left).order_by("starts_at", "pk")
    for removed in gone.select_related("cohort__course", "cohort__complex__site"):
        feed.add_component(_removed(removed.cohort, removed, now))
    return feed.to_ical()


def attachment(delivery: Delivery, now: datetime) -> Attachment | None:
    """The sessions of who is written to, as they stand when the mail goes out; None where there are none."""
    content = own(delivery.user, delivery.complex, now=now)
    return Attachment("sessions.ics", content, KIND) if b"BEGIN:VEVENT" in content else None


def _cohorts(person: Any, complex: Complex) -> dict[int, date | None]:
    """The cohorts a person has to do with, by id: until which day, if they left it.

    Who teaches a cohort they left as a trainee is in it. A plan that nobody has published is nobody's yet.
    """
    learned = Enrollment.objects.of(complex).filter(trainee=person)
    taught = (
        Teaching.objects.of(complex).filter(instructor=person, ended_at=None).exclude(cohort__state=CohortState.PLANNED)
    )
    left: dict[int, date | None] = {enrollment.cohort_id: _left_on(enrollment) for enrollment in learned}
    return left | dict.fromkeys(taught.values_list("cohort_id", flat=True))


def _left_on(enrollment: Enrollment) -> date | None:
    stays = {EnrollmentState.ENROLLED, EnrollmentState.COMPLETED, EnrollmentState.NOT_COMPLETED}
    return enrollment.ended_on if enrollment.state in stays else (enrollment.ended_on or date.min)


def empty(complex: Complex, name: str) -> Calendar:
    """A calendar without anything in it yet."""
    feed = Calendar()
    feed.add("prodid", PRODUCT)
    feed.add("version", "2.0")
    feed.add("method", "PUBLISH")
    feed.add("x-wr-calname", name)
    feed.add("x-wr-timezone", complex.time_zone)
    feed.add("x-published-ttl", REFRESH)
    return feed


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

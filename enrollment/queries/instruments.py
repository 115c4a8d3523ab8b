"""Instruments as pages show them: the list, one with its week, those of a session or skill, and the public's."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, Prefetch, Q

from courses.models import Skill
from enrollment.models import Booking, Cohort, Instrument, Measurand, Outage, Session, Venue
from enrollment.queries.concerned import Concerned, concerned, is_published
from enrollment.rules.instruments import NEVER
from enrollment.rules.timetable import Slot
from training.core import clock
from training.core.models import Complex
from training.core.requests import Request

PAGE = 50
MEASURANDS = Prefetch("measurands", Measurand.objects.order_by("pk"))


@dataclass(frozen=True)
class Line:
    """One instrument of a list."""

    instrument: Instrument
    calibration: str
    is_out: bool
    coming: int  # bookings that are not over


def listed(complex: Complex, filters: dict[str, Any], *, number: str, now: datetime) -> Page:
    """Three queries for the page, whatever its length."""
    today = clock.day_of(now, complex.zone)
    rows = _filtered(Instrument.objects.of(complex), filters, today=today, now=now)
    standing = Outage.objects.standing().filter(instrument=OuterRef("pk"), starts_at__lte=now)
    coming = Count("bookings", filter=Q(bookings__ends_at__gt=now))
    rows = rows.annotate(is_out=Exists(standing), coming=coming).select_related("room__venue", "equipment")
    rows = rows.prefetch_related(MEASURANDS).order_by("room__venue__name_ko", "room__name_ko", "name_ko", "pk")
    page = Paginator(rows, PAGE).get_page(number)
    lines: list[Any] = [Line(one, one.calibration(today).standing, one.is_out, one.coming) for one in page.object_list]
    page.object_list = lines
    return page


def _filtered(rows: Any, filters: dict[str, Any], *, today: date, now: datetime) -> Any:
    if filters.get("venue"):
        rows = rows.filter(room__venue=filters["venue"])
    if filters.get("q"):
        words = Q()
        for name in ("name_ko", "name_en", "serial", "measurands__quantity_ko", "measurands__quantity_en"):
            words |= Q(**{f"{name}__icontains": filters["q"]})
        rows = rows.filter(pk__in=Instrument.objects.filter(words).values("pk"))
    show = filters.get("show", "")
    if show == "due":
        return rows.due(today=today)
    if show == "out":
        return rows.out(now=now)
    return rows.exclude(retired_at=None) if show == "retired" else rows.in_use()


def panel(request: Request) -> dict[str, Any]:
    """What of the instruments needs somebody. One query."""
    today = clock.day_of(request.now, request.complex.zone)
    rows = Instrument.objects.of(request.complex)
    due, out = rows.due(today=today).values("pk"), rows.out(now=request.now).values("pk")
    return rows.aggregate(due=Count("pk", filter=Q(pk__in=due)), out=Count("pk", filter=Q(pk__in=out)))


@dataclass(frozen=True)
class Shown:
    """One instrument's page on the desk, with one week of it (Monday first)."""

    instrument: Instrument
    calibration: str
    measurands: list[Measurand]
    skills: list[Skill]
    monday: date
    bookings: list[Booking]
    outages: list[Outage]  # of the week
    standing: list[tuple[Outage, list[Booking]]]  # not ended, each with the bookings to come that it stops

    @property
    def days(self) -> list[date]:
        return [self.monday + timedelta(days=n) for n in range(7)]


def shown(instrument: Instrument, *, monday: date, now: datetime) -> Shown:
    """Six queries, and one for each outage that stands."""
    zone = instrument.complex.zone
    week = Slot(clock.start_of(monday, zone), clock.start_of(monday + timedelta(days=7), zone))
    bookings = instrument.bookings.meeting(week).select_related("session__cohort__course", "session__room")
    outages = instrument.outages.order_by("starts_at")
    return Shown(
        instrument,
        instrument.calibration(clock.day_of(now, zone)).standing,
        list(instrument.measurands.all()),
        list(instrument.skills.select_related("module").order_by("module__order", "order", "pk")),
        monday,
        list(bookings.order_by("starts_at")),
        list(outages.meeting(week)),
        [(outage, affected(outage, now=now)) for outage in outages.standing()],
    )


def affected(outage: Outage, *, now: datetime) -> list[Booking]:
    """The bookings to come that an outage stops, saved or not. One query."""
    slot = Slot(max(outage.starts_at, now), outage.until or NEVER)
    if slot.ends_at <= slot.starts_at:
        return []
    rows = Booking.objects.filter(instrument=outage.instrument_id).meeting(slot).select_related(
        "session__cohort__course", "session__cohort__complex__site", "session__room", "session__instructor"
    )  # fmt: skip
    return list(rows.order_by("starts_at", "pk"))


def told(bookings: Iterable[Booking]) -> list[tuple[Cohort, Concerned]]:
    """By published cohort, who would be told of these bookings; applicants are not."""
    cohorts = {booking.session.cohort_id: booking.session.cohort for booking in bookings}
    return [(cohort, concerned(cohort)) for cohort in cohorts.values() if is_published(cohort)]


@dataclass(frozen=True)
class Booked:
    """What one session has booked, and how that instrument stands."""

    booking: Booking
    calibration: str
    outage: Outage | None


def of_session(session: Session) -> list[Booked]:
    """Two queries, whatever the number of bookings."""
    rows = (
        Booking.objects.filter(session=session).select_related("instrument__room").order_by("instrument__name_ko", "pk")
    )
    outages = Prefetch("instrument__outages", Outage.objects.meeting(_around(session)).order_by("starts_at"), "met")
    found = list(rows.prefetch_related(outages, "instrument__measurands"))
    return [
        Booked(booking, booking.instrument.calibration(session.day).standing, _first(booking)) for booking in found
    ]  # fmt: skip


def _around(session: Session) -> Slot:
    return Slot(session.starts_at, session.ends_at)


def _first(booking: Any) -> Outage | None:
    return next(iter(booking.instrument.met), None)


def bookable(session: Session) -> Any:
    """Instruments in use of the session's complex: those of its own venue first."""
    rows = Instrument.objects.filter(complex=session.complex_id).in_use().select_related("room__venue")
    return rows.order_by("room__venue__name_ko", "room__name_ko", "name_ko", "pk")


@dataclass(frozen=True)
class Center:
    """A venue as the public sees it: its instruments in use."""

    venue: Venue
    instruments: list[Instrument]


def centers(complex: Complex, *, venue: str = "") -> list[Center]:
    """Every venue that has an instrument in use, or the one named. Five queries, whatever their number."""
    units = Instrument.objects.of(complex).in_use().select_related("room", "equipment")
    units = units.prefetch_related(MEASURANDS, Prefetch("skills", Skill.objects.asked()))
    rows = units.select_related("room__venue").order_by("room__venue__name_ko", "name_ko", "pk")
    if venue.isdigit() and len(venue) < 18:
        rows = rows.filter(room__venue=int(venue))
    found: dict[int, Center] = {}
    for unit in rows:
        found.setdefault(unit.room.venue_id, Center(unit.room.venue, [])).instruments.append(unit)
    return list(found.values())


def venues(complex: Complex) -> list[Venue]:
    """Venues with an instrument in use."""
    rows = Venue.objects.of(complex).filter(rooms__instruments__retired_at=None, rooms__instruments__isnull=False)
    return list(rows.distinct().order_by("name_ko", "pk"))


def serving(skill: Skill) -> list[Instrument]:
    """The instruments in use at which a skill is shown."""
    return list(skill.instruments.in_use().select_related("room__venue").order_by("name_ko", "pk"))


def by_kind(complex: Complex) -> dict[str, list[Instrument]]:
    """The units in use, by the key of their kind. One query."""
    rows = Instrument.objects.of(complex).in_use().exclude(equipment=None).select_related("room__venue", "equipment")
    found: dict[str, list[Instrument]] = {}
    for unit in rows.order_by("name_ko", "pk"):
        if unit.equipment is not None:
            found.setdefault(unit.equipment.key, []).append(unit)
    return found

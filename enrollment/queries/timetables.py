"""A cohort's timetable as a grid of weeks, with public holidays and what needs attention."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from enrollment.models import Cohort, SeatPool, Session
from enrollment.queries import stations
from enrollment.queries.timetable_words import hours
from enrollment.rules.timetable import holidays_between
from training.core import words

WORKING_DAYS = 5


@dataclass(frozen=True)
class Day:
    """One day of a week: its holiday by name, and its sessions in order."""

    day: date
    holiday: str
    inside: bool
    sessions: list[Session]


@dataclass(frozen=True)
class Band:
    """The sessions of a week that have the same hours, by day."""

    hours: str
    cells: list[tuple[Day, list[Session]]]


@dataclass(frozen=True)
class GridWeek:
    """A week from Monday on; its weekend only where something happens on it."""

    first: date
    days: list[Day]
    bands: list[Band]

    @property
    def agenda(self) -> list[Day]:
        """The days on which something happens, for a narrow screen."""
        return [day for day in self.days if day.sessions or day.holiday]


def sessions_of(cohort: Cohort) -> list[Session]:
    """Every session in order, with what a line of it says."""
    rows = Session.objects.filter(cohort=cohort).select_related("room__venue", "module", "instructor", "complex")
    return list(rows.order_by("starts_at", "pk"))


def grid(cohort: Cohort, sessions: Iterable[Session]) -> list[GridWeek]:
    """Every week of the cohort; no query beyond the sessions given."""
    by_day: dict[date, list[Session]] = {}
    for session in sessions:
        by_day.setdefault(session.day, []).append(session)
    if not by_day:
        return []
    first, last = min(cohort.starts_on, *by_day), max(cohort.ends_on, *by_day)
    closed = holidays_between(first, last, language=get_language() or "ko")
    monday = first - timedelta(days=first.weekday())
    mondays = [monday + timedelta(weeks=n) for n in range((last - monday).days // 7 + 1)]
    return [_week(day, cohort, by_day, closed) for day in mondays]


def _week(monday: date, cohort: Cohort, by_day: dict[date, list[Session]], closed: dict[date, str]) -> GridWeek:
    every = [monday + timedelta(days=n) for n in range(7)]
    shown = [day for day in every if day.weekday() < WORKING_DAYS or day in by_day]
    days = [
        Day(day, closed.get(day, ""), cohort.starts_on <= day <= cohort.ends_on, by_day.get(day, [])) for day in shown
    ]
    bands = list(dict.fromkeys(hours(session) for day in days for session in day.sessions))
    return GridWeek(monday, days, [_band(band, days) for band in sorted(bands)])


def _band(band: str, days: list[Day]) -> Band:
    return Band(band, [(day, [session for session in day.sessions if hours(session) == band]) for day in days])


@dataclass(frozen=True)
class Attention:
    """One thing about a session that somebody should look at."""

    session: Session
    sentence: str
    address: str


def attention(cohort: Cohort, sessions: Iterable[Session]) -> list[Attention]:
    """Stations with too few places, sessions on a public holiday, and rooms too small for the cohort's seats."""
    found = list(sessions)
    seats = SeatPool.objects.filter(cohort=cohort, key="").values_list("capacity", flat=True).first() or 0
    closed = holidays_between(cohort.starts_on, cohort.ends_on, language=get_language() or "ko")
    small: dict[int, Session] = {}
    for session in found:
        if session.room is not None and session.room.capacity < seats:
            small.setdefault(session.room.pk, session)
    return [
        *(
            Attention(session, sentence, reverse("enrollment:session_stations", args=[session.pk]))
            for session, sentence in stations.crowded(cohort, found)
        ),
        *(_about(session, _on_holiday(session, closed)) for session in found if session.day in closed),
        *(_about(session, _too_small(session, seats)) for session in small.values()),
    ]


def _about(session: Session, sentence: str) -> Attention:
    return Attention(session, sentence, reverse("enrollment:change_session", args=[session.pk]))


def _on_holiday(session: Session, closed: dict[date, str]) -> str:
    facts = {"title": str(session), "day": words.date_words(session.day), "holiday": closed[session.day]}
    return _("“%(title)s” is on a public holiday: %(day)s, %(holiday)s.") % facts


def _too_small(session: Session, seats: int) -> str:
    facts = {"room": str(session.room), "places": session.room.capacity if session.room else 0, "seats": seats}
    return _("%(room)s has %(places)d places for %(seats)d seats of this cohort.") % facts

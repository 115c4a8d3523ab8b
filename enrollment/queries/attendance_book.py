"""The attendance book (출석부) of one unit period: people by days, in the field's marks, with totals and rate."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from enrollment.models import Cohort, Enrollment, PolicyVersion, UnitClosing
from enrollment.queries import attendance, attendance_words
from enrollment.queries.attendance_marks import BOOKED, letter
from enrollment.rules import unit_periods as rules
from enrollment.rules.attendance import Summary, UnitPeriod, unit_periods
from enrollment.rules.days import Day
from enrollment.rules.unit_periods import Totals
from enrollment.states import EnrollmentState


@dataclass(frozen=True)
class Row:
    """One person of the book."""

    number: int
    enrollment: Enrollment
    summary: Summary
    days: list[Day]
    totals: Totals

    @property
    def marks(self) -> list[str]:
        return [mark(day) for day in self.days]

    @property
    def rate(self) -> str:
        found = self.totals
        if not found.done:
            return "–"
        return (
            f"{attendance_words.counted_words(found.credited, found.done, basis=self.summary.basis)} · {found.rate} %"
        )


@dataclass(frozen=True)
class Book:
    """What is printed, and when it was made."""

    cohort: Cohort
    period: UnitPeriod
    periods: tuple[UnitPeriod, ...]
    dates: list[date]
    rows: list[Row]
    policies: list[PolicyVersion]
    made_at: datetime
    closing: UnitClosing | None
    over: bool

    @property
    def may_close(self) -> bool:
        return self.over and self.closing is None and bool(self.rows)


def mark(day: Day) -> str:
    """A day in letters: `출`, `지·조`, `결`; with a star where it completes three."""
    seen = [str(event) for event in day.events] or [str(day.status)]
    return "·".join(letter(status) for status in seen) + BOOKED * bool(day.booked)


def periods_of(cohort: Cohort) -> tuple[UnitPeriod, ...]:
    return unit_periods(cohort.starts_on, cohort.ends_on)


@dataclass(frozen=True)
class Unit:
    """A unit period and whether it is closed, for the list of them."""

    period: UnitPeriod
    closing: UnitClosing | None


def units(cohort: Cohort) -> list[Unit]:
    closings = {closing.number: closing for closing in UnitClosing.objects.filter(cohort=cohort)}
    return [Unit(period, closings.get(period.number)) for period in periods_of(cohort)]


def period_of(cohort: Cohort, number: int) -> UnitPeriod | None:
    return next((period for period in periods_of(cohort) if period.number == number), None)


def book(cohort: Cohort, period: UnitPeriod, *, now: datetime) -> Book:
    """Everybody who was in training in the period, by name; the number of queries does not grow with people or days."""
    summaries = attendance.summaries(cohort, now=now)
    people = people_of(cohort, period)
    rows = [_row(number, person, summaries[person.pk], period) for number, person in enumerate(people, 1)]
    schedule = attendance.schedule(cohort)
    scheduled = [day for day in schedule.days if period.starts_on <= day.date <= period.ends_on]
    dates = [day.date for day in scheduled]
    return Book(
        cohort=cohort,
        period=period,
        periods=periods_of(cohort),
        dates=dates,
        rows=rows,
        policies=_policies(cohort, dates),
        made_at=now,
        closing=closing_of(cohort, period),
        over=bool(scheduled) and now >= max(day.closes_at for day in scheduled),
    )


def people_of(cohort: Cohort, period: UnitPeriod) -> list[Enrollment]:
    """Who was in training in a period: those who left before it began are not in its book."""
    left = Q(ended_on__isnull=False, ended_on__lt=period.starts_on)
    people = Enrollment.objects.filter(cohort=cohort).exclude(state=EnrollmentState.CANCELED).exclude(left)
    return list(people.select_related("trainee").order_by("trainee__name", "pk"))


def _row(number: int, person: Enrollment, summary: Summary, period: UnitPeriod) -> Row:
    days = rules.inside(summary.days, period)
    return Row(number, person, summary, days, rules.totals(days, basis=summary.basis))


def _policies(cohort: Cohort, dates: list[date]) -> list[PolicyVersion]:
    """The versions in force on the days of the book, in order."""
    versions = list(cohort.program.policies.order_by("in_force_on", "number"))
    return list(dict.fromkeys(attendance.version_on(versions, day) for day in dates)) if versions else []


def closing_of(cohort: Cohort, period: UnitPeriod) -> UnitClosing | None:
    return UnitClosing.objects.filter(cohort=cohort, number=period.number).select_related("closed_by").first()


def frozen(found: Book) -> dict[str, Any]:
    """The book as values that canonical JSON can hold: what closing freezes."""
    return {
        "cohort": found.cohort.pk,
        "unit": {
            "number": found.period.number,
            "starts_on": found.period.starts_on.isoformat(),
            "ends_on": found.period.ends_on.isoformat(),
        },
        "policies": [policy.number for policy in found.policies],
        "people": [
            {
                "enrollment": row.enrollment.pk,
                "basis": row.summary.basis,
                "credited": row.totals.credited,
                "done": row.totals.done,
                "absences": row.totals.absences,
                "rate": str(row.totals.rate),
                "days": [rules.frozen_day(day) for day in row.days],
            }
            for row in found.rows
        ],
    }

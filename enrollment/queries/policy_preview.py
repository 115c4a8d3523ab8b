"""Whose days another version of a program's rules would judge, from when, and what it would do to them."""

from dataclasses import dataclass
from datetime import datetime

from enrollment.models import AttendanceEvent, Cohort, Enrollment, PolicyVersion, Program
from enrollment.permissions.attendance import LIVE
from enrollment.queries import attendance, attendance_words
from enrollment.rules import policy_changes as rules
from enrollment.rules.attendance import Schedule, Summary, summarize
from enrollment.rules.days import Event
from enrollment.rules.policy_changes import Moved
from training.core import clock, words


@dataclass(frozen=True)
class Touched:
    """One person: what is left to them by the rules that stand and with the new version, and the days of the past that
    the new rules would have counted otherwise. Those days keep their status."""

    enrollment: Enrollment
    before: Summary
    after: Summary
    trial: Summary
    moved: list[Moved]
    would_move: list[Moved]

    @property
    def rate_before(self) -> str:
        return attendance_words.rate_words(self.before)

    @property
    def rate_trial(self) -> str:
        return attendance_words.rate_words(self.trial)

    @property
    def days(self) -> list[str]:
        """`27 Nov: late → present`, of the past under the new rules."""
        return [_said(one) for one in (self.moved or self.would_move)]

    @property
    def differs(self) -> bool:
        return bool(self.moved or self.would_move) or self.before.absences_left != self.after.absences_left


def _said(one: Moved) -> str:
    return f"{words.date_words(one.before.date)}: {attendance_words.counted_as(one.before)} → {attendance_words.counted_as(one.after)}"


@dataclass(frozen=True)
class CohortPreview:
    """One cohort whose days the version would judge."""

    cohort: Cohort
    days: int
    of_days: int
    people: list[Touched]

    @property
    def touched(self) -> list[Touched]:
        return [one for one in self.people if one.differs]


def of(program: Program, version: PolicyVersion, *, now: datetime) -> list[CohortPreview]:
    """Every live cohort with days from the version's first day on, the earliest first; three queries for each."""
    rows = Cohort.objects.filter(program=program, state__in=LIVE, ends_on__gte=version.in_force_on)
    rows = rows.select_related("course", "complex__site", "program").prefetch_related("program__policies")
    return [_cohort(cohort, version, now) for cohort in rows.order_by("starts_on", "pk")]


def _cohort(cohort: Cohort, version: PolicyVersion, now: datetime) -> CohortPreview:
    before, after = attendance.schedule(cohort), attendance.schedule(cohort, also=version)
    trial = rules.everywhere(before, attendance.rules_of(version))
    people = list(
        Enrollment.objects.current().filter(cohort=cohort).select_related("trainee").order_by("trainee__name")
    )
    lines = attendance.events_of(AttendanceEvent.objects.filter(enrollment__cohort=cohort), cohort.complex.zone)
    found = [_person(person, (before, after, trial), lines[person.pk], now, cohort) for person in people]
    return CohortPreview(cohort, rules.days_from(before, version.in_force_on), len(before.days), found)


def _person(
    person: Enrollment, plans: tuple[Schedule, Schedule, Schedule], lines: list[Event], now: datetime, cohort: Cohort
) -> Touched:
    today = clock.day_of(now, cohort.complex.zone)
    before, after, trial = (summarize(plan, lines, now=now, today=today) for plan in plans)
    return Touched(person, before, after, trial, rules.moved(before, after), rules.moved(before, trial))

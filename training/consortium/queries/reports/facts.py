"""What the database adds up: a few lines for each cohort, never one for each person. A constant number of queries."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from django.db.models import Count, DurationField, ExpressionWrapper, F, IntegerField, Sum
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from enrollment.models import Cohort
from enrollment.states import EnrollmentState
from training.consortium.models.demands import ANSWERS
from training.consortium.queries.reports.scope import Scope
from training.consortium.rules import report_periods as periods
from training.core import clock


@dataclass(frozen=True)
class Fact:
    """Amounts, and every line of the report to which they are added."""

    complex: int
    amounts: dict[str, int | Fraction]
    stretches: tuple[str, ...] = ()
    courses: tuple[int, ...] = ()
    organizations: tuple[int, ...] = ()
    in_total: bool = True


@dataclass
class _Cohorts:
    """The cohorts a report counts, and how facts about them are made."""

    scope: Scope
    rows: dict[int, Cohort] = field(default_factory=dict)

    def __post_init__(self) -> None:
        wanted = self.scope.cohorts.only("pk", "complex_id", "course_id", "ends_on")
        self.rows = {row.pk: row for row in wanted}

    def fact(self, cohort: int, organization: int | None, amounts: dict[str, int | Fraction]) -> Fact:
        row = self.rows[cohort]
        stretch = periods.key_of(row.ends_on, self.scope.unit)
        theirs = () if organization is None else (organization,)
        return Fact(row.complex_id, amounts, (stretch,), (row.course_id,), theirs)


def everything(scope: Scope) -> Iterator[Fact]:
    """Every fact of a report."""
    cohorts = _Cohorts(scope)
    for row in cohorts.rows.values():
        yield cohorts.fact(row.pk, None, {"cohorts": 1})
    yield from _applied(cohorts)
    yield from _people(cohorts)
    seconds: Counter[int] = Counter()
    yield from _taught(cohorts, seconds)
    yield from _decided(cohorts, seconds)
    yield from _said(cohorts)
    yield from _skills(cohorts)
    yield from _employed(cohorts)
    yield from _seats(cohorts)
    yield from _demands(scope)
    yield from _agreements(scope)
    yield from _projects(scope)


def _applied(cohorts: _Cohorts) -> Iterator[Fact]:
    rows = cohorts.scope.applications.order_by().values_list("cohort", "sponsor").annotate(n=Count("pk"))
    for cohort, sponsor, n in rows:
        yield cohorts.fact(cohort, sponsor, {"applied": n})


def _people(cohorts: _Cohorts) -> Iterator[Fact]:
    rows = cohorts.scope.enrollments.order_by().values_list("cohort", "sponsor", "state").annotate(n=Count("pk"))
    for cohort, sponsor, state, n in rows:
        yield cohorts.fact(cohort, sponsor, _headcount(state, n, sponsored=sponsor is not None))


def _headcount(state: str, n: int, *, sponsored: bool) -> dict[str, int | Fraction]:
    started = n if state != EnrollmentState.WITHDRAWN else 0
    return {
        "enrolled": n,
        "started": started,
        "sponsored": started if sponsored else 0,
        "in_training": n if state == EnrollmentState.ENROLLED else 0,
        "early_employed": n if state == EnrollmentState.EARLY_EMPLOYED else 0,
    }


def _taught(cohorts: _Cohorts, seconds: Counter[int]) -> Iterator[Fact]:
    """Hours by theory and practice; `seconds` takes up the whole of each cohort."""
    length = Sum(ExpressionWrapper(F("ends_at") - F("starts_at"), output_field=DurationField()))
    rows = cohorts.scope.sessions.order_by().values_list("cohort", "is_practice").annotate(length=length)
    for cohort, is_practice, lasted in rows:
        taught = int(lasted.total_seconds())
        seconds[cohort] += taught
        yield cohorts.fact(cohort, None, {"practice_seconds" if is_practice else "theory_seconds": taught})


def _number(path: str) -> Cast:
    return Cast(KT(f"evidence__attendance__{path}"), IntegerField())


def _decided(cohorts: _Cohorts, seconds: Counter[int]) -> Iterator[Fact]:
    """Completions, and hours attended, from the decisions that stand."""
    rows = (
        cohorts.scope.decisions.filter(reopened_at=None)
        .order_by()
        .annotate(basis=KT("evidence__attendance__basis"), scheduled=_number("scheduled"), credited=_number("credited"))
        .values_list("enrollment__cohort", "enrollment__sponsor", "outcome", "basis", "scheduled")
        .annotate(n=Count("pk"), all_credited=Sum("credited"))
    )
    for cohort, sponsor, outcome, basis, scheduled, n, credited in rows:
        completed = n if outcome == EnrollmentState.COMPLETED else 0
        attended = _attended(basis, scheduled, credited, seconds[cohort])
        yield cohorts.fact(cohort, sponsor, {"completed": completed, "attended_seconds": attended})


def _attended(basis: str | None, scheduled: int | None, credited: int | None, seconds: int) -> int | Fraction:
    """Minutes where hours are counted; else each credited day is an even share of what the cohort was taught."""
    if not scheduled or credited is None:
        return 0
    return credited * 60 if basis == "hours" else Fraction(seconds * credited, scheduled)


def _said(cohorts: _Cohorts) -> Iterator[Fact]:
    for row in cohorts.scope.surveys():
        amounts = {name: row[name] for name in ("answers", "satisfied", "points")}
        yield cohorts.fact(row["survey__cohort"], None, amounts)


def _skills(cohorts: _Cohorts) -> Iterator[Fact]:
    """Each person and skill once, however often it was shown."""
    rows = (
        cohorts.scope.skills.order_by()
        .values_list("enrollment__cohort", "enrollment__sponsor", "skill")
        .annotate(n=Count("enrollment", distinct=True))
    )
    found: Counter[tuple[int, int | None]] = Counter()
    for cohort, sponsor, _skill, n in rows:
        found[cohort, sponsor] += n
    for (cohort, sponsor), n in found.items():
        yield cohorts.fact(cohort, sponsor, {"skills": n})


def _employed(cohorts: _Cohorts) -> Iterator[Fact]:
    for row in cohorts.scope.jobs():
        amounts = {name: row[name] for name in ("agreed", "in_field", "elsewhere")}
        yield cohorts.fact(row["enrollment__cohort"], None, amounts)


def _seats(cohorts: _Cohorts) -> Iterator[Fact]:
    rows = cohorts.scope.seats.order_by().values_list("cohort", "organization")
    for cohort, organization, agreed, used in rows.annotate(agreed=Sum("seats"), used=Sum("pool__taken")):
        yield cohorts.fact(cohort, organization, {"seats_agreed": agreed, "seats_used": used})


# --- members of the consortium: as many rows as they sign, ask for and begin -------------------------
def _demands(scope: Scope) -> Iterator[Fact]:
    rows = scope.demands.values(
        "complex", "organization", "block__course", "stated_at", "people", "state", "answered_at", "due_at"
    )
    for row in rows:
        day = clock.day_of(row["stated_at"], scope.zone)
        yield Fact(
            row["complex"], _demand(row), (periods.key_of(day, scope.unit),), (row["block__course"],),
            (row["organization"],),
        )  # fmt: skip


def _demand(row: Mapping[str, Any]) -> dict[str, int | Fraction]:
    answered = row["state"] in ANSWERS
    in_time = answered and row["answered_at"] is not None and row["answered_at"] < row["due_at"]
    return {
        "demands": 1,
        "people_asked_for": row["people"],
        "demands_answered": int(answered),
        "answered_in_time": int(in_time),
    }


def _agreements(scope: Scope) -> Iterator[Fact]:
    """In force on a day: on the last of each stretch, and on the last of the whole."""
    stretches = periods.cut(scope.since, scope.until, scope.unit)
    for complex, organization, first, last in scope.agreements.values_list(
        "complex", "organization", "starts_on", "ends_on"
    ):
        on = tuple(one.key for one in stretches if _in_force(first, last, one.until))
        at_the_end = _in_force(first, last, scope.until)
        yield Fact(complex, {"agreements": 1}, on, (), (organization,) if at_the_end else (), in_total=at_the_end)


def _in_force(first: date, last: date | None, day: date) -> bool:
    return first <= day and (last is None or day <= last)


def _projects(scope: Scope) -> Iterator[Fact]:
    """Three queries: a project may have several partners and courses."""
    stretches = periods.cut(scope.since, scope.until, scope.unit)
    for project in scope.projects.prefetch_related("partners", "courses"):
        noted = clock.day_of(project.made_at, scope.zone)
        first, last = project.starts_on or noted, project.ends_on or noted
        yield Fact(
            project.complex_id,
            {f"projects_{project.state}": 1},
            tuple(one.key for one in stretches if first <= one.until and last >= one.since),
            tuple(course.pk for course in project.courses.all()),
            tuple(partner.pk for partner in project.partners.all()),
        )

"""What became of graduates: figures for the desk and for reports, who is due to be asked, and one's own."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from enrollment.models import Cohort, Enrollment
from enrollment.queries import enrolled
from enrollment.states import EnrollmentState
from training.accounts.models import ConsentText
from training.accounts.queries import consents
from training.accounts.states import AskedAt, ConsentKey
from training.consortium.models import JobOutcome
from training.consortium.rules import outcomes as rules
from training.consortium.states import OutcomeStatus
from training.core import clock
from training.core.models import Complex
from training.core.requests import Request

ASKED_WITHIN = timedelta(days=370)  # a question is not asked later than this after the end


def text(complex: Complex, *, now: datetime) -> ConsentText | None:
    asked = consents.in_force(complex, asked_at=AskedAt.OUTCOME, now=now)
    return next((one for one in asked if one.key == ConsentKey.OUTCOME), None)


def completed(complex: Complex) -> "QuerySet[Enrollment]":
    rows: QuerySet[Enrollment] = Enrollment.objects.of(complex).filter(state=EnrollmentState.COMPLETED)
    return rows.select_related("cohort__course", "cohort__complex__site", "complex__site", "trainee")


def counts(complex: Complex, since: date, until: date) -> dict[str, int]:
    """How many of those whose training ended in the period (both days included), who completed and agree, say what.

    Every status is there, with 0 where nobody is. One query.
    """
    rows = JobOutcome.objects.of(complex).standing().filter(
        enrollment__state=EnrollmentState.COMPLETED, enrollment__cohort__ends_on__range=(since, until)
    )  # fmt: skip
    return _by_status(rows)


def _by_status(rows: Any) -> dict[str, int]:
    found = Counter(rows.order_by().values_list("status", flat=True))
    return {status: found[status] for status in OutcomeStatus.values}


# --- whom to ask ------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Due:
    """One person who is to be asked, since how many months."""

    enrollment: Enrollment
    months: int
    answered: bool

    @property
    def due_on(self) -> date:
        return rules.after(self.enrollment.cohort.ends_on, self.months)


def due(complex: Complex, *, now: datetime) -> list[Due]:
    """Everybody whose three or six months have come, the longest due first. One query.

    `answered` tells whether they answered since that day.
    """
    today = clock.day_of(now, complex.zone)
    rows = completed(complex).filter(cohort__ends_on__range=(today - ASKED_WITHIN, today), trainee__is_active=True)
    said = JobOutcome.objects.standing().filter(enrollment=OuterRef("pk")).values("answered_at")
    found = [
        Due(row, months, _since(row.said_at, rules.after(row.cohort.ends_on, months), complex))
        for row in rows.annotate(said_at=Subquery(said[:1]))
        if (months := rules.due_months(row.cohort.ends_on, today=today))
    ]
    return sorted(found, key=lambda one: (one.due_on, one.enrollment.pk))


def _since(answered_at: datetime | None, day: date, complex: Complex) -> bool:
    return answered_at is not None and clock.day_of(answered_at, complex.zone) >= day


# --- the desk ---------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Line:
    """One person on the desk; the outcome is None without a consent."""

    enrollment: Enrollment
    outcome: JobOutcome | None


@dataclass(frozen=True)
class Overview:
    """The figures of a complex or one cohort, and the people behind them."""

    completed: int
    counts: dict[str, int]
    lines: list[Line]

    @property
    def agreed(self) -> int:
        return sum(self.counts.values())

    @property
    def employed(self) -> int:
        return sum(self.counts[status] for status in rules.EMPLOYED)

    @property
    def rate(self) -> Decimal | None:
        return rules.rate(self.counts)

    @property
    def bars(self) -> list[tuple[str, int]]:
        return [(str(OutcomeStatus(status).label), count) for status, count in self.counts.items()]

    @property
    def rows(self) -> list[list[str]]:
        return [[label, str(count)] for label, count in self.bars]


def overview(complex: Complex, cohort: Cohort | None) -> Overview:
    """Two queries."""
    rows = completed(complex).order_by("-cohort__ends_on", "trainee__name", "pk")
    outcomes = JobOutcome.objects.of(complex).standing().filter(enrollment__state=EnrollmentState.COMPLETED)
    if cohort is not None:
        rows, outcomes = rows.filter(cohort=cohort), outcomes.filter(enrollment__cohort=cohort)
    known = {one.enrollment_id: one for one in outcomes.select_related("organization", "checked_by")}
    lines = [Line(row, known.get(row.pk)) for row in rows]
    counted = Counter(one.status for one in known.values())
    return Overview(len(lines), {status: counted[status] for status in OutcomeStatus.values}, lines)


def panel(request: Request) -> dict[str, Any]:
    """How many of those due have not answered."""
    found = due(request.complex, now=request.now)
    return {"due": sum(not one.answered for one in found)}


# --- one's own --------------------------------------------------------------------------------------
def own(person: Any, complex: Complex) -> list[Line]:
    """One's completed trainings, the last first, each with what one said of it. Two queries."""
    rows = completed(complex).filter(trainee=person).order_by("-cohort__ends_on", "-pk")
    known = {
        one.enrollment_id: one for one in JobOutcome.objects.of(complex).standing().filter(enrollment__trainee=person)
    }
    return [Line(row, known.get(row.pk)) for row in rows]


def own_panel(request: Request) -> dict[str, Any]:
    """What stands on the trainee's desk: whether a question waits. One query, and none where nobody is asked."""
    today = clock.day_of(request.now, request.complex.zone)
    rows = [
        (row, rules.after(row.cohort.ends_on, months))
        for row in enrolled.enrollments(request.user, request.complex)
        if row.state == EnrollmentState.COMPLETED and (months := rules.due_months(row.cohort.ends_on, today=today))
    ]
    if not rows:
        return {"waits": []}
    known = dict(
        JobOutcome.objects.standing()
        .filter(enrollment__in=[row for row, _day in rows])
        .values_list("enrollment", "answered_at")
    )
    return {"waits": [row for row, day in rows if not _since(known.get(row.pk), day, request.complex)]}

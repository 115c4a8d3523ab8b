"""The operator's desk: what is due, the pipeline of each cohort, and the lists behind its counts."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from enrollment.models import (
    Application,
    Cohort,
    Dismissal,
    Document,
    Enrollment,
    Objection,
    Offer,
    Score,
    SeatPool,
    Session,
    Teaching,
    Verdict,
)
from enrollment.rules import steps
from enrollment.states import ApplicationState, CohortState, EnrollmentState
from training.core.models import AuditEntry, Complex

PAGE = 50
AHEAD = timedelta(days=7)


@dataclass(frozen=True)
class Due:
    """One thing to do, by when."""

    cohort: Cohort
    sentence: str
    at: datetime
    late: bool


@dataclass(frozen=True)
class Row:
    """One cohort of the pipeline: how many stand where."""

    cohort: Cohort
    capacity: int
    taken: int
    applied: int
    waitlisted: int
    selected: int
    enrolled: int
    completed: int


@dataclass(frozen=True)
class Board:
    """The desk's first page."""

    due: list[Due]
    rows: list[Row]
    over: list[Row]


def board(complex: Complex, *, now: datetime) -> Board:
    """Four queries for any number of cohorts."""
    cohorts = list(Cohort.objects.of(complex).select_related("course", "complex").order_by("-starts_on", "-pk"))
    rows = _rows(cohorts)
    over = {CohortState.SETTLED, CohortState.CANCELED}
    return Board(
        due=due(cohorts, now=now),
        rows=[row for row in rows if row.cohort.state not in over],
        over=[row for row in rows if row.cohort.state in over],
    )


def _rows(cohorts: list[Cohort]) -> list[Row]:
    applied = _counts(Application.objects.filter(cohort__in=cohorts))
    enrolled = _counts(Enrollment.objects.filter(cohort__in=cohorts))
    pools = {pool.cohort_id: pool for pool in SeatPool.objects.filter(cohort__in=cohorts, key="")}
    return [_row(cohort, pools.get(cohort.pk), applied, enrolled) for cohort in cohorts]


def _counts(rows: QuerySet[Any]) -> dict[tuple[int, str], int]:
    counted = rows.order_by().values_list("cohort_id", "state").annotate(n=Count("pk"))
    return {(cohort, state): n for cohort, state, n in counted}


def _row(
    cohort: Cohort, pool: SeatPool | None, applied: dict[tuple[int, str], int], enrolled: dict[tuple[int, str], int]
) -> Row:
    return Row(
        cohort=cohort,
        capacity=pool.capacity if pool else 0,
        taken=pool.taken if pool else 0,
        applied=applied.get((cohort.pk, ApplicationState.APPLIED), 0),
        waitlisted=applied.get((cohort.pk, ApplicationState.WAITLISTED), 0),
        selected=applied.get((cohort.pk, ApplicationState.SELECTED), 0),
        enrolled=enrolled.get((cohort.pk, EnrollmentState.ENROLLED), 0),
        completed=enrolled.get((cohort.pk, EnrollmentState.COMPLETED), 0),
    )


def due(cohorts: list[Cohort], *, now: datetime) -> list[Due]:
    """The next step of each cohort that is late, comes within a week, or waits for a report; the earliest first."""
    found = [item for cohort in cohorts if (item := _due(cohort, now))]
    return sorted(found, key=lambda item: (item.at, item.cohort.pk))


def _due(cohort: Cohort, now: datetime) -> Due | None:
    zone = cohort.complex.zone
    dates = steps.Dates(cohort.state, cohort.opens_at, cohort.closes_at, cohort.starts_on, cohort.ends_on)
    at = steps.due_at(dates, zone)
    if at is None or (at > now + AHEAD and cohort.state != CohortState.ENDED):
        return None
    return Due(cohort, _sentence(cohort), at, late=at <= now)


def _sentence(cohort: Cohort) -> str:
    return {
        CohortState.PLANNED: _("Open applications."),
        CohortState.OPEN: _("Close applications."),
        CohortState.CLOSED: _("Start the course and register the roster."),
        CohortState.RUNNING: _("End the course."),
        CohortState.ENDED: _("Confirm completion and report it within 10 days of the end (운영규정 §38①)."),
    }[CohortState(cohort.state)]


def applications(cohort: Cohort, *, state: str = "", kind: str = "", q: str = "", page: str = "1") -> Page:
    """A page of a cohort's applicants, the queue in its order; the same number of queries for any length."""
    rows = Application.objects.filter(cohort=cohort).submitted().select_related("applicant")
    if state:
        rows = rows.filter(state=state)
    if kind:
        rows = rows.filter(kind=kind)
    if q:
        rows = rows.filter(Q(applicant__name__icontains=q) | Q(applicant__email__icontains=q))
    offers = Prefetch("offers", Offer.objects.open(), to_attr="open_offers")
    order = ("queued_at", "pk") if state == ApplicationState.WAITLISTED else ("applied_at", "pk")
    return Paginator(rows.order_by(*order).prefetch_related(offers), PAGE).get_page(page)


def counts(cohort: Cohort) -> list[tuple[str, str, int]]:
    """The applicants of a cohort by state, for the filters: state, word, count."""
    found = _counts(Application.objects.filter(cohort=cohort))
    labels = dict(ApplicationState.choices)
    shown = [state for state in ApplicationState if state != ApplicationState.DRAFT]
    return [(state.value, str(labels[state]), found.get((cohort.pk, state), 0)) for state in shown]


def roster(cohort: Cohort) -> list[Enrollment]:
    """Everybody who is or was in training, by name; those who left last."""
    rows = Enrollment.objects.filter(cohort=cohort).select_related("trainee")
    return sorted(rows.order_by("trainee__name", "pk"), key=lambda row: row.state != EnrollmentState.ENROLLED)


def teachings(cohort: Cohort) -> list[Teaching]:
    return list(Teaching.objects.filter(cohort=cohort, ended_at=None).select_related("instructor"))


RECORDED: dict[str, tuple[type[Any], str, str]] = {  # subject: its model, the way to its cohort, the way to its person
    "enrollment.application": (Application, "cohort", "applicant__name"),
    "enrollment.offer": (Offer, "application__cohort", "application__applicant__name"),
    "enrollment.enrollment": (Enrollment, "cohort", "trainee__name"),
    "enrollment.teaching": (Teaching, "cohort", "instructor__name"),
    "enrollment.session": (Session, "cohort", "title_ko"),
    "enrollment.seatpool": (SeatPool, "cohort", "key"),
    "enrollment.document": (Document, "application__cohort", "application__applicant__name"),
    "enrollment.score": (Score, "application__cohort", "application__applicant__name"),
    "enrollment.verdict": (Verdict, "application__cohort", "application__applicant__name"),
    "enrollment.objection": (Objection, "application__cohort", "application__applicant__name"),
    "enrollment.dismissal": (Dismissal, "enrollment__cohort", "enrollment__trainee__name"),
}


@dataclass(frozen=True)
class Record:
    """One audit entry, and the name of the person or thing it is about."""

    entry: AuditEntry
    about: str


@dataclass(frozen=True)
class Records:
    """A page of the audit trail, and its rows."""

    page: Page
    rows: list[Record]


def records(cohort: Cohort, *, page: str = "1") -> Records:
    """The audit trail of a cohort, its seats, sessions, applicants and people, newest first."""
    about: dict[tuple[str, str], str] = {("enrollment.cohort", str(cohort.pk)): ""}
    mine = Q(subject_type="enrollment.cohort", subject_id=str(cohort.pk))
    for subject, (model, to_cohort, name) in RECORDED.items():
        found = {str(pk): text for pk, text in model.objects.filter(**{to_cohort: cohort}).values_list("pk", name)}
        about |= {(subject, pk): text for pk, text in found.items()}
        mine |= Q(subject_type=subject, subject_id__in=found)
    entries = AuditEntry.objects.of(cohort.complex).filter(mine).select_related("actor").order_by("-at", "-pk")
    shown = Paginator(entries, PAGE).get_page(page)
    return Records(shown, [Record(entry, about[entry.subject_type, entry.subject_id]) for entry in shown])


def first_free_number(complex: Complex) -> int:
    """What the form for a new cohort suggests."""
    last = Cohort.objects.of(complex).order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1


def suggested_dates(today: date) -> dict[str, date]:
    """Eight weeks, beginning on a Monday a month ahead."""
    start = today + timedelta(days=28 + (7 - today.weekday()) % 7)
    return {"starts_on": start, "ends_on": start + timedelta(days=53)}

"""The operator's desk: what is due, the pipeline of each cohort, and the lists behind its counts."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from enrollment.models import (
    Application,
    Claim,
    ClaimPaper,
    Cohort,
    Dismissal,
    Document,
    Enrollment,
    Nomination,
    Objection,
    Offer,
    Score,
    SeatAgreement,
    SeatPool,
    Session,
    Teaching,
    Verdict,
)
from enrollment.models.seats import AGREED
from enrollment.ports import issued_counts
from enrollment.queries import deadlines
from enrollment.queries.selection import being_scored
from enrollment.rules import steps
from enrollment.states import ApplicationState, CohortState, EnrollmentState
from training.core import clock
from training.core.models import AuditEntry, Complex
from training.core.text import masked

PAGE = 50
AHEAD = timedelta(days=7)
FEW_BEFORE = timedelta(days=14)


@dataclass(frozen=True)
class Due:
    """One thing to do, by when, and where it is done. `key` is that of a deadline, which a person ticks off."""

    cohort: Cohort
    sentence: str
    at: datetime
    until: str
    late: bool
    address: str
    article: str = ""
    key: str = ""


@dataclass(frozen=True)
class Row:
    """One cohort of the pipeline: how many stand where."""

    cohort: Cohort
    capacity: int
    taken: int
    submitted: int
    applied: int
    waitlisted: int
    selected: int
    enrolled: int
    completed: int
    issued: int


@dataclass(frozen=True)
class Board:
    """The desk's first page."""

    due: list[Due]
    following: Due | None  # the next deadline after those that are due
    rows: list[Row]
    over: list[Row]


def board(complex: Complex, *, now: datetime) -> Board:
    """The same number of queries for any number of cohorts."""
    related = Cohort.objects.of(complex).select_related("course", "program", "complex__site")
    cohorts = list(related.order_by("-starts_on", "-pk"))
    rows = _rows(cohorts)
    items = deadlines.of_cohorts([c for c in cohorts if c.state != CohortState.CANCELED], now=now)
    over = {CohortState.SETTLED, CohortState.CANCELED}
    return Board(
        due=due(rows, items, now=now),
        following=next((_deadline(item) for item in items if item.done is None and item.days_left > AHEAD.days), None),
        rows=[row for row in rows if row.cohort.state not in over],
        over=[row for row in rows if row.cohort.state in over],
    )


def _rows(cohorts: list[Cohort]) -> list[Row]:
    applied = _counts(Application.objects.filter(cohort__in=cohorts))
    enrolled = _counts(Enrollment.objects.filter(cohort__in=cohorts))
    pools = {pool.cohort_id: pool for pool in SeatPool.objects.filter(cohort__in=cohorts, key="")}
    issued = issued_counts.ask().issued([cohort.pk for cohort in cohorts])
    return [_row(cohort, pools.get(cohort.pk), applied, enrolled, issued) for cohort in cohorts]


def _counts(rows: QuerySet[Any]) -> dict[tuple[int, str], int]:
    counted = rows.order_by().values_list("cohort_id", "state").annotate(n=Count("pk"))
    return {(cohort, state): n for cohort, state, n in counted}


def _row(
    cohort: Cohort,
    pool: SeatPool | None,
    applied: dict[tuple[int, str], int],
    enrolled: dict[tuple[int, str], int],
    issued: dict[int, int],
) -> Row:
    drafts = applied.get((cohort.pk, ApplicationState.DRAFT), 0)
    return Row(
        cohort=cohort,
        capacity=pool.capacity if pool else 0,
        taken=pool.taken if pool else 0,
        submitted=sum(n for (key, _state), n in applied.items() if key == cohort.pk) - drafts,
        applied=applied.get((cohort.pk, ApplicationState.APPLIED), 0),
        waitlisted=applied.get((cohort.pk, ApplicationState.WAITLISTED), 0),
        selected=applied.get((cohort.pk, ApplicationState.SELECTED), 0),
        enrolled=enrolled.get((cohort.pk, EnrollmentState.ENROLLED), 0),
        completed=enrolled.get((cohort.pk, EnrollmentState.COMPLETED), 0),
        issued=issued.get(cohort.pk, 0),
    )


def due(rows: list[Row], items: list[deadlines.Item], *, now: datetime) -> list[Due]:
    """What is late, comes within a week, or waits for a report; the earliest first.

    The next step of each cohort, the deadlines that nobody ticked off, and courses that have too few people.
    """
    cohorts = [row.cohort for row in rows if row.cohort.state != CohortState.CANCELED]
    steps_due = [item for cohort in cohorts if (item := _step(cohort, now))]
    open_ones = deadlines.due(items, within=AHEAD.days)
    few = [item for row in rows if (item := _too_few(row, now))]
    found = [*steps_due, *(_deadline(item) for item in open_ones), *few]
    return sorted(found, key=lambda item: (item.at, item.cohort.pk))


def _step(cohort: Cohort, now: datetime) -> Due | None:
    zone = cohort.complex.zone
    dates = steps.Dates(cohort.state, cohort.opens_at, cohort.closes_at, cohort.starts_on, cohort.ends_on)
    at = steps.due_at(dates, zone)
    if at is None or (at > now + AHEAD and cohort.state != CohortState.ENDED):
        return None
    return Due(cohort, _sentence(cohort), at, _until(at, cohort, now), at <= now, _page(cohort))


def _until(at: datetime, cohort: Cohort, now: datetime) -> str:
    """How far off the last day of a half-open deadline is."""
    zone = cohort.complex.zone
    return deadlines.relative(clock.day_of(at - timedelta(microseconds=1), zone), clock.day_of(now, zone))


def _page(cohort: Cohort) -> str:
    return reverse("enrollment:cohort", args=[cohort.pk])


def _deadline(item: deadlines.Item) -> Due:
    return Due(
        item.cohort,
        item.sentence,
        clock.end_of(item.deadline.due_on, item.cohort.complex.zone),
        item.until,
        item.late,
        item.address,
        item.deadline.article,
        item.deadline.key,
    )


def _too_few(row: Row, now: datetime) -> Due | None:
    """A course that begins within two weeks with fewer people than it needs."""
    cohort = row.cohort
    begins = clock.start_of(cohort.starts_on, cohort.complex.zone)
    waiting = cohort.state in {CohortState.OPEN, CohortState.CLOSED}
    if not waiting or row.enrolled >= cohort.minimum_people or begins - now > FEW_BEFORE:
        return None
    sentence = _("%(n)d of at least %(least)d people are enrolled. Open applications again, or cancel the cohort.")
    said = sentence % {"n": row.enrolled, "least": cohort.minimum_people}
    return Due(cohort, said, begins, _until(begins, cohort, now), begins <= now, _page(cohort))


def _sentence(cohort: Cohort) -> str:
    return {
        CohortState.PLANNED: _("Open applications."),
        CohortState.OPEN: _("Close applications."),
        CohortState.CLOSED: _("Start the course and register the roster."),
        CohortState.RUNNING: _("End the course."),
        CohortState.ENDED: _("Confirm completion."),
    }[CohortState(cohort.state)]


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
    "enrollment.claim": (Claim, "enrollment__cohort", "enrollment__trainee__name"),
    "enrollment.claimpaper": (ClaimPaper, "claim__enrollment__cohort", "claim__enrollment__trainee__name"),
    "enrollment.dismissal": (Dismissal, "enrollment__cohort", "enrollment__trainee__name"),
    "enrollment.seatagreement": (SeatAgreement, "cohort", "organization__name_ko"),
    "enrollment.nomination": (Nomination, "cohort", "name"),
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


OF_APPLICANTS = {  # subject: the way to its application
    "enrollment.application": "pk",
    "enrollment.document": "application_id",
    "enrollment.score": "application_id",
}


def records(cohort: Cohort, *, page: str = "1") -> Records:
    """The audit trail of a cohort, its seats, sessions, applicants and people, newest first.

    Who is still scored without a name has none here either.
    """
    hidden = frozenset(being_scored(cohort).values_list("pk", flat=True))
    about: dict[tuple[str, str], str] = {("enrollment.cohort", str(cohort.pk)): ""}
    mine = Q(subject_type="enrollment.cohort", subject_id=str(cohort.pk))
    for subject, (model, to_cohort, name) in RECORDED.items():
        rows = model.objects.filter(**{to_cohort: cohort}).values_list("pk", name, OF_APPLICANTS.get(subject, "pk"))
        scored = hidden if subject in OF_APPLICANTS else frozenset()
        found = {str(pk): masked(text) if application in scored else text for pk, text, application in rows}
        if subject == "enrollment.seatpool":  # of an agreement's pool the agreement itself says what happened
            found = {pk: key for pk, key in found.items() if not key.startswith(AGREED)}
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

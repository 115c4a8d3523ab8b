"""Cohorts as the public and the desk read them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.models import Course
from enrollment.models import Application, Cohort, Offer, PolicyVersion, SeatPool, Session
from enrollment.queries.applications import not_accepting
from enrollment.states import ApplicationState, CohortState, Selection
from training.core import words
from training.core.models import AuditEntry, Complex


@dataclass(frozen=True)
class Card:
    """A cohort as a visitor sees it: what is true now, and the one thing to do."""

    cohort: Cohort
    capacity: int
    left: int  # free seats that nobody in the queue is before
    place: int  # the place in the queue that a newcomer would get
    closed: str | None  # why it takes no applications
    now: datetime

    @property
    def accepts(self) -> bool:
        return self.closed is None

    @property
    def queues(self) -> bool:
        """Whether a newcomer joins the queue."""
        return self.accepts and self.left == 0 and self.cohort.selection == Selection.FIRST_COME

    @property
    def sentence(self) -> str:
        """What a visitor reads first; it never invites to what would be refused."""
        if self.closed is not None:
            return self.closed
        if self.queues:
            return _("All seats are taken. You can join the queue at position %(place)d.") % {"place": self.place}
        facts = {"left": self.left, "until": words.deadline(self.cohort.closes_at), "time": words.time24(self.now)}
        if self.cohort.selection == Selection.REVIEWED:
            return _("Applications are open %(until)s. People are selected by review.") % facts
        return (
            ngettext(
                "%(left)d seat left, %(until)s (as of %(time)s).",
                "%(left)d seats left, %(until)s (as of %(time)s).",
                self.left,
            )
            % facts
        )


def cards(cohorts: Iterable[Cohort], *, now: datetime) -> list[Card]:
    """Two queries for any number of cohorts."""
    found = list(cohorts)
    waiting = _waiting(found)
    pools = {pool.cohort_id: pool for pool in SeatPool.objects.filter(cohort__in=found, key="")}
    return [_card(cohort, pools.get(cohort.pk), waiting.get(cohort.pk, 0), now) for cohort in found]


def _waiting(cohorts: list[Cohort]) -> dict[int, int]:
    counted = (
        Application.objects.filter(cohort__in=cohorts, state=ApplicationState.WAITLISTED)
        .order_by()
        .values_list("cohort_id")
        .annotate(n=Count("pk"))
    )
    return dict(counted)


def _card(cohort: Cohort, pool: SeatPool | None, waiting: int, now: datetime) -> Card:
    left = pool.left if pool else 0
    return Card(
        cohort=cohort,
        capacity=pool.capacity if pool else 0,
        left=0 if waiting else left,
        place=waiting + 1,
        closed=not_accepting(cohort, now=now),
        now=now,
    )


def of_course(course: Course, *, now: datetime) -> list[Card]:
    """The cohorts a visitor of the course page may want: open or coming ones first, then those that run."""
    shown = [CohortState.OPEN, CohortState.CLOSED, CohortState.RUNNING]
    rows = Cohort.objects.filter(course=course, state__in=shown).select_related("course", "complex", "venue", "program")
    return cards(sorted(rows, key=lambda cohort: (shown.index(CohortState(cohort.state)), cohort.starts_on)), now=now)


def was_published(cohort: Cohort) -> bool:
    """Whether the public ever saw this cohort: a canceled one only if it had been opened."""
    if cohort.state != CohortState.CANCELED:
        return cohort.state != CohortState.PLANNED
    opened = AuditEntry.objects.filter(subject_type="enrollment.cohort", subject_id=str(cohort.pk))
    return opened.filter(to_state=CohortState.OPEN).exists()


def next_open(complex: Complex, *, now: datetime) -> Card | None:
    """The next cohort a visitor can apply to: the one that closes first."""
    rows = Cohort.objects.of(complex).accepting(now=now).select_related("course", "complex", "venue", "program")
    found = cards(rows.order_by("closes_at", "pk")[:1], now=now)
    return found[0] if found else None


@dataclass(frozen=True)
class Week:
    """The sessions of one week."""

    first: date
    sessions: list[Session]


def weeks(cohort: Cohort) -> list[Week]:
    """The timetable by weeks, from Monday on."""
    sessions = Session.objects.filter(cohort=cohort).select_related("room__venue", "module").order_by("starts_at", "pk")
    return [
        Week(date.fromisocalendar(year, week, 1), list(group))
        for (year, week), group in groupby(sessions, key=lambda session: session.day.isocalendar()[:2])
    ]


@dataclass(frozen=True)
class Pattern:
    """One line of a timetable summary: the same hours in one week."""

    first: date
    last: date
    days: int
    hours: float
    titles: list[str]


def summary(cohort: Cohort) -> list[Pattern]:
    """A timetable in a few lines: for each week its days, hours and subjects."""
    return [_pattern(week) for week in weeks(cohort)]


def _pattern(week: Week) -> Pattern:
    seconds = sum((session.ends_at - session.starts_at).total_seconds() for session in week.sessions)
    return Pattern(
        first=week.sessions[0].day,
        last=week.sessions[-1].day,
        days=len({session.day for session in week.sessions}),
        hours=round(seconds / 3600, 1),
        titles=list(dict.fromkeys(str(session) for session in week.sessions)),
    )


@dataclass(frozen=True)
class Head:
    """The head of a cohort's page on the desk."""

    capacity: int
    taken: int
    waiting: int
    offered: int
    applied: int
    policy: PolicyVersion | None


def head(cohort: Cohort) -> Head:
    """Seats, queue and the rules in force on the last day: three queries."""
    counts = Application.objects.filter(cohort=cohort).aggregate(
        waiting=Count("pk", filter=Q(state=ApplicationState.WAITLISTED)),
        applied=Count("pk", filter=Q(state=ApplicationState.APPLIED)),
        offered=Count("pk", filter=Q(state=ApplicationState.SELECTED)),
    )
    pool = SeatPool.objects.filter(cohort=cohort, key="").first()
    return Head(
        capacity=pool.capacity if pool else 0,
        taken=pool.taken if pool else 0,
        policy=policy(cohort),
        **counts,
    )


def policy(cohort: Cohort) -> PolicyVersion | None:
    """The rules by which the cohort is judged: those in force on its last day."""
    policies = cohort.program.policies.filter(in_force_on__lte=cohort.ends_on)
    return policies.order_by("-in_force_on", "-number").first()


def open_offers(cohort: Cohort) -> list[Offer]:
    return list(Offer.objects.open().filter(application__cohort=cohort).select_related("application__applicant"))

"""Claims about days: what a rule must know of them, and how both sides read them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Min, Prefetch, Q, QuerySet

from enrollment.models import AttendanceEvent, Claim, ClaimDay, ClaimPaper, Cohort, Enrollment
from enrollment.permissions import claims as permissions
from enrollment.permissions.attendance import is_in_training, is_live
from enrollment.queries import attendance, claim_words
from enrollment.rules import claims as rules
from enrollment.rules.attendance import Schedule
from enrollment.rules.claims import Asked, Effect, Used
from enrollment.states import ClaimKind, ClaimState, EventKind
from training.core import clock
from training.core.models import Complex
from training.core.requests import Request

PAGE = 20
PAPERS = 3


# --- what the rules ask ---------------------------------------------------------------------------
def asked_of(claim: Claim) -> Asked:
    return Asked(claim.kind, claim.reason, claim.first_on, claim.last_on, claim.came, claim.left)


def due_at(cohort: Cohort, first_on: date) -> datetime:
    """The first instant at which a claim about this day is late."""
    return clock.end_of(rules.last_day_to_file(first_on), cohort.complex.zone)


def used(enrollment: Enrollment) -> list[Used]:
    """The days recognized so far that nobody took back."""
    rows = AttendanceEvent.objects.filter(enrollment=enrollment, kind=EventKind.RECOGNIZED, undone_by=None)
    return [Used(reason, day) for reason, day in rows.values_list("reason", "session__day")]


def effect(claim: Claim, *, now: datetime) -> Effect:
    """What accepting would change, from the ledger as it stands."""
    enrollment = claim.enrollment
    zone = enrollment.cohort.complex.zone
    events = attendance.events_of(AttendanceEvent.objects.filter(enrollment=enrollment), zone)[enrollment.pk]
    return rules.effect(
        attendance.schedule(enrollment.cohort),
        events,
        asked_of(claim),
        claim.asked,
        now=now,
        today=clock.day_of(now, zone),
        until=enrollment.ended_on,
    )


def effect_words(claim: Claim, *, now: datetime) -> list[str]:
    return claim_words.effect(effect(claim, now=now))


@dataclass(frozen=True)
class Filing:
    """What a new claim starts from: the plan, the days that can be chosen, the one that was named, and its deadline."""

    plan: Schedule
    days: list[date]
    day: date | None
    due_at: datetime | None


def filing(enrollment: Enrollment, kind: str, *, day: str, late: bool, now: datetime) -> Filing:
    """In time are today, the day before and what is to come; a correction is about no day to come."""
    plan = attendance.schedule(enrollment.cohort)
    today = clock.day_of(now, enrollment.cohort.complex.zone)
    days = [
        one.date
        for one in plan.days
        if (late or not rules.is_late(one.date, today=today)) and (kind == ClaimKind.RECOGNITION or one.date <= today)
    ]
    named = next((one for one in days if one.isoformat() == day), None)
    return Filing(plan, days, named, due_at(enrollment.cohort, named) if named else None)


def may_file(enrollment: Enrollment, user: Any) -> bool:
    """Whether the trainee can still claim anything; no query."""
    return permissions.is_claimant(user, enrollment) and is_in_training(enrollment) and is_live(enrollment.cohort)


def correctable(enrollment: Enrollment, user: Any, *, now: datetime) -> list[date]:
    """Today and the day before, while the trainee can claim anything; no query."""
    if not may_file(enrollment, user):
        return []
    today = clock.day_of(now, enrollment.cohort.complex.zone)
    return [day for day in (today, today - rules.A_DAY) if not rules.is_late(day, today=today)]


# --- the trainee's side ---------------------------------------------------------------------------
def related(rows: "QuerySet[Claim]") -> "QuerySet[Claim]":
    """With what every page about a claim shows."""
    return rows.select_related(
        "enrollment__trainee", "enrollment__cohort__course", "enrollment__cohort__program",
        "enrollment__cohort__complex__site", "filed_by", "decided_by",
    )  # fmt: skip


def own(enrollment: Enrollment, *, number: str) -> Page:
    """The claims about one person's days, the newest first."""
    rows = related(Claim.objects.filter(enrollment=enrollment)).order_by("-pk")
    return Paginator(rows, PAGE).get_page(number)


@dataclass(frozen=True)
class Shown:
    """A claim as its page shows it, with what this reader may do."""

    claim: Claim
    papers: list[ClaimPaper]
    days: list[ClaimDay]
    may_take_back: bool
    takes_papers: bool
    is_second: bool

    @property
    def is_pending(self) -> bool:
        return self.claim.state == ClaimState.PENDING

    @property
    def kept_until(self) -> datetime:
        """When the papers go, as the claim stands."""
        claim = self.claim
        return rules.evidence_until(
            claim.state, claim.reason, filed_at=claim.filed_at, decided_at=claim.decided_at
        )  # fmt: skip

    @property
    def next_words(self) -> str:
        return claim_words.standing(self.claim)


def shown(claim: Claim, user: Any) -> Shown:
    """Two queries, and what permissions ask."""
    papers = list(claim.papers.order_by("pk"))
    pending = claim.state == ClaimState.PENDING
    own_claim = permissions.is_claimant(user, claim.enrollment)
    return Shown(
        claim=claim,
        papers=papers,
        days=list(claim.days.order_by("day")),
        may_take_back=pending and permissions.may_take_back(user, claim),
        takes_papers=pending and own_claim and sum(paper.erased_at is None for paper in papers) < PAPERS,
        is_second=permissions.may_decide(user, claim),
    )


# --- the operator's side --------------------------------------------------------------------------
def queue(complex: Complex, *, decided: bool, number: str) -> Page:
    """Those that wait in the order in which they wait, or those that do not, the newest first."""
    rows = related(Claim.objects.of(complex))
    waiting = Q(state=ClaimState.PENDING)
    rows = rows.exclude(waiting).order_by("-pk") if decided else rows.filter(waiting).order_by("filed_at", "pk")
    return Paginator(rows, PAGE).get_page(number)


def panel(request: Request) -> dict[str, Any]:
    """How many wait, and since when the first does. One query."""
    waiting = Claim.objects.of(request.complex).pending()
    return waiting.aggregate(waiting=Count("pk"), since=Min("filed_at"))


def register(cohort: Cohort) -> list[Claim]:
    """Every claim that was decided or waits, in the order of days: the register of corrections (출석입력요청대장)."""
    rows = Claim.objects.filter(enrollment__cohort=cohort).exclude(state=ClaimState.WITHDRAWN)
    days = Prefetch("days", ClaimDay.objects.order_by("day"))
    return list(related(rows).prefetch_related(days).order_by("first_on", "pk"))

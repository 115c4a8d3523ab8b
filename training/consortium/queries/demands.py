"""Demand as its two sides read it: the employer's own, and everybody's for operators."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, F, Min, Q, QuerySet, When

from courses.models import Course, ProcessBlock, Skill
from enrollment.queries.partners import organizations
from training.consortium.models import Demand
from training.consortium.rules import demands as rules
from training.consortium.rules.demands import Seats, Wish
from training.consortium.states import DemandState
from training.core.models import Complex
from training.core.requests import Request

PAGE = 50
RELATED = ("organization", "block__course", "skill", "group", "cohort__course", "cohort__complex")


def subjects(complex: Complex) -> list[tuple[ProcessBlock, list[Skill]]]:
    """What can be asked for: the steps of the published courses, each with its skills. Two queries."""
    courses = Course.objects.of(complex).published()
    blocks = list(ProcessBlock.objects.filter(course__in=courses).select_related("course").order_by("course", "order"))
    skills: dict[int, list[Skill]] = {}
    for skill in Skill.objects.asked().filter(course__in=courses).select_related("module"):
        skills.setdefault(skill.module.block_id, []).append(skill)
    return [(block, skills.get(block.pk, [])) for block in blocks]


# --- the employer's side --------------------------------------------------------------------------
def of_manager(user: Any, complex: Complex) -> "QuerySet[Demand]":
    """What the organizations of this manager asked for; nobody else's exists for them."""
    rows = Demand.objects.of(complex).filter(organization__in=organizations(user, complex))
    return rows.select_related(*RELATED, "organization__complex__site", "stated_by").order_by("-pk")


def own(user: Any, complex: Complex, *, number: str) -> Page:
    return Paginator(of_manager(user, complex), PAGE).get_page(number)


def own_panel(request: Request) -> dict[str, Any]:
    """How many of this employer's demands wait, and how many were answered."""
    rows = of_manager(request.user, request.complex).order_by()
    return rows.aggregate(
        waiting=Count("pk", filter=Q(state=DemandState.STATED)), all=Count("pk"), next_at=_first_due()
    )  # fmt: skip


def _first_due() -> Any:
    return Min("due_at", filter=Q(state=DemandState.STATED))


# --- the operator's side --------------------------------------------------------------------------
SHOW = {
    "waiting": Q(state=DemandState.STATED),
    "open": Q(state__in=(DemandState.STATED, DemandState.ANSWERED)),
    "planned": Q(state=DemandState.PLANNED),
    "declined": Q(state=DemandState.DECLINED),
    "all": Q(),
}


def chosen(complex: Complex, filters: dict[str, Any], *, now: datetime) -> "QuerySet[Demand]":
    """The demands that pass the filters of the address; what was taken back is shown to those who ask for all."""
    rows = Demand.objects.of(complex)
    show = filters.get("show") or "open"
    rows = rows.overdue(now=now) if show == "overdue" else rows.filter(SHOW[show])
    for name in ("block", "level", "training_for"):
        if filters.get(name):
            rows = rows.filter(**{name: filters[name]})
    if filters.get("quarter"):
        rows = rows.filter(from_on=filters["quarter"].first_day)
    return rows


def listed(rows: "QuerySet[Demand]", *, number: str) -> Page:
    """Members of a group stand together; then what waits for an answer, the longest waiting first."""
    answered = Case(When(state=DemandState.STATED, then=0), default=1)
    ordered = rows.select_related(*RELATED).order_by(F("group").asc(nulls_last=True), answered, "stated_at", "pk")
    return Paginator(ordered, PAGE).get_page(number)


def panel(request: Request) -> dict[str, Any]:
    """How many wait, how many of them for more than 30 days, and since when the first does. One query."""
    waiting = Demand.objects.of(request.complex).waiting()
    return waiting.aggregate(
        waiting=Count("pk"), overdue=Count("pk", filter=Q(due_at__lte=request.now)), since=Min("stated_at")
    )  # fmt: skip


@dataclass(frozen=True)
class Bundle:
    """A demand with those it is grouped with, and what a plan for all that are open would hold."""

    demand: Demand
    members: list[Demand]

    @property
    def open(self) -> list[Demand]:
        return [one for one in self.members if one.is_open]

    @property
    def people(self) -> int:
        return sum(one.people for one in self.open)

    def seats(self, *, most: int) -> Seats:
        return rules.seats_for([Wish(one.people, one.training_for, one.from_on) for one in self.open], most=most)


def bundle(demand: Demand) -> Bundle:
    """One query where there is a group."""
    if demand.group_id is None:
        return Bundle(demand, [demand])
    rows = Demand.objects.filter(group=demand.group_id).select_related(*RELATED).order_by("pk")
    return Bundle(demand, list(rows))

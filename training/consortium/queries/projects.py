"""Joint projects as a board, as a page, and as the public reads them."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from training.consortium.models import Project
from training.consortium.rules import projects as rules
from training.consortium.states import ProjectState
from training.core.models import AuditEntry, Complex
from training.core.requests import Request


@dataclass(frozen=True)
class Card:
    """One project on the board, and the steps it can take: None where there is none."""

    project: Project
    ahead: str | None
    back: str | None

    @property
    def ahead_label(self) -> str:
        """The act, as its button says it."""
        return {
            ProjectState.PROPOSED: _("Propose"),
            ProjectState.APPROVED: _("Approve"),
            ProjectState.RUNNING: _("Begin"),
            ProjectState.DONE: _("Finish"),
        }[ProjectState(str(self.ahead))]

    @property
    def back_label(self) -> str:
        return _("Back to “%(state)s”") % {"state": ProjectState(str(self.back)).label}


@dataclass(frozen=True)
class Column:
    """One state of the board."""

    state: str
    label: str
    cards: list[Card]


def card(project: Project) -> Card:
    return Card(project, rules.following(project.state), rules.preceding(project.state))


def related(rows: "QuerySet[Project]") -> "QuerySet[Project]":
    return rows.prefetch_related("partners", "courses", "skills")


def board(complex: Complex, filters: dict[str, Any]) -> list[Column]:
    """Two queries: the projects and their partners."""
    rows = Project.objects.of(complex).prefetch_related("partners")
    if filters.get("kind"):
        rows = rows.filter(kind=filters["kind"])
    if filters.get("partner"):
        rows = rows.filter(partners=filters["partner"])
    found = list(rows.order_by("starts_on", "pk"))
    return [
        Column(state, str(state.label), [card(one) for one in found if one.state == state]) for state in rules.ORDER
    ]


@dataclass(frozen=True)
class Taken:
    """One step that was taken; the first line has no state before it."""

    entry: AuditEntry
    before: str
    after: str


def trail(project: Project) -> list[Taken]:
    """Every step with who, when and why, the newest first."""
    rows = AuditEntry.objects.filter(subject_type="consortium.project", subject_id=str(project.pk))
    rows = rows.exclude(action="project changed").select_related("actor").order_by("-pk")
    return [Taken(entry, _word(entry.from_state), _word(entry.to_state)) for entry in rows[:50]]


def _word(state: str) -> str:
    return str(dict(ProjectState.choices).get(state, ""))


def panel(request: Request) -> dict[str, Any]:
    """How many run, and how many wait to be approved. One query."""
    rows = Project.objects.of(request.complex)
    return rows.aggregate(
        running=Count("pk", filter=Q(state=ProjectState.RUNNING)),
        proposed=Count("pk", filter=Q(state=ProjectState.PROPOSED)),
    )  # fmt: skip


def public(complex: Complex) -> list[Project]:
    """Two queries."""
    rows = Project.objects.of(complex).public().prefetch_related("partners")
    return list(rows.order_by("-starts_on", "-pk"))

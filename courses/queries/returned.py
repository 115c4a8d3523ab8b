"""Pages that came back from review, for whoever handed them in."""

from dataclasses import dataclass
from typing import Any

from wagtail.models import Page, WorkflowState

from courses.queries.reach import pages_of_complex
from training.core.models import Complex

MOST = 10


@dataclass(frozen=True)
class Returned:
    """One page, and what the reviewer wrote."""

    page: Page
    comment: str


def to(person: Any, complex: Complex) -> list[Returned]:
    """The latest first, each page once, of this complex only. Three queries at most."""
    rows = WorkflowState.objects.filter(requested_by=person).select_related("current_task_state")
    newest = {state.object_id: state for state in rows.order_by("created_at", "pk")}
    states = {key: state for key, state in newest.items() if state.status == WorkflowState.STATUS_NEEDS_CHANGES}
    pages = pages_of_complex(complex).filter(pk__in=[int(key) for key in states]) if states else []
    found = sorted(pages, key=lambda page: states[str(page.pk)].created_at, reverse=True)
    return [Returned(page, _comment(states[str(page.pk)])) for page in found[:MOST]]


def _comment(state: WorkflowState) -> str:
    return state.current_task_state.comment if state.current_task_state else ""

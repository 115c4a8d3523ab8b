"""What the rule on review means in a complex now."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth import get_user_model
from django.db.models import Q
from wagtail.models import WorkflowState

from courses.models import Course
from courses.queries.reach import pages_of_complex
from training.core.models import AuditEntry, Complex


@dataclass(frozen=True)
class Rule:
    """`waiting` pages stay with their reviewers, whichever way the switch stands."""

    required: bool
    courses: int
    authors: int
    waiting: int
    changed_at: datetime | None
    changed_by: str


def rule(complex: Complex) -> Rule:
    courses = Course.objects.of(complex)
    people = get_user_model()._default_manager.filter(groups__in=courses.values("authors"), is_active=True)
    pages = {str(pk) for pk in pages_of_complex(complex).order_by().values_list("pk", flat=True)}
    under_way = WorkflowState.objects.filter(Q(status=WorkflowState.STATUS_IN_PROGRESS))
    last = AuditEntry.objects.of(complex).filter(action="review").select_related("actor").first()
    return Rule(
        required=complex.review_required,
        courses=courses.count(),
        authors=people.distinct().count(),
        waiting=sum(key in pages for key in under_way.values_list("object_id", flat=True)),
        changed_at=last.at if last else None,
        changed_by=str(last.actor) if last and last.actor else "",
    )

"""What members of the consortium are told, in their language. The key names the event, so a second try sends nothing."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone, translation

from training.accounts.models import User
from training.consortium.models import Demand
from training.consortium.queries.quarter_words import quarter_words
from training.consortium.states import DemandState
from training.core import mail as post
from training.core import words


def _managers(demand: Demand) -> list[User]:
    """Who speaks for the organization now: whoever left it is told nothing more of it."""
    held = demand.organization.memberships.filter(role="manager", revoked_at=None, user__is_active=True)
    return list(User.objects.filter(pk__in=held.values("user_id")).order_by("pk"))


def demand_planned(demand: Demand, *, now: datetime) -> int:
    """A cohort was planned for what an organization asked for. Returns to how many people."""
    cohort = demand.cohort
    assert cohort is not None  # noqa: S101 - the database keeps both together

    def facts() -> dict[str, Any]:
        return {
            "course": str(cohort.course),
            "cohort": cohort.label,
            "days": words.date_range(cohort.starts_on, cohort.ends_on),
            "opens": words.moment(cohort.opens_at),
        }

    return _tell("demand_planned", demand, facts, key=f"{cohort.pk}", now=now)


def demand_answered(demand: Demand, *, now: datetime) -> int:
    """An operator answered or declined. Returns to how many people."""
    declined = demand.state == DemandState.DECLINED
    return _tell(
        "demand_answered", demand, lambda: {"declined": declined, "answer": demand.answer}, key=demand.state, now=now
    )


def _tell(kind: str, demand: Demand, facts: Any, *, key: str, now: datetime) -> int:
    people = _managers(demand)
    for person in people:
        with translation.override(person.language), timezone.override(demand.complex.zone):
            context = {
                "organization": str(demand.organization),
                "subject": demand.subject,
                "people": demand.people,
                "quarter": quarter_words(demand.quarter),
                "link": reverse("consortium:own_demand_page", args=[demand.pk]),
                **facts(),
            }
        post.send(
            kind, to=person, context=context, complex=demand.complex, now=now, key=f"{kind}:{demand.pk}:{key}"
        )  # fmt: skip
    return len(people)

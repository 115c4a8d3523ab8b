"""What a person was told by notices to their cohorts: the mails themselves, kept as they were sent."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from training.core.models import Complex, Delivery
from training.core.requests import Request

KIND = "cohort_notice"
PAGE = 20
ON_DESK = 3
NEWS = timedelta(days=14)  # so long a notice stands on the desk


@dataclass(frozen=True)
class Notice:
    """One notice as it reached this person."""

    pk: int
    subject: str
    text: str
    about: str
    sent_at: datetime

    @classmethod
    def of(cls, delivery: Delivery) -> "Notice":
        said = delivery.context
        about = f"{said.get('course', '')} · {said.get('cohort', '')}"
        return cls(delivery.pk, said.get("subject", ""), said.get("text", ""), about, delivery.created_at)


def of_person(user: Any, complex: Complex) -> QuerySet[Delivery]:
    """The newest first. Who was not written to has none, whatever cohort they are in."""
    return Delivery.objects.of(complex).filter(user=user, kind=KIND).order_by("-created_at", "-pk")


def page(user: Any, complex: Complex, *, number: str) -> tuple[Page, list[Notice]]:
    found = Paginator(of_person(user, complex), PAGE).get_page(number)
    return found, [Notice.of(delivery) for delivery in found]


def panel(request: Request) -> dict[str, Any]:
    """The notices of the last two weeks, three at most. One query."""
    recent = of_person(request.user, request.complex).filter(created_at__gt=request.now - NEWS)[:ON_DESK]
    return {"notices": [Notice.of(delivery) for delivery in recent]}

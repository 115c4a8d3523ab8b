"""What a person was told here: every mail to them also stands in their own list, read or not yet read."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.paginator import Page, Paginator

from training.core import letters
from training.core.models import Complex, Delivery
from training.core.queries import deliveries
from training.core.requests import Request

KIND = "cohort_notice"
PAGE = 20
ON_DESK = 3
COUNTED = 30  # of the recent ones; more than that are said as so many or more
NEWS = timedelta(days=14)  # so long a notice stands on the desk


@dataclass(frozen=True)
class Notice:
    """One thing that was said to this person. `text` is what the office wrote; of other kinds it is the mail."""

    pk: int
    subject: str
    text: str
    about: str
    link: str
    is_letter: bool
    is_new: bool
    sent_at: datetime

    @classmethod
    def of(cls, delivery: Delivery) -> "Notice":
        said = delivery.context
        subject, text = said.get("subject", ""), said.get("text", "")
        is_letter = delivery.kind != KIND
        if is_letter:
            # What is not sent yet has no words of its own; making them here would ask the database for each.
            subject = delivery.subject.removeprefix(f"[{delivery.complex}] ") or letters.label(delivery.kind)
            text = delivery.text
        about = " · ".join(str(said[name]) for name in ("course", "cohort") if said.get(name))
        return cls(
            delivery.pk, subject, text, about or letters.label(delivery.kind), said.get("link", ""), is_letter,
            delivery.read_at is None, delivery.created_at,
        )  # fmt: skip


def page(user: Any, complex: Complex, *, number: str) -> tuple[Page, list[Notice]]:
    """The newest first. Who was not written to has none, whatever cohort they are in."""
    rows = deliveries.of_person(user, complex).select_related("user", "complex__site").defer("html")
    found = Paginator(rows, PAGE).get_page(number)
    return found, [Notice.of(delivery) for delivery in found]


def panel(request: Request) -> dict[str, Any]:
    """The notices of the last two weeks, three at most, and how many are new. One query."""
    rows = deliveries.of_person(request.user, request.complex).filter(created_at__gt=request.now - NEWS)
    recent = list(rows.select_related("user", "complex__site").defer("html")[:COUNTED])
    return {
        "notices": [Notice.of(delivery) for delivery in recent[:ON_DESK]],
        "unread": sum(delivery.read_at is None for delivery in recent),
    }

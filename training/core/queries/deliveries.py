"""Messages and what became of them, as operators and as their reader see them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from training.core.models import Complex, Delivery
from training.core.models.messages import Channel, DeliveryState

RECENT = timedelta(days=14)


@dataclass(frozen=True)
class Asked:
    """What an operator filters by; empty means all."""

    state: str = ""
    kind: str = ""
    channel: str = ""
    person: str = ""


def of_complex(complex: Complex, asked: Asked) -> QuerySet[Delivery]:
    """The newest first."""
    rows = Delivery.objects.of(complex).select_related("user")
    exact = {name: value for name in ("state", "kind", "channel") if (value := getattr(asked, name))}
    rows = rows.filter(**exact)
    for word in asked.person.split()[:5]:
        rows = rows.filter(Q(user__name__icontains=word) | Q(user__email__icontains=word) | Q(address__icontains=word))
    return rows.defer("text", "html").order_by("-created_at", "-pk")


def counts(complex: Complex, *, now: datetime) -> dict[str, int]:
    """How many of the last two weeks stand in which state. One query."""
    rows = Delivery.objects.of(complex).filter(created_at__gt=now - RECENT).order_by()
    found = dict(rows.values_list("state").annotate(n=Count("pk")))
    return {state: found.get(state, 0) for state in DeliveryState.values}


def of_person(user: Any, complex: Complex) -> QuerySet[Delivery]:
    """Everything that was said to a person here, the newest first. What was sent again stands once."""
    rows = Delivery.objects.of(complex).filter(user=user, channel=Channel.MAIL).exclude(key__startswith="again:")
    return rows.order_by("-created_at", "-pk")


def unread(user: Any, complex: Complex) -> int:
    return of_person(user, complex).filter(read_at=None).count()

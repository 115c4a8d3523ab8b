"""What waits for those who answer for personal data."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from training.accounts.models import BreachRecord, PrivacyRequest
from training.accounts.queries import access
from training.core.models import Complex


@dataclass(frozen=True)
class Line:
    """One page of the desk, what it is for, and what waits on it."""

    title: str
    text: str
    address: str
    waits: str = ""
    kind: str = "warn"


def waiting(complex: Complex) -> int:
    """What the operator's first page counts: requests without an answer, and breaches that are open."""
    open_breaches = BreachRecord.objects.of(complex).filter(closed_at=None).count()
    return PrivacyRequest.objects.of(complex).waiting().count() + open_breaches


def lines(complex: Complex, *, now: datetime) -> list[Line]:
    months = len(access.unreviewed(complex, now=now))
    return [
        Line(
            title=_("Who looked at whose data"),
            text=_("The monthly review: by member of staff, at night, at weekends, what stands out."),
            address=reverse("accounts:access"),
            waits=ngettext("%(n)d month to review", "%(n)d months to review", months) % {"n": months} if months else "",
        ),
    ]

"""What waits for those who answer for personal data."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from training.accounts.models import BreachRecord, PrivacyRequest
from training.accounts.queries import access, breaches, duplicates
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
    asked = PrivacyRequest.objects.of(complex).waiting()
    waiting_for = asked.count()
    late = asked.filter(due_at__lte=now).count()
    pairs = len(duplicates.candidates(complex))
    months = len(access.unreviewed(complex, now=now))
    return [
        Line(
            title=_("Requests about personal data"),
            text=_("Corrections and erasures, to be answered within ten days (PIPA art. 35–38)."),
            address=reverse("accounts:privacy_requests"),
            waits=ngettext("%(n)d waits for an answer", "%(n)d wait for an answer", waiting_for) % {"n": waiting_for}
            if waiting_for
            else "",
            kind="danger" if late else "warn",
        ),
        Line(
            title=_("Who looked at whose data"),
            text=_("The monthly review: by member of staff, at night, at weekends, what stands out."),
            address=reverse("accounts:access"),
            waits=ngettext("%(n)d month to review", "%(n)d months to review", months) % {"n": months} if months else "",
        ),
        _breaches(complex, now=now),
        Line(
            title=_("People with two accounts"),
            text=_("Pairs that share a name and date of birth, a phone or an address; merged with a record of both."),
            address=reverse("accounts:duplicates"),
            waits=ngettext("%(n)d pair to judge", "%(n)d pairs to judge", pairs) % {"n": pairs} if pairs else "",
            kind="info",
        ),
        Line(
            title=_("Consent texts"),
            text=_("Every version, how many agreed to which, and what changed."),
            address=reverse("accounts:consent_texts"),
        ),
        Line(
            title=_("What is erased when"),
            text=_("The rules, what each would take now, and the log of what went."),
            address=reverse("accounts:retention"),
        ),
        Line(
            title=_("Identities kept apart"),
            text=_("Who erased accounts were, sealed, as long as a law asks for it (PIPA art. 21③)."),
            address=reverse("accounts:kept_apart"),
        ),
    ]


def _breaches(complex: Complex, *, now: datetime) -> Line:
    standing = [one for one in breaches.register(complex, now=now) if one.breach.closed_at is None]
    return Line(
        title=_("Breaches of personal data"),
        text=_("What happened, whose data, what is owed within 72 hours, and who was told (PIPA art. 34)."),
        address=reverse("accounts:breaches"),
        waits=ngettext("%(n)d open", "%(n)d open", len(standing)) % {"n": len(standing)} if standing else "",
        kind="danger",
    )

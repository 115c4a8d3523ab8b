"""Notices to cohorts as those who send them see them: what was sent, to how many, and how far it is."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet

from enrollment.models import Cohort, CohortNotice, NoticeRecipient
from enrollment.permissions.attendance import cohorts_taught
from enrollment.states import CohortState
from training.accounts.permissions import is_operator
from training.core.models import Complex
from training.core.models.messages import DeliveryState

PAGE = 20
WRITABLE = (CohortState.SETTLED, CohortState.PLANNED)  # beside the live ones


@dataclass(frozen=True)
class Progress:
    """How many of a notice's people were sent theirs."""

    total: int
    sent: int
    failed: int
    bounced: int

    @property
    def is_done(self) -> bool:
        return self.sent + self.bounced >= self.total

    @property
    def gone(self) -> int:
        return self.sent + self.bounced


def cohorts(user: Any, complex: Complex) -> QuerySet[Cohort]:
    """To which cohorts this person may write."""
    rows = cohorts_taught(user, complex, also=WRITABLE)
    return rows.select_related("course", "complex__site").order_by("-starts_on", "-pk")


def visible(user: Any, complex: Complex) -> QuerySet[CohortNotice]:
    """An operator sees all of the complex; others what went to cohorts they teach, and what they sent."""
    rows = CohortNotice.objects.of(complex).select_related("cohort__course", "sent_by")
    if is_operator(user, complex):
        return rows
    return rows.filter(Q(cohort__in=cohorts_taught(user, complex, also=WRITABLE)) | Q(sent_by=user))


def page(user: Any, complex: Complex, *, number: str) -> Page:
    """The newest first, with how many were sent. Two queries."""
    gone = Q(people__delivery__state__in=(DeliveryState.SENT, DeliveryState.BOUNCED))
    rows = visible(user, complex).annotate(known=Count("people"), gone=Count("people", filter=gone))
    return Paginator(rows.order_by("-sent_at", "-pk"), PAGE).get_page(number)


def progress(notice: CohortNotice) -> Progress:
    """One query."""
    state = "delivery__state"
    counted = NoticeRecipient.objects.filter(notice=notice).aggregate(
        total=Count("pk"),
        sent=Count("pk", filter=Q(**{state: DeliveryState.SENT})),
        failed=Count("pk", filter=Q(**{state: DeliveryState.FAILED})),
        bounced=Count("pk", filter=Q(**{state: DeliveryState.BOUNCED})),
    )
    return Progress(**counted)


def told_cohorts(notice: CohortNotice) -> list[tuple[Cohort, int]]:
    """The cohorts a notice reached, with how many people through each."""
    rows = NoticeRecipient.objects.filter(notice=notice).order_by().values("cohort").annotate(n=Count("pk"))
    counts = {row["cohort"]: row["n"] for row in rows}
    found = Cohort.objects.filter(pk__in=counts).select_related("course").order_by("-starts_on", "-pk")
    return [(cohort, counts[cohort.pk]) for cohort in found]

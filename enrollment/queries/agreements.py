"""Seats agreed with employers, as the operator sees them."""

from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q

from enrollment.models import Cohort, Nomination, SeatAgreement, SeatPool
from enrollment.queries.partners import Agreed
from enrollment.states import ApplicantKind, CohortState, NominationState


def of_cohort(cohort: Cohort, *, now: datetime) -> dict[str, Any]:
    """The agreements that keep seats first, each with its nominees; three queries for any number."""
    rows = SeatAgreement.objects.filter(cohort=cohort).select_related("organization", "pool", "cohort__complex")
    counted = rows.annotate(waiting=Count("nominations", filter=Q(nominations__state=NominationState.INVITED)))
    ordered = counted.prefetch_related("nominations").order_by(F("pool__closed_at").asc(nulls_first=True), "pk")
    pool = SeatPool.objects.filter(cohort=cohort, key="").first()
    return {
        "agreements": [Agreed(row, row.pool.taken, row.waiting, now) for row in ordered],
        "pool": pool,
        "takes": cohort.state in {CohortState.PLANNED, CohortState.OPEN, CohortState.CLOSED},
    }


def free(cohort: Cohort) -> int:
    """How many seats can be kept for an employer."""
    pools = SeatPool.objects.filter(cohort=cohort).serving(ApplicantKind.SPONSORED)
    return max(min((pool.left for pool in pools), default=0), 0)


def waiting(agreement: SeatAgreement) -> int:
    """Nominees who have still to answer."""
    return Nomination.objects.open().filter(agreement=agreement).count()

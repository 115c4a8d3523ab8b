"""Seats agreed with employers, as the operator and each employer see them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q
from django.utils.translation import gettext as _

from enrollment.models import Cohort, Nomination, SeatAgreement, SeatPool
from enrollment.states import AgreementState, ApplicantKind, CohortState, NominationState
from training.accounts.models import Organization
from training.core import words


@dataclass(frozen=True)
class Agreed:
    """One agreement, and how its seats stand."""

    agreement: SeatAgreement
    taken: int
    waiting: int  # for the answer of a nominee
    now: datetime

    @property
    def open(self) -> int:
        """Seats for which somebody can be nominated."""
        return self.agreement.pool.left - self.waiting if self.takes else 0

    @property
    def takes(self) -> bool:
        return self.agreement.state == AgreementState.OPEN and self.now < self.agreement.nominate_until

    @property
    def sentence(self) -> str:
        facts = {"deadline": words.deadline(self.agreement.nominate_until), "open": self.open}
        if self.agreement.state == AgreementState.WITHDRAWN:
            return _("Withdrawn by the office: %(reason)s") % {"reason": self.agreement.reason}
        if not self.takes:
            return _("Nominations were open %(deadline)s. Unused seats went back to everybody.") % facts
        if self.open:
            return _("Nominate your staff %(deadline)s. Seats not used by then go back to everybody.") % facts
        return _("Every seat has a nominee. Should one decline, you can name another %(deadline)s.") % facts


def of_employers(theirs: Iterable[Organization], *, now: datetime) -> list[Agreed]:
    """Open ones first, then the latest; one query."""
    rows = SeatAgreement.objects.filter(organization__in=theirs).select_related(
        "organization", "pool", "cohort__course", "cohort__complex"
    )
    counted = rows.annotate(waiting=Count("nominations", filter=Q(nominations__state=NominationState.INVITED)))
    found = [Agreed(row, row.pool.taken, row.waiting, now) for row in counted.order_by("-pk")]
    return sorted(found, key=lambda agreed: not agreed.takes)


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

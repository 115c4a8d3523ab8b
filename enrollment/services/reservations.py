"""What becomes of seats that are kept for an employer: each goes to a nominee, or at the deadline to everybody.

`settle` brings a cohort's agreements up to an instant. It is called wherever a seat may have come free, and by a
worker at each deadline, so nobody's turn depends on the worker alone. The pools are locked by the caller.
"""

from datetime import datetime
from typing import Any

from django.db.models import Q

from enrollment import mail
from enrollment.models import Cohort, Nomination, SeatAgreement, SeatPool
from enrollment.services import seats
from enrollment.states import AgreementState, ApplicantKind, NominationState
from training.core import audit, clock


def settle(cohort: Cohort, *, now: datetime) -> None:
    """End the nominations and agreements whose time is over; what no nominee can take any more goes to everybody."""
    late = Q(expires_at__lte=now) if now < begins_at(cohort) else Q()
    waiting = Nomination.objects.open().filter(late, cohort=cohort)
    for nomination in waiting.select_related("agreement__organization", "cohort__complex__site", "cohort__course"):
        end(nomination, NominationState.EXPIRED, by=None, now=now)
        mail.nomination_answered(nomination, now=now)
    over = Q(nominate_until__lte=now) if now < begins_at(cohort) else Q()
    keeping = SeatAgreement.objects.keeping().filter(over, cohort=cohort)
    for agreement in keeping.select_related(
        "pool", "organization", "cohort__complex__site", "cohort__course", "made_by"
    ):
        _over(agreement, now=now)


def begins_at(cohort: Cohort) -> datetime:
    """The first instant of the course's first day: nothing is kept for an employer after it."""
    return clock.start_of(cohort.starts_on, cohort.complex.zone)


def _over(agreement: SeatAgreement, *, now: datetime) -> None:
    """After the deadline only seats of people who were invited before it are kept, until the last has answered."""
    waiting = Nomination.objects.open().filter(agreement=agreement).count()
    returned = shrink(agreement, keep=waiting, now=now)
    if agreement.state == AgreementState.OPEN:
        audit.move(agreement, AgreementState.ENDED, by=None, now=now, facts={"returned": returned})
        mail.agreement_ended(agreement, returned=returned, waiting=waiting, now=now)


def shrink(agreement: SeatAgreement, *, keep: int, now: datetime) -> int:
    """Keep so many seats beside those taken, and give the rest to everybody. Returns how many were given.

    A pool that keeps none is closed: who leaves training later leaves a seat for everybody.
    """
    (pool,) = seats.lock([agreement.pool])
    spare = pool.left - keep
    if spare > 0:
        seats.set_capacity(pool, capacity=pool.capacity - spare, by=None, now=now)
        seats.unreserve(serving(agreement.cohort), count=spare)
    if keep == 0:
        SeatPool.objects.filter(pk=pool.pk, closed_at=None).update(closed_at=now)
    return max(spare, 0)


def serving(cohort: Cohort) -> Any:
    """The pools in which the seats of a cohort's agreements are reserved."""
    return SeatPool.objects.filter(cohort=cohort).serving(ApplicantKind.SPONSORED)


def end(nomination: Nomination, state: str, *, by: Any, now: datetime, **fields: Any) -> None:
    """Move a nomination out of waiting."""
    audit.move(nomination, state, by=by, now=now, answered_at=now, **fields)

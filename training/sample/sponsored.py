"""An employer's story: three people in training on agreed seats, and an agreement in the open cohort."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from enrollment.models import Application, Cohort, Enrollment, Nomination, Seat, SeatAgreement, SeatPool
from enrollment.models.seats import AGREED
from enrollment.queries.partners import CONSENT
from enrollment.rules.nominations import Nominee
from enrollment.services import agreements, nominations, shares
from enrollment.states import AgreementState, ApplicantKind, NominationState
from training.accounts.models import ConsentText, Organization, User
from training.core import clock

KEPT = 3


def in_training(
    people: Sequence[Enrollment], *, employer: Organization, manager: User, by: User, consenting: int
) -> None:
    """Seats agreed, nominated and accepted long ago; the first of these people agreed to be seen."""
    cohort = people[0].cohort
    agreement = _ended(cohort, employer, count=len(people), by=by)
    for one in people:
        _accepted(agreement, one, manager)
    text = ConsentText.objects.of(cohort.complex).filter(key=CONSENT).latest("version")
    for one in people[:consenting]:
        shares.give(one.trainee, employer, text, now=one.enrolled_at)


def _ended(cohort: Cohort, employer: Organization, *, count: int, by: User) -> SeatAgreement:
    pool = SeatPool.objects.create(
        complex=cohort.complex, cohort=cohort, key=f"{AGREED}{employer.pk}-1", capacity=count, taken=count,
        closed_at=cohort.closes_at,
    )  # fmt: skip
    return SeatAgreement.objects.create(
        complex=cohort.complex, cohort=cohort, organization=employer, pool=pool, seats=count, answer_days=7,
        state=AgreementState.ENDED, nominate_until=cohort.closes_at, made_at=cohort.opens_at, made_by=by,
    )  # fmt: skip


def _accepted(agreement: SeatAgreement, one: Enrollment, manager: User) -> None:
    who, at = one.trainee, one.enrolled_at
    Seat.objects.create(complex=one.complex, pool=agreement.pool, person=who, held_at=at)
    Enrollment.objects.filter(pk=one.pk).update(sponsor=agreement.organization)
    Application.objects.filter(cohort=one.cohort, applicant=who).update(
        kind=ApplicantKind.SPONSORED, sponsor=agreement.organization
    )
    Nomination.objects.create(
        complex=one.complex, agreement=agreement, cohort=one.cohort, name=who.name, email=who.email, person=who,
        state=NominationState.ACCEPTED, invited_at=one.cohort.opens_at, invited_by=manager, mailed_at=at,
        expires_at=at + timedelta(days=7), answered_at=at,
    )  # fmt: skip


def agreed(cohort: Cohort, employer: Organization, *, by: User) -> SeatAgreement:
    """Seats of the open cohort, kept from its first hour until the course is a day away."""
    until = clock.start_of(cohort.starts_on, cohort.complex.zone) - timedelta(days=1)
    return agreements.agree(
        cohort, employer, count=KEPT, nominate_until=until, answer_days=30, by=by, now=cohort.opens_at
    )


def invited(agreement: SeatAgreement, who: User, *, manager: User, now: datetime) -> None:
    """One of them has a nominee who has not answered yet."""
    nominee = Nominee(who.name, who.email, "전극 1팀")
    nominations.nominate(agreement, [nominee], by=manager, now=now - timedelta(hours=2))

"""Agreeing with an employer on seats of a cohort, changing that, and taking it back."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from enrollment import mail
from enrollment.models import Admission, Cohort, Nomination, SeatAgreement, SeatPool
from enrollment.models.seats import AGREED
from enrollment.services import offers, reservations, seats
from enrollment.states import AgreementState, ApplicantKind, CohortState, NominationState
from training.accounts.models import Organization
from training.core import audit, outbox, words
from training.core.errors import DomainError

DEADLINE = "enrollment.agreement_deadline"
TAKING = frozenset({CohortState.PLANNED, CohortState.OPEN, CohortState.CLOSED})


@transaction.atomic
def agree(
    cohort: Cohort,
    organization: Organization,
    *,
    count: int,
    nominate_until: datetime,
    answer_days: int,
    by: Any,
    now: datetime,
) -> SeatAgreement:
    """Keep so many free seats of a cohort for an employer's staff until a deadline. Raises seats.Full."""
    seats.lock_cohort(cohort)
    cohort = _fresh(cohort)
    offers.advance(cohort, now=now)
    _refuse_cohort(cohort, nominate_until, now=now)
    earlier = SeatAgreement.objects.filter(cohort=cohort, organization=organization)
    if earlier.filter(state=AgreementState.OPEN).exists():
        raise DomainError(
            _("There is an open agreement with this employer. Change its number of seats instead."),
            field="organization",
        )
    seats.reserve(reservations.serving(cohort), count=count)
    agreement = SeatAgreement.objects.create(
        complex_id=cohort.complex_id,
        cohort=cohort,
        organization=organization,
        pool=_pool(cohort, organization, number=earlier.count() + 1, count=count),
        seats=count,
        nominate_until=nominate_until,
        answer_days=answer_days,
        made_at=now,
        made_by=by,
    )
    audit.record(agreement, "agreed", by=by, at=now, after=agreement.state, facts=_facts(agreement))
    _owe_deadline(agreement, now=now)
    mail.agreement_made(agreement, now=now)
    return agreement


def _pool(cohort: Cohort, organization: Organization, *, number: int, count: int) -> SeatPool:
    key = f"{AGREED}{organization.pk}-{number}"
    return SeatPool.objects.create(complex_id=cohort.complex_id, cohort=cohort, key=key, capacity=count)


def _fresh(cohort: Cohort) -> Cohort:
    return Cohort.objects.select_related("complex__site", "course", "program").get(pk=cohort.pk)


def _refuse_cohort(cohort: Cohort, nominate_until: datetime, *, now: datetime) -> None:
    if cohort.state not in TAKING:
        raise DomainError(_("Seats are agreed before the course begins. Choose a cohort that is still to come."))
    if ApplicantKind.SPONSORED not in Admission.of_program(cohort.program_id).kinds:
        raise DomainError(
            _("The program of this cohort takes nobody who is sent by an employer. Change its admission rules first.")
        )
    if nominate_until <= now:
        raise DomainError(_("This deadline is over. Enter one to come."), field="nominate_until")
    if nominate_until > reservations.begins_at(cohort):
        raise DomainError(
            _("Nominations must be in before the course begins on %(day)s. Enter an earlier deadline.")
            % {"day": words.date_words(cohort.starts_on)},
            field="nominate_until",
        )


@transaction.atomic
def change(
    agreement: SeatAgreement, *, count: int, nominate_until: datetime, answer_days: int, by: Any, now: datetime
) -> SeatAgreement:
    """Agree on another number of seats or another deadline. Fewer than nominees hold or wait for is refused."""
    agreement = locked(agreement, now=now)
    if agreement.state != AgreementState.OPEN:
        raise DomainError(_("This agreement is over, so it stands. Make a new one for further seats."))
    _refuse_cohort(agreement.cohort, nominate_until, now=now)
    _refuse_fewer(agreement, count)
    before = _facts(agreement)
    _resize(agreement, count, by=by, now=now)
    agreement.seats, agreement.nominate_until, agreement.answer_days = count, nominate_until, answer_days
    agreement.save(update_fields=["seats", "nominate_until", "answer_days"])
    after = _facts(agreement)
    changed = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    if changed:
        entry = audit.record(agreement, "changed", by=by, at=now, facts=changed)
        _owe_deadline(agreement, now=now)
        mail.agreement_changed(agreement, key=entry.pk, now=now)
        offers.advance(agreement.cohort, now=now)
    return agreement


def _refuse_fewer(agreement: SeatAgreement, count: int) -> None:
    bound = agreement.pool.taken + Nomination.objects.open().filter(agreement=agreement).count()
    if count < max(bound, 1):
        raise seats.BelowSeated(
            ngettext(
                "%(bound)d person holds or was offered one of these seats. Enter %(bound)d or more.",
                "%(bound)d people hold or were offered one of these seats. Enter %(bound)d or more.",
                max(bound, 1),
            )
            % {"bound": max(bound, 1)},
            field="seats",
        )


def _resize(agreement: SeatAgreement, count: int, *, by: Any, now: datetime) -> None:
    more = count - agreement.pool.capacity
    if more > 0:
        seats.reserve(reservations.serving(agreement.cohort), count=more)
    seats.set_capacity(agreement.pool, capacity=count, by=by, now=now)
    if more < 0:
        seats.unreserve(reservations.serving(agreement.cohort), count=-more)


@transaction.atomic
def withdraw(agreement: SeatAgreement, *, reason: str, by: Any, now: datetime) -> int:
    """Take an agreement back: who accepted stays, open nominations end, the other seats go to everybody."""
    agreement = locked(agreement, now=now)
    if not reason.strip():
        raise DomainError(_("Write the reason. The employer reads it."), field="reason")
    returned = _take_back(agreement, reason=reason, by=by, now=now)
    mail.agreement_withdrawn(agreement, returned=returned, now=now)
    offers.advance(agreement.cohort, now=now)
    return returned


def withdraw_all(cohort: Cohort, *, reason: str, by: Any, now: datetime) -> None:
    """A cohort is canceled: its agreements end with it, and all are told. The pools are locked by the caller."""
    for agreement in _rows().filter(cohort=cohort).exclude(state=AgreementState.WITHDRAWN):
        returned = _take_back(agreement, reason=reason, by=by, now=now)
        mail.agreement_withdrawn(agreement, returned=returned, now=now)


def _take_back(agreement: SeatAgreement, *, reason: str, by: Any, now: datetime) -> int:
    audit.move(agreement, AgreementState.WITHDRAWN, by=by, now=now, reason=reason)
    SeatAgreement.objects.filter(pk=agreement.pk).update(reason=reason)
    agreement.reason = reason
    waiting = Nomination.objects.open().filter(agreement=agreement)
    for nomination in waiting.select_related("agreement__organization", "cohort__complex__site", "cohort__course"):
        reservations.end(nomination, NominationState.WITHDRAWN, by=by, now=now)
        mail.nomination_withdrawn(nomination, now=now)
    return reservations.shrink(agreement, keep=0, now=now)


def reach_deadline(agreement: SeatAgreement, *, now: datetime) -> None:
    """What a worker does at the deadline; doing it again, or before a later deadline, changes nothing."""
    if agreement.state == AgreementState.OPEN and agreement.nominate_until <= now:
        offers.advance(agreement.cohort, now=now)


def locked(agreement: SeatAgreement, *, now: datetime) -> SeatAgreement:
    """An agreement as it stands now, nobody else's until the transaction ends, with what is overdue ended."""
    seats.lock_cohort(agreement.cohort)
    offers.advance(agreement.cohort, now=now)
    return _rows().get(pk=agreement.pk)


def _rows() -> Any:
    return SeatAgreement.objects.select_related(
        "pool", "organization", "cohort__complex__site", "cohort__course", "cohort__program", "made_by"
    )


def _owe_deadline(agreement: SeatAgreement, *, now: datetime) -> None:
    outbox.owe(DEADLINE, agreement.pk, now=now, due_at=agreement.nominate_until, complex_id=agreement.complex_id)


def _facts(agreement: SeatAgreement) -> dict[str, Any]:
    return {
        "organization": agreement.organization_id,
        "seats": agreement.seats,
        "nominate_until": agreement.nominate_until.isoformat(),
        "answer_days": agreement.answer_days,
    }

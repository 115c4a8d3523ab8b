"""Settling a cohort: what the software proposes, a person confirms; frozen with its reasons."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from enrollment import mail, signals
from enrollment.models import Cohort, Decision, Enrollment
from enrollment.queries import completion as queries
from enrollment.queries.completion import Proposal
from enrollment.states import CohortState, EnrollmentState
from training.core import audit, canonical
from training.core.errors import DomainError


@transaction.atomic
def confirm(cohort: Cohort, *, by: Any, seen: str, now: datetime) -> list[Decision]:
    """Decide about everybody in training, as proposed, and settle the cohort.

    `seen` is the fingerprint of the proposals the operator read; others than those are never confirmed.
    """
    cohort = Cohort.objects.select_for_update().get(pk=cohort.pk)
    if cohort.state != CohortState.ENDED:
        raise DomainError(_("Only a cohort that has ended can be settled. End it first."))
    proposals = queries.proposals(cohort, now=now)
    if queries.fingerprint(proposals) != seen:
        raise DomainError(_("The records changed since you opened this page. Read the proposals again and confirm."))
    decisions = [_decide(proposal, by=by, now=now) for proposal in proposals]
    audit.move(cohort, CohortState.SETTLED, by=by, now=now, facts={"decisions": len(decisions)})
    return decisions


def _decide(proposal: Proposal, *, by: Any, now: datetime) -> Decision:
    enrollment = proposal.enrollment
    evidence = queries.frozen(proposal)
    decision = Decision.objects.create(
        complex_id=enrollment.complex_id,
        enrollment=enrollment,
        number=enrollment.decisions.count() + 1,
        outcome=proposal.outcome,
        policy=proposal.policy,
        shortfalls=evidence["shortfalls"],
        evidence=evidence,
        evidence_sha256=canonical.sha256(evidence),
        decided_at=now,
        decided_by=by,
    )
    audit.move(enrollment, proposal.outcome, by=by, now=now, facts={"decision": decision.number})
    signals.decision_confirmed.send(Decision, decision=decision)
    mail.completion_decided(decision, now=now)
    return decision


@transaction.atomic
def reopen(enrollment: Enrollment, *, by: Any, reason: str, now: datetime) -> None:
    """Open a decision again: it stays as it was, the person is in training again, the cohort goes back to ended.

    Refused without a reason, and while a certificate that rests on the decision has not been revoked.
    """
    if not reason.strip():
        raise DomainError(_("Write why this decision is opened again."), field="reason")
    decision = Decision.objects.select_for_update().filter(enrollment=enrollment, reopened_at=None).first()
    if decision is None:
        raise DomainError(_("No decision stands about this person."))
    signals.decision_reopening.send(Decision, decision=decision)
    Decision.objects.filter(pk=decision.pk).update(reopened_at=now)
    audit.move(enrollment, EnrollmentState.ENROLLED, by=by, now=now, reason=reason)
    cohort = enrollment.cohort
    cohort.refresh_from_db()
    if cohort.state == CohortState.SETTLED:
        audit.move(cohort, CohortState.ENDED, by=by, now=now, reason=reason)

"""Cohort 1 settled, its certificates issued by the real pipeline, and one of each later truth."""

from datetime import datetime, timedelta

from certificates.models import Certificate, Design
from certificates.services import awards, designs, issuing
from certificates.states import DesignKind, RevocationReason
from enrollment.models import Cohort, Decision
from enrollment.queries import completion as proposals
from enrollment.services import completion
from training.accounts.models import User

VALID_MONTHS = 1  # of the paper whose validity has ended


def settle(cohort: Cohort, *, by: User, now: datetime) -> list[Decision]:
    """Confirm everybody's decision as proposed."""
    seen = proposals.fingerprint(proposals.proposals(cohort, now=now))
    return completion.confirm(cohort, by=by, seen=seen, now=now)


def award(decisions: list[Decision], *, by: User, now: datetime) -> list[Certificate]:
    """A certificate for everybody who completed; then one is revoked, one reissued, and one has run out."""
    complex = decisions[0].enrollment.complex
    design = designs.current(complex, kind=DesignKind.COMPLETION, now=now)
    completed = [decision for decision in decisions if not decision.shortfalls]
    issued = [issue(decision, design, by, now) for decision in completed]
    issue(completed[1], _short_lived(complex, now), by, now)
    awards.revoke(
        issued[3],
        code=RevocationReason.values[0],
        note="표본: 발급 뒤 요건을 다시 확인하였습니다.",
        by=by,
        now=now + timedelta(days=12),
    )
    replacement = awards.reissue(issued[5], by=by, now=now + timedelta(days=5), reason="표본: 이름 표기 정정")
    issuing.issue(replacement.pk, now=now + timedelta(days=5), tell=False)
    return issued


def issue(decision: Decision, design: Design, by: User, now: datetime) -> Certificate:
    """One certificate, by the real pipeline, with no mail."""
    certificate = issuing.intend(decision, design=design, by=by, now=now)
    issuing.issue(certificate.pk, now=now, tell=False)
    certificate.refresh_from_db()
    return certificate


def _short_lived(complex: object, now: datetime) -> Design:
    wording = designs.STANDARD[DesignKind.PARTICIPATION]
    standard = designs.current(complex, kind=DesignKind.COMPLETION, now=now)  # type: ignore[arg-type] # a Complex
    return Design.objects.create(
        complex=standard.complex,
        kind=DesignKind.PARTICIPATION,
        version=1,
        validity_months=VALID_MONTHS,
        signatory_ko=standard.signatory_ko,
        signatory_en=standard.signatory_en,
        seal=standard.seal,
        created_at=now,
        **wording,
    )

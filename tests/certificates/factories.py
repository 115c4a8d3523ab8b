"""People who completed, with their decision in force, and papers in each state."""

from datetime import date, datetime
from typing import Any

import factory

from certificates.models import Certificate, Design
from certificates.services import awards, designs, issuing, vault
from certificates.states import DesignKind, RevocationReason
from enrollment.models import Cohort, Decision, Enrollment
from enrollment.states import CohortState, EnrollmentState
from tests import factories as ground
from training.accounts.models import User


class DesignFactory(ground.OwnedFactory):
    class Meta:
        model = Design

    kind = DesignKind.COMPLETION
    version = factory.LazyAttribute(lambda row: 1 + Design.objects.filter(complex=row.complex, kind=row.kind).count())
    title_ko = "수료증"
    title_en = "Certificate of Completion"
    body_ko = "위 사람은 본 기관이 실시한 위의 교육과정을 수료하였으므로 이 증서를 수여합니다."
    body_en = "This certifies that the person named above has completed the above course."
    signatory_ko = "원장"
    signatory_en = "President"
    seal = "충북테크노파크의인"
    created_at = ground.NOW


class DecisionFactory(ground.OwnedFactory):
    """That a person completed, decided by an operator, in force."""

    class Meta:
        model = Decision

    enrollment = factory.SubFactory(
        ground.EnrollmentFactory, complex=factory.SelfAttribute("..complex"), state=EnrollmentState.COMPLETED
    )
    number = 1
    outcome = EnrollmentState.COMPLETED
    policy = factory.LazyAttribute(lambda row: row.enrollment.cohort.program.policies.get())
    evidence = factory.LazyFunction(lambda: {"days": 40})
    evidence_sha256 = "e" * 64
    decided_at = ground.NOW
    decided_by = factory.SubFactory(ground.UserFactory, name="담당자")


def finished_cohort(**fields: Any) -> Cohort:
    """A settled cohort of eight weeks in the past, of a course with two modules."""
    values = {"state": CohortState.SETTLED, "starts_on": date(2026, 9, 7), "ends_on": date(2026, 10, 30), "seats": 30}
    cohort = ground.CohortFactory(**{**values, **fields})
    ground.ModuleFactory(course=cohort.course, complex=cohort.complex, order=1)
    ground.ModuleFactory(
        course=cohort.course,
        complex=cohort.complex,
        order=2,
        title_ko="화성",
        title_en="Formation",
        practice_hours="4.5",
    )
    return cohort


def completed(
    cohort: Cohort, *, name: str = "홍길동", state: str = EnrollmentState.COMPLETED, **person: Any
) -> Decision:
    """A person of the cohort with a decision in force."""
    trainee = ground.UserFactory(name=name, **person)
    enrollment: Enrollment = ground.EnrollmentFactory(
        complex=cohort.complex, cohort=cohort, trainee=trainee, state=state
    )
    return DecisionFactory(complex=cohort.complex, enrollment=enrollment, outcome=state)


def intended(decision: Decision | None = None, *, now: datetime = ground.NOW, **design: Any) -> Certificate:
    decision = decision or completed(finished_cohort())
    if design:
        chosen = DesignFactory(complex=decision.complex, **design)
    else:
        chosen = designs.current(decision.complex, kind=DesignKind.COMPLETION, now=now)
    return issuing.intend(decision, design=chosen, by=decision.decided_by, now=now)


def issued(decision: Decision | None = None, *, now: datetime = ground.NOW, **design: Any) -> Certificate:
    """Issued; the page is really drawn unless the test replaces the drawing (fixture `drawn`)."""
    certificate = intended(decision, now=now, **design)
    issuing.issue(certificate.pk, now=now)
    return Certificate.objects.get(pk=certificate.pk)


def revoked(
    certificate: Certificate | None = None, *, by: User | None = None, now: datetime = ground.NOW
) -> Certificate:
    certificate = certificate or issued()
    by = by or certificate.decision.decided_by
    awards.revoke(certificate, code=RevocationReason.REQUIREMENTS, note="감사에서 확인", by=by, now=now)
    return Certificate.objects.get(pk=certificate.pk)


def superseded(certificate: Certificate | None = None, *, now: datetime = ground.NOW) -> Certificate:
    """The old one; `superseded_by` is the new one."""
    certificate = certificate or issued()
    later = awards.reissue(certificate, by=certificate.decision.decided_by, now=now, reason="이름 정정")
    issuing.issue(later.pk, now=now)
    return Certificate.objects.get(pk=certificate.pk)


def code_of(certificate: Certificate) -> str:
    code = vault.opened(certificate.code_sealed)
    assert code is not None
    return code

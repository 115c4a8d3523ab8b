"""Who of a cohort would get a paper now, who has one, and who does not and why."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from certificates.models import Certificate, IssueBatch
from certificates.rules import names
from certificates.services import obstacles
from certificates.states import CertificateState
from enrollment.models import Cohort, Decision, Enrollment


@dataclass(frozen=True)
class Candidate:
    """One person of the cohort, as the operator sees them before issuing."""

    enrollment: Enrollment
    decision: Decision | None
    certificate: Certificate | None
    obstacles: list[str] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)

    @property
    def is_due(self) -> bool:
        return self.certificate is None and not self.obstacles


def of_cohort(cohort: Cohort, *, kind: str) -> list[Candidate]:
    """Everybody who was in the cohort, in Hangul order of names. Three queries, whatever the size."""
    enrollments = cohort.enrollments.select_related("trainee")
    decisions = {
        decision.enrollment_id: decision
        for decision in Decision.objects.filter(enrollment__cohort=cohort, reopened_at=None)
    }
    standing = {
        certificate.enrollment_id: certificate
        for certificate in Certificate.objects.filter(cohort=cohort, kind=kind).standing().order_by("state")
    }  # where a reissue is under way, "issued" comes last and so is the one that stands
    ordered = sorted(enrollments, key=lambda row: (names.hangul_order(row.trainee.name), row.pk))
    return [_candidate(row, decisions.get(row.pk), standing.get(row.pk)) for row in ordered]


def due(cohort: Cohort, *, kind: str, besides: IssueBatch | None = None) -> list[Candidate]:
    """Those who can get the paper now; people who already had their turn in this batch are left out."""
    served = set(besides.certificates.values_list("enrollment_id", flat=True)) if besides else set()
    return [row for row in of_cohort(cohort, kind=kind) if row.is_due and row.enrollment.pk not in served]


def _candidate(enrollment: Enrollment, decision: Decision | None, certificate: Certificate | None) -> Candidate:
    return Candidate(
        enrollment=enrollment,
        decision=decision,
        certificate=certificate,
        obstacles=[] if certificate else obstacles.found(enrollment, decided=decision is not None),
        differences=list(_differences(enrollment, certificate)),
    )


def _differences(enrollment: Enrollment, certificate: Certificate | None) -> Iterable[str]:
    """Where the account now says something else than the paper that stands."""
    if certificate is None or certificate.state != CertificateState.ISSUED or certificate.erased_at:
        return
    person, frozen = enrollment.trainee, certificate.facts["holder"]
    pairs: list[tuple[Any, Any, Any]] = [
        (_("name"), frozen["name"], person.name),
        (_("name in Latin letters"), frozen["latin_name"], person.latin_name),
        (_("date of birth"), certificate.birth_date, person.birth_date),
    ]
    for label, before, after in pairs:
        if before != after:
            yield _("%(field)s: on paper %(before)s, now %(after)s") % {
                "field": label,
                "before": before or "–",
                "after": after or "–",
            }

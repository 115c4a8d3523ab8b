"""Who of a cohort can have their enrollment confirmed, and what was issued last."""

from dataclasses import dataclass

from certificates.models import Certificate
from certificates.rules import names
from certificates.states import CertificateState, DesignKind
from enrollment.models import Cohort, Enrollment


@dataclass(frozen=True)
class Line:
    """One person, the confirmation that stands or is being made, and what keeps them from one."""

    enrollment: Enrollment
    certificate: Certificate | None
    obstacles: list[str]

    @property
    def is_being_made(self) -> bool:
        return self.certificate is not None and self.certificate.state == CertificateState.INTENDED


def people(cohort: Cohort) -> list[Enrollment]:
    """In Hangul order of names: one query."""
    rows = cohort.enrollments.select_related("trainee")
    return sorted(rows, key=lambda row: (names.hangul_order(row.trainee.name), row.pk))


def standing(cohort: Cohort) -> dict[int, Certificate]:
    """By enrollment; where one is being made, that one."""
    rows = Certificate.objects.filter(cohort=cohort, kind=DesignKind.ENROLLMENT).standing().order_by("-state")
    return {row.enrollment_id: row for row in rows}

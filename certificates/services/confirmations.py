"""Confirming on request that somebody is or was enrolled (수강확인원)."""

from datetime import datetime

from django.db import transaction

from certificates.models import Certificate
from certificates.queries import confirmations as queries
from certificates.services import designs, issuing, obstacles
from certificates.states import DesignKind
from enrollment.models import Cohort, Enrollment
from training.accounts.models import User


@transaction.atomic
def issue(enrollment: Enrollment, *, by: User, now: datetime) -> Certificate:
    """Owe the paper. One that stands is superseded when this one is issued; raises NotDue while one is being made."""
    design = designs.current(enrollment.complex, kind=DesignKind.ENROLLMENT, now=now)
    return issuing.intend_confirmation(enrollment, design=design, by=by, now=now)


def board(cohort: Cohort) -> list[queries.Line]:
    """Everybody of the cohort: two queries, whatever the size."""
    given = queries.standing(cohort)
    return [queries.Line(row, given.get(row.pk), obstacles.to_confirmation(row)) for row in queries.people(cohort)]

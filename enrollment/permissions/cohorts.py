"""Who may do what with a cohort, asked of the database at each request."""

from typing import Any

from enrollment.models import Cohort
from enrollment.models.cohorts import Teaching
from training.accounts.permissions import is_instructor, is_operator
from training.core.models import Complex


def teaches(user: Any, cohort: Cohort) -> bool:
    """Whether a person is an instructor of this cohort now: the assignment runs and the role was not revoked."""
    return (
        user.is_authenticated
        and Teaching.objects.filter(cohort=cohort, instructor=user, ended_at=None).exists()
        and is_instructor(user, cohort.complex)
    )


def may_run(user: Any, complex: Complex | None) -> bool:
    """Whether a person runs the cohorts of a complex: its operators and administrators."""
    return is_operator(user, complex)

"""Who may file claims about days, decide them, and open what proves them."""

from typing import Any

from enrollment.models import Claim, Enrollment
from enrollment.permissions.attendance import may_decide_days
from enrollment.rules import claims as rules


def is_claimant(user: Any, enrollment: Enrollment) -> bool:
    return bool(user.is_authenticated) and enrollment.trainee_id == user.pk


def may_file_for(user: Any, enrollment: Enrollment) -> bool:
    """File for somebody else, and late: those who run the complex, never for themselves."""
    return may_decide_days(user, enrollment.cohort) and not is_claimant(user, enrollment)


def may_decide(user: Any, claim: Claim) -> bool:
    """Those who run the complex, except the one it is about and the one who filed it."""
    second = rules.may_decide(user.pk, claimant=claim.enrollment.trainee_id, filed_by=claim.filed_by_id)
    return second and may_decide_days(user, claim.enrollment.cohort)


def may_take_back(user: Any, claim: Claim) -> bool:
    """The one it is about, and the one who filed it."""
    return bool(user.is_authenticated) and user.pk in (claim.enrollment.trainee_id, claim.filed_by_id)

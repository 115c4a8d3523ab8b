"""What rests on confirmed decisions does not change."""

from django.utils.translation import gettext as _

from enrollment.models import Cohort
from enrollment.permissions.attendance import is_live
from training.core.errors import DomainError


class Settled(DomainError):
    """The decisions about the cohort are confirmed; no grade or reading behind them changes."""


def refuse_unless_live(cohort: Cohort) -> None:
    """Raises Settled once the cohort's decisions stand, and for a cohort that was canceled."""
    if not is_live(cohort):
        raise Settled(_("The decisions about this cohort are confirmed, so its records stand."))

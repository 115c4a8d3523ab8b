"""Acts that were refused, kept in the audit trail: about which row, who was signed in, and why. Nothing else about them."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from enrollment.rules import clocks
from training.core import audit
from training.core.errors import DomainError
from training.core.models import AuditEntry

REFUSED = "scan refused"
MARK_REFUSED = "mark refused"
ASSESSMENT_REFUSED = "assessment refused"
MOST = 10


class ClockOff(DomainError):
    """The phone's clock is too far from ours to be believed."""


class SomebodyElse(DomainError):
    """The page was opened by another person than the one who is signed in now."""

    status = 403


def refused(subject: Model, why: str, *, by: Any, now: datetime, action: str = REFUSED) -> None:
    """Record what somebody signed in was refused, at most MOST within a minute about one row.

    A stranger's stands in the log only. So nobody can fill the trail. `by` None is a kiosk, whose token is its own.
    """
    if (by is None or by.is_authenticated) and _lately(subject, action, by=by, now=now) < MOST:
        audit.record(subject, action, by=by, at=now, facts={"why": why})


def _lately(subject: Model, action: str, *, by: Any, now: datetime) -> int:
    found = AuditEntry.objects.filter(subject_type=subject._meta.label_lower, subject_id=str(subject.pk))
    return found.filter(action=action, actor=by, at__gt=now - timedelta(minutes=1)).count()


def check_clock(device_at: datetime | None, *, now: datetime) -> None:
    """Raises ClockOff for a phone that is online with a clock more than ten minutes off."""
    if device_at is not None and not clocks.plausible(device_at, received_at=now):
        raise ClockOff(
            _("The clock of this phone is %(minutes)d minutes off. Set it to automatic time and scan again.")
            % {"minutes": clocks.minutes_off(device_at, received_at=now)}
        )


def check_person(opened_for: int | None, *, by: Any) -> None:
    """Raises SomebodyElse where the page of one person is posted by another, or names somebody else."""
    if opened_for is not None and opened_for != by.pk:
        raise SomebodyElse(_("This page was opened by somebody else. Scan the code again as yourself."))

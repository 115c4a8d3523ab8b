"""That an employer's manager looked at a person, or took a file with them, is recorded in this one place."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from enrollment.models import Enrollment
from training.core import audit

SEEN = "seen by the employer"
TAKEN = "taken by the employer"


def record(enrollments: Iterable[Enrollment], action: str, *, by: Any, now: datetime) -> None:
    """One entry for each person whose progress was shown."""
    for enrollment in enrollments:
        audit.record(enrollment, action, by=by, at=now, facts={"organization": enrollment.sponsor_id})

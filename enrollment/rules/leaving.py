"""How leaving training is reported, and until when: pure decisions on days.

Source: 국민내일배움카드 운영규정 §32① (roster), §35 (dismissal), §38① (outcomes), as summarized in practice.
"""

from datetime import date, timedelta

from enrollment.states import DismissalGround, EnrollmentState

OPTIONAL = frozenset({DismissalGround.CENTER_RULE})  # §35②: only after written notice and the term to appeal


def roster_until(starts_on: date, training_days: int) -> date:
    """The last day on which the roster is registered, from the number of training days (§32①).

    Under 10 days: the first day; under 30: the next day; to 180: within 7 days; longer: within 14.
    """
    if training_days < 10:
        return starts_on
    if training_days < 30:
        return starts_on + timedelta(days=1)
    return starts_on + timedelta(days=7 if training_days <= 180 else 14)


def outcome(left_on: date, *, roster_until: date) -> EnrollmentState:
    """수강철회 inside the window in which the roster is registered, 미수료 (drop-out) after it (§38①)."""
    return EnrollmentState.WITHDRAWN if left_on <= roster_until else EnrollmentState.NOT_COMPLETED


def dismissed_on(ground: str, *, caused_on: date, decided_on: date) -> date:
    """A dismissal of §35① counts from the day after its cause, one of §35② from the day it is decided."""
    return decided_on if ground in OPTIONAL else caused_on + timedelta(days=1)


def may_dismiss(ground: str, *, appeal_is_over: bool, appeal_is_open: bool) -> bool:
    """Whether a notice can take effect now. An appeal under way is answered first; §35② waits for the term as well."""
    if appeal_is_open:
        return False
    return appeal_is_over or ground not in OPTIONAL

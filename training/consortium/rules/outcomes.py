"""What became of graduates: when they are asked, and which figures may be shown. Pure."""

import calendar
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from enrollment.rules.attendance import percent
from enrollment.rules.surveys import is_shown
from training.consortium.states import OutcomeStatus

ASKED_AFTER = (3, 6)  # months after the end
REPORTED_AFTER = 6
KEPT_YEARS = 3
EMPLOYED = frozenset({OutcomeStatus.IN_FIELD, OutcomeStatus.ELSEWHERE})


def after(ends_on: date, months: int) -> date:
    """The same day so many months later, or the last of that month."""
    year, month = divmod(ends_on.year * 12 + ends_on.month - 1 + months, 12)
    return date(year, month + 1, min(ends_on.day, calendar.monthrange(year, month + 1)[1]))


def due_months(ends_on: date, *, today: date) -> int | None:
    """Which question is due: the latest whose day has come; None before the first, and long after the last."""
    if today >= after(ends_on, 2 * REPORTED_AFTER):
        return None
    return max((months for months in ASKED_AFTER if after(ends_on, months) <= today), default=None)


def rate(counts: Mapping[str, int], *, outside: bool = False) -> Decimal | None:
    """Employed of those who completed and agreed, in percent, rounded as every rate. None of nobody.

    Outside the desk also None where they are fewer than five.
    """
    whole = sum(counts.values())
    if not whole or (outside and not is_shown(whole)):
        return None
    return percent(sum(counts.get(status, 0) for status in EMPLOYED), whole)

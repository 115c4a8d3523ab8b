"""How long before its end a holder is told."""

from collections.abc import Collection
from datetime import date

LEADS = (90, 30)  # days
FIRST = max(LEADS)


def due(expires_on: date | None, *, today: date, told: Collection[int]) -> int | None:
    """The lead to tell of today: the shortest that has begun, unless it, or a shorter one, was told.

    Half-open as everywhere: with exactly 90 days left the first has begun; on the last day it still can be told, after
    it no more.
    """
    if expires_on is None or not 0 <= (expires_on - today).days <= FIRST:
        return None
    lead = min(days for days in LEADS if (expires_on - today).days <= days)
    return None if any(days <= lead for days in told) else lead

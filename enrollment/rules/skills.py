"""How one person stands in one skill, from every try and what second assessors said. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Stand(StrEnum):
    """Where a skill stands for one person."""

    BLANK = "blank"  # never tried
    AGAIN = "again"  # tried, not passed: 재평가
    WAITING = "waiting"  # a reading that passes waits for the second assessor
    PASSED = "passed"


@dataclass(frozen=True)
class Try:
    """One try as it counts now: corrected ones are left out by the caller. `second` is None before they spoke."""

    passed: bool
    needs_second: bool = False
    second: bool | None = None

    @property
    def counts(self) -> bool:
        return self.passed and (not self.needs_second or self.second is True)

    @property
    def waits(self) -> bool:
        return self.passed and self.needs_second and self.second is None


def stand(tries: Sequence[Try]) -> Stand:
    """Passed is passed: a later try takes nothing away. Order does not matter, except that nothing is blank."""
    if any(one.counts for one in tries):
        return Stand.PASSED
    if any(one.waits for one in tries):
        return Stand.WAITING
    return Stand.AGAIN if tries else Stand.BLANK

"""Questions that this app asks of the apps above it."""

from collections.abc import Iterable
from typing import Protocol

from training.core.ports import Port


class IssuedCounts(Protocol):
    """How many people of each cohort hold a certificate, by the key of the cohort."""

    def issued(self, cohorts: Iterable[int]) -> dict[int, int]: ...


issued_counts: Port[IssuedCounts] = Port("enrollment.issued_counts")

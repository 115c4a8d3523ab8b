"""Questions that this app asks of the apps above it."""

from collections.abc import Iterable
from typing import Protocol

from training.core.ports import Port


class IssuedCounts(Protocol):
    """How many people of each cohort hold a certificate, by the key of the cohort."""

    def issued(self, cohorts: Iterable[int]) -> dict[int, int]: ...


issued_counts: Port[IssuedCounts] = Port("enrollment.issued_counts")


class CertificateStates(Protocol):
    """How each enrollment's certificate stands, as one word; those without one are left out."""

    def of(self, enrollments: Iterable[int]) -> dict[int, str]: ...


certificate_states: Port[CertificateStates] = Port("enrollment.certificate_states")

"""For which reasons a program recognizes absences, and how far each goes: data of a policy version.

The shipped list follows 국민내일배움카드 운영규정 (2026-39) §34②2 with 별표 3 as it is summarized in practice; the Annex
itself is to be checked before a program relies on a figure.
"""

from dataclasses import dataclass

from enrollment.states import ClaimReason

AS_NEEDED = 0
R = ClaimReason
# In the order in which they are offered. Power and devices are reasons of corrections, not of absences.
LISTED = (
    R.ILLNESS, R.BEREAVEMENT, R.WEDDING, R.BIRTH, R.RESERVE_FORCES, R.CONSCRIPTION, R.EXAM, R.INTERVIEW, R.LEAVE, R.OTHER,
)  # fmt: skip
SHIPPED: dict[str, int] = {
    R.ILLNESS.value: AS_NEEDED,
    R.BEREAVEMENT.value: 5,
    R.WEDDING.value: 5,
    R.BIRTH.value: 5,
    R.RESERVE_FORCES.value: AS_NEEDED,
    R.CONSCRIPTION.value: AS_NEEDED,
    R.EXAM.value: AS_NEEDED,
    R.INTERVIEW.value: AS_NEEDED,
    R.LEAVE.value: 1,
}


@dataclass(frozen=True)
class Recognition:
    """The list of one policy version. `limits` are reasons with calendar days on end, counted from the first (weekends
    too); 0 is as many as needed."""

    limits: tuple[tuple[str, int], ...] = tuple(SHIPPED.items())
    least_days: int = 10  # §34②2: absences are recognized in courses of 10 training days and more
    illness_percent: int = 10  # of all training days
    leave_months: int = 6  # leave is for courses of six months and more, one day in each unit period

    @property
    def reasons(self) -> tuple[ClaimReason, ...]:
        """In the order of the list."""
        given = dict(self.limits)
        return tuple(reason for reason in LISTED if reason in given)

    def most_days(self, reason: str) -> int:
        """Calendar days on end for one occasion; 0 is as many as needed."""
        return dict(self.limits).get(reason, AS_NEEDED)


SHIPPED_LIST = Recognition()

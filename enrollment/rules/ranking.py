"""Scores, ranks and a proposal: pure, so that the same applicants always come to the same proposal.

A program's criteria are rows like {"key": "motivation", "title_ko": …, "title_en": …, "most": 10, "weight": 3}. A reviewer
gives 0 to `most` points; the weighted sum is said in percent with one decimal, and two reviewers count alike.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from enrollment.states import Outcome

REVIEWERS = 2


@dataclass(frozen=True)
class Candidate:
    """One applicant as the ranking sees them."""

    pk: int
    kind: str
    applied_at: datetime
    points: tuple[Mapping[str, int], ...]  # one per reviewer
    is_eligible: bool = True
    verdict: str = ""  # a person's word instead of the proposal


@dataclass(frozen=True)
class Place:
    """Where a candidate stands, and what is proposed and why.

    `why` is one of: verdict, eligibility, unscored, score, seat, full, quota.
    """

    candidate: Candidate
    rank: int | None
    percent: Decimal | None
    is_tied: bool
    outcome: str  # empty while it cannot be proposed
    why: str


def percent(criteria: Iterable[Mapping[str, Any]], points: Mapping[str, int]) -> Decimal:
    """One reviewer's points as a share of what could be had, in percent with one decimal."""
    rows = list(criteria)
    most = sum(int(row["most"]) * int(row.get("weight", 1)) for row in rows)
    got = sum(int(points.get(str(row["key"]), 0)) * int(row.get("weight", 1)) for row in rows)
    return _rounded(Decimal(100 * got) / most) if most else Decimal("0.0")


def total(criteria: Iterable[Mapping[str, Any]], given: Sequence[Mapping[str, int]]) -> Decimal | None:
    """The mean of two reviewers, None until both have scored."""
    rows = list(criteria)
    if len(given) < REVIEWERS:
        return None
    return _rounded(sum((percent(rows, points) for points in given), Decimal(0)) / len(given))


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


def propose(
    candidates: Iterable[Candidate],
    *,
    criteria: Sequence[Mapping[str, Any]],
    capacity: int,
    quotas: Mapping[str, int],
    pass_percent: int = 0,
) -> list[Place]:
    """A place for everybody, the best first.

    Equal totals share a rank (1, 2, 2, 4) and stand in the order of submission. What a person has decided takes its
    seats first; then seats go down the ranks while the cohort and the quota of the kind have any.
    """
    everybody = list(candidates)
    totals = {one.pk: total(criteria, one.points) for one in everybody}
    ordered = sorted(everybody, key=lambda one: _order(one, totals[one.pk]))
    left = {"": capacity, **quotas}
    for one in ordered:
        if one.verdict == Outcome.SELECTED:
            _take(left, one.kind)
    return [_place(one, totals, left, pass_percent) for one in ordered]


def _order(one: Candidate, percent_: Decimal | None) -> tuple[Any, ...]:
    return (not one.is_eligible, percent_ is None, -(percent_ or Decimal(0)), one.applied_at, one.pk)


def _take(left: dict[str, int], kind: str) -> None:
    for key in {"", kind} & left.keys():
        left[key] -= 1


def _place(one: Candidate, totals: Mapping[int, Decimal | None], left: dict[str, int], pass_percent: int) -> Place:
    mine = totals[one.pk]
    same = [pk for pk, other in totals.items() if other == mine and mine is not None]
    rank = None if mine is None else 1 + sum(1 for other in totals.values() if other is not None and other > mine)
    outcome, why = _proposed(one, mine, left, pass_percent)
    return Place(one, rank, mine, is_tied=len(same) > 1, outcome=outcome, why=why)


def _proposed(one: Candidate, mine: Decimal | None, left: dict[str, int], pass_percent: int) -> tuple[str, str]:
    if one.verdict:
        return one.verdict, "verdict"
    if not one.is_eligible:
        return Outcome.REJECTED, "eligibility"
    if mine is None:
        return "", "unscored"
    if mine < pass_percent:
        return Outcome.REJECTED, "score"
    if left[""] < 1:
        return Outcome.WAITLISTED, "full"
    if one.kind in left and left[one.kind] < 1:
        return Outcome.WAITLISTED, "quota"
    _take(left, one.kind)
    return Outcome.SELECTED, "seat"

"""What is still missing in a cohort, as its instructors read it: people by what the rules ask for."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from enrollment.models import Cohort, PolicyVersion
from enrollment.queries import completion
from enrollment.queries.completion import NEEDS, Proposal
from enrollment.queries.completion_words import hours, sentence
from enrollment.rules.completion import Shortfall


@dataclass(frozen=True)
class Cell:
    """One person and one thing the rules ask for; without a shortfall it is there."""

    shortfall: Shortfall | None

    @property
    def sentence(self) -> str:
        return sentence(self.shortfall) if self.shortfall else ""

    @property
    def short(self) -> str:
        """So many of so many, in hours where attendance is counted in minutes."""
        if self.shortfall is None:
            return ""
        if self.shortfall.basis == "hours":
            facts = {"have": hours(self.shortfall.have), "need": hours(self.shortfall.need)}
            return _("%(have)s / %(need)s h") % facts
        return f"{self.shortfall.have} / {self.shortfall.need}"


@dataclass(frozen=True)
class Row:
    """One person with a cell for each kind, in the order of the heads."""

    proposal: Proposal
    cells: list[Cell]


@dataclass(frozen=True)
class Matrix:
    """People by kinds of evidence; a kind the policy version does not ask for has no column."""

    policy: PolicyVersion
    heads: list[tuple[str, str, int]]  # kind, its word, and how many people have it
    rows: list[Row]

    @property
    def finding(self) -> str:
        there = sum(not row.proposal.shortfalls for row in self.rows)
        facts = {"n": there, "all": len(self.rows)}
        return (
            ngettext(
                "%(n)d person of %(all)d has everything that is asked for.",
                "%(n)d people of %(all)d have everything that is asked for.",
                there,
            )
            % facts
        )


def words() -> dict[str, Any]:
    return {
        "attendance": _("Attendance"),
        "lessons": _("Lessons"),
        "quizzes": _("Quizzes"),
        "skills": _("Skills"),
        "papers": _("Papers"),
    }


def of_cohort(cohort: Cohort, *, now: datetime) -> Matrix:
    """Everybody in training, by name: the proposals themselves. The number of queries does not grow with people."""
    policy = cohort.program.policy_on(cohort.ends_on)
    kinds = ["attendance", *(kind for kind in NEEDS if getattr(policy, f"needs_{kind}"))]
    rows = [_row(proposal, kinds) for proposal in completion.proposals(cohort, now=now)]
    there = Counter(kind for row in rows for kind, cell in zip(kinds, row.cells, strict=True) if not cell.shortfall)
    return Matrix(policy, [(kind, words()[kind], there[kind]) for kind in kinds], rows)


def _row(proposal: Proposal, kinds: list[str]) -> Row:
    missing = {shortfall.kind: shortfall for shortfall in proposal.shortfalls}
    return Row(proposal, [Cell(missing.get(kind)) for kind in kinds])  # type: ignore[call-overload] # kinds are Kinds

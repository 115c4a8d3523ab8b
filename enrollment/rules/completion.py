"""What is still missing until completion. Empty means complete, and the list is what the trainee reads."""

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["attendance", "lessons", "quizzes", "skills", "papers"]
Basis = Literal["days", "hours"]


@dataclass(frozen=True)
class Demands:
    """What a policy version asks for."""

    attendance_percent: int
    lessons: bool
    quizzes: bool = False
    skills: bool = False
    papers: bool = False


@dataclass(frozen=True)
class Tally:
    """So many things are asked for; so many are there, and so many wait for somebody else's word."""

    need: int = 0
    have: int = 0
    waiting: int = 0


@dataclass(frozen=True)
class Evidence:
    """What one person has: credited of scheduled days (or hours), finished of published lessons.

    `credited` counts present and recognized days less the absences converted from late, early and away.
    """

    basis: Basis
    scheduled: int
    credited: int
    lessons: int
    lessons_finished: int
    quizzes: Tally = field(default_factory=Tally)
    skills: Tally = field(default_factory=Tally)
    papers: Tally = field(default_factory=Tally)


@dataclass(frozen=True)
class Shortfall:
    """One thing still to do: `have` of `need`; `waiting` of the missing ones wait for an instructor, not for the trainee."""

    kind: Kind
    need: int
    have: int
    basis: Basis | None = None
    waiting: int = 0

    @property
    def missing(self) -> int:
        return self.need - self.have


def least(percent: int, whole: int) -> int:
    """The smallest whole number that is at least `percent` % of `whole`.

    국민내일배움카드 운영규정 §38①1가 asks for 80 % of the scheduled days themselves, so days are compared, not the rounded rate
    of §36: 31 of 39 days is 79.5 % and misses; the rate that is shown never decides.
    """
    return -(-percent * whole // 100)


def shortfalls(demands: Demands, evidence: Evidence) -> list[Shortfall]:
    """What is missing, in the order in which a trainee can act on it."""
    found = []
    need = least(demands.attendance_percent, evidence.scheduled)
    if evidence.credited < need or evidence.scheduled == 0:
        found.append(Shortfall("attendance", max(need, 1), evidence.credited, evidence.basis))
    if demands.lessons and evidence.lessons_finished < evidence.lessons:
        found.append(Shortfall("lessons", evidence.lessons, evidence.lessons_finished))
    others: tuple[tuple[bool, Kind, Tally], ...] = (
        (demands.quizzes, "quizzes", evidence.quizzes),
        (demands.skills, "skills", evidence.skills),
        (demands.papers, "papers", evidence.papers),
    )
    return found + [_short_of(kind, tally) for asked, kind, tally in others if asked and tally.have < tally.need]


def _short_of(kind: Kind, tally: Tally) -> Shortfall:
    return Shortfall(kind, tally.need, tally.have, waiting=tally.waiting)

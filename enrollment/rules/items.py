"""How good a question is, from what everybody was worth in it and in the rest of the quiz."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

ENOUGH = 20  # answers; below that nobody can tell (ux.md 4)
WEAK, HARD, EASY = 0.2, 0.2, 0.95


@dataclass(frozen=True)
class Item:
    """`difficulty` is the mean worth (1 is easy); `discrimination` its correlation with the rest of the attempt."""

    answers: int
    difficulty: float
    discrimination: float | None

    @property
    def is_enough(self) -> bool:
        return self.answers >= ENOUGH

    @property
    def is_suspect(self) -> bool:
        weak = self.discrimination is not None and self.discrimination < WEAK
        return self.is_enough and (weak or not HARD <= self.difficulty <= EASY)


def item(pairs: Sequence[tuple[float, float]]) -> Item:
    """From pairs (worth in this question, mean worth in all others); needs at least one."""
    worth = [one for one, _rest in pairs]
    return Item(len(pairs), sum(worth) / len(worth), correlation(pairs))


def correlation(pairs: Sequence[tuple[float, float]]) -> float | None:
    """Pearson's; None where one side never differs."""
    n = len(pairs)
    mean_x, mean_y = sum(x for x, _ in pairs) / n, sum(y for _, y in pairs) / n
    xx = sum((x - mean_x) ** 2 for x, _ in pairs)
    yy = sum((y - mean_y) ** 2 for _, y in pairs)
    if xx < 1e-12 or yy < 1e-12:
        return None
    found = sum((x - mean_x) * (y - mean_y) for x, y in pairs) / math.sqrt(xx * yy)
    return min(max(found, -1.0), 1.0)

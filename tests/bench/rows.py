"""What a bench measures: ours beside a base, in turns, so that a busy machine slows both."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Row:
    """One figure. `ours` and `base` are medians in `unit`; `ratio` is the median of the rounds' ratios."""

    bench: str
    case: str
    ours: float
    base: float
    unit: str
    ratio: float
    target: float | None = None
    at_most: bool = True  # the target is a limit; else it must be reached

    @property
    def reached(self) -> bool | None:
        """None where nobody set a target."""
        if self.target is None:
            return None
        return self.ratio <= self.target if self.at_most else self.ratio >= self.target


def milliseconds(act: Callable[[], object], times: int = 1) -> float:
    """How long one of so many takes."""
    started = time.perf_counter()
    for _ in range(times):
        act()
    return (time.perf_counter() - started) * 1000 / times


def in_turns(ours: Callable[[], float], base: Callable[[], float], *, rounds: int) -> tuple[float, float, float]:
    """Medians of both, and of their ratio round by round; each goes first in every other round."""
    ours(), base()  # what is kept for the process is kept
    pairs = []
    for number in range(rounds):
        if number % 2:
            second = base()
            pairs.append((ours(), second))
        else:
            pairs.append((ours(), base()))
    return median(a for a, _ in pairs), median(b for _, b in pairs), median(a / b for a, b in pairs)

"""How a report that was submitted differs from one reckoned now: cell by cell, and in the rows both rest on. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from training.consortium.rules.figures import FIGURES, Value

Lines = Mapping[str, str]  # the key of a row, and the hash of what of it is counted


@dataclass(frozen=True)
class Rows:
    """How many rows of one kind came, changed, or no longer count."""

    kind: str
    added: int
    changed: int
    removed: int


@dataclass(frozen=True)
class Cell:
    """One figure of one line that is not what it was."""

    breakdown: str
    line: str
    figure: str
    before: Value
    after: Value


def rows(kind: str, before: Lines, after: Lines) -> Rows | None:
    """None where every row is as it was."""
    kept = before.keys() & after.keys()
    changed = sum(before[key] != after[key] for key in kept)
    found = Rows(kind, len(after) - len(kept), changed, len(before) - len(kept))
    return found if found.added or found.changed or found.removed else None


def cells(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Cell]:
    """Every figure of every line of either, where they differ; a line or figure that one lacks is unknown there."""
    for breakdown in sorted(before["lines"].keys() | after["lines"].keys(), key=_order):
        old = {line["key"]: line["values"] for line in before["lines"].get(breakdown, [])}
        new = {line["key"]: line["values"] for line in after["lines"].get(breakdown, [])}
        for key in [*old, *(key for key in new if key not in old)]:
            yield from _of_line(breakdown, key, old.get(key, {}), new.get(key, {}))


def _of_line(breakdown: str, key: str, old: Mapping[str, Value], new: Mapping[str, Value]) -> Iterator[Cell]:
    for figure in [*old, *(figure for figure in new if figure not in old)]:
        if old.get(figure) != new.get(figure):
            yield Cell(breakdown, key, figure, old.get(figure), new.get(figure))


def _order(breakdown: str) -> int:
    return ["total", "complexes", "periods", "courses", "organizations"].index(breakdown)


def reasons(cell: Cell, changed: list[Rows]) -> list[Rows]:
    """The changes of rows on which a figure rests."""
    figure = FIGURES.get(cell.figure)
    return [one for one in changed if figure is not None and one.kind in figure.sources]

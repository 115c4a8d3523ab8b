"""A table under a row of headings: where they stand, and what each row holds under them. Pure."""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from training.core.text import clean_name, looks_like_resident_number

Row = tuple[int, list[str]]  # its number in the file, and its cells; blank rows are left out
Headings = Mapping[str, tuple[str, ...]]
HEAD_WITHIN = 10  # rows in which the headings must stand


@dataclass(frozen=True)
class Fault:
    """What is wrong with one line; `word` names the sentence, `other` is another line or a value it needs."""

    line: int
    word: str
    other: str = ""


@dataclass(frozen=True)
class Headed:
    """The rows below the headings, by the keys of the columns. `refused` is one word where there are none."""

    columns: dict[str, int]
    rows: list[Row]
    refused: str = ""

    def lines(self) -> Iterator[tuple[int, dict[str, str]]]:
        for number, row in self.rows:
            yield number, {key: row[at] if at < len(row) else "" for key, at in self.columns.items()}


def headed(rows: list[Row], headings: Headings, *, first: str) -> Headed:
    """`first` is the column by which the row of headings is known. Nothing of a sheet with a resident number is kept."""
    if any(looks_like_resident_number(cell) for _line, row in rows for cell in row):
        return Headed({}, [], "resident")
    keys = [[_key(cell, headings) for cell in row] for _line, row in rows[:HEAD_WITHIN]]
    head = next((place for place, found in enumerate(keys) if first in found), None)
    if head is None:
        return Headed({}, [], "headings")
    found = [key for key in keys[head] if key is not None]
    if missing := sorted(set(headings) - set(found)):
        return Headed({}, [], f"missing-{missing[0]}")
    if len(found) != len(set(found)):
        return Headed({}, [], "twice")
    return Headed({key: keys[head].index(key) for key in found}, rows[head + 1 :])


def plain(cell: str) -> str:
    """As words are compared: one form of letters, small, without spaces around."""
    return clean_name(unicodedata.normalize("NFKC", cell)).value.lower()


def _key(cell: str, headings: Headings) -> str | None:
    said = plain(cell).removesuffix("*").strip()
    return next((key for key, words in headings.items() if said in words), None)

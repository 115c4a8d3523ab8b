"""How a list of numbers or codes and names is read: which column is which, and what stands in each line."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Self

from certificates.rules import codes, numbers

Row = tuple[int, list[str]]
NONE = -1
HEADS = {
    "code": ("검증코드", "확인코드", "코드", "verificationcode", "code"),
    "number": ("등록번호", "발급번호", "수료증번호", "증서번호", "증명번호", "registernumber", "certificatenumber"),
    "name": ("이름", "성명", "성함", "name", "fullname"),
}


@dataclass(frozen=True)
class Columns:
    """Which column holds the number or code, which a second of them (or none), which the name; and whether row one is heads."""

    what: int = 0
    second: int = NONE
    name: int = 1
    headed: bool = False

    @classmethod
    def parsed(cls, said: dict[str, Any]) -> Self:
        return cls(**said)

    def stored(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Line:
    """One question: what was typed, as code and as number where it has such a shape, and the name."""

    line: int
    what: str
    name: str
    code: str = ""
    number: str = ""

    @property
    def is_readable(self) -> bool:
        return bool(self.code or self.number)


def guessed(rows: Sequence[Row]) -> Columns:
    """By the heads where there are some, else by what most cells look like."""
    width = max(len(cells) for _line, cells in rows)
    if width == 1:
        return Columns(what=0, name=0, headed=_is_heads(rows))
    headed = _is_heads(rows)
    heads = [_squeezed(cell) for cell in rows[0][1]] if headed else []
    scores = [sum(_is_asked(cell) for cell in _column(rows, index)) for index in range(width)]
    ordered = sorted((index for index in range(width) if scores[index]), key=lambda index: -scores[index])
    named = {kind: _headed(heads, kind) for kind in HEADS}
    what = next((place for place in (named["code"], named["number"], *ordered) if place != NONE), 0)
    second = next((place for place in (named["number"], *ordered) if place not in (what, NONE)), NONE)
    name = named["name"] if named["name"] != NONE else _name_column(rows, width, {what, second})
    return Columns(what=what, second=second, name=name, headed=headed)


def lines(rows: Sequence[Row], columns: Columns) -> list[Line]:
    """The questions in their order; a second column fills what the first leaves open."""
    return [_line(number, cells, columns) for number, cells in rows[1 if columns.headed else 0 :]]


def _line(number: int, cells: list[str], columns: Columns) -> Line:
    first, second, name = (_at(cells, place) for place in (columns.what, columns.second, columns.name))
    if columns.name == columns.what:  # pasted as "number name"
        first, _space, name = first.partition(" ")
        name = name.strip()
    found = [_read(text) for text in (first, second) if text]
    code = next((code for code, _number in found if code), "")
    asked = next((number for _code, number in found if number), "")
    return Line(number, first or second, name, code, asked)


def _read(text: str) -> tuple[str, str]:
    """Code and number, of which at most one is not empty. Text of neither shape is none of both."""
    typed = codes.without_address(text)
    if codes.has_shape(typed):
        return codes.squeezed(typed), ""
    number = numbers.parsed(typed)
    return "", str(number) if number else ""


def _is_asked(cell: str) -> bool:
    return any(_read(cell.partition(" ")[0] if " " in cell else cell)) or any(_read(cell))


def _is_heads(rows: Sequence[Row]) -> bool:
    """No code and no number stands in the first row, and one does below it or a head is known."""
    first = rows[0][1]
    if any(_is_asked(cell) for cell in first):
        return False
    known = any(_headed([_squeezed(cell) for cell in first], kind) != NONE for kind in HEADS)
    return known or any(_is_asked(cell) for _line, cells in rows[1:] for cell in cells)


def _headed(heads: list[str], kind: str) -> int:
    return next((place for place, head in enumerate(heads) if head in HEADS[kind]), NONE)


def _name_column(rows: Sequence[Row], width: int, taken: set[int]) -> int:
    """The first column that is not taken and in most rows holds letters without digits."""
    free = [index for index in range(width) if index not in taken]
    score = {
        index: sum(bool(cell) and not any(c.isdigit() for c in cell) for cell in _column(rows, index)) for index in free
    }
    return max(free, key=lambda index: score[index]) if free else 0


def _column(rows: Sequence[Row], index: int) -> list[str]:
    return [_at(cells, index) for _line, cells in rows]


def _at(cells: list[str], place: int) -> str:
    return cells[place] if 0 <= place < len(cells) else ""


def _squeezed(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())

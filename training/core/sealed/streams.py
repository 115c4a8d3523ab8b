"""What WeasyPrint writes on a page, as a list of operators: cut at marked content, and followed in its state."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

# Operators that set something which lasts beyond a piece of content: color, line, text state.
LASTING = frozenset(b"rg RG g G k K cs CS sc SC scn SCN gs Tf Tr Ts Tc Tw Tz TL w J j M d i ri".split())
NAMED = frozenset(b"Tf gs Do sh scn SCN".split())  # they take a name out of the page's resources


@dataclass
class State:
    """What is set at one place of a page."""

    matrices: tuple[bytes, ...] = ()
    lasting: dict[bytes, bytes] = field(default_factory=dict)
    below: list[tuple[tuple[bytes, ...], dict[bytes, bytes]]] = field(default_factory=list)

    def follow(self, line: bytes) -> None:
        operator = line.rpartition(b" ")[2]
        if operator == b"q":
            self.below.append((self.matrices, dict(self.lasting)))
        elif operator == b"Q":
            self.matrices, self.lasting = self.below.pop()
        elif operator == b"cm":
            self.matrices += (line,)
        elif operator in LASTING:
            key = line if operator == b"gs" else operator  # one sets filling, another strokes
            self.lasting.pop(key, None)
            self.lasting[key] = line


@dataclass(frozen=True)
class Marked:
    """One piece of marked content: its number on the page, its lines, and the state before it."""

    number: int
    opening: bytes
    lines: tuple[bytes, ...]
    matrices: tuple[bytes, ...]
    set_before: tuple[bytes, ...]

    def left_behind(self) -> bytes:
        """What it sets for the content that follows."""
        state = State()
        for line in self.lines:
            state.follow(line)
        return b"\n".join(state.lasting.values())


def pieces(items: Iterable[Any]) -> Iterator[Marked | bytes]:
    """A page's operators in order: each tagged content as one, anything else line by line."""
    lines, state = [_line(item) for item in items], State()
    at = 0
    while at < len(lines):
        if lines[at + 2 : at + 3] == [b"BDC"] and lines[at + 1].startswith(b"<</MCID "):
            end = _end(lines, at + 3)
            number, inner = int(lines[at + 1][8:-2]), tuple(lines[at + 3 : end])
            opening = b" ".join(lines[at : at + 3])
            yield Marked(number, opening, inner, state.matrices, tuple(state.lasting.values()))
            for line in inner:
                state.follow(line)
            at = end + 1
        else:
            state.follow(lines[at])
            yield lines[at]
            at += 1


def renamed(line: bytes, prefix: bytes) -> bytes:
    """The line with the name it takes out of the resources under a prefix."""
    return b"/" + prefix + line[1:] if line.rpartition(b" ")[2] in NAMED and line.startswith(b"/") else line


def _end(lines: list[bytes], at: int) -> int:
    depth = 1
    while True:
        depth += (lines[at] in (b"BDC", b"BMC")) - (lines[at] == b"EMC")
        if not depth:
            return at
        at += 1


def _line(item: Any) -> bytes:
    if isinstance(item, bytes):
        return item
    data = getattr(item, "data", None)
    return data if isinstance(data, bytes) else str(item).encode()

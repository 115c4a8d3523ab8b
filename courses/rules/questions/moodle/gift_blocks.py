"""The questions of a GIFT file as blocks between empty lines, and the signs inside of them."""

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from courses.rules.questions.moodle.found import LONGEST, Unsaid

BLANKS = " \t\r\n"  # wider ones belong to the words
# While a block is taken apart an escaped sign is one of these code points, which are no characters and stand in no text.
SIGNS = ":#={}~"
HIDDEN = {sign: chr(0xFDD0 + place) for place, sign in enumerate(SIGNS)} | {"n": "\n", "\\": chr(0xFDDF)}
SHOWN = str.maketrans({code: sign for sign, code in HIDDEN.items() if sign != "n"})
ESCAPED = re.compile(r"\\([:#={}~n\\])")
NOTE = re.compile(r"(?<!\\)\[([a-z]+):((?:[^\\\[\]]|\\.)*)\]")


@dataclass
class Block:
    """The lines of one question. `notes` are what its comments say in brackets, as Moodle does: `[id:…] [tag:…]`."""

    line: int
    lines: list[str] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    length: int = 0

    def note(self, name: str) -> str:
        return next((words for known, words in self.notes if known == name), "")

    @property
    def text(self) -> str:
        """Everything but comments, with escaped signs hidden. Raises Unsaid."""
        if self.length > LONGEST:
            raise Unsaid(_("It is longer than %(most)d characters.") % {"most": LONGEST})
        return ESCAPED.sub(lambda found: HIDDEN[found[1]], "\n".join(self.lines).strip(BLANKS))


def blocks(pieces: Iterable[str]) -> Iterator[Block]:
    """Each question with its comments; categories pass by."""
    block = Block(1)
    for number, line in enumerate(_lines(pieces), 1):
        if not line.strip(BLANKS):
            if block.lines:
                yield block
            block = Block(number + 1)
        elif line.lstrip(BLANKS).startswith("//"):
            block.notes += [
                (found[1], re.sub(r"\\(.)", _unescaped, found[2])) for found in NOTE.finditer(line[:LONGEST])
            ]
        elif not line.lstrip(BLANKS).startswith("$CATEGORY:"):
            _add(block, line, number)
    if block.lines:
        yield block


def _add(block: Block, line: str, number: int) -> None:
    if not block.lines:
        block.line = number
    block.length += len(line)
    block.lines.append(line if block.length <= LONGEST else "")


def _lines(pieces: Iterable[str]) -> Iterator[str]:
    """The lines of a file; one that is far too long is cut, and so refused."""
    newlines = io.IncrementalNewlineDecoder(None, translate=True)
    rest = ""
    for piece in pieces:
        *whole, rest = (rest + newlines.decode(piece)).split("\n")
        yield from whole
        rest = rest[: LONGEST + 1]
    yield rest


def _unescaped(found: re.Match[str]) -> str:
    return "\n" if found[1] == "n" else found[1]


def shown(words: str) -> str:
    """The words with their signs."""
    return words.translate(SHOWN)


def escape(words: str) -> str:
    """The inverse: signs escaped, one line."""
    return re.sub(r"[:#={}~\\]", r"\\\g<0>", words).replace("\n", "\\n")


def note(name: str, words: str) -> str:
    """What a comment says in brackets, in the form that `blocks` reads."""
    inner = re.sub(r"[\\\[\]]", r"\\\g<0>", words).replace("\n", "\\n")
    return f"[{name}:{inner}]"

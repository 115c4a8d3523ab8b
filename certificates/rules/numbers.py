"""Register numbers: `제2026-충북-0001호`, at least four digits, never reused."""

import re
import unicodedata
from dataclasses import dataclass

TYPED = re.compile(r"제?(\d{4})(\D{1,10})(\d{1,9})호?")


@dataclass(frozen=True)
class Number:
    """A register number as somebody typed it."""

    year: int
    word: str
    running: int

    def __str__(self) -> str:
        return text(self.year, self.word, self.running)


def text(year: int, word: str, running: int) -> str:
    """As it is printed."""
    return f"제{year}-{word}-{running:04d}호"


def parsed(typed: str) -> Number | None:
    """The number that was typed, spaces, dashes and case aside; None for anything else."""
    squeezed = "".join(char for char in unicodedata.normalize("NFKC", typed).upper() if char.isalnum())
    match = TYPED.fullmatch(squeezed)
    if match is None:
        return None
    return Number(year=int(match[1]), word=match[2], running=int(match[3]))

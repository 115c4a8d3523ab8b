"""Quarters of a year, as employers plan in."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Self

WRITTEN = re.compile(r"(20\d\d)-([1-4])", re.ASCII)


@dataclass(frozen=True, order=True)
class Quarter:
    """Three months of a year, numbered from 1."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(day.year, (day.month + 2) // 3)

    @classmethod
    def read(cls, text: str) -> Self | None:
        """From `2027-1`; None for anything else."""
        found = WRITTEN.fullmatch(text)
        return cls(int(found[1]), int(found[2])) if found else None

    @property
    def key(self) -> str:
        return f"{self.year}-{self.number}"

    @property
    def first_day(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    def later(self, count: int) -> "Quarter":
        """So many quarters later."""
        index = self.year * 4 + self.number - 1 + count
        return Quarter(index // 4, index % 4 + 1)


def coming(day: date, count: int) -> list[Quarter]:
    """The quarter of a day and those that follow, so many in all."""
    return [Quarter.of(day).later(n) for n in range(count)]

"""What a program asks an applicant to fill in and hand in, read from its data."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Paper:
    """One paper that is asked for: what it is called, what it is for, of whom it is asked."""

    key: str
    title_ko: str
    title_en: str
    purpose_ko: str
    purpose_en: str
    required: bool
    kinds: tuple[str, ...]  # empty: of everybody

    def asked_of(self, kind: str) -> bool:
        return not self.kinds or kind in self.kinds


def papers(documents: Iterable[Mapping[str, Any]]) -> list[Paper]:
    """Rows like {"key": "employment", "title_ko": …, "purpose_ko": …, "required": true, "kinds": ["employed"]}."""
    return [
        Paper(
            key=str(row["key"]),
            title_ko=str(row.get("title_ko", "")),
            title_en=str(row.get("title_en", "")),
            purpose_ko=str(row.get("purpose_ko", "")),
            purpose_en=str(row.get("purpose_en", "")),
            required=bool(row.get("required", False)),
            kinds=tuple(row.get("kinds", ())),
        )
        for row in documents
    ]


def asked_of(kind: str, documents: Iterable[Mapping[str, Any]]) -> list[Paper]:
    """The papers asked of one kind of applicant, in the program's order."""
    return [paper for paper in papers(documents) if paper.asked_of(kind)]


def missing(kind: str, documents: Iterable[Mapping[str, Any]], handed_in: Iterable[str]) -> list[Paper]:
    """The required papers that are not handed in yet."""
    there = set(handed_in)
    return [paper for paper in asked_of(kind, documents) if paper.required and paper.key not in there]

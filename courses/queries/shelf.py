"""The glossary and the list of equipment, each as one page shows it."""

import json
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from courses.models import Equipment, LessonPage, Term
from training.core.models import Complex


@dataclass(frozen=True)
class TermEntry:
    """A term in the reader's language, with its name in the other."""

    key: str
    name: str
    other: str
    meaning: str


@dataclass(frozen=True)
class MachineEntry:
    """A machine, and the lessons that show it: (title, address, language)."""

    key: str
    name: str
    other: str
    purpose: str
    safety: str
    lessons: list[tuple[str, str, str]]


def _other(language: str) -> str:
    return "ko" if language == "en" else "en"


def terms(complex: Complex, *, language: str) -> list[TermEntry]:
    rows = Term.objects.of(complex).order_by(f"term_{language}", "pk")
    return [
        TermEntry(
            row.key,
            getattr(row, f"term_{language}"),
            getattr(row, f"term_{_other(language)}"),
            getattr(row, f"definition_{language}"),
        )
        for row in rows
    ]


def machines(complex: Complex, *, readable: frozenset[int], language: str) -> list[MachineEntry]:
    """Two queries, whatever the number of machines and lessons."""
    shown = _where_shown(complex, readable=readable, language=language)
    return [
        MachineEntry(
            key=row.key,
            name=getattr(row, f"name_{language}"),
            other=getattr(row, f"name_{_other(language)}"),
            purpose=getattr(row, f"purpose_{language}"),
            safety=getattr(row, f"safety_{language}"),
            lessons=shown.get(row.key, []),
        )
        for row in Equipment.objects.of(complex).order_by(f"name_{language}", "pk")
    ]


def _where_shown(complex: Complex, *, readable: frozenset[int], language: str) -> dict[str, list[tuple[str, str, str]]]:
    """Lessons by the key of the machines they show; of those in two languages, the reader's."""
    pages = (
        LessonPage.objects.live()
        .filter(Q(lesson__is_preview=True) | Q(lesson__module__course__in=readable), lesson__complex=complex)
        .annotate(raw=Cast("body", TextField()))
        .filter(raw__contains='"equipment"')
        .defer("body", "objectives", "summary", "sources", "review_notes")
        .order_by("lesson__module__course__order", "lesson__module__order", "lesson__order", "pk")
    )
    best: dict[int, Any] = {}
    for page in pages:
        if page.language == language or page.lesson_id not in best:
            best[page.lesson_id] = page
    found: dict[str, list[tuple[str, str, str]]] = {}
    for page in best.values():
        for key in _keys(page.raw):
            found.setdefault(key, []).append((page.title, page.address(), page.language))
    return found


def _keys(raw: str) -> list[str]:
    """The machines of a stream as it is stored, each once."""
    blocks = [block["value"] for block in json.loads(raw) if block["type"] == "equipment"]
    return list(dict.fromkeys(value["key"] for value in blocks if value.get("key")))

"""The consent texts of a complex by version, with how many agreed to which, and what changed between two."""

from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher

from django.db.models import Count, Q

from training.accounts.models import ConsentText
from training.core.clock import day_of
from training.core.models import Complex

PARTS = ("title", "purpose", "items", "period", "refusal")


@dataclass(frozen=True)
class Version:
    """One version of a text, whether it is in force, and how many stand by it."""

    text: ConsentText
    is_in_force: bool
    standing: int
    ended: int


@dataclass(frozen=True)
class Piece:
    """A piece of a text: `same`, `gone` or `new`."""

    kind: str
    words: str


@dataclass(frozen=True)
class Changed:
    """One part of a text in one language, as it was and as it is."""

    part: str
    language: str
    pieces: list[Piece]


def versions(complex: Complex, *, now: datetime, key: str = "") -> list[Version]:
    """Two queries; those of one key, or of all of them, the latest version first."""
    rows = ConsentText.objects.of(complex).order_by("key", "-version")
    rows = rows.filter(key=key) if key else rows
    counted = rows.annotate(
        standing=Count("consents", filter=Q(consents__withdrawn_at=None, consents__user__is_active=True)),
        ended=Count("consents", filter=Q(consents__withdrawn_at__isnull=False)),
    )
    in_force = set(ConsentText.objects.of(complex).in_force(day_of(now, complex.zone)).values_list("pk", flat=True))
    return [Version(row, row.pk in in_force, row.standing, row.ended) for row in counted]  # type: ignore[attr-defined]  # annotated


def changes(earlier: ConsentText, later: ConsentText) -> list[Changed]:
    """What differs between two versions, word by word; parts that stayed as they were are left out."""
    found = []
    for part in PARTS:
        for language in ("ko", "en"):
            before, after = (str(getattr(text, f"{part}_{language}")) for text in (earlier, later))
            if before != after:
                found.append(Changed(part, language, pieces(before, after)))
    return found


def pieces(before: str, after: str) -> list[Piece]:
    """Words that stayed, went and came, in reading order."""
    old, new = before.split(), after.split()
    found: list[Piece] = []
    for act, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if act == "equal":
            found.append(Piece("same", " ".join(old[a:b])))
            continue
        if b > a:
            found.append(Piece("gone", " ".join(old[a:b])))
        if d > c:
            found.append(Piece("new", " ".join(new[c:d])))
    return found

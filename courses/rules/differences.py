"""What changed between two editions of a lesson, part by part and word by word.

`differences(before, after)` takes two canonical contents as `LessonEdition.content` holds them and answers with what a
reader would notice. It knows nothing of templates: each change has its kind, where it stands, and marked pieces of text.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import StrEnum
from html import unescape
from typing import Any

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

ALIKE = 0.3  # two blocks of a kind that share less than this are two blocks, not one that changed
MOST_COMPARED = 1_000_000  # pairs of words; a longer passage is shown as replaced
CONTEXT = 60  # letters shown on either side of what changed
BREAK = re.compile(r"</(?:p|li|h[1-6]|blockquote|tr)>|<(?:br|hr)\s*/?>", re.IGNORECASE)
TAG = re.compile(r"<[^>]*>")
HEADING = re.compile(r"<h[2-4][^>]*>(.*?)</h[2-4]>", re.IGNORECASE | re.DOTALL)
WORD = re.compile(r"(\w+|[^\w\s]|^\s+)(\s*)")
FILES = frozenset({"image", "film", "captions", "document"})
FIELDS = frozenset({"title", "summary", "objectives", "sources", "hours"})  # there is one of each
NAMES = ("title", "caption", "name")

PARTS: dict[str, Any] = {
    "title": _("title"),
    "summary": _("summary"),
    "objectives": _("objectives"),
    "sources": _("sources"),
    "terms": _("glossary"),
    "hours": _("hours"),
    "text": _("text"),
    "table": _("table"),
    "parameters": _("parameter table"),
    "hazard": _("hazard notice"),
    "steps": _("work instruction"),
    "equation": _("equation"),
    "worked": _("worked number"),
    "defect": _("defect card"),
    "check": _("knowledge check"),
    "calculator": _("calculator"),
    "plot": _("plot"),
    "process_step": _("process step"),
    "figure": _("figure"),
    "video": _("video"),
    "document": _("document"),
    "equipment": _("equipment"),
    "references": _("references"),
}
SIGNALS = {
    "danger": pgettext_lazy("GHS signal word", "Danger"),
    "warning": pgettext_lazy("GHS signal word", "Warning"),
}


class Kind(StrEnum):
    """What became of a part, or of a piece of its text."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


LINES = {"equal": Kind.SAME, "delete": Kind.REMOVED, "insert": Kind.ADDED}


@dataclass(frozen=True)
class Piece:
    """Some words that stayed, came or went."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class Change:
    """One part of a lesson that is not as it was. `title` is the heading it stands under, or its own."""

    kind: Kind
    part: str
    title: str
    pieces: tuple[Piece, ...]

    @property
    def name(self) -> str:
        return str(PARTS.get(self.part, self.part))


@dataclass(frozen=True)
class Part:
    """One part of a content as plain text, a paragraph a line. `own` is the title by which it is known again."""

    part: str
    title: str = field(compare=False)
    text: str
    own: str = field(default="", compare=False)


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[Change]:
    """What changed, in the order of the newer text; what only stood in the older comes where it stood. Empty: nothing."""
    old, new = list(_parts(before)), list(_parts(after))
    pairs: list[tuple[Part | None, Part | None]] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            pairs += _between(old[i1:i2], new[j1:j2])
    changes = [_change(was, stands, moved=moved) for was, stands, moved in _with_moves(pairs)]
    return [change for change in changes if change]


def words(before: str, after: str) -> list[Piece]:
    """Two texts as one: what stayed, what went, what came. Nothing is left out."""
    old, new = before.split("\n"), after.split("\n")
    pieces: list[Piece] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, here = "\n".join(old[i1:i2]), "\n".join(new[j1:j2])
        if tag == "replace":
            pieces += [*_in_passage(gone, here), Piece(Kind.SAME, "\n")]
        else:
            pieces.append(Piece(LINES[tag], f"{gone if tag == 'delete' else here}\n"))
    return _joined(pieces)


# --- parts ---------------------------------------------------------------------------------------
def _parts(content: dict[str, Any]) -> Iterator[Part]:
    for name in ("title", "summary"):
        yield Part(name, "", str(content.get(name, "")))
    yield Part("objectives", "", "\n".join(content.get("objectives", [])))
    heading = ""
    for block in content.get("blocks", []):
        value = block["value"]
        if block["type"] == "text":
            found = HEADING.findall(str(value))
            own = _plain(found[0]) if found else ""
            yield Part("text", own or heading, _plain(str(value)), own)
            heading = _plain(found[-1]) if found else heading
        else:
            own = _own_title(value)
            yield Part(block["type"], own or heading, _text(block, content.get("language", "ko")), own)
    for term in content.get("terms", []):
        yield Part("terms", term["term"], term["meaning"], term["key"])
    yield Part("sources", "", "\n".join(content.get("sources", [])))
    yield Part("hours", "", " + ".join(content.get("hours", {}).values()))


def _own_title(value: Any) -> str:
    if not isinstance(value, dict):
        return ""
    return next((str(value[name]) for name in NAMES if value.get(name)), "")


def _text(block: dict[str, Any], language: str) -> str:
    value = block["value"]
    if block["type"] == "table":
        return "\n".join(line for line in _rows(value) if line)
    if block["type"] == "equipment":
        said = value.get("said") or {"name": value.get("key", "")}
        value = [text for name, text in said.items() if not name.endswith("_en" if language == "ko" else "_ko")]
        value.append(block["value"].get("here", ""))
    return "\n".join(line for line in _lines(value) if line)


def _rows(table: dict[str, Any]) -> Iterator[str]:
    """A row a line, its cells between bars."""
    yield str(table.get("caption") or "")
    yield " | ".join(str(column.get("heading", "")) for column in table.get("columns", []))
    for row in table.get("rows", []):
        yield " | ".join(" ".join(_lines(cell)).replace("\n", " ") for cell in row.get("values", []))


def _lines(value: Any, name: str = "") -> Iterator[str]:
    """The leaves of a block's value as plain text; a file by the beginning of its hash."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _lines(item, key)
    elif isinstance(value, list):
        for item in value:
            yield from _lines(item, name)
    elif value is None or isinstance(value, bool):
        return
    elif name in FILES:
        yield gettext("file %(mark)s") % {"mark": str(value)[:8]}
    elif name == "signal":
        yield str(SIGNALS.get(value, value))
    else:
        yield _plain(str(value))


def _plain(html: str) -> str:
    text = unescape(TAG.sub("", BREAK.sub("\n", html)))
    return "\n".join(line for line in (" ".join(line.split()) for line in text.splitlines()) if line)


# --- parts against parts --------------------------------------------------------------------------
def _between(old: Sequence[Part], new: Sequence[Part]) -> Iterator[tuple[Part | None, Part | None]]:
    """One stretch of parts against another, in pairs: None beside a part says that it went or came."""
    pairs = _pairs(old, new)
    waiting = 0
    for index, part in enumerate(new):
        partner = pairs.get(index)
        if partner is None:
            yield None, part
            continue
        yield from ((gone, None) for gone in old[waiting:partner])
        yield old[partner], part
        waiting = partner + 1
    yield from ((gone, None) for gone in old[waiting:])


def _pairs(old: Sequence[Part], new: Sequence[Part]) -> dict[int, int]:
    """Which new part is which old one: the first of its kind, after the last found, that is alike enough."""
    found: dict[int, int] = {}
    begin = 0
    for index, part in enumerate(new):
        for place in range(begin, len(old)):
            if _same_part(old[place], part):
                found[index], begin = place, place + 1
                break
    return found


def _same_part(old: Part, new: Part) -> bool:
    if old.part != new.part:
        return False
    if old.part in FIELDS or (old.own and old.own == new.own):
        return True
    return old.part != "terms" and _alike(old.text, new.text) >= ALIKE


def _alike(old: str, new: str) -> float:
    matcher = SequenceMatcher(None, _tokens(old)[:600], _tokens(new)[:600], autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= ALIKE else 0.0


def _with_moves(pairs: list[tuple[Part | None, Part | None]]) -> Iterator[tuple[Part | None, Part | None, bool]]:
    """What went here and came there is one part that moved: it is said once, where it stands now."""
    gone = [old for old, new in pairs if old and not new]
    moved: dict[int, Part] = {}
    for place, (old, new) in enumerate(pairs):
        origin = next((part for part in gone if new and not old and _known_again(part, new)), None)
        if origin is not None:
            gone.remove(origin)
            moved[place] = origin
    for place, (old, new) in enumerate(pairs):
        if place in moved:
            yield moved[place], new, True
        elif new is not None or any(old is part for part in gone):
            yield old, new, False


def _known_again(old: Part, new: Part) -> bool:
    return old.part == new.part and (old.text == new.text or bool(old.own and old.own == new.own))


def _change(old: Part | None, new: Part | None, *, moved: bool) -> Change | None:
    """None where there is nothing to notice."""
    if old is None or new is None:
        part, kind = (new, Kind.ADDED) if old is None else (old, Kind.REMOVED)
        assert part is not None  # noqa: S101 - one of the two stands
        return Change(kind, part.part, part.title, (Piece(kind, part.text),)) if part.text else None
    if old.text == new.text and not moved:
        return None
    pieces = tuple(_shortened(words(old.text, new.text)))
    return Change(Kind.CHANGED if old.text != new.text else Kind.MOVED, new.part, new.title, pieces) if pieces else None


# --- words ---------------------------------------------------------------------------------------
def _tokens(text: str) -> list[str]:
    return [found[1] for found in WORD.finditer(text)]


def _in_passage(gone: str, here: str) -> Iterator[Piece]:
    """Paragraphs that were replaced by others, word by word; spaces follow their word."""
    old, new = list(WORD.finditer(gone)), list(WORD.finditer(here))
    if len(old) * len(new) > MOST_COMPARED:
        yield from (Piece(Kind.REMOVED, gone), Piece(Kind.ADDED, here))
        return
    matcher = SequenceMatcher(None, [w[1] for w in old], [w[1] for w in new], autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            for stood, stands in zip(old[i1:i2], new[j1:j2], strict=True):
                yield Piece(Kind.SAME, stands[1])
                yield from _spaces(stood[2], stands[2])
        else:
            yield Piece(Kind.REMOVED, "".join(w[0] for w in old[i1:i2]))
            yield Piece(Kind.ADDED, "".join(w[0] for w in new[j1:j2]))


def _spaces(gone: str, here: str) -> Iterator[Piece]:
    if gone == here:
        yield Piece(Kind.SAME, here)
    else:
        yield from (Piece(Kind.REMOVED, gone), Piece(Kind.ADDED, here))


def _joined(pieces: Iterable[Piece]) -> list[Piece]:
    """Neighbors of one kind as one; none is empty, and the last line has no end."""
    kept: list[Piece] = []
    for piece in pieces:
        if not piece.text:
            continue
        if kept and kept[-1].kind == piece.kind:
            kept[-1] = Piece(piece.kind, kept[-1].text + piece.text)
        else:
            kept.append(piece)
    if kept and kept[-1].text.endswith("\n"):
        kept[-1] = Piece(kept[-1].kind, kept[-1].text[:-1])
    return [piece for piece in kept if piece.text]


def _shortened(pieces: list[Piece]) -> Iterator[Piece]:
    """Long stretches that stayed are cut to their ends, with an ellipsis."""
    last = len(pieces) - 1
    for index, piece in enumerate(pieces):
        if piece.kind != Kind.SAME or len(piece.text) <= 3 * CONTEXT:
            yield piece
            continue
        begin = piece.text[:CONTEXT] if index else ""
        end = piece.text[-CONTEXT:] if index < last else ""
        if index == last == 0:
            begin = piece.text[:CONTEXT]
        yield Piece(Kind.SAME, f"{begin}…{end}")

"""Terms of the glossary inside a lesson's text: which occur, and where each occurs first."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape, unescape

TAG = re.compile(r"(<[^>]*>)")
SKIPPED = frozenset({"a", "h2", "h3", "h4", "code"})
WORD = "[0-9A-Za-z]"


@dataclass(frozen=True)
class Word:
    """A term as one language writes it."""

    key: str
    text: str
    meaning: str

    @property
    def pattern(self) -> str:
        """Latin letters stand as a word of their own; Hangul takes its particles, so only its left edge is looked at."""
        found = re.escape(self.text)
        if re.match(WORD, self.text):
            found = rf"(?<!{WORD}){found}"
        if re.search(rf"{WORD}$", self.text):
            found = rf"{found}(?!{WORD})"
        return found


def occurring(words: Iterable[Word], texts: Iterable[str]) -> list[Word]:
    """The words that occur in any of these pieces of rich text, in the order given."""
    whole = unescape(TAG.sub(" ", "\n".join(texts)))
    return [word for word in words if re.search(word.pattern, whole, re.IGNORECASE)]


def mark(html: str, words: list[Word], *, marked: set[str]) -> str:
    """The text with the first occurrence of each word linked to its meaning below; `marked` keeps those done before."""
    by_text = {word.text.casefold(): word for word in words if word.key not in marked}
    if not by_text:
        return html
    longest_first = sorted(by_text.values(), key=lambda word: -len(word.text))
    pattern = re.compile("|".join(f"(?:{word.pattern})" for word in longest_first), re.IGNORECASE)
    pieces, inside = [], 0
    for piece in TAG.split(html):
        if piece.startswith("<"):
            inside += _deeper(piece)
        elif not inside and piece:
            piece = _marked(unescape(piece), pattern, by_text, marked)
        pieces.append(piece)
    return "".join(pieces)


def _deeper(tag: str) -> int:
    name = re.match(r"</?\s*(\w+)", tag)
    if name is None or name[1].lower() not in SKIPPED:
        return 0
    return -1 if tag.startswith("</") else 1


def _marked(text: str, pattern: re.Pattern[str], by_text: dict[str, Word], marked: set[str]) -> str:
    pieces, end = [], 0
    for found in pattern.finditer(text):
        word = by_text.get(found[0].casefold())
        if word is None or word.key in marked:
            continue
        marked.add(word.key)
        pieces.append(escape(text[end : found.start()], quote=False))
        pieces.append(f'<a class="oc-term" href="#term-{word.key}">{escape(found[0], quote=False)}</a>')
        end = found.end()
    return "".join([*pieces, escape(text[end:], quote=False)])

"""How lessons are found: Hangul by pairs of letters, so that 전극 finds 전극공정; other words whole, without their plural.

The database's full-text index keeps the tokens made here. Each word ends in a mark that no stemmer knows, so that
SQLite (which stems) and PostgreSQL (which need not) find the same.
"""

import re
import unicodedata
from dataclasses import dataclass

HANGUL = re.compile(r"[가-힣]+")
WORD = re.compile(r"[가-힣]+|[0-9a-z]+")
MARK = "0x"
IN_TITLE = "0t"
LONGEST = 100  # letters of a query
MOST_WORDS = 8


@dataclass(frozen=True)
class Wanted:
    """One word of a query: tokens that must follow each other, and the letters to highlight."""

    tokens: tuple[str, ...]
    letters: str


def _words(text: str) -> list[str]:
    return WORD.findall(unicodedata.normalize("NFC", text).casefold())


def _pairs(word: str) -> list[str]:
    """학습자 → 학습 습자; a single letter stands for itself."""
    return [word[at : at + 2] for at in range(len(word) - 1)] or [word]


def _plain(word: str) -> str:
    """Without a plural s: cells → cell, but gas and process stay."""
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is", "as")):
        word = word[:-1]
    return word + MARK


def tokens(text: str, *, title: str = "") -> str:
    """What the index keeps of a text; what stands in its title a second time, so that titles can be asked alone."""
    return " ".join([*_tokens(text), *map(in_title, _tokens(title))])


def in_title(token: str) -> str:
    """The token's twin, which stands for it in titles only."""
    return token + IN_TITLE


def _tokens(text: str) -> list[str]:
    found: list[str] = []
    for word in _words(text):
        found += _pairs(word) if HANGUL.match(word) else [_plain(word)]
    return found


def wanted(query: str) -> list[Wanted]:
    """The words of a query; all of them must occur. Single Hangul letters say too little and are left out."""
    found = []
    for word in _words(query[:LONGEST]):
        if HANGUL.match(word):
            if len(word) > 1:
                found.append(Wanted(tuple(_pairs(word)), word))
        else:
            found.append(Wanted((_plain(word),), word))
    return found[:MOST_WORDS]


def apart(query: str) -> list[str]:
    """The words of a query that found nothing, to be tried one by one; a single long Hangul word by its two parts."""
    words = [word.letters for word in wanted(query)]
    if len(words) == 1 and HANGUL.match(words[0]) and len(words[0]) > 3:
        whole = words[0]
        return list(dict.fromkeys(part for at in range(2, len(whole) - 1) for part in (whole[:at], whole[at:])))[:6]
    return words if len(words) > 1 else []


def snippet(text: str, words: list[Wanted], *, around: int = 70) -> list[tuple[str, bool]]:
    """A piece of the text around its first hit, cut into (piece, is it a hit)."""
    plain = " ".join(text.split())
    pattern = re.compile("|".join(re.escape(word.letters) for word in words) or r"(?!)", re.IGNORECASE)
    first = pattern.search(plain)
    if first is None:
        return [(plain[: 2 * around] + ("…" if len(plain) > 2 * around else ""), False)]
    start, end = max(0, first.start() - around), min(len(plain), first.end() + around)
    piece = ("…" if start else "") + plain[start:end] + ("…" if end < len(plain) else "")
    found, at = [], 0
    for hit in pattern.finditer(piece):
        found += [(piece[at : hit.start()], False), (hit[0], True)]
        at = hit.end()
    return [part for part in [*found, (piece[at:], False)] if part[0]]

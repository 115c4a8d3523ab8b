"""When two names are the same, and which order people stand in."""

import hmac
import unicodedata


def key(name: str) -> str:
    """A name without case, spaces and the ways to write one character; decomposed Hangul is the same name."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def same(typed: str, *names: str) -> bool:
    """True where what was typed is one of the names, as given or in Latin letters."""
    asked = key(typed).encode()
    matches = [hmac.compare_digest(asked, key(name).encode()) for name in names if name]
    return bool(asked) and any(matches)


def hangul_order(name: str) -> str:
    """Sorts names as a Korean list does: code point order of composed syllables."""
    return unicodedata.normalize("NFC", name)

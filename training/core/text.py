"""Text that people type: names as they are stored, and numbers that must never be."""

import re
import unicodedata
from dataclasses import dataclass

# Bidirectional controls can make a name on paper read as another one (Unicode TR 36, section 2.5).
BIDI_CONTROLS = dict.fromkeys(map(ord, "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))
# Six digits that form a date, a separator or none, then seven digits beginning with 1 to 8, or masked.
RESIDENT_NUMBER = re.compile(
    r"(?<!\d)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[\s\-–—·./]{0,3}[1-8](?:\d{6}|[*xX●]{6}|\d[*xX●]{5})(?!\d)"
)


@dataclass(frozen=True)
class CleanName:
    """A name as it is stored, and whether direction marks were taken out of it."""

    value: str
    controls_removed: bool


def clean_name(raw: str) -> CleanName:
    """NFC, no bidirectional or other control characters, single spaces."""
    without = raw.translate(BIDI_CONTROLS)
    kept = "".join(" " if char.isspace() else char for char in without if not _is_control(char))
    value = " ".join(unicodedata.normalize("NFC", kept).split())
    return CleanName(value=value, controls_removed=without != raw)


def _is_control(char: str) -> bool:
    return unicodedata.category(char) == "Cc" and not char.isspace()


def looks_like_resident_number(value: str) -> bool:
    """True for text that holds something shaped like a Korean resident registration number (PIPA §24의2)."""
    return bool(RESIDENT_NUMBER.search(unicodedata.normalize("NFKC", value)))


def masked(name: str) -> str:
    """`홍길동` → `홍*동`, `홍길` → `홍*`, `HONG Gildong` → `H*** G******`."""
    if not name.isascii():
        head, tail = name[:1], name[-1:] if len(name) > 2 else ""
        return head + "*" * max(len(name) - len(head) - len(tail), 1) + tail
    return " ".join(word[:1] + "*" * max(len(word) - 1, 1) for word in name.split())


def masked_email(email: str) -> str:
    """`hong@example.com` → `ho***@example.com`."""
    local, _, host = email.partition("@")
    return f"{local[:2]}***@{host}"

"""Which parts of a page are one person's own. All the rest is drawn once for every page that shares it.

A page marks them as `<article id="…" class="own" data-in="…">…</article>`, one never inside another; `data-in` names
the classes of the elements around it whose style it inherits, the outermost first, divided by `>`. What is written by
people is escaped, so none of it can look like a mark.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass

PART = re.compile(
    r'(?P<opening><article id="(?P<name>[a-z-]+)" class="(?P<classes>own[a-z -]*)" data-in="(?P<inside>[a-z >-]*)">)'
    r"(?P<inner>.*?)</article>",
    re.DOTALL,
)
HEAD = re.compile(r"<head>(?P<about>.*?)<style>(?P<style>.*?)</style>\s*</head>", re.DOTALL)
BODY = re.compile(r"<body[^>]*>")
TAG = re.compile(r"(<[^>]*>)")
ALTERNATIVE, SOURCE = re.compile(r'alt="[^"]*"'), re.compile(r'src="asset:([^"]*)"')
LETTER = "가"
HOLE = "hole.svg"
HOLE_SHAPE = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="9" height="9"><path d="M0 0h9v9z"/></svg>'
)


@dataclass(frozen=True)
class Part:
    """One marked part: its name, the classes around it, and what it holds."""

    name: str
    classes: str
    inside: tuple[str, ...]
    inner: str


@dataclass(frozen=True)
class Divided:
    """A page as what it shares with others and what is its own."""

    shared: str  # the page with one letter for each own text, and nothing in its head
    shared_assets: dict[str, bytes]
    about: str  # the head: title, address, language
    style: str
    body: str  # its opening tag
    parts: tuple[Part, ...]

    @property
    def key(self) -> bytes:
        """Equal for two pages only where everything that they share is equal, byte for byte."""
        digest = hashlib.sha256(self.shared.encode())
        for name, data in sorted(self.shared_assets.items()):
            digest.update(hashlib.sha256(name.encode()).digest() + hashlib.sha256(data).digest())
        return digest.digest()


def divided(html: str, assets: Mapping[str, bytes]) -> Divided | None:
    """A page with marked parts in two; None where it has none."""
    head, body = HEAD.search(html), BODY.search(html)
    parts = [
        Part(found["name"], found["classes"], tuple(found["inside"].split(">")), found["inner"])
        for found in PART.finditer(html)
    ]
    if head is None or body is None or not parts:
        return None
    own = {name for part in parts for name in SOURCE.findall(part.inner)}
    shared = PART.sub(lambda found: f"{found['opening']}{_blanked(found['inner'])}</article>", html)
    shared = shared.replace(head["about"], '<meta charset="utf-8"><title>-</title>', 1)
    kept = {name: data for name, data in assets.items() if name not in own}
    return Divided(shared, kept | {HOLE: HOLE_SHAPE}, head["about"], head["style"], body[0], tuple(parts))


def _blanked(inner: str) -> str:
    """The same elements with one letter for each text, and a plain shape for each picture."""
    return "".join(_blanked_tag(piece) if piece.startswith("<") else _blanked_text(piece) for piece in TAG.split(inner))


def _blanked_tag(tag: str) -> str:
    return SOURCE.sub(f'src="asset:{HOLE}"', ALTERNATIVE.sub('alt="-"', tag))


def _blanked_text(text: str) -> str:
    """The spaces around a text stay, since they are laid out too."""
    word = text.strip()
    return text.replace(word, LETTER, 1) if word else text

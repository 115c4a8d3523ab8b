"""Reading a proof file (C2SP tlog-proof) as a stranger does; `tiles.proof` writes it."""

import base64
import binascii
from dataclasses import dataclass

from certificates.rules import merkle

VERSION = "c2sp.org/tlog-proof@v1"
MOST_STEPS = 64  # a tree of more entries than there will ever be


class NotAProof(ValueError):
    """The file is no proof that can be read; its text says where."""


@dataclass(frozen=True)
class Proof:
    """An entry of a log, the way from it to a root, and the signed note that holds the root."""

    entry: bytes
    index: int
    steps: tuple[bytes, ...]
    note: str
    origin: str
    size: int
    root: bytes

    @property
    def holds(self) -> bool:
        """Whether the way leads from the entry to the root. The note's signature is another question."""
        return merkle.is_included(merkle.leaf_hash(self.entry), self.index, self.size, self.steps, self.root)


def parsed(text: str) -> Proof:
    """Raises NotAProof."""
    head, divider, note = text.partition("\n\n")
    lines = head.split("\n")
    if not divider or lines[0] != VERSION or len(lines) < 3 or len(lines) > 3 + MOST_STEPS:
        raise NotAProof("no tlog-proof of version 1")
    (extra, entry), (word, index) = (line.partition(" ")[::2] for line in lines[1:3])
    if extra != "extra" or word != "index":
        raise NotAProof("no entry or no index")
    stated = note.split("\n")
    if len(stated) < 4:
        raise NotAProof("no checkpoint")
    return Proof(
        entry=_bytes(entry),
        index=_number(index),
        steps=tuple(_hash(line) for line in lines[3:]),
        note=note,
        origin=stated[0],
        size=_number(stated[1]),
        root=_hash(stated[2]),
    )


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 19 or str(int(text)) != text:
        raise NotAProof(f"no number: {text[:20]}")
    return int(text)


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NotAProof("no base64") from error


def _hash(text: str) -> bytes:
    found = _bytes(text)
    if len(found) != 32:
        raise NotAProof("no SHA-256")
    return found

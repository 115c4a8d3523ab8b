"""How a public log is cut into files (C2SP tlog-tiles), and the text of its checkpoints and proofs."""

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 256  # hashes in a full tile
HEIGHT = 8  # levels of the tree in one tile
HIGHEST = 7  # 2**64 entries; more than will ever be
PLACE = re.compile(r"((?:x\d{3}/){0,5}\d{3})(?:\.p/([1-9]\d{0,2}))?")


@dataclass(frozen=True)
class Place:
    """Which tile of a level, and how many of its hashes."""

    number: int
    width: int = WIDTH

    @property
    def first(self) -> int:
        return self.number * WIDTH


def parsed(text: str) -> Place | None:
    """`x001/x234/067.p/12` as a place; None for anything that no tile is called, other spellings included."""
    match = PLACE.fullmatch(text)
    if match is None or not text.isascii():
        return None
    number = int(match[1].replace("x", "").replace("/", ""))
    width = int(match[2]) if match[2] else WIDTH
    place = Place(number, width)
    return place if width <= WIDTH and path(place) == text else None


def path(place: Place) -> str:
    """A tile's name: the number in groups of three digits, all but the last with an x, and the width where partial."""
    digits = f"{place.number:d}"
    groups = [f"{int(group):03d}" for group in f"{place.number:,d}".split(",")] if digits else []
    name = "/".join([f"x{group}" for group in groups[:-1]] + groups[-1:])
    return name if place.width == WIDTH else f"{name}.p/{place.width}"


def is_there(level: int, place: Place, size: int) -> bool:
    """Whether a log of `size` has so many hashes of this tile."""
    return level <= HIGHEST and place.first + place.width <= size >> HEIGHT * level


def bundle(entries: Sequence[bytes]) -> bytes:
    """Entries one after the other, each after its length in two bytes."""
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def checkpoint(origin: str, size: int, root: bytes) -> str:
    """What the log's key signs: which log, how many entries, and their root."""
    return f"{origin}\n{size}\n{base64.b64encode(root).decode()}\n"


def size_of(note: str) -> int:
    """How many entries a checkpoint covers. Raises ValueError for what is none."""
    lines = note.split("\n")
    if len(lines) < 3:
        raise ValueError("This is no checkpoint.")
    return int(lines[1])


def proof(entry: bytes, index: int, hashes: Sequence[bytes], note: str) -> str:
    """A tlog-proof file; `extra` brings the entry, so that the file and the PDF are all a verifier needs."""
    lines = ["c2sp.org/tlog-proof@v1", f"extra {base64.b64encode(entry).decode()}", f"index {index}"]
    lines += [base64.b64encode(step).decode() for step in hashes]
    return "\n".join(lines) + f"\n\n{note}"

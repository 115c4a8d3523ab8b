"""What a witness is asked and what it answers (C2SP tlog-witness): it signs only what continues what it has seen."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass

from certificates.rules import merkle

MOST_LINES = 63
MOST_BYTES = 64 * 1024
HASH = 32
SIZE_TYPE = "text/x.tlog.size"


class Refused(Exception):
    """A status, and a sentence or the size that was seen."""

    def __init__(self, status: int, text: str, kind: str = "text/plain; charset=utf-8") -> None:
        super().__init__(text)
        self.status, self.text, self.kind = status, text, kind


@dataclass(frozen=True)
class Asked:
    """A checkpoint, and the way to it from the size that its sender believes was seen last."""

    old: int
    proof: tuple[bytes, ...]
    note: str
    origin: str
    size: int
    root: bytes


@dataclass(frozen=True)
class Seen:
    """The last that was signed of a log; size 0 where nothing was."""

    size: int = 0
    root: bytes = merkle.EMPTY_ROOT


def body(old: int, proof: Sequence[bytes], note: str) -> bytes:
    """The request as it is posted."""
    lines = [f"old {old}", *(base64.b64encode(step).decode() for step in proof)]
    return ("\n".join(lines) + f"\n\n{note}").encode()


def parsed(raw: bytes) -> Asked:
    """Raises Refused with 400 for anything that is no request."""
    try:
        head, divider, note = raw.decode().partition("\n\n")
        first, *steps = head.split("\n")
        word, _space, old = first.partition(" ")
        origin, size, root, *_rest = note.split("\n")
        if word != "old" or not divider or not origin or "\n\n" not in note or len(steps) > MOST_LINES:
            raise ValueError
        return Asked(_number(old), tuple(_hash(step) for step in steps), note, origin, _number(size), _hash(root))
    except (ValueError, binascii.Error):
        raise Refused(400, "This is no request to add a checkpoint.\n") from None


def judge(asked: Asked, seen: Seen) -> None:
    """Raises Refused where the checkpoint does not continue what was seen. The log's signature is another question."""
    if asked.old > asked.size:
        raise Refused(400, "The old size is larger than the checkpoint's.\n")
    if asked.old != seen.size or (asked.size == seen.size and asked.root != seen.root):
        raise Refused(409, f"{seen.size}\n", SIZE_TYPE)
    if not _continues(asked, seen):
        raise Refused(422, "The proof does not lead from what was seen to this checkpoint.\n")


def _continues(asked: Asked, seen: Seen) -> bool:
    if asked.old == 0:
        return not asked.proof and (asked.size > 0 or asked.root == merkle.EMPTY_ROOT)
    return merkle.is_consistent(asked.old, asked.size, asked.proof, seen.root, asked.root)


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 19 or str(int(text)) != text:
        raise ValueError
    return int(text)


def _hash(text: str) -> bytes:
    found = base64.b64decode(text, validate=True)
    if len(found) != HASH:
        raise ValueError
    return found

"""Watching a public log from outside: what it showed once must still be there, and its root must be signed."""

import base64
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from certificates.rules import merkle, tiles
from certificates.rules.tiles import WIDTH, Place
from certificates.signing import notes

HASH = 32
Fetch = Callable[[str], bytes]  # a path below the log's address → its bytes


class LogBroken(Exception):
    """The log does not keep what it promises; the sentence says what was found."""


@dataclass(frozen=True)
class Seen:
    """What a watcher remembers of a log: how long it was, and its root."""

    size: int
    root: bytes

    def __str__(self) -> str:
        return f"{self.size} {base64.b64encode(self.root).decode()}"

    @classmethod
    def parsed(cls, text: str) -> "Seen":
        size, root = text.split()
        return cls(int(size), base64.b64decode(root, validate=True))


def watch(fetch: Fetch, *, verifier: str, before: Seen | None) -> Seen:
    """Read the whole log and return what to remember. Raises LogBroken."""
    name, key = notes.parsed_verifier(verifier)
    note = fetch("checkpoint").decode()
    if not notes.is_signed(note, name=name, key=key):
        raise LogBroken("The checkpoint is not signed by this key.")
    origin, size, root = note.splitlines()[:3]
    now = Seen(int(size), base64.b64decode(root))
    if origin != name:
        raise LogBroken(f"The checkpoint is of another log: {origin}.")
    if before is not None and now.size < before.size:
        raise LogBroken(f"The log became shorter: {before.size} entries before, {now.size} now.")
    _compare(list(_leaves(fetch, now.size)), now, before)
    return now


def _compare(leaves: list[bytes], now: Seen, before: Seen | None) -> None:
    if _root(leaves) != now.root:
        raise LogBroken("The entries do not lead to the signed root.")
    if before is not None and _root(leaves[: before.size]) != before.root:
        raise LogBroken(f"The first {before.size} entries are no longer those that were seen before.")


def _leaves(fetch: Fetch, size: int) -> Iterator[bytes]:
    """The hash of every entry, each computed from the entry itself and compared with its tile."""
    for first in range(0, size, WIDTH):
        name = tiles.path(Place(first // WIDTH, min(WIDTH, size - first)))
        hashes, bundle = fetch(f"tile/0/{name}"), fetch(f"tile/entries/{name}")
        for start in range(0, len(hashes), HASH):
            length = int.from_bytes(bundle[:2], "big")
            entry, bundle = bundle[2 : 2 + length], bundle[2 + length :]
            leaf = merkle.leaf_hash(entry)
            if leaf != hashes[start : start + HASH]:
                raise LogBroken(f"Entry {first + start // HASH} is not the one that its tile shows.")
            yield leaf


def _root(leaves: list[bytes]) -> bytes:
    known: dict[tuple[int, int], bytes] = {}
    for index, leaf in enumerate(leaves):
        done = merkle.completed(index, leaf, lambda height, place: known[height, place])
        known.update({(height, index >> height): found for height, found in enumerate(done)})
    return merkle.root(len(leaves), lambda height, place: known[height, place])

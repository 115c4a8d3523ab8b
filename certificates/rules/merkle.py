"""The tree of the public log: hashing and proofs of RFC 9162, section 2.1.

A walk over a tree asks for complete subtrees only: `node(height, place)` is the hash of the 2**height entries that begin
at `place << height`. Whoever keeps those hashes can answer every root and proof without reading all entries.
"""

import hashlib
from collections.abc import Callable, Sequence

Node = Callable[[int, int], bytes]
EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def completed(index: int, leaf: bytes, node: Node) -> list[bytes]:
    """The subtrees that are complete once entry `index` is there, smallest first; the first is the leaf itself."""
    hashes = [leaf]
    for height in range(index.bit_length()):
        if not index >> height & 1:
            break
        hashes.append(node_hash(node(height, (index >> height) - 1), hashes[-1]))
    return hashes


def grown(size: int, leaves: Sequence[bytes], node: Node) -> tuple[list[list[bytes]], bytes]:
    """Leaves added to a tree of `size`: what each completes, and the new root."""
    known: dict[tuple[int, int], bytes] = {}
    added = []

    def both(height: int, place: int) -> bytes:
        return known[height, place] if (height, place) in known else node(height, place)

    for index, leaf in enumerate(leaves, start=size):
        added.append(completed(index, leaf, both))
        known |= {(height, index >> height): found for height, found in enumerate(added[-1])}
    return added, root(size + len(leaves), both)


def root(size: int, node: Node) -> bytes:
    """The tree's root over its first `size` entries."""
    return _subtree(0, size, node) if size else EMPTY_ROOT


def inclusion(index: int, size: int, node: Node) -> list[bytes]:
    """The proof that entry `index` is in the tree of `size`, from the leaf's sibling upwards (2.1.3.1)."""
    if not 0 <= index < size:
        raise ValueError("No such entry in a tree of this size.")
    return _path(index, 0, size, node)


def consistency(older: int, newer: int, node: Node) -> list[bytes]:
    """The proof that the tree of `newer` begins with the tree of `older` (2.1.4.1)."""
    if not 0 < older <= newer:
        raise ValueError("No proof between these sizes.")
    return _subproof(older, 0, newer, True, node)


def is_included(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether a proof leads from a leaf to a root (2.1.3.2)."""
    if not 0 <= index < size:
        return False
    first, last, reached = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if first & 1 or first == last:
            reached = node_hash(step, reached)
            while not first & 1 and first:
                first, last = first >> 1, last >> 1
        else:
            reached = node_hash(reached, step)
        first, last = first >> 1, last >> 1
    return last == 0 and reached == root


def is_consistent(older: int, newer: int, proof: Sequence[bytes], older_root: bytes, newer_root: bytes) -> bool:
    """Whether a proof shows that the newer tree begins with the older one (2.1.4.2)."""
    if older == newer:
        return not proof and older_root == newer_root
    if not 0 < older < newer:
        return False
    steps = [older_root, *proof] if older & (older - 1) == 0 else list(proof)
    if not steps:
        return False
    first, last = older - 1, newer - 1
    while first & 1:
        first, last = first >> 1, last >> 1
    older_reached = newer_reached = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if first & 1 or first == last:
            older_reached, newer_reached = node_hash(step, older_reached), node_hash(step, newer_reached)
            while not first & 1 and first:
                first, last = first >> 1, last >> 1
        else:
            newer_reached = node_hash(newer_reached, step)
        first, last = first >> 1, last >> 1
    return last == 0 and older_reached == older_root and newer_reached == newer_root


def _split(count: int) -> int:
    """The largest power of two smaller than `count`."""
    return 1 << (count - 1).bit_length() - 1


def _subtree(start: int, end: int, node: Node) -> bytes:
    count = end - start
    if count & (count - 1) == 0:
        height = count.bit_length() - 1
        return node(height, start >> height)
    middle = start + _split(count)
    return node_hash(_subtree(start, middle, node), _subtree(middle, end, node))


def _path(index: int, start: int, end: int, node: Node) -> list[bytes]:
    if end - start == 1:
        return []
    middle = start + _split(end - start)
    if index < middle:
        return [*_path(index, start, middle, node), _subtree(middle, end, node)]
    return [*_path(index, middle, end, node), _subtree(start, middle, node)]


def _subproof(older: int, start: int, end: int, whole: bool, node: Node) -> list[bytes]:
    """`older` counts from the beginning; `whole` says that the subtree is one the older root shows by itself."""
    if older == end:
        return [] if whole else [_subtree(start, end, node)]
    middle = start + _split(end - start)
    if older <= middle:
        return [*_subproof(older, start, middle, whole, node), _subtree(middle, end, node)]
    return [*_subproof(older, middle, end, False, node), _subtree(start, middle, node)]

"""The log's tree against the definitions of RFC 9162, written down once more in their recursive form."""

import base64
import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certificates.rules import merkle, tiles
from certificates.rules.tiles import Place

# The eight inputs that implementations of RFC 6962 are tested with, and the roots of the first n of them.
INPUTS = [bytes.fromhex(text) for text in
          ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")]  # fmt: skip
ROOTS = {
    0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    7: "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


def mth(entries):
    """MTH of 2.1.1."""
    if not entries:
        return hashlib.sha256().digest()
    if len(entries) == 1:
        return hashlib.sha256(b"\0" + entries[0]).digest()
    k = half(len(entries))
    return hashlib.sha256(b"\1" + mth(entries[:k]) + mth(entries[k:])).digest()


def half(count):
    k = 1
    while k * 2 < count:
        k *= 2
    return k


def path(m, entries):
    """PATH of 2.1.3.1."""
    if len(entries) == 1:
        return []
    k = half(len(entries))
    return [*path(m, entries[:k]), mth(entries[k:])] if m < k else [*path(m - k, entries[k:]), mth(entries[:k])]


def subproof(m, entries, whole):
    """SUBPROOF of 2.1.4.1."""
    if m == len(entries):
        return [] if whole else [mth(entries)]
    k = half(len(entries))
    if m <= k:
        return [*subproof(m, entries[:k], whole), mth(entries[k:])]
    return [*subproof(m - k, entries[k:], False), mth(entries[:k])]


def reader(entries):
    """Nodes as the platform keeps them: by the entry that completes each."""
    known = {}
    for index, entry in enumerate(entries):
        done = merkle.completed(index, merkle.leaf_hash(entry), lambda h, p: known[h, p])
        known.update({(height, index >> height): found for height, found in enumerate(done)})
    return lambda height, place: known[height, place]


def numbered(count):
    return [f"entry {number}".encode() for number in range(count)]


@pytest.mark.parametrize("size", ROOTS)
def test_root_is_the_published_one(size):
    assert merkle.root(size, reader(INPUTS)).hex() == ROOTS[size]


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 70), st.data())
def test_roots_and_proofs_are_those_of_the_definitions(size, data):
    entries = numbered(size)
    node = reader(entries)
    index, older = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))
    assert merkle.root(size, node) == mth(entries)
    assert merkle.inclusion(index, size, node) == path(index, entries)
    assert merkle.consistency(older, size, node) == subproof(older, entries, True)
    assert merkle.is_included(merkle.leaf_hash(entries[index]), index, size, path(index, entries), mth(entries))
    assert merkle.is_consistent(older, size, subproof(older, entries, True), mth(entries[:older]), mth(entries))


@settings(max_examples=40, deadline=None)
@given(st.integers(2, 40), st.data())
def test_wrong_proofs_are_refused(size, data):
    entries = numbered(size)
    index = data.draw(st.integers(0, size - 1))
    leaf, proof, root = merkle.leaf_hash(entries[index]), path(index, entries), mth(entries)
    other = data.draw(st.integers(0, size - 1).filter(lambda found: found != index))
    assert not merkle.is_included(leaf, other, size, proof, root)
    assert not merkle.is_included(leaf, index, size, proof[:-1], root)
    assert not merkle.is_included(leaf, index, size, [*proof, proof[0]], root)
    assert not merkle.is_included(merkle.leaf_hash(b"forged"), index, size, proof, root)
    older = data.draw(st.integers(1, size - 1))
    steps = subproof(older, entries, True)
    assert not merkle.is_consistent(older, size, steps, mth([b"forged", *entries[1:older]]), root)
    assert not merkle.is_consistent(older, size, [*steps, root], mth(entries[:older]), root)
    assert not merkle.is_consistent(older, size, steps[:-1], mth(entries[:older]), root)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 40), st.integers(1, 9))
def test_tree_grows_by_several_leaves_as_by_one_after_the_other(size, more):
    entries = numbered(size + more)
    leaves = [merkle.leaf_hash(entry) for entry in entries[size:]]
    added, root = merkle.grown(size, leaves, reader(entries[:size]))
    assert (root, [done[0] for done in added]) == (mth(entries), leaves)


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("000", Place(0)),
        ("067", Place(67)),
        ("x001/234", Place(1234)),
        ("x001/x234/067", Place(1234067)),
        ("x001/x234/067.p/8", Place(1234067, 8)),
        ("000.p/255", Place(0, 255)),
    ],
)
def test_tile_has_one_name(name, place):
    assert (tiles.parsed(name), tiles.path(place)) == (place, name)


@pytest.mark.parametrize(
    "name",
    ["", "0", "67", "001/234", "x000/067", "000.p/0", "000.p/256", "000.p/08", "000.p/", "x001", "../000", "٠٠٠"],
)
def test_anything_else_names_no_tile(name):
    assert tiles.parsed(name) is None


@pytest.mark.parametrize(
    ("level", "place", "size", "there"),
    [
        (0, Place(273, 112), 70_000, True), (0, Place(273, 113), 70_000, False), (0, Place(272), 70_000, True),
        (1, Place(0), 70_000, True), (1, Place(1, 17), 70_000, True), (1, Place(1, 18), 70_000, False),
        (2, Place(0, 1), 70_000, True), (2, Place(0, 2), 70_000, False), (0, Place(0), 256, True),
        (1, Place(0, 1), 256, True), (0, Place(0), 255, False), (63, Place(0, 1), 70_000, False),
    ],
)  # fmt: skip
def test_log_has_the_tiles_of_its_size(level, place, size, there):
    assert tiles.is_there(level, place, size) is there


def test_bundle_puts_the_length_before_each_entry():
    assert tiles.bundle([b"ab", b"", b"c" * 300]) == b"\0\2ab\0\0\x01\x2c" + b"c" * 300


def test_proof_file_is_what_the_specification_shows():
    text = tiles.proof(b"entry", 5, [b"\0" * 32], "origin\n6\nroot\n\n— origin sig\n")
    zeros = base64.b64encode(b"\0" * 32).decode()
    assert text == f"c2sp.org/tlog-proof@v1\nextra ZW50cnk=\nindex 5\n{zeros}\n\norigin\n6\nroot\n\n— origin sig\n"

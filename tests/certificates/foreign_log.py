"""A verifier of C2SP logs that is nobody's of ours: the standards' text and cryptography, the tree by plain recursion."""

import base64
import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def tree_hash(entries):
    """MTH of RFC 6962, section 2.1, as it is written there."""
    if not entries:
        return hashlib.sha256(b"").digest()
    if len(entries) == 1:
        return hashlib.sha256(b"\x00" + entries[0]).digest()
    half = 1
    while half * 2 < len(entries):
        half *= 2
    return hashlib.sha256(b"\x01" + tree_hash(entries[:half]) + tree_hash(entries[half:])).digest()


def opened(note, vkey):
    """Origin, size and root of a checkpoint that this key signed."""
    name, identity, packed = vkey.split("+", 2)
    raw = base64.b64decode(packed)
    assert raw[0] == 1
    assert identity == hashlib.sha256(name.encode() + b"\n" + raw).hexdigest()[:8]
    text, lines = note.rsplit("\n\n", 1)
    for line in lines.split("\n"):
        parts = line.split(" ")
        if len(parts) != 3 or parts[:2] != ["—", name]:
            continue
        signed = base64.b64decode(parts[2])
        if signed[:4].hex() == identity:
            try:
                Ed25519PublicKey.from_public_bytes(raw[1:]).verify(signed[4:], (text + "\n").encode())
            except InvalidSignature:
                continue
            origin, size, root = (text + "\n").split("\n")[:3]
            return origin, int(size), base64.b64decode(root)
    raise AssertionError("no signature of the log")


def cosigned_at(note, vkey):
    """When a witness signed (cosignature/v1); None where it did not."""
    name, identity, packed = vkey.split("+", 2)
    raw = base64.b64decode(packed)
    assert raw[0] == 4
    text, lines = note.rsplit("\n\n", 1)
    for line in lines.split("\n"):
        parts = line.split(" ")
        if len(parts) == 3 and parts[1] == name:
            signed = base64.b64decode(parts[2])
            at = int.from_bytes(signed[4:12], "big")
            message = f"cosignature/v1\ntime {at}\n{text}\n".encode()
            assert signed[:4].hex() == identity
            Ed25519PublicKey.from_public_bytes(raw[1:]).verify(signed[12:], message)
            return at
    return None


def entries_of(fetch, size):
    """Every entry of a log out of its bundles."""
    found = []
    for first in range(0, size, 256):
        width = min(256, size - first)
        data = fetch(f"tile/entries/{first // 256:03d}" + (f".p/{width}" if width < 256 else ""))
        while data:
            length = int.from_bytes(data[:2], "big")
            found.append(data[2 : 2 + length])
            data = data[2 + length :]
    return found


def is_the_same_log(fetch, vkey, before):
    """Whether a log as it is shown now is whole, and begins with what an earlier checkpoint showed."""
    _origin, size, root = opened(fetch("checkpoint").decode(), vkey)
    _origin, older, older_root = opened(before, vkey)
    entries = entries_of(fetch, size)
    return size >= older and tree_hash(entries) == root and tree_hash(entries[:older]) == older_root

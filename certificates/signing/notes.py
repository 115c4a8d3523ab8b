"""Signed notes (C2SP signed-note): a text, an empty line, and signature lines that begin with a dash."""

import base64
import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = b"\x01"


def signed(text: str, *, name: str, key: Ed25519PrivateKey) -> str:
    """The note of a text that ends with a newline."""
    signature = key_id(name, key.public_key()) + key.sign(text.encode())
    return f"{text}\n— {name} {base64.b64encode(signature).decode()}\n"


def is_signed(note: str, *, name: str, key: Ed25519PublicKey) -> bool:
    """Whether a note bears a valid signature of this key under this name."""
    text, divider, lines = note.rpartition("\n\n")
    if not divider or not lines.endswith("\n"):
        return False
    return any(_is_ours(line, f"{text}\n", name, key) for line in lines.splitlines())


def verifier(name: str, key: Ed25519PublicKey, kind: bytes = ED25519) -> str:
    """The public key as verifiers of notes take it: `name+id+key`."""
    return f"{name}+{key_id(name, key, kind).hex()}+{base64.b64encode(kind + key.public_bytes_raw()).decode()}"


def parsed_verifier(text: str, kind: bytes = ED25519) -> tuple[str, Ed25519PublicKey]:
    """Name and key out of `name+id+key`. Raises ValueError for anything else."""
    name, identity, packed = text.strip().split("+", 2)
    raw = base64.b64decode(packed, validate=True)
    key = Ed25519PublicKey.from_public_bytes(raw[1:])
    if raw[:1] != kind or identity != key_id(name, key, kind).hex():
        raise ValueError("The key's id does not belong to it.")
    return name, key


def key_id(name: str, key: Ed25519PublicKey, kind: bytes = ED25519) -> bytes:
    return hashlib.sha256(f"{name}\n".encode() + kind + key.public_bytes_raw()).digest()[:4]


def _is_ours(line: str, text: str, name: str, key: Ed25519PublicKey) -> bool:
    dash, signer, packed = [*line.split(" "), "", ""][:3]
    try:
        signature = base64.b64decode(packed, validate=True)
    except ValueError:
        return False
    if dash != "—" or signer != name or signature[:4] != key_id(name, key):
        return False
    try:
        key.verify(signature[4:], text.encode())
    except InvalidSignature:
        return False
    return True

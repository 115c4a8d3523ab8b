"""What witnesses sign (C2SP tlog-cosignature, cosignature/v1 with Ed25519): a checkpoint, and the second they saw it."""

import base64
import binascii
import struct

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from certificates.signing import notes

KIND = b"\x04"
TIME = struct.Struct(">Q")
LATEST = 2**63 - 1
SIGNATURE = 4 + TIME.size + 64  # key id, time, Ed25519
END = "\n\n"


def line(note: str, *, name: str, key: Ed25519PrivateKey, at: int) -> str:
    """The signature line over a checkpoint's text, with its newline. `at` is in seconds since 1970."""
    signature = key.sign(_message(_text(note), at))
    packed = notes.key_id(name, key.public_key(), KIND) + TIME.pack(at) + signature
    return f"— {name} {base64.b64encode(packed).decode()}\n"


def found(note: str, *, verifier: str) -> tuple[str, int] | None:
    """The line of this witness under a note, and when it signed; None where none holds. Raises ValueError for no key."""
    name, key = notes.parsed_verifier(verifier, KIND)
    text, divider, lines = note.rpartition(END)
    for one in lines.splitlines() if divider else []:
        at = _signed_at(one, f"{text}\n", name, key)
        if at is not None:
            return f"{one}\n", at
    return None


def verifier(name: str, key: Ed25519PublicKey) -> str:
    """The witness's public key as others take it."""
    return notes.verifier(name, key, KIND)


def _signed_at(line: str, text: str, name: str, key: Ed25519PublicKey) -> int | None:
    dash, signer, packed = [*line.split(" "), "", ""][:3]
    try:
        raw = base64.b64decode(packed, validate=True)
    except (binascii.Error, ValueError):
        return None
    if (dash, signer) != ("—", name) or len(raw) != SIGNATURE or raw[:4] != notes.key_id(name, key, KIND):
        return None
    at: int = TIME.unpack(raw[4:12])[0]
    try:
        key.verify(raw[12:], _message(text, at))
    except InvalidSignature:
        return None
    return at if at <= LATEST else None


def _text(note: str) -> str:
    return f"{note.rpartition(END)[0]}\n"


def _message(text: str, at: int) -> bytes:
    return f"cosignature/v1\ntime {at}\n{text}".encode()

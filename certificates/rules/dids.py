"""Decentralized identifiers of issuers: did:key, which is its key, and did:web, which is a host that names its keys."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote, urlsplit

from openvc.multibase import MultibaseError, decode_multibase, encode_multibase

ED25519 = b"\xed\x01"  # the multicodec of an Ed25519 public key
KEY = "did:key:"
CONTEXTS = ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"]


def multikey(public: bytes) -> str:
    """A public key as text that says which kind it is."""
    return str(encode_multibase(ED25519 + public))


def parsed_multikey(text: str) -> bytes | None:
    """The 32 bytes of an Ed25519 key, or None for anything else."""
    try:
        raw = decode_multibase(text)
    except MultibaseError:
        return None
    return bytes(raw[2:]) if raw[:2] == ED25519 and len(raw) == 34 else None


def of_key(public: bytes) -> str:
    return KEY + multikey(public)


def of_host(address: str) -> str:
    """did:web of the host in an address; a port's colon is written as the method has it."""
    return "did:web:" + quote(urlsplit(address).netloc, safe="")


def method(did: str, public: bytes) -> str:
    """The name of a key under a DID. In both methods the key itself, so that it can be told from the name."""
    return f"{did}#{multikey(public)}"


def key_of_method(name: str) -> bytes | None:
    """The key that a method of ours is named after."""
    return parsed_multikey(name.partition("#")[2])


def document(did: str, keys: Iterable[bytes]) -> dict[str, Any]:
    """The DID document: every key that credentials of this issuer may bear."""
    names = [method(did, key) for key in keys]
    return {
        "@context": CONTEXTS,
        "id": did,
        "verificationMethod": [
            {"id": name, "type": "Multikey", "controller": did, "publicKeyMultibase": name.partition("#")[2]}
            for name in names
        ],
        "assertionMethod": names,
    }


def keys_of(document: Any) -> dict[str, bytes]:
    """The keys that a DID document allows to sign credentials, by name. Anything it says otherwise is passed over."""
    if not isinstance(document, dict):
        return {}
    allowed = document.get("assertionMethod")
    found = {}
    for entry in document.get("verificationMethod") or []:
        name = entry.get("id") if isinstance(entry, dict) else None
        if isinstance(name, str) and isinstance(allowed, list) and name in allowed:
            key = parsed_multikey(str(entry.get("publicKeyMultibase", "")))
            if key is not None and name.partition("#")[0] == document.get("id") == entry.get("controller"):
                found[name] = key
    return found

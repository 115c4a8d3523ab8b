"""A verifier of somebody else's: pyld and cryptography, and nothing of ours but the shipped contexts' files.

Verifiable Credentials 2.0, Data Integrity EdDSA Cryptosuites 1.0 (eddsa-rdfc-2022), Bitstring Status List 1.0.
"""

import base64
import gzip
import hashlib
import json
from datetime import datetime
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pyld import jsonld

FOLDER = Path(__file__).parents[2] / "certificates/signing/contexts"
CONTEXTS = {
    "https://www.w3.org/ns/credentials/v2": "credentials-v2.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json": "ob-3.0.3.json",
}
LETTERS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def load(address, options=None):
    document = json.loads((FOLDER / CONTEXTS[address]).read_text())  # KeyError: nothing is fetched
    return {"contextUrl": None, "documentUrl": address, "document": document}


def canonical(document):
    options = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": load}
    return jsonld.normalize(document, options).encode()


def base58(text):
    number = 0
    for letter in text:
        number = number * 58 + LETTERS.index(letter)
    zeros = len(text) - len(text.lstrip("1"))  # each leading 1 is a byte of zeros
    return bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8, "big")


def key_of(method, did_document=None):
    """did:key by itself; any other from its document's assertionMethod."""
    did, _, fragment = method.partition("#")
    if did.startswith("did:key:"):
        multikey = did.removeprefix("did:key:")
        assert fragment == multikey
    else:
        assert did_document["id"] == did
        assert method in did_document["assertionMethod"]
        multikey = next(m["publicKeyMultibase"] for m in did_document["verificationMethod"] if m["id"] == method)
    raw = base58(multikey.removeprefix("z"))
    assert raw[:2] == b"\xed\x01"
    return Ed25519PublicKey.from_public_bytes(raw[2:])


def is_proven(document, did_document=None):
    proof = dict(document["proof"])
    value = proof.pop("proofValue")
    assert (proof["type"], proof["cryptosuite"]) == ("DataIntegrityProof", "eddsa-rdfc-2022")
    assert proof["proofPurpose"] == "assertionMethod"
    unsecured = {name: part for name, part in document.items() if name != "proof"}
    hashed = [
        hashlib.sha256(canonical(part)).digest() for part in ({"@context": document["@context"], **proof}, unsecured)
    ]
    try:
        key_of(proof["verificationMethod"], did_document).verify(base58(value.removeprefix("z")), b"".join(hashed))
    except InvalidSignature:
        return False
    return True


def verdict(credential, status_list, *, at: datetime, did_document=None):
    """One word: forged, expired, revoked or valid."""
    if not is_proven(credential, did_document) or not is_proven(status_list, did_document):
        return "forged"
    entry = credential["credentialStatus"]
    assert entry["statusListCredential"] == status_list["id"]
    issuer = credential["issuer"]["id"]
    assert issuer == status_list["issuer"] == credential["proof"]["verificationMethod"].partition("#")[0]
    if "validUntil" in credential and datetime.fromisoformat(credential["validUntil"]) < at:
        return "expired"
    packed = status_list["credentialSubject"]["encodedList"].removeprefix("u")
    bits = gzip.decompress(base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)))
    index = int(entry["statusListIndex"])
    return "revoked" if bits[index // 8] & (1 << (7 - index % 8)) else "valid"

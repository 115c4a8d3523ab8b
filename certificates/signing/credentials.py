"""Proofs of credentials: Data Integrity, eddsa-rdfc-2022, over contexts that are shipped and never fetched.

Ours are signed by pyld and cryptography, whose resolved contexts are kept: openvc resolves them anew for each proof,
which takes ten times as long. Strangers' are read by openvc, which also refuses JSON that the proof does not cover.
No other module knows either of them.
"""

import base64
import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from openvc.errors import OpenvcError
from openvc.multibase import encode_multibase
from openvc.proof.data_integrity import DataIntegrityProofSuite
from pyld import jsonld
from pyld.context_resolver import ContextResolver

from certificates.rules import badges

FOLDER = Path(__file__).parent / "contexts"
FILES = {badges.VC: "credentials-v2.json", badges.OB: "ob-3.0.3.json"}
MOST = 1024 * 1024  # bytes of a document that is read; ours take 4 KB, a status list 24 KB


class CredentialUnfit(Exception):
    """It cannot be read, or its proof does not hold; the text says why."""


def signed(document: dict[str, Any], *, key: Ed25519PrivateKey, method: str, now: datetime) -> dict[str, Any]:
    """The document with its proof (vc-di-eddsa 3.2). `method` is the key's name under the issuer's DID."""
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": badges.text(now),
        "verificationMethod": method,
        "proofPurpose": "assertionMethod",
    }
    hashed = [hashlib.sha256(_canonical(part)).digest()
              for part in ({"@context": document["@context"], **proof}, document)]  # fmt: skip
    return {**document, "proof": {**proof, "proofValue": encode_multibase(key.sign(b"".join(hashed)))}}


def checked(document: dict[str, Any], *, keys: Mapping[str, bytes], now: datetime) -> None:
    """The proof holds, by one of these keys (by name), the key is the issuer's, and its time has come.

    Whether it has expired is the caller's question. Raises CredentialUnfit.
    """
    proof = document.get("proof")
    proof = proof if isinstance(proof, dict) else {}
    method = proof.get("verificationMethod")
    if not isinstance(method, str):
        raise CredentialUnfit("no proof that names a key")
    if method not in keys:
        raise CredentialUnfit(f"signed by a key that is not the issuer's: {method[:120]}")
    if issuer_of(document) != method.partition("#")[0]:
        raise CredentialUnfit("its issuer is not whose key signed it")
    if "created" in proof:
        instant(proof, "created")
    if "expires" in proof and instant(proof, "expires") < now:
        raise CredentialUnfit("its proof has expired")
    jwk = {"kty": "OKP", "crv": "Ed25519", "x": base64.urlsafe_b64encode(keys[method]).rstrip(b"=").decode()}
    try:
        DataIntegrityProofSuite().verify(
            document, public_key_jwk=jwk, extra_contexts=contexts(), now=now, check_temporal=False
        )
    except (OpenvcError, RecursionError) as error:
        raise CredentialUnfit(str(error)[:250] or type(error).__name__) from error


def parsed(data: bytes) -> dict[str, Any]:
    """The JSON object in a file, in the spelling that is read here. Raises CredentialUnfit."""
    if len(data) > MOST:
        raise CredentialUnfit("larger than any credential")
    try:
        found = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise CredentialUnfit("no JSON") from error
    if not isinstance(found, dict):
        raise CredentialUnfit("no credential")
    return _spelled_as_ours(found)


def instant(part: Mapping[str, Any], key: str) -> datetime:
    """A dateTimeStamp of a document or its proof. Raises CredentialUnfit."""
    try:
        found = datetime.fromisoformat(str(part.get(key)))
    except ValueError as error:
        raise CredentialUnfit(f"{key}: no date") from error
    if found.tzinfo is None:
        raise CredentialUnfit(f"{key}: no date with its offset")
    return found


def issuer_of(document: dict[str, Any]) -> str:
    issuer = document.get("issuer")
    found = issuer.get("id") if isinstance(issuer, dict) else issuer
    return found if isinstance(found, str) else ""


@lru_cache(maxsize=1)
def contexts() -> dict[str, dict[str, Any]]:
    """Address → context. Whatever asks for another one is refused."""
    return {address: json.loads((FOLDER / name).read_bytes()) for address, name in FILES.items()}


def _spelled_as_ours(document: dict[str, Any]) -> dict[str, Any]:
    """The same statements in the spelling that is read here: one proof by itself, and a badge by its shorter name.

    A proof covers statements, not spelling: both names of a badge are one in its context (Open Badges 3.0, B.1.1).
    """
    found = dict(document)
    proof, types = found.get("proof"), found.get("type")
    if isinstance(proof, list) and len(proof) == 1:
        found["proof"] = proof[0]
    if isinstance(types, list):
        found["type"] = ["OpenBadgeCredential" if name == "AchievementCredential" else name for name in types]
    return found


def _canonical(document: dict[str, Any]) -> bytes:
    """RDF Dataset Canonicalization 1.0 of one of our own documents."""
    options = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": _loaded}
    options["contextResolver"] = ContextResolver(_RESOLVED, _loaded)
    text: str = jsonld.normalize(document, options)
    return text.encode()


_RESOLVED: dict[str, Any] = {}  # contexts as pyld worked them out; it keeps what is tagged static


def _loaded(address: str, _options: Any = None) -> dict[str, Any]:
    return {"contextUrl": None, "documentUrl": address, "document": contexts()[address], "tag": "static"}

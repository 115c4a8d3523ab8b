"""Who issues credentials: a complex's DID and the keys that sign under it.

did:web names the host, and its document every key, so a new `credential.pem` takes over at once and what earlier ones
signed stays valid. did:key is the key itself: after a change the issuer has another name, and lists that were begun
under the old one are signed by the old key for good. So earlier keys stay in `credentials/`.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from certificates.rules import dids
from certificates.signing import credentials, keys


@dataclass(frozen=True)
class Issuer:
    """A DID and a key that may sign under it."""

    did: str
    key: Ed25519PrivateKey

    @property
    def method(self) -> str:
        return dids.method(self.did, _public(self.key))

    def signed(self, document: dict[str, Any], *, now: datetime) -> dict[str, Any]:
        return credentials.signed(document, key=self.key, method=self.method, now=now)


def of(owner: str, address: str) -> Issuer:
    """Who issues for a complex now; `address` is on its host. Raises keys.KeyMissing."""
    key = keys.credential_key(owner)
    return Issuer(_did(key, address), key)


def named(owner: str, address: str, did: str) -> Issuer:
    """Who signs under a DID that credentials bear already. Raises keys.KeyMissing where its key is gone."""
    present = of(owner, address)
    found = [present, *(Issuer(_did(key, address), key) for key in keys.earlier_credential_keys(owner))]
    for issuer in found:
        if issuer.did == did:
            return issuer
    raise keys.KeyMissing("credentials/*.pem: none for an issuer of earlier credentials")


def documents(owner: str, address: str) -> list[dict[str, Any]]:
    """The DID documents of a complex, the present issuer's first: one of did:web, or one for each did:key."""
    held = [keys.credential_key(owner), *keys.earlier_credential_keys(owner)]
    under: dict[str, list[bytes]] = {}
    for key in held:
        under.setdefault(_did(key, address), []).append(_public(key))
    return [dids.document(did, list(dict.fromkeys(found))) for did, found in under.items()]


def _did(key: Ed25519PrivateKey, address: str) -> str:
    return dids.of_host(address) if settings.DID_WEB else dids.of_key(_public(key))


def _public(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes_raw()

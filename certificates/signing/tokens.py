"""Keys that lie in a token (PKCS#11: a hardware security module, a card, SoftHSM) and sign there without leaving it.

PKCS11_MODULE names the library that its maker ships, PKCS11_PIN opens it. Which key is meant says a PKCS#11 URI (RFC 7512),
of which `token` or `serial`, and `object` or `id` are read. One session for each token and process: a token knows who is
signed in by the process, and loses that in a fork.
"""

import os
import threading
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, unquote_to_bytes

import pkcs11
from asn1crypto import x509
from django.conf import settings
from pkcs11 import Attribute, ObjectClass, PKCS11Error
from pyhanko.config.pkcs11 import TokenCriteria
from pyhanko.sign.pkcs11 import PKCS11Signer, find_token

from certificates.signing.keys import KeyMissing

# The library is none's but this process's, and an operation on a session is one at a time.
_lock = threading.RLock()
_sessions: dict[tuple[str, "Token"], Any] = {}
_opened_by = 0  # the process that the library was set up for


@dataclass(frozen=True)
class Token:
    label: str | None
    serial: bytes | None


@dataclass(frozen=True)
class Place:
    """A token, and which key of it."""

    token: Token
    label: str | None
    id: bytes | None


def place(address: str) -> Place:
    """Read a PKCS#11 URI. Raises KeyMissing where it does not say which token and which key."""
    path = address.strip().removeprefix("pkcs11:").partition("?")[0]
    said = dict(part.partition("=")[::2] for part in path.split(";"))
    label, serial, name = (unquote(said[key]) if said.get(key) else None for key in ("token", "serial", "object"))
    found = unquote_to_bytes(said["id"]) if said.get("id") else None
    if (label is None and serial is None) or (name is None and found is None):
        raise KeyMissing("signer.pem: no line as pkcs11:token=…;object=… before its certificate")
    return Place(Token(label, serial.encode() if serial else None), name, found)


@dataclass
class KeyInToken:
    """A key as `signing.authorities` knows it."""

    place: Place
    made: dict[int, "Signer"] = field(default_factory=dict)  # for the session it was made with

    def signer(self, certificate: x509.Certificate, above: list[x509.Certificate]) -> "Signer":
        """Raises KeyMissing where the token does not answer, or the key is not in it or there more than once."""
        with _lock:
            session = _session(self.place.token)
            if id(session) not in self.made:
                self.made = {id(session): Signer(session, certificate, above, self.place)}
            found = self.made[id(session)]
            found.refuse_without_key()
            return found


class Signer(PKCS11Signer):
    """pyHanko's, which says KeyMissing where the token fails, and begins anew after that."""

    def __init__(
        self, session: Any, certificate: x509.Certificate, above: list[x509.Certificate], place: Place
    ) -> None:
        super().__init__(
            session,
            signing_cert=certificate,
            ca_chain=above,
            key_label=place.label,
            key_id=place.id,
            # Not every token hashes before it signs with an elliptic curve; SoftHSM does not.
            use_raw_mechanism=certificate.public_key.algorithm == "ec",
        )
        self.wanted = {
            Attribute.CLASS: ObjectClass.PRIVATE_KEY,
            **({Attribute.LABEL: place.label} if place.label else {}),
            **({Attribute.ID: place.id} if place.id else {}),
        }

    def refuse_without_key(self) -> None:
        """Asked each time, since a token may be pulled out or emptied while a process runs."""
        try:
            found = len(list(self.pkcs11_session.get_objects(self.wanted)))
        except PKCS11Error as error:
            raise _lost(error) from error
        if found != 1:
            raise KeyMissing(f"signer.pem: {found} keys of this name in the token")

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        try:
            with _lock:
                signature: bytes = await super().async_sign_raw(data, digest_algorithm, dry_run)
                return signature
        except PKCS11Error as error:
            raise _lost(error) from error


def _session(token: Token) -> Any:
    """The process's session with a token; opened where there is none."""
    global _opened_by
    if not settings.PKCS11_MODULE:
        raise KeyMissing("PKCS11_MODULE is not set")
    key = (settings.PKCS11_MODULE, token)
    try:
        if _opened_by != os.getpid():
            _sessions.clear()
            library = pkcs11.lib(settings.PKCS11_MODULE)
            if _opened_by:
                library.reinitialize()
            _opened_by = os.getpid()
        if key not in _sessions:
            _sessions[key] = _opened(token)
        return _sessions[key]
    except (PKCS11Error, OSError) as error:
        raise _lost(error) from error


def _opened(token: Token) -> Any:
    found = find_token(
        pkcs11.lib(settings.PKCS11_MODULE).get_slots(), token_criteria=TokenCriteria(token.label, token.serial)
    )
    if found is None:
        raise KeyMissing("signer.pem: no such token")
    return found.open(user_pin=settings.PKCS11_PIN or None)


def _lost(error: Exception) -> KeyMissing:
    """What is to be said; every session is forgotten, and the library asked anew next time."""
    for session in _sessions.values():
        _close(session)
    _sessions.clear()
    return KeyMissing(f"signer.pem: the token does not answer ({type(error).__name__})")


def _close(session: Any) -> None:
    try:
        session.close()
    except PKCS11Error:
        return

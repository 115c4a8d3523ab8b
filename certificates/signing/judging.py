"""A credential and a status list, judged as a stranger judges them: offline, with the issuer's keys in hand.

Nothing is fetched: what a document names is compared with what was given. Whatever does not fit is refused with the
reason, and nothing that is read can take more than a few megabytes.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from certificates.rules import bitstrings, dids
from certificates.signing import credentials
from certificates.signing.credentials import CredentialUnfit

ENTRY = "BitstringStatusListEntry"
PURPOSE = "revocation"
URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"]+")
DIGITS = 7  # of the largest index of any list that is read


class ListUnfit(CredentialUnfit):
    """The credential is genuine, but this list tells nothing of it; the text says why."""


@dataclass(frozen=True)
class Judgment:
    """What is true of a genuine credential. `marked` is None where no list was given."""

    expired: bool
    marked: bool | None = None
    listed_at: str = ""


def judged(data: bytes, *, keys: Mapping[str, bytes], now: datetime, status: bytes | None = None) -> Judgment:
    """Raises CredentialUnfit where the credential, or the list, is not the issuer's or not what it should be."""
    document = credentials.parsed(data)
    credentials.checked(document, keys=keys, now=now)
    _is_of_type(document, "VerifiableCredential", "OpenBadgeCredential")
    _refuse_malformed(document)
    credentials.instant(document, "validFrom")
    expired = "validUntil" in document and credentials.instant(document, "validUntil") < now
    if status is None:
        return Judgment(expired)
    try:
        marked, listed_at = _looked_up(document, status, keys, now)
    except CredentialUnfit as error:
        raise ListUnfit(str(error)) from error
    return Judgment(expired, marked, listed_at)


def keys_of_issuer(data: bytes) -> dict[str, bytes]:
    """The keys in a DID document, or in an issuer's page that holds several. Raises CredentialUnfit where none is."""
    found = credentials.parsed(data)
    documents = found.get("documents", [found])
    keys: dict[str, bytes] = {}
    for document in documents if isinstance(documents, list) else []:
        keys |= dids.keys_of(document)
    if not keys:
        raise CredentialUnfit("no Ed25519 key that may sign credentials")
    return keys


def keys_named_in(data: bytes) -> dict[str, bytes]:
    """The key that a credential names itself: only for a credential whose bytes something else vouches for."""
    proof = credentials.parsed(data).get("proof")
    method = proof.get("verificationMethod") if isinstance(proof, dict) else None
    key = dids.key_of_method(method) if isinstance(method, str) else None
    return {str(method): key} if key else {}


def _looked_up(document: dict[str, Any], status: bytes, keys: Mapping[str, bytes], now: datetime) -> tuple[bool, str]:
    """Whether the credential's place in this list is marked, and of when the list is."""
    address, index = _place(document)
    found = credentials.parsed(status)
    if found.get("id") != address:
        raise CredentialUnfit("this is another status list than the credential names")
    try:
        credentials.checked(found, keys=keys, now=now)
    except CredentialUnfit as error:
        raise CredentialUnfit(f"status list: {error}") from error
    if credentials.issuer_of(found) != credentials.issuer_of(document):
        raise CredentialUnfit("the status list is another issuer's")
    _is_of_type(found, "VerifiableCredential", "BitstringStatusListCredential")
    if now > credentials.instant(found, "validUntil"):
        raise CredentialUnfit("the status list is out of date; fetch it again")
    try:
        return bitstrings.is_set(_bits(found), index), str(found["validFrom"])
    except bitstrings.NotAList as error:
        raise CredentialUnfit(f"status list: {error}") from error


def _bits(found: dict[str, Any]) -> bytes:
    subject = found.get("credentialSubject")
    if not isinstance(subject, dict) or subject.get("type") != "BitstringStatusList":
        raise CredentialUnfit("status list: no BitstringStatusList")
    if subject.get("statusPurpose") != PURPOSE:
        raise CredentialUnfit("status list: of another purpose")
    return bitstrings.decoded(str(subject.get("encodedList", "")))


def _place(document: dict[str, Any]) -> tuple[str, int]:
    entry = document.get("credentialStatus")
    if not isinstance(entry, dict):
        raise CredentialUnfit("it names no status list")
    if entry.get("type") != ENTRY or entry.get("statusPurpose") != PURPOSE:
        raise CredentialUnfit("its status is of a kind that cannot be read")
    index = entry.get("statusListIndex")
    if not isinstance(index, str) or not index.isascii() or not index.isdigit() or len(index) > DIGITS:
        raise CredentialUnfit("its place in the status list is no number")
    if entry.get("statusSize", 1) != 1:
        raise CredentialUnfit("its status takes more than one bit")
    if not _is_url(entry.get("statusListCredential")) or entry.get("id") == entry["statusListCredential"]:
        raise CredentialUnfit("its status list has no address of its own")
    return str(entry["statusListCredential"]), int(index)


def _refuse_malformed(document: dict[str, Any]) -> None:
    """What VC Data Model 2.0 asks of a credential's own members (4.4, 4.7, 4.8), and Open Badges 3.0 of whom it names."""
    if "id" in document and not _is_url(document["id"]):
        raise CredentialUnfit("its id is no URL")
    if not _is_url(credentials.issuer_of(document)):
        raise CredentialUnfit("its issuer is no URL")
    subject = document.get("credentialSubject")
    subjects = subject if isinstance(subject, list) else [subject]
    if not subjects or not all(isinstance(each, dict) and each for each in subjects):
        raise CredentialUnfit("it claims nothing of anybody")
    if not all(_is_about_somebody(each) for each in subjects):
        raise CredentialUnfit("it does not say whom it is about")
    issuer = document["issuer"]
    if isinstance(issuer, dict) and not _is_named(issuer, "Profile"):
        raise CredentialUnfit("its issuer is no profile")


def _is_about_somebody(subject: object) -> bool:
    return (
        isinstance(subject, dict)
        and _is_named(subject, "AchievementSubject")
        and bool(subject.get("id") or subject.get("identifier"))
    )


def _is_named(part: object, kind: str) -> bool:
    """Whether a part of the document says that it is of a kind; one name may stand by itself."""
    named = part.get("type") if isinstance(part, dict) else None
    return kind in (named if isinstance(named, list) else [named])


def _is_url(value: object) -> bool:
    return isinstance(value, str) and URL.fullmatch(value) is not None


def _is_of_type(document: dict[str, Any], *types: str) -> None:
    named = document.get("type")
    if not isinstance(named, list) or not {*types} <= {name for name in named if isinstance(name, str)}:
        raise CredentialUnfit(f"no {types[-1]}")

"""What the standards ask of an issuer and of a verifier, clause by clause; docs/conformance.md says what this is worth.

VC: Verifiable Credentials Data Model 2.0. DI: Verifiable Credential Data Integrity 1.0. EdDSA: Data Integrity EdDSA
Cryptosuites 1.0. BSL: Bitstring Status List 1.0. CID: Controlled Identifiers 1.0. Numbers are sections of the
Recommendations of 15 May 2025. OB: Open Badges 3.0, named by the class of its data model, whose order is not fixed.
"""

import base64
import gzip
import json
import re
from datetime import timedelta

import pytest
from openvc.multibase import encode_multibase
from pyld import jsonld

from certificates.rules import badges, bitstrings, dids
from certificates.signing.credentials import CredentialUnfit
from tests.certificates import foreign
from tests.certificates.test_judging import (
    GOOD,
    GOOD_LIST,
    HOST,
    KEY,
    LIST,
    NOW,
    OURS,
    THEIRS,
    altered,
    document,
    judged,
    listed,
    packed,
    proven,
    reproof,
)

C, L = json.loads(GOOD), json.loads(GOOD_LIST)
EXPIRING = json.loads(packed(document(expires_on="2026-11-30")))
SUBJECT, STATUS, PROOF = C["credentialSubject"], C["credentialStatus"], C["proof"]
ACHIEVEMENT = SUBJECT["achievement"]
BITS = L["credentialSubject"]
DID = dids.document(OURS.did, [KEY.public_key().public_bytes_raw()])
STAMP = re.compile(r"-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
URL = re.compile(r"[a-z][a-z0-9+.-]*:[^\s<>\"]+")


def url(text):
    return isinstance(text, str) and URL.fullmatch(text) is not None


def stamp(text):
    return STAMP.fullmatch(text) is not None


def loose(value):
    """With lists of one item as the item: JSON-LD does not tell them apart."""
    if isinstance(value, dict):
        return {key: loose(part) for key, part in value.items()}
    if isinstance(value, list):
        return loose(value[0]) if len(value) == 1 else [loose(part) for part in value]
    return value


def compact(made):
    return loose(jsonld.compact(made, made["@context"], {"documentLoader": foreign.load})) == loose(made)


def unpacked(text):
    return gzip.decompress(base64.urlsafe_b64decode(text[1:] + "=" * (-len(text[1:]) % 4)))


def without(made, key):
    return {name: part for name, part in made.items() if name != key}


def entry(**changes):
    """A credential that we sign, with another entry."""
    return packed({**document(), "credentialStatus": badges.Place(LIST, 7).entry() | changes})


ISSUER = [
    ("VC 4.3", "@context is an ordered set whose first item is the base context", lambda: [
        made["@context"][0] for made in (C, L)] == ["https://www.w3.org/ns/credentials/v2"] * 2),
    ("VC 4.3", "its further items are URLs or objects", lambda: all(url(item) for item in C["@context"])),
    ("VC 4.4", "id, where present, is one URL", lambda: url(C["id"]) and url(L["id"])),
    ("VC 4.5", "type holds VerifiableCredential", lambda: all("VerifiableCredential" in made["type"] for made in (C, L))),
    ("VC 4.5", "every type is a term of a context or a URL", lambda: compact(C) and compact(L)),
    ("VC 4.6", "name is a string or a language value", lambda: isinstance(C["name"], str)),
    ("VC 4.6", "description, where present, is a string or a language value", lambda: isinstance(
        ACHIEVEMENT["description"], str | dict | list)),
    ("VC 4.7", "issuer is a URL, or an object whose id is one", lambda: url(C["issuer"]["id"]) and url(L["issuer"])),
    ("VC 4.8", "credentialSubject holds claims", lambda: len(SUBJECT) > 1 and len(BITS) > 1),
    ("VC 4.9", "validFrom and validUntil are dateTimeStamps", lambda: all(
        stamp(made[key]) for made, key in ((C, "validFrom"), (EXPIRING, "validUntil"), (L, "validFrom"), (L, "validUntil")))),
    ("VC 4.9", "validFrom is not after validUntil", lambda: EXPIRING["validFrom"] <= EXPIRING["validUntil"]),
    ("VC 4.10", "a status has a type, and its id is a URL", lambda: bool(STATUS["type"]) and url(STATUS["id"])),
    ("VC 4.12", "the document is secured", lambda: foreign.is_proven(C) and foreign.is_proven(L)),
    ("VC 6.1", "it is JSON-LD in compacted form", lambda: compact(C) and compact(L)),
    ("DI 2.1", "a proof's type and proofPurpose are strings", lambda: (PROOF["type"], PROOF["proofPurpose"]) == (
        "DataIntegrityProof", "assertionMethod")),
    ("DI 2.1", "verificationMethod maps to a URL", lambda: url(PROOF["verificationMethod"])),
    ("DI 2.1", "created is a dateTimeStamp", lambda: stamp(PROOF["created"])),
    ("DI 2.1", "proofValue is multibase", lambda: re.fullmatch(f"z[{foreign.LETTERS}]+", PROOF["proofValue"])),
    ("DI 2.1", "cryptosuite names the suite", lambda: PROOF["cryptosuite"] == "eddsa-rdfc-2022"),
    ("EdDSA 2.2.1", "proofValue is 64 bytes in base58btc", lambda: len(foreign.base58(PROOF["proofValue"][1:])) == 64),
    ("EdDSA 3.2.5", "the proof's configuration is canonicalized under the document's contexts", lambda: foreign.is_proven(C)),
    ("CID 2.2", "a verification method has id, type and controller", lambda: all(
        url(m["id"]) and m["type"] == "Multikey" and m["controller"] == DID["id"] for m in DID["verificationMethod"])),
    ("CID 2.2.2", "an Ed25519 Multikey begins with 0xed01", lambda: foreign.base58(
        DID["verificationMethod"][0]["publicKeyMultibase"][1:])[:2] == b"\xed\x01"),
    ("CID 2.3.2", "the key is authorized for assertions", lambda: PROOF["verificationMethod"] in DID["assertionMethod"]),
    ("BSL 2.1", "an entry's type is BitstringStatusListEntry", lambda: STATUS["type"] == "BitstringStatusListEntry"),
    ("BSL 2.1", "statusPurpose is a string", lambda: STATUS["statusPurpose"] == "revocation"),
    ("BSL 2.1", "statusListIndex is a base-10 integer in a string", lambda: re.fullmatch(r"0|[1-9]\d*", STATUS["statusListIndex"])),
    ("BSL 2.1", "statusListCredential is a URL", lambda: url(STATUS["statusListCredential"])),
    ("BSL 2.1", "statusSize, where present, is a whole number above zero", lambda: STATUS.get("statusSize", 1) == 1),
    ("BSL 2.1", "an entry's id is not the list's URL", lambda: STATUS["id"] != STATUS["statusListCredential"]),
    ("BSL 2.2", "the list's type holds BitstringStatusListCredential", lambda: "BitstringStatusListCredential" in L["type"]),
    ("BSL 2.2", "the list is a credential itself, whose id is where entries point", lambda: L["id"] == STATUS["statusListCredential"]),
    ("BSL 2.2", "its subject's type is BitstringStatusList", lambda: BITS["type"] == "BitstringStatusList"),
    ("BSL 2.2", "its statusPurpose is the entries'", lambda: BITS["statusPurpose"] == STATUS["statusPurpose"]),
    ("BSL 2.2", "encodedList is multibase base64url without padding", lambda: re.fullmatch(r"u[A-Za-z0-9_-]+", BITS["encodedList"])),
    ("BSL 2.2", "of a gzip stream of at least 16 KB of bits", lambda: len(unpacked(BITS["encodedList"])) >= 16 * 1024),
    ("BSL 2.2", "ttl is a whole number of milliseconds", lambda: isinstance(BITS["ttl"], int) and BITS["ttl"] > 0),
    ("BSL 2.2", "the first index is the leftmost bit", lambda: unpacked(bitstrings.encoded([0]))[0] == 0x80),
    ("BSL 3.3", "there are at least 131,072 entries", lambda: len(unpacked(BITS["encodedList"])) * 8 >= 131_072),
    ("OB AchievementCredential", "contexts: first VC 2.0, then Open Badges 3.0", lambda: C["@context"] == [badges.VC, badges.OB]),
    ("OB AchievementCredential", "type holds VerifiableCredential and OpenBadgeCredential", lambda: {
        "VerifiableCredential", "OpenBadgeCredential"} <= {*C["type"]}),
    ("OB AchievementCredential", "id, name, issuer, validFrom, credentialSubject are there", lambda: all(
        C[key] for key in ("id", "name", "issuer", "validFrom", "credentialSubject"))),
    ("OB AchievementCredential", "credentialStatus has id and type", lambda: bool(STATUS["id"] and STATUS["type"])),
    ("OB Achievement", "an achievement has id, type, name, description, criteria", lambda: url(ACHIEVEMENT["id"])
        and "Achievement" in ACHIEVEMENT["type"] and all(ACHIEVEMENT[key] for key in ("name", "description", "criteria"))),
    ("OB AchievementSubject", "the subject is an AchievementSubject with an achievement", lambda:
        "AchievementSubject" in SUBJECT["type"] and bool(ACHIEVEMENT)),
    ("OB AchievementSubject", "the subject has an id or an identifier", lambda: "id" in SUBJECT or len(SUBJECT["identifier"]) > 0),
    ("OB Criteria", "criteria have an id or a narrative", lambda: bool(ACHIEVEMENT["criteria"]["narrative"])),
    ("OB IdentityObject", "an IdentityObject has type, hashed, identityHash, identityType", lambda: all(
        each["type"] == "IdentityObject" and each["hashed"] is True and each["identityHash"].startswith("sha256$") and each["identityType"]
        for each in SUBJECT["identifier"])),
    ("OB Profile", "an issuer's profile has id and type Profile", lambda: url(C["issuer"]["id"]) and "Profile" in C["issuer"]["type"]),
    ("OB Result", "a result has type Result and names its description", lambda: all(
        "Result" in each["type"] and each["resultDescription"] in {one["id"] for one in ACHIEVEMENT["resultDescription"]}
        for each in SUBJECT["result"])),
    ("OB ResultDescription", "a result description has id, type, name, resultType", lambda: all(
        url(each["id"]) and "ResultDescription" in each["type"] and each["name"] and each["resultType"] == "Result"
        for each in ACHIEVEMENT["resultDescription"])),
    ("OB IdentityHash", "an identity's hash is sha256$ and 64 lower hexadecimal digits", lambda: all(
        re.fullmatch(r"sha256\$[0-9a-f]{64}", each["identityHash"]) for each in SUBJECT["identifier"])),
    ("OB proofs", "at least one proof is expressed", lambda: bool(C["proof"])),
]  # fmt: skip

VERIFIER = [
    ("VC 4.3", "another first context is refused", lambda: (
        packed({**document(), "@context": [badges.OB, badges.VC]}), GOOD_LIST)),
    ("VC 4.5", "another type than expected is refused", lambda: (
        packed({**document(), "type": ["VerifiableCredential"]}), GOOD_LIST)),
    ("VC 4.9", "a credential before its validFrom is refused", lambda: (
        packed({**document(), "validFrom": "2027-01-01T00:00:00Z"}), GOOD_LIST)),
    ("VC 7.1", "a proof that does not verify is refused", lambda: (altered(name="another"), GOOD_LIST)),
    ("VC 7.1", "what the proof does not cover is refused", lambda: (altered(note="A+"), GOOD_LIST)),
    ("DI 2.4.1", "a context that is not known is refused, not fetched", lambda: (
        altered(**{"@context": [badges.VC, badges.OB, f"{HOST}c"]}), GOOD_LIST)),
    ("DI 4.4", "a proof without proofPurpose is refused", lambda: (proven(proofPurpose=None), GOOD_LIST)),
    ("DI 4.4", "a proof without verificationMethod is refused", lambda: (proven(verificationMethod=None), GOOD_LIST)),
    ("DI 4.4", "a proof past its expires is refused", lambda: (proven(expires="2026-11-22T00:00:00Z"), GOOD_LIST)),
    ("EdDSA 3.2.3", "another type or cryptosuite is refused", lambda: (proven(cryptosuite="eddsa-jcs-2022"), GOOD_LIST)),
    ("EdDSA 3.2.7", "a proofValue of another length is refused", lambda: (reproof(proofValue=PROOF["proofValue"][:-4]), GOOD_LIST)),
    ("CID 3.3", "a method that the issuer's document does not allow is refused", lambda: (reproof(
        verificationMethod=f"{OURS.did}#key-2"), GOOD_LIST)),
    ("BSL 3.2", "a list whose proof does not verify is refused", lambda: (GOOD, altered(GOOD_LIST, validUntil="2030-01-01T00:00:00Z"))),
    ("BSL 3.2", "a list of another purpose is refused", lambda: (GOOD, packed(listed(statusPurpose="suspension")))),
    ("BSL 3.2", "a list that is too short is refused", lambda: (GOOD, packed(listed(encodedList=bitstrings.encoded([], entries=65_536))))),
    ("BSL 3.2", "an index beyond the list is refused", lambda: (packed(document(index=200_000)), GOOD_LIST)),
    ("BSL 3.2", "another list than the entry names is refused", lambda: (GOOD, packed({**listed(), "id": f"{LIST}0"}))),
    ("VC 4.4", "an id that is no URL, or several, is refused", lambda: (packed({**document(), "id": "https:"}), GOOD_LIST)),
    ("VC 4.5", "a credential without a type is refused", lambda: (packed(without(document(), "type")), GOOD_LIST)),
    ("VC 4.7", "a credential without an issuer is refused", lambda: (packed(without(document(), "issuer")), GOOD_LIST)),
    ("VC 4.8", "a credential that claims nothing is refused", lambda: (packed({**document(), "credentialSubject": {}}), GOOD_LIST)),
    ("VC 4.8", "a credential without a subject is refused", lambda: (packed(without(document(), "credentialSubject")), GOOD_LIST)),
    ("VC 4.9", "a validFrom without its offset is refused", lambda: (
        packed({**document(), "validFrom": "2026-11-23T03:00:00"}), GOOD_LIST)),
    ("VC 4.9", "a validUntil that is no dateTimeStamp is refused", lambda: (
        packed({**document(), "validUntil": "2030-01-01"}), GOOD_LIST)),
    ("VC 4.10", "a status of another type is refused", lambda: (entry(type="RevocationList2020Status"), GOOD_LIST)),
    ("VC 4.12", "what is not secured is refused", lambda: (altered(proof=None), GOOD_LIST)),
    ("DI 2.1", "a proof whose created is no dateTimeStamp is refused", lambda: (proven(created="yesterday"), GOOD_LIST)),
    ("DI 2.1", "a proofValue that is not multibase is refused", lambda: (reproof(proofValue="0" + PROOF["proofValue"][1:]), GOOD_LIST)),
    ("BSL 2.1", "a statusListIndex that is no string of digits is refused", lambda: (entry(statusListIndex="7.0"), GOOD_LIST)),
    ("BSL 2.1", "a statusListCredential that is no URL is refused", lambda: (entry(statusListCredential="status"), GOOD_LIST)),
    ("BSL 2.1", "an entry whose id is the list's URL is refused", lambda: (entry(id=LIST), GOOD_LIST)),
    ("BSL 2.1", "an entry of another statusSize than one bit is refused, not misread", lambda: (entry(statusSize=2), GOOD_LIST)),
    ("BSL 2.2", "a list without its type is refused", lambda: (GOOD, packed({**listed(), "type": ["VerifiableCredential"]}))),
    ("BSL 2.2", "a list whose subject has another type is refused", lambda: (GOOD, packed(listed(type="Bitstring")))),
    ("BSL 2.2", "a list without the prefix of multibase is refused", lambda: (
        GOOD, packed(listed(encodedList=bitstrings.encoded([])[1:])))),
    ("BSL 2.2", "a list past its validUntil is refused", lambda: (GOOD, packed(listed(at=NOW - timedelta(days=8))))),
    ("BSL 3.2", "another issuer's list is refused", lambda: (GOOD, packed(listed(by=THEIRS), THEIRS))),
    ("OB AchievementCredential", "what is no OpenBadgeCredential is refused", lambda: (
        packed({**document(), "type": ["VerifiableCredential", "EndorsementCredential"]}), GOOD_LIST)),
    ("OB AchievementSubject", "a subject of another type is refused", lambda: (
        packed({**document(), "credentialSubject": {"id": "did:example:1", "type": ["Profile"]}}), GOOD_LIST)),
    ("OB AchievementSubject", "a subject with neither id nor identifier is refused", lambda: (
        packed({**document(), "credentialSubject": without(SUBJECT, "identifier")}), GOOD_LIST)),
    ("OB Profile", "an issuer that is no Profile is refused", lambda: (
        packed({**document(), "issuer": {"id": OURS.did, "type": ["IdentityObject"]}}), GOOD_LIST)),
    ("BSL 3.4", "what is no compressed bitstring is refused", lambda: (GOOD, packed(listed(encodedList="uH4sI")))),
]  # fmt: skip


@pytest.mark.parametrize(("clause", "sentence", "holds"), ISSUER, ids=[f"{row[0]}: {row[1]}" for row in ISSUER])
def test_issuer_does_what_is_asked(clause, sentence, holds):
    assert holds()


@pytest.mark.parametrize(("clause", "sentence", "make"), VERIFIER, ids=[f"{row[0]}: {row[1]}" for row in VERIFIER])
def test_verifier_refuses_what_is_asked(clause, sentence, make):
    with pytest.raises(CredentialUnfit):
        judged(*make())


def test_verifier_tells_the_truths_apart():
    """Open Badges, verification and validation: valid, expired (validUntil has passed), revoked (the place in its list is marked)."""
    found = [judged(packed(document(expires_on=day)), packed(listed(marked=marked)), NOW)
             for day, marked in ((None, []), ("2026-11-22", []), (None, [7]))]  # fmt: skip
    assert [(each.expired, each.marked) for each in found] == [(False, False), (True, False), (False, True)]


def test_somebody_elses_verifier_reads_signatures_that_begin_with_zeros():
    """One in 256 does; a decoder that loses them calls a genuine credential forged."""
    raw = b"\0\0" + bytes(range(62))
    assert foreign.base58(encode_multibase(raw)[1:]) == raw

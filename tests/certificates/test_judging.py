"""A credential and a list from a stranger's hand: refused with the reason, in bounded memory, and nothing is fetched."""

import base64
import hashlib
import json
import socket
import tracemalloc
import zlib
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from openvc.multibase import encode_multibase

from certificates import verify
from certificates.rules import badges, bitstrings, dids
from certificates.signing import credentials, judging
from certificates.signing.credentials import CredentialUnfit
from certificates.signing.issuers import Issuer
from certificates.signing.judging import Judgment
from tests.certificates import foreign
from tests.certificates.samples import FACTS

NOW = datetime.fromisoformat("2026-11-23T03:00:00+00:00")
HOST = "https://academy.example/"
LIST = f"{HOST}status/1"
KEY, OTHER_KEY = (Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32) for n in (1, 2))
OURS, THEIRS = (Issuer(dids.of_key(key.public_key().public_bytes_raw()), key) for key in (KEY, OTHER_KEY))
KEYS = {OURS.method: KEY.public_key().public_bytes_raw()}
COURSE = {**FACTS["course"], "key": "cell"}
DESIGN = {**FACTS["design"], "version": 1}


@pytest.fixture(autouse=True)
def _no_network(monkeypatch):
    def refuse(*asked):
        raise AssertionError(f"fetched: {asked}")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def document(*, expires_on=None, index=7, by=OURS):
    return badges.credential(
        {**FACTS, "kind": "completion", "course": COURSE, "design": DESIGN, "expires_on": expires_on},
        address=f"{HOST}verify/7K3M/",
        host=HOST,
        issuer=badges.profile(did=by.did, name_ko="충북테크노파크", name_en="", host=HOST, email=""),
        identities=[badges.Identity("name", "홍길동", "소금")],
        place=badges.Place(LIST, index),
        zone=ZoneInfo("Asia/Seoul"),
    )


def listed(*, marked=(), by=OURS, at=NOW, **changes):
    made = badges.status_list(
        address=LIST, issuer=by.did, encoded=bitstrings.encoded(marked), now=at, until=at + timedelta(days=7), ttl=1
    )
    made["credentialSubject"] |= changes
    return made


def packed(made, by=OURS):
    return json.dumps(by.signed(made, now=NOW)).encode()


GOOD, GOOD_LIST = packed(document()), packed(listed())


def judged(data=GOOD, status=GOOD_LIST, now=NOW):
    return judging.judged(data, keys=KEYS, now=now, status=status)


def altered(data=GOOD, **changes):
    """The JSON with members put in place or, where None, taken out; its proof as it was."""
    made = json.loads(data) | changes
    return json.dumps({name: value for name, value in made.items() if value is not None}).encode()


def reproof(**changes):
    return altered(proof=json.loads(GOOD)["proof"] | changes)


def proven(made=None, **changes):
    """The document with other members of its proof, genuinely signed over: what a careless issuer would make."""
    made = made or document()
    options = {name: part for name, part in (json.loads(GOOD)["proof"] | changes).items() if part is not None}
    options.pop("proofValue")
    hashed = [
        hashlib.sha256(foreign.canonical(part)).digest() for part in ({"@context": made["@context"], **options}, made)
    ]
    return json.dumps(
        {**made, "proof": {**options, "proofValue": encode_multibase(KEY.sign(b"".join(hashed)))}}
    ).encode()


def bomb(mebibytes):
    """A gzip stream that would unfold to so many MiB of zeros."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    part = packer.compress(bytes(1024 * 1024)) + packer.flush(zlib.Z_FULL_FLUSH)
    stream = b"\x1f\x8b\x08\0\0\0\0\0\0\xff" + part * mebibytes + b"\x03\0" + bytes(8)
    return "u" + base64.urlsafe_b64encode(stream).rstrip(b"=").decode()


# --- the truths ----------------------------------------------------------------------------------
DAY_AFTER = datetime.fromisoformat("2026-11-30T15:00:00+00:00")  # midnight in Seoul


@pytest.mark.parametrize(
    ("data", "status", "now", "expected"),
    [
        (GOOD, None, NOW, Judgment(False)),
        (GOOD, GOOD_LIST, NOW, Judgment(False, False, "2026-11-23T03:00:00Z")),
        (GOOD, packed(listed(marked=[7])), NOW, Judgment(False, True, "2026-11-23T03:00:00Z")),
        (GOOD, packed(listed(marked=[6, 8])), NOW, Judgment(False, False, "2026-11-23T03:00:00Z")),
        (packed(document(expires_on="2026-11-30")), None, DAY_AFTER - timedelta(seconds=1), Judgment(False)),
        (packed(document(expires_on="2026-11-30")), None, DAY_AFTER, Judgment(True)),
        (proven(created=None, expires="2026-11-23T03:00:00Z"), None, NOW, Judgment(False)),
        # As others spell the same: the proof in a list, the longer name of a badge.
        (altered(proof=[json.loads(GOOD)["proof"]], type=["VerifiableCredential", "AchievementCredential"]),
         altered(GOOD_LIST, proof=[json.loads(GOOD_LIST)["proof"]]), NOW, Judgment(False, False, "2026-11-23T03:00:00Z")),
    ],
)  # fmt: skip
def test_genuine_credential_is_judged(data, status, now, expected):
    assert judged(data, status, now) == expected


# --- what is refused, and why --------------------------------------------------------------------
UNSIGNED = {name: part for name, part in json.loads(GOOD).items() if name != "proof"}
REFUSED = {
    "a JWT with alg none": (b"eyJhbGciOiJub25lIn0.eyJ2YyI6e319.", GOOD_LIST, "no JSON"),
    "no proof": (altered(proof=None), GOOD_LIST, "no proof"),
    "two proofs": (altered(proof=[json.loads(GOOD)["proof"]] * 2), GOOD_LIST, "no proof"),
    "a list without a proof": (altered(proof=[]), GOOD_LIST, "no proof"),
    "cryptosuite none": (proven(cryptosuite="none"), GOOD_LIST, "unsupported cryptosuite"),
    "type none": (reproof(type="none"), GOOD_LIST, "unexpected proof type"),
    "another purpose": (proven(proofPurpose="authentication"), GOOD_LIST, "proofPurpose"),
    "no purpose": (proven(proofPurpose=None), GOOD_LIST, "proofPurpose"),
    "made at no date": (proven(created="yesterday"), GOOD_LIST, "created: no date"),
    "a proof that has expired": (proven(expires="2026-11-22T00:00:00Z"), GOOD_LIST, "proof has expired"),
    "empty signature": (reproof(proofValue=""), GOOD_LIST, "proofValue"),
    "foreign key, foreign issuer": (packed(document(by=THEIRS), THEIRS), GOOD_LIST, "not the issuer's"),
    "foreign key, our name": (packed(document(), THEIRS), GOOD_LIST, "not the issuer's"),
    "foreign key, our key's name": (
        altered(packed(document(), THEIRS), proof=json.loads(packed(document(), THEIRS))["proof"]
                | {"verificationMethod": OURS.method}), GOOD_LIST, "does not verify"),
    "our key, foreign issuer": (packed(document(by=THEIRS)), GOOD_LIST, "not whose key signed it"),
    "swapped index": (altered(credentialStatus=badges.Place(LIST, 8).entry()), GOOD_LIST, "does not verify"),
    "removed status": (altered(credentialStatus=None), GOOD_LIST, "does not verify"),
    "never had a status": (packed({**document(), "credentialStatus": None} and {
        name: part for name, part in document().items() if name != "credentialStatus"}), GOOD_LIST, "names no status list"),
    "two statuses": (packed({**document(), "credentialStatus": [badges.Place(LIST, n).entry() for n in (7, 8)]}),
                     GOOD_LIST, "names no status list"),
    "index beyond the list": (packed(document(index=131_072)), GOOD_LIST, "not in the list"),
    "index in words": (packed({**document(), "credentialStatus": badges.Place(LIST, 7).entry() | {"statusListIndex": "-7"}}),
                       GOOD_LIST, "no number"),
    "remote context": (altered(**{"@context": [badges.VC, badges.OB, "https://evil.example/c.json"]}), GOOD_LIST,
                       "refusing to fetch"),
    "contexts in another order": (altered(**{"@context": [badges.OB, badges.VC]}), GOOD_LIST, ""),
    "inline context": (altered(**{"@context": [badges.VC, badges.OB, {"name": "https://evil.example/name"}]}), GOOD_LIST, ""),
    "a member that the proof does not cover": (altered(note="A+"), GOOD_LIST, "not cover"),
    "not a badge": (packed({**document(), "type": ["VerifiableCredential"]}), GOOD_LIST, "no OpenBadgeCredential"),
    "about nobody": (packed({**document(), "credentialSubject": {"id": "did:example:1", "type": ["Profile"]}}), GOOD_LIST,
                     "whom it is about"),
    "about somebody without a name": (packed({**document(), "credentialSubject": {
        name: part for name, part in document()["credentialSubject"].items() if name != "identifier"}}), GOOD_LIST,
        "whom it is about"),
    "an issuer that is no profile": (packed({**document(), "issuer": {"id": OURS.did, "type": ["IdentityObject"]}}),
                                     GOOD_LIST, "no profile"),
    "not valid yet": (packed({**document(), "validFrom": "2027-01-01T00:00:00Z"}), GOOD_LIST, "not valid before"),
    "no date": (packed({name: part for name, part in document().items() if name != "validFrom"}), GOOD_LIST, "no date"),
    "nested without end": (b'{"a":' * 100_000, GOOD_LIST, "no JSON"),
    "nested deeply": (altered(note=json.loads("[" * 500 + "]" * 500)), GOOD_LIST, ""),
    "too large": (b" " * (1024 * 1024 + 1), GOOD_LIST, "larger than any credential"),
    "another list": (GOOD, altered(GOOD_LIST, id=f"{HOST}status/2"), "another status list"),
    "list of a foreign key": (GOOD, packed(listed(by=THEIRS), THEIRS), "status list: signed by a key"),
    "list without proof": (GOOD, altered(GOOD_LIST, proof=None), "status list: no proof"),
    "list with a bit turned": (GOOD, altered(packed(listed(marked=[7])), credentialSubject=json.loads(GOOD_LIST)[
        "credentialSubject"]), "status list: Data Integrity proof does not verify"),
    "list of another purpose": (GOOD, packed(listed(statusPurpose="suspension")), "another purpose"),
    "list out of date": (GOOD, packed(listed(at=NOW - timedelta(days=8))), "out of date"),
    "list of tomorrow": (GOOD, packed(listed(at=NOW + timedelta(days=1))), "status list: credential is not valid before"),
    "list too short": (GOOD, packed(listed(encodedList=bitstrings.encoded([], entries=131_064))), "fewer than"),
    "list that is no gzip": (GOOD, packed(listed(encodedList="uAAAA")), "not gzip"),
    "list without its prefix": (GOOD, packed(listed(encodedList=bitstrings.encoded([])[1:])), "not multibase"),
    "list cut off": (GOOD, packed(listed(encodedList=bitstrings.encoded([])[:-100])), "status list"),
    "a bomb": (GOOD, packed(listed(encodedList=bomb(512))), "larger than any list"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_does_not_fit_is_refused_with_the_reason(name):
    data, status, reason = REFUSED[name]
    with pytest.raises(CredentialUnfit) as refusal:
        judged(data, status)
    assert reason in str(refusal.value)


def test_bomb_of_a_gibibyte_takes_no_more_than_its_own_bytes():
    text = bomb(1024)
    tracemalloc.start()
    with pytest.raises(bitstrings.NotAList, match="larger than any list"):
        bitstrings.decoded(text)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8 * 1024 * 1024


@pytest.mark.parametrize("index", [0, 1, 7, 8, 131_071])
def test_bits_are_read_from_the_highest(index):
    bits = bitstrings.decoded(bitstrings.encoded([index]))
    assert [bitstrings.is_set(bits, place) for place in (index, index ^ 1)] == [True, False]
    assert bits[index // 8] == 0x80 >> index % 8


# --- the program ---------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("data", "status", "now", "code", "says"),
    [
        (GOOD, None, NOW, 0, "present status not known"),
        (GOOD, GOOD_LIST, NOW, 0, "not revoked as of 2026-11-23T03:00:00Z"),
        (GOOD, packed(listed(marked=[7])), NOW, 3, "revoked or superseded"),
        (packed(document(expires_on="2026-11-30")), None, DAY_AFTER, 3, "past its validity"),
        (packed(document(by=THEIRS), THEIRS), None, NOW, 1, "Not genuine"),
        (GOOD, packed(listed(encodedList=bomb(512))), NOW, 1, "larger than any list"),
    ],
)
def test_program_says_it_of_a_credential_by_itself(data, status, now, code, says, tmp_path, capsys):
    issuer = json.dumps({"documents": [dids.document(OURS.did, KEYS.values())]}).encode()
    for name, content in {"c.json": data, "issuer.json": issuer, "list.json": status or b""}.items():
        (tmp_path / name).write_bytes(content)
    asked = [str(tmp_path / "c.json"), "--issuer", str(tmp_path / "issuer.json")]
    asked += ["--status", str(tmp_path / "list.json")] if status else []
    assert (verify.main(asked, now=now), says in capsys.readouterr().out) == (code, True)


@pytest.mark.parametrize(
    "issuer",
    [b"{}", b"[]", b'{"documents": 1}', b'{"verificationMethod": [1], "assertionMethod": []}',
     json.dumps(dids.document(OURS.did, KEYS.values()) | {"assertionMethod": []}).encode()],
)  # fmt: skip
def test_program_says_where_an_issuer_has_no_key(issuer, tmp_path, capsys):
    (tmp_path / "c.json").write_bytes(GOOD)
    (tmp_path / "issuer.json").write_bytes(issuer)
    asked = [str(tmp_path / "c.json"), "--issuer", str(tmp_path / "issuer.json")]
    assert (verify.main(asked, now=NOW), "issuer.json" in capsys.readouterr().err) == (2, True)


@pytest.mark.parametrize("name", ["c.json", "c.pdf"])
def test_program_asks_for_what_it_needs(name, tmp_path, capsys):
    (tmp_path / name).write_bytes(GOOD if name == "c.json" else b"%PDF-1.7")
    with pytest.raises(SystemExit):
        verify.main([str(tmp_path / name)])
    assert "needs" in capsys.readouterr().err


def test_credential_without_issuer_is_judged_by_whoever_vouches_for_its_bytes():
    assert judging.keys_named_in(GOOD) == KEYS
    assert judging.keys_named_in(altered(proof=None)) == {}
    assert credentials.issuer_of({"issuer": 1}) == ""

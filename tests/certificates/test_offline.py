"""The verifier for outsiders: genuine is what the issuer signed, what the log holds, and what the log's key stands for."""

import base64
import hashlib
import html
import io
import json
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pikepdf
import pytest
from asn1crypto import pem, x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings as platform
from django.test import override_settings

from certificates import pdf, verify
from certificates.rules import merkle, tiles
from certificates.services import storing
from certificates.signing import authorities, notes, pades, papers
from tests.certificates import factories
from training.core import canonical

ORIGIN = "academy.example/log"
KEY, OTHER_KEY = (Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32) for n in (1, 2))
WORDING = pades.Wording("수료증", "충북테크노파크", "전자서명")


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def entry_of(pdf: bytes, event: str = "issue") -> bytes:
    return canonical.text({"event": event, "content": "0" * 64, "file": sha256(pdf)}).encode()


def proof_of(entry: bytes, *, key=KEY, origin=ORIGIN, index=2, size=5) -> str:
    """A log of five entries, the third of which is this one."""
    leaves = [merkle.leaf_hash(entry if n == 2 else b"%d" % n) for n in range(size)]

    def node(height: int, place: int) -> bytes:
        if height == 0:
            return leaves[place]
        return merkle.node_hash(node(height - 1, 2 * place), node(height - 1, 2 * place + 1))

    note = notes.signed(tiles.checkpoint(origin, size, merkle.root(size, node)), name=origin, key=key)
    return tiles.proof(entry, index, merkle.inclusion(2, size, node), note)


@pytest.fixture(scope="module")
def signed(tmp_path_factory):
    """A signed file and the roots of its issuer and of another."""
    made = io.BytesIO()
    with pikepdf.new() as empty:
        empty.add_blank_page()
        empty.save(made)
    with override_settings(KEYS_DIR=tmp_path_factory.mktemp("keys"), TIMESTAMP_URL=""):
        pdf = papers.signed(made.getvalue(), owner="demo", wording=WORDING).pdf
        roots = {owner: authorities.roots(owner) for owner in ("demo", "other")}
        root = authorities.of("demo").above[-1].public_bytes(Encoding.PEM)
    return pdf, roots, root


def held(pdf, proof, roots, key=KEY, origin=ORIGIN) -> list[bool]:
    log_key = notes.verifier(origin, key.public_key())
    return [check.holds for check in verify.checks(pdf, proof=proof, log_key=log_key, roots=roots)]


def test_genuine_file_holds_in_everything(signed):
    pdf, roots, _root = signed
    assert held(pdf, proof_of(entry_of(pdf)), roots["demo"]) == [True] * 4


@pytest.mark.parametrize(
    ("change", "fails"),
    [
        (lambda pdf: pdf + b"\n%%EOF\n", {0, 1}),
        (lambda pdf: pdf.replace(b"%PDF-1.3", b"%PDF-1.4", 1), {0, 1}),
        (lambda pdf: pdf[:-1], {0, 1}),
        (lambda pdf: b"%PDF-1.7\n%%EOF\n", {0, 1}),
        (lambda pdf: b"", {0, 1}),
    ],
)
def test_changed_file_does_not(signed, change, fails):
    pdf, roots, _root = signed
    forged = change(pdf)
    assert forged != pdf
    found = held(forged, proof_of(entry_of(pdf)), roots["demo"])
    assert {place for place, holds in enumerate(found) if not holds} == fails


def test_another_issuers_root_does_not_vouch(signed):
    pdf, roots, _root = signed
    assert held(pdf, proof_of(entry_of(pdf)), roots["other"]) == [False, True, True, True]


@pytest.mark.parametrize(
    ("make", "fails"),
    [
        (lambda pdf: proof_of(entry_of(pdf, "revoke")), {1}),
        (lambda pdf: proof_of(entry_of(b"another file")), {1}),
        (lambda pdf: proof_of(b"no JSON"), {1}),
        (lambda pdf: proof_of(b"[]"), {1}),
        (lambda pdf: proof_of(entry_of(pdf), index=3), {2}),
        (lambda pdf: proof_of(entry_of(pdf), key=OTHER_KEY), {3}),
        (lambda pdf: proof_of(entry_of(pdf), origin="another.example/log"), {3}),
        (lambda pdf: proof_of(entry_of(pdf)).replace(f"{ORIGIN}\n5\n", f"{ORIGIN}\n6\n"), {3}),
        (lambda pdf: proof_of(entry_of(b"x")).replace(base64.b64encode(entry_of(b"x")).decode(),
                                                     base64.b64encode(entry_of(pdf)).decode()), {2}),
    ],
)  # fmt: skip
def test_proof_of_something_else_does_not_vouch(signed, make, fails):
    pdf, roots, _root = signed
    found = held(pdf, make(pdf), roots["demo"])
    assert {place for place, holds in enumerate(found) if not holds} == fails


GOOD = proof_of(b"{}")


@pytest.mark.parametrize(
    "text",
    ["", "hello", GOOD[:30], GOOD.replace("@v1", "@v2"), GOOD.replace("index 2", "index -2"),
     GOOD.replace("index 2", "index 02"), GOOD.replace("index 2", "index " + "9" * 5000), GOOD.replace("extra ", "extra !"),
     GOOD.replace("\n5\n", "\nfive\n"), GOOD.partition("\n\n")[0] + "\n\nshort"],
)  # fmt: skip
def test_what_is_no_proof_is_said_to_be_none(signed, text):
    pdf, roots, _root = signed
    with pytest.raises(verify.Unreadable, match="proof"):
        held(pdf, text, roots["demo"])


@pytest.mark.parametrize("key", ["", "a+b", "a+b+c", notes.verifier(ORIGIN, KEY.public_key())[:-4] + "AAA="])
def test_what_is_no_key_is_said_to_be_none(signed, key):
    pdf, roots, _root = signed
    with pytest.raises(verify.Unreadable, match="log key"):
        verify.checks(pdf, proof=GOOD, log_key=key, roots=roots["demo"])


@pytest.mark.parametrize(("more", "status", "says"), [(b"", 0, "present status not known"), (b"x", 1, "Not genuine")])
def test_program_needs_no_settings_no_database_and_no_network(signed, tmp_path, more, status, says):
    pdf, _roots, root = signed
    for name, content in {
        "file.pdf": pdf + more,
        "proof": proof_of(entry_of(pdf)).encode(),
        "root.pem": root,
        "key": notes.verifier(ORIGIN, KEY.public_key()).encode(),
    }.items():
        (tmp_path / name).write_bytes(content)
    asked = ["file.pdf", "--proof", "proof", "--log-key", "key", "--root", "root.pem"]
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-m", "certificates.verify", *asked],
        cwd=tmp_path, env={"PYTHONPATH": str(platform.BASE_DIR)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, says in done.stdout, done.stderr) == (status, True, "")
    loaded = "import sys, certificates.verify; print(json.dumps([n for n in sys.modules if n.startswith('django')]))"
    named = subprocess.run(
        [sys.executable, "-c", f"import json; {loaded}"], cwd=platform.BASE_DIR, env={}, capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    assert json.loads(named.stdout) == []


@pytest.mark.parametrize("missing", ["file.pdf", "proof", "root.pem"])
def test_program_says_what_it_cannot_read(signed, tmp_path, capsys, missing):
    pdf, _roots, root = signed
    for name, content in {"file.pdf": pdf, "proof": GOOD.encode(), "root.pem": root}.items():
        if name != missing:
            (tmp_path / name).write_bytes(content)
    status = verify.main(
        [str(tmp_path / "file.pdf"), "--proof", str(tmp_path / "proof"), "--root", str(tmp_path / "root.pem"),
         "--log-key", notes.verifier(ORIGIN, KEY.public_key())]
    )  # fmt: skip
    assert status == verify.UNREADABLE
    assert missing in capsys.readouterr().err


@pytest.mark.django_db
def test_what_the_platform_gives_out_is_enough(complex, client, settings, tmp_path, monkeypatch):
    """A certificate of the platform, its proof, key and root as anybody fetches them."""
    settings.KEYS_DIR, settings.TIMESTAMP_URL = tmp_path / "keys", ""
    empty = io.BytesIO()
    with pikepdf.new() as page:
        page.add_blank_page()
        page.save(empty)
    monkeypatch.setattr(pdf, "render", lambda document: empty.getvalue())
    certificate = factories.issued()
    proof = client.get(f"/verify/{factories.code_of(certificate)}/proof/").content.decode()
    key = html.unescape(re.search(r">([^<]+\+[0-9a-f]{8}\+[^<]+)<", client.get("/log/").content.decode())[1])
    roots = [
        x509.Certificate.load(der) for *_named, der in pem.unarmor(client.get("/log/root.pem").content, multiple=True)
    ]

    file = storing.read(certificate.files.get())

    assert [check.holds for check in verify.checks(file, proof=proof, log_key=key, roots=roots)] == [True] * 5
    assert verify.embedded(file) == certificate.credential.encode()

    def told(*more, later=timedelta()):
        for name, content in {"f.pdf": file, "proof": proof.encode(), "status": client.get("/status/1").content,
                              "root": client.get("/log/root.pem").content}.items():  # fmt: skip
            (tmp_path / name).write_bytes(content)
        asked = [str(tmp_path / "f.pdf"), "--proof", str(tmp_path / "proof"), "--log-key", key,
                 "--root", str(tmp_path / "root"), *more]  # fmt: skip
        return verify.main(asked, now=datetime.now(UTC) + later)

    with_list = ["--status", str(tmp_path / "status")]
    before = [told(), told(*with_list)]
    factories.revoked(certificate)
    assert (before, told(), told(*with_list)) == ([0, 0], 0, verify.ENDED)
    assert told(*with_list, later=timedelta(days=30)) == verify.FALSE  # a list that is kept too long

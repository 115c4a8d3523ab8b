"""The public log holds every event of a certificate, in hashes only, and is given out as tiles (invariant 5)."""

import base64
import hashlib
import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client

from certificates.models import Certificate, CertificateFile, Log, LogEntry, TreeHead
from certificates.queries import tree
from certificates.rules import codes, merkle
from certificates.rules.tiles import Place
from certificates.services import auditing, issuing
from certificates.services import entries as log_entries
from certificates.signing import keys, notes
from certificates.states import CertificateState, Failure
from tests import factories as ground
from tests.certificates import factories

pytestmark = pytest.mark.django_db
NOW = ground.NOW


@pytest.fixture
def browser():
    cache.clear()
    return Client(headers={"accept-language": "en"})


@pytest.fixture
def cohort(drawn):
    return factories.finished_cohort()


def entries():
    return [(entry.index, entry.event, entry.certificate_id) for entry in LogEntry.objects.order_by("index")]


def read_note(note):
    """What a verifier reads out of a checkpoint with the log's public key: origin, size and root."""
    log = Log.objects.get()
    assert notes.is_signed(note, name=log.origin, key=keys.log_key(log.complex.key).public_key())
    origin, size, root = note.splitlines()[:3]
    return origin, int(size), base64.b64decode(root)


def test_each_event_is_one_line_in_the_transaction_of_its_move(cohort):
    first = factories.issued(factories.completed(cohort))
    second = factories.revoked(factories.issued(factories.completed(cohort)))
    old = factories.superseded(first)
    assert entries() == [
        (0, "issue", first.pk), (1, "issue", second.pk), (2, "revoke", second.pk),
        (3, "issue", old.superseded_by_id), (4, "supersede", first.pk),
    ]  # fmt: skip
    assert Log.objects.get().size == 5
    assert list(TreeHead.objects.order_by("size").values_list("size", flat=True)) == [1, 2, 3, 5]


def test_rolled_back_issue_leaves_no_line(cohort):
    certificate = factories.intended(factories.completed(cohort))
    with transaction.atomic():
        issuing.issue(certificate.pk, now=NOW)
        transaction.set_rollback(True)
    assert (entries(), Log.objects.count()) == ([], 0)


def test_line_holds_hashes_and_nothing_else(cohort):
    certificate = factories.issued(factories.completed(cohort))
    text = LogEntry.objects.get().text
    code = factories.code_of(certificate)
    assert json.loads(text) == {
        "event": "issue",
        "file": certificate.files.get().sha256,
        "content": codes.commitment(code, "content", hashlib.sha256(certificate.content.encode()).hexdigest()),
        "credential": hashlib.sha256(certificate.credential.encode()).hexdigest(),
    }
    assert [piece for piece in ("홍길동", "1999", code, "0001", certificate.content_sha256) if piece in text] == []


def test_failed_revocation_leaves_no_line(cohort, monkeypatch):
    certificate = factories.issued(factories.completed(cohort))
    monkeypatch.setattr(TreeHead.objects, "create", lambda **fields: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        factories.revoked(certificate)
    assert (Certificate.objects.get().state, len(entries())) == (CertificateState.ISSUED, 1)


@pytest.mark.parametrize("model", [LogEntry, TreeHead, CertificateFile])
def test_lines_checkpoints_and_files_are_only_ever_added(model, cohort):
    factories.issued(factories.completed(cohort))
    row = model.objects.get()
    with pytest.raises(TypeError):
        row.save()
    with pytest.raises(TypeError):
        row.delete()
    with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
        model.objects.update(id=row.pk + 1)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE ledger_may_be_emptied")  # only tests have it, so that they can flush
    with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
        model.objects.all()._raw_delete("default")


def test_outsider_rebuilds_the_log_from_its_files(cohort, browser):
    for _ in range(3):
        factories.issued(factories.completed(cohort))
    factories.revoked(Certificate.objects.first())
    response = browser.get("/log/checkpoint")
    origin, size, root = read_note(response.content.decode())
    assert (origin, size, response.headers["Content-Type"]) == ("localhost/log", 4, "text/plain; charset=utf-8")
    tile = browser.get("/log/tile/0/000.p/4")
    leaves = [tile.content[start : start + 32] for start in range(0, len(tile.content), 32)]
    bundle, lines = browser.get("/log/tile/entries/000.p/4").content, []
    while bundle:
        length = int.from_bytes(bundle[:2], "big")
        lines, bundle = [*lines, bundle[2 : 2 + length]], bundle[2 + length :]
    assert [merkle.leaf_hash(line) for line in lines] == leaves
    assert merkle.node_hash(merkle.node_hash(*leaves[:2]), merkle.node_hash(*leaves[2:])) == root
    assert [json.loads(line)["event"] for line in lines] == ["issue"] * 3 + ["revoke"]
    assert "immutable" in tile.headers["Cache-Control"]
    assert response.headers["Cache-Control"] == "public, max-age=5"


@pytest.mark.parametrize(
    "path",
    ["0/000", "0/000.p/2", "1/000.p/1", "0/001.p/1", "00/000.p/1", "-1/000.p/1", "0/0", "x/000.p/1", "64/000.p/1"],
)
def test_tile_that_is_not_there_is_not_found(path, cohort, browser):
    factories.issued(factories.completed(cohort))
    assert browser.get(f"/log/tile/{path}").status_code == 404


def test_log_belongs_to_the_host(cohort, browser):
    elsewhere = ground.site_of("gyeonggi", "g.localhost", name_ko="경기", name_en="Gyeonggi", word="경기")
    factories.issued(factories.completed(cohort))
    assert browser.get("/log/checkpoint", headers={"host": "g.localhost"}).status_code == 404
    factories.issued(factories.completed(factories.finished_cohort(complex=elsewhere)))
    other = browser.get("/log/checkpoint", headers={"host": "g.localhost"}).content.decode()
    assert other.splitlines()[:2] == ["g.localhost/log", "1"]
    assert keys.log_key("chungbuk").public_key() != keys.log_key("gyeonggi").public_key()


def test_proof_file_verifies_without_us(cohort, browser):
    for _ in range(5):
        certificate = factories.issued(factories.completed(cohort))
    certificate = Certificate.objects.all()[2]
    response = browser.get(f"/verify/{factories.code_of(certificate)}/proof/")
    head, _, note = response.content.decode().partition("\n\n")
    version, extra, index, *hashes = head.splitlines()
    entry = base64.b64decode(extra.removeprefix("extra "))
    _origin, size, root = read_note(note)
    proof = [base64.b64decode(line) for line in hashes]
    assert (version, index, size, len(proof)) == ("c2sp.org/tlog-proof@v1", "index 2", 5, 3)
    assert merkle.is_included(merkle.leaf_hash(entry), 2, 5, proof, root)
    assert json.loads(entry)["file"] == certificate.files.get().sha256
    assert response.headers["Content-Disposition"].endswith(".tlog-proof")


def test_tile_above_holds_roots_of_full_tiles(cohort):
    """Nobody issues 256 certificates here: the rows are made from the rules."""
    certificate = factories.issued(factories.completed(cohort))
    log = Log.objects.get()
    first = LogEntry.objects.get()
    known = {(0, 0): first.leaf}
    rows = []
    for index in range(1, 260):
        done = merkle.completed(index, merkle.leaf_hash(b"%d" % index), lambda h, p: known[h, p])
        known.update({(height, index >> height): found for height, found in enumerate(done)})
        rows.append(LogEntry(log=log, index=index, event="extend", certificate=certificate, text=f"{index}",
                             nodes=b"".join(done), at=NOW))  # fmt: skip
    LogEntry.objects.bulk_create(rows)
    leaves = [first.leaf, *(merkle.leaf_hash(b"%d" % index) for index in range(1, 256))]
    while len(leaves) > 1:
        leaves = [merkle.node_hash(*leaves[start : start + 2]) for start in range(0, len(leaves), 2)]
    assert tree.tile(log, 1, Place(0, 1)) == leaves[0]
    assert len(tree.tile(log, 0, Place(0))) == 8192


def test_result_says_the_checks_apart(cohort, browser):
    certificate = factories.issued(factories.completed(cohort))
    text = " ".join(browser.get(f"/verify/{factories.code_of(certificate)}/").content.decode().split())
    for words in ("Register: confirmed", "Public log: confirmed", "Entry 1 of 1", "State: valid"):
        assert words in text
    factories.revoked(certificate)
    text = " ".join(browser.get(f"/verify/{factories.code_of(certificate)}/").content.decode().split())
    assert "Entries 1 and 2 of 2, proven" in text


def test_row_that_the_log_does_not_know_is_never_called_valid(cohort, browser):
    """Somebody with the database alone turned an intent into a certificate."""
    certificate = factories.intended(factories.completed(cohort))
    Certificate.objects.filter(pk=certificate.pk).update(state="issued", issued_at=NOW)
    response = browser.get(f"/verify/{factories.code_of(certificate)}/")
    text = response.content.decode()
    assert response.status_code == 503
    assert "Cannot confirm right now." in text
    assert "This certificate is valid." not in text
    assert "Public log: missing" in " ".join(text.split())


def test_revocation_taken_back_in_the_database_alone_is_noticed(cohort, browser):
    certificate = factories.revoked(factories.issued(factories.completed(cohort)))
    Certificate.objects.filter(pk=certificate.pk).update(
        state="issued", revoked_at=None, revoked_by=None, revocation_code=None, revocation_note=None
    )
    assert browser.get(f"/verify/{factories.code_of(certificate)}/").status_code == 503


def test_answer_for_programs_has_both_languages_and_the_checks(cohort, browser):
    certificate = factories.issued(factories.completed(cohort))
    response = browser.get(f"/api/v1/verify/{factories.code_of(certificate)}/")
    answer = response.json()
    assert (answer["truth"], answer["checks"]["log"], answer["checks"]["register"]) == ("valid", "ok", "ok")
    assert (answer["ko"]["title"], answer["en"]["title"]) == ("유효한 수료증입니다.", "This certificate is valid.")
    assert answer["file_sha256"] == certificate.files.get().sha256
    assert "홍길동" not in response.content.decode()
    assert browser.get(f"/api/v1/verify/{codes.new()}/").json()["truth"] == "never_issued"


def test_without_its_key_nothing_is_issued_but_a_revocation_still_counts(cohort, browser, settings, tmp_path):
    certificate = factories.issued(factories.completed(cohort))
    waiting = factories.intended(factories.completed(cohort))
    settings.KEYS_DIR, settings.MAKE_KEYS = tmp_path, False
    with pytest.raises(keys.KeyMissing):
        issuing.issue(waiting.pk, now=NOW)
    assert Certificate.objects.get(pk=waiting.pk).failure == Failure.KEY
    factories.revoked(certificate)
    text = " ".join(browser.get(f"/verify/{factories.code_of(certificate)}/").content.decode().split())
    assert "Revoked on" in text
    assert "Public log: not yet" in text


def test_note_of_another_key_or_text_is_not_signed():
    key, other = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    note = notes.signed("a\n1\nroot\n", name="a", key=key)
    assert notes.is_signed(note, name="a", key=key.public_key())
    assert not notes.is_signed(note, name="a", key=other.public_key())
    assert not notes.is_signed(note.replace("1", "2", 1), name="a", key=key.public_key())
    assert not notes.is_signed(note, name="b", key=key.public_key())
    assert not notes.is_signed("a\n1\nroot\n\n— a !!\n", name="a", key=key.public_key())


def test_what_was_given_out_before_there_was_a_log_is_entered_once(cohort, browser, monkeypatch):
    with monkeypatch.context() as before:
        before.setattr(log_entries, "append", lambda events, now: None)
        first = factories.issued(factories.completed(cohort))
        second = factories.revoked(factories.issued(factories.completed(cohort)))
        Certificate.objects.update(content_commitment="")
    assert log_entries.catch_up(cohort.complex, now=NOW) == 3
    assert log_entries.catch_up(cohort.complex, now=NOW) == 0
    assert entries() == [(0, "issue", first.pk), (1, "issue", second.pk), (2, "revoke", second.pk)]
    assert list(auditing.differences(Log.objects.select_related("complex").get())) == []
    assert browser.get(f"/verify/{factories.code_of(first)}/").status_code == 200


# --- the audit -----------------------------------------------------------------------------------
def found(files=False):
    return list(auditing.differences(Log.objects.select_related("complex").get(), files=files))


@pytest.fixture
def logged(cohort):
    """Two certificates, one revoked; the database's own guard is off, as for somebody who owns the database."""
    factories.issued(factories.completed(cohort))
    factories.revoked(factories.issued(factories.completed(cohort)))
    with connection.cursor() as cursor:
        for table in ("logentry", "treehead", "certificatefile"):
            cursor.execute(f"DROP TRIGGER certificates_{table}_no_update")


@pytest.mark.sqlite_enough
def test_audit_finds_nothing_where_nothing_was_touched(logged, capsys):
    assert found(files=True) == []
    call_command("audit_log")
    assert "localhost/log: 3 entries replayed" in capsys.readouterr().out


TAMPERED = {
    "line changed": (lambda: LogEntry.objects.filter(index=1).update(text='{"event":"issue"}'), "entry 1: "),
    "line moved to another certificate": (
        lambda: LogEntry.objects.filter(index=0).update(certificate=Certificate.objects.last(), event="extend"),
        "entry 0: ",
    ),
    "hash changed": (lambda: LogEntry.objects.filter(index=2).update(nodes=b"0" * 32), "entry 2: the stored hashes"),
    "end cut off": (lambda: LogEntry.objects.filter(index=2)._raw_delete("default"), "log: says 3 entries, holds 2"),
    "gap": (lambda: LogEntry.objects.filter(index=1)._raw_delete("default"), "entry 1: missing"),
    "root changed": (lambda: TreeHead.objects.filter(size=2).update(root=b"0" * 32), "checkpoint 2: its root"),
    "note changed": (lambda: TreeHead.objects.filter(size=2).update(note="x"), "checkpoint 2: not signed"),
    "revocation undone": (
        lambda: Certificate.objects.filter(state="revoked").update(
            state="issued", revoked_at=None, revoked_by=None, revocation_code=None, revocation_note=None
        ),
        "but the log has 'revoke'",
    ),
    "file's hash changed": (
        lambda: CertificateFile.objects.filter(certificate=Certificate.objects.first()).update(sha256="0" * 64),
        "entry 0: no stored file",
    ),
}


@pytest.mark.sqlite_enough
@pytest.mark.parametrize("act", TAMPERED)
def test_audit_says_where_the_database_was_touched(act, logged):
    tamper, sentence = TAMPERED[act]
    tamper()
    assert [line for line in found() if sentence in line] != []
    with pytest.raises(CommandError, match="differences"):
        call_command("audit_log")


@pytest.mark.sqlite_enough
def test_audit_reads_the_files_where_asked(logged, private_root):
    path = private_root / CertificateFile.objects.first().path
    path.write_bytes(b"other")
    assert found() == []
    assert [line for line in found(files=True) if "missing or changed" in line] != []

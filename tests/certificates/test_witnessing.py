"""Witnesses of the log: they sign what continues what they saw, and nothing else; issuing never waits for them."""

import base64
import json
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import requests
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from certificates import verify
from certificates import witness as standing
from certificates.models import Certificate, Cosignature, Log, LogEntry, TreeHead, Witness
from certificates.queries import tree
from certificates.rules import merkle, tiles, witnessing
from certificates.rules.witnessing import Refused, Seen
from certificates.services import entries as log_entries
from certificates.services import proofs, watching
from certificates.services import witnessing as services
from certificates.signing import cosignatures, notes
from certificates.signing.witnesses import WitnessUnfit
from tests import factories as ground
from tests.certificates import factories, foreign_log
from training.core.models import Owed

NOW = ground.NOW
AT = 1_790_000_000
ORIGIN = "academy.example/log"
LOG, STRANGER, OURS = (Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32) for n in (1, 2, 3))
NAME = "witness.example/w1"
LEAVES = [b"entry %d" % n for n in range(9)]


def walk(leaves):
    def node(height, place):
        if height == 0:
            return merkle.leaf_hash(leaves[place])
        return merkle.node_hash(node(height - 1, 2 * place), node(height - 1, 2 * place + 1))

    return node


def note(size, *, leaves=LEAVES, origin=ORIGIN, key=LOG):
    return notes.signed(tiles.checkpoint(origin, size, merkle.root(size, walk(leaves))), name=origin, key=key)


def ask(old, size, *, leaves=LEAVES, proof=None, **more):
    steps = merkle.consistency(old, size, walk(leaves)) if proof is None and 0 < old < size else proof or []
    return witnessing.body(old, steps, note(size, leaves=leaves, **more))


@pytest.fixture
def witness(tmp_path):
    logs = {ORIGIN: LOG.public_key()}
    return standing.Witness(NAME, OURS, logs, tmp_path / "seen.json", clock=lambda: AT)


def status(witness, raw):
    try:
        witness.add_checkpoint(raw)
    except Refused as refused:
        return refused.status
    return 200


# --- the witness ---------------------------------------------------------------------------------
def test_witness_signs_a_log_as_it_grows(witness):
    old = 0
    for size in range(1, len(LEAVES) + 1):
        line = witness.add_checkpoint(ask(old, size))
        assert foreign_log.cosigned_at(note(size) + line, witness.verifier) == AT
        assert cosignatures.found(note(size) + line, verifier=witness.verifier) == (line, AT)
        old = size
    assert json.loads(witness.state.read_text())[ORIGIN][0] == len(LEAVES)


def test_same_checkpoint_is_signed_again(witness):
    witness.add_checkpoint(ask(0, 5))
    assert status(witness, ask(5, 5)) == 200


OTHER = [b"other", *LEAVES[1:]]
REFUSED = {
    "another log": (lambda: ask(5, 7, origin="other.example/log"), 404),
    "a key that is not the log's": (lambda: ask(5, 7, key=STRANGER), 403),
    "an old size above the checkpoint's": (lambda: ask(8, 7, proof=[]), 400),
    "another old size than was seen": (lambda: ask(4, 7), 409),
    "as if nothing had been seen": (lambda: ask(0, 7), 409),
    "a shorter log": (lambda: ask(0, 3), 409),
    "another log of the same size": (lambda: ask(5, 5, leaves=OTHER), 409),
    "a rewritten past": (lambda: ask(5, 7, leaves=OTHER), 422),
    "no proof": (lambda: ask(5, 7, proof=[b"0" * 32]), 422),
    "a proof for the same size": (lambda: ask(5, 5, proof=[b"0" * 32]), 422),
    "64 lines of proof": (lambda: ask(5, 7, proof=[b"0" * 32] * 64), 400),
    "no number": (lambda: ask(5, 7).replace(b"old 5", b"old 05"), 400),
    "no checkpoint": (lambda: b"old 5\n\nacademy.example/log\n7\n", 400),
    "no text": (lambda: b"\xff\xfe", 400),
    "nothing": (lambda: b"", 400),
}


@pytest.mark.parametrize("case", REFUSED)
def test_witness_refuses_and_remembers_nothing_new(case, witness):
    make, answer = REFUSED[case]
    witness.add_checkpoint(ask(0, 5))
    before = witness.state.read_text()
    with pytest.raises(Refused) as refused:
        witness.add_checkpoint(make())
    assert (refused.value.status, witness.state.read_text()) == (answer, before)
    if answer == 409:
        assert (refused.value.text, refused.value.kind) == ("5\n", "text/x.tlog.size")


@pytest.mark.parametrize("place", range(5))
def test_witness_refuses_whichever_past_entry_was_rewritten(place, witness):
    """By somebody who owns the log's key and its database, and makes every proof anew."""
    witness.add_checkpoint(ask(0, 5))
    rewritten = [b"other" if n == place else entry for n, entry in enumerate(LEAVES)]
    assert [status(witness, ask(5, size, leaves=rewritten)) for size in range(5, 10)] == [409, 422, 422, 422, 422]
    assert status(witness, ask(5, 9)) == 200


def test_of_two_at_once_one_is_refused(witness):
    """Both continue what was seen; whoever comes second must be told the new size, or the state would go back."""
    witness.add_checkpoint(ask(0, 5))
    for _ in range(10):
        witness.state.write_text(json.dumps({ORIGIN: [5, base64.b64encode(merkle.root(5, walk(LEAVES))).decode()]}))
        with ThreadPoolExecutor(2) as both:
            found = sorted(both.map(lambda size: status(witness, ask(5, size)), (6, 9)))
        assert found == [200, 409]


def test_without_its_lock_a_witness_goes_back(witness, monkeypatch):
    """The teeth of the test above."""
    waits, read = threading.Barrier(2, timeout=5), standing._read

    class Open:
        def __init__(self, *_state):
            pass

        def __enter__(self):
            return None

        def __exit__(self, *_error):
            return None

    def together(state):
        found = read(state)
        waits.wait()
        return found

    standing._write(witness.state, {ORIGIN: Seen(5, merkle.root(5, walk(LEAVES)))})
    monkeypatch.setattr(standing, "_alone", Open)
    monkeypatch.setattr(standing, "_read", together)
    witness.lock = Open()
    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(lambda size: status(witness, ask(5, size)), (6, 9))) == [200, 200]


def test_state_that_cannot_be_read_stops_the_witness(witness):
    witness.state.write_text("{")
    with pytest.raises(ValueError, match="Expecting"):
        witness.add_checkpoint(ask(0, 5))


@pytest.fixture
def served(witness):
    """The witness behind its own server."""
    serving = standing.server(witness, "127.0.0.1", 0)
    thread = threading.Thread(target=serving.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{serving.server_port}"
    serving.shutdown()
    serving.server_close()
    thread.join()


def test_server_answers_as_the_standard_says(served, witness):
    first = requests.post(f"{served}/add-checkpoint", ask(0, 5), timeout=5)
    assert (first.status_code, first.text) == (200, cosignatures.line(note(5), name=NAME, key=OURS, at=AT))
    again = requests.post(f"{served}/add-checkpoint", ask(0, 7), timeout=5)
    assert (again.status_code, again.text, again.headers["Content-Type"]) == (409, "5\n", "text/x.tlog.size")
    assert requests.post(f"{served}/other", b"", timeout=5).status_code == 404
    assert requests.get(f"{served}/add-checkpoint", timeout=5).status_code == 405
    assert requests.post(f"{served}/add-checkpoint", bytes(70_000), timeout=5).status_code == 400


def test_command_runs_without_django(tmp_path):
    vkey = notes.verifier(ORIGIN, LOG.public_key())
    started = subprocess.Popen(
        [sys.executable, "-X", "importtime", "-m", "certificates.witness", "--name", NAME, "--key", tmp_path / "w.pem",
         "--state", tmp_path / "seen.json", "--log", vkey, "--listen", "127.0.0.1:0"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    verifier = started.stdout.readline().strip()
    started.terminate()
    _rest, imported = started.communicate(timeout=10)
    assert verifier.startswith(f"{NAME}+")
    assert "certificates.rules.witnessing" in imported
    assert "django" not in imported
    assert standing.main(["--name", NAME, "--key", "x", "--state", "y", "--log", "nonsense"]) == 2


# --- the log's side ------------------------------------------------------------------------------
@pytest.fixture
def log(drawn, db):
    factories.issued()
    return Log.objects.select_related("complex").get()


@pytest.fixture
def hired(log, served, witness):
    """The witness knows this log, and the log knows the witness."""
    witness.logs = {log.origin: notes.parsed_verifier(proofs.verifier(log))[1]}
    return services.add(log.complex, verifier=witness.verifier, address=served, now=NOW)


def grow():
    """One more entry; only a log with an entry can be grown."""
    certificate = factories.issued(factories.completed(Certificate.objects.first().cohort))
    return TreeHead.objects.order_by("-size").first(), certificate


def test_checkpoint_and_proof_bear_what_witnesses_signed(hired, log, witness):
    services.cosign(hired.pk, now=NOW)
    _head, certificate = grow()
    services.cosign(hired.pk, now=NOW)
    hired.refresh_from_db()
    assert (hired.seen, Cosignature.objects.count()) == (2, 2)
    for path in ("/log/checkpoint", f"/verify/{factories.code_of(certificate)}/proof/"):
        text = Client().get(path).content.decode()
        text = text.partition("\n\n")[2] if "proof" in path else text
        assert foreign_log.cosigned_at(text, witness.verifier) == AT
        assert foreign_log.opened(text, proofs.verifier(log))[1] == 2
    assert watching.watch(fetch, verifier=proofs.verifier(log), before=None).size == 2
    services.cosign(hired.pk, now=NOW)
    assert Cosignature.objects.count() == 2


def test_proof_stands_on_the_latest_checkpoint_that_was_witnessed(hired, log):
    first = Certificate.objects.get()
    services.cosign(hired.pk, now=NOW)
    _head, second = grow()
    sizes = [proofs.of_certificate(one).split("\n\n")[1].split("\n")[1] for one in (first, second)]
    assert sizes == ["1", "2"]
    Witness.objects.update(is_active=False)
    assert proofs.of_certificate(first).split("\n\n")[1].split("\n")[1] == "2"


def test_witness_that_forgot_or_was_asked_by_others_is_believed(hired, log, witness):
    services.cosign(hired.pk, now=NOW)
    Witness.objects.update(seen=0)
    grow()
    services.cosign(hired.pk, now=NOW)
    witness.state.unlink()
    grow()
    services.cosign(hired.pk, now=NOW)
    assert list(Cosignature.objects.order_by("head__size").values_list("head__size", flat=True)) == [1, 2, 3]


def test_issuing_owes_a_signature_once_and_waits_for_nobody(log, witness):
    nobody = services.add(log.complex, verifier=witness.verifier, address="http://127.0.0.1:9", now=NOW)
    for _ in range(2):
        grow()
    assert Owed.objects.filter(kind=services.OWED).count() == 1
    assert Certificate.objects.filter(state="issued").count() == 3
    with pytest.raises(WitnessUnfit, match="ConnectionError"):
        services.cosign(nobody.pk, now=NOW)
    Owed.objects.filter(kind=services.OWED).update(done_at=NOW)
    services.owe_all(now=NOW + timedelta(hours=1))
    assert Owed.objects.filter(kind=services.OWED, done_at=None).count() == 1


def test_answer_of_another_key_is_not_kept(hired, witness):
    witness.key = STRANGER
    with pytest.raises(WitnessUnfit, match="no signature of its key"):
        services.cosign(hired.pk, now=NOW)
    assert Cosignature.objects.count() == 0


def test_command_adds_a_witness_and_refuses_what_is_no_key(log, witness, capsys):
    call_command("add_witness", log.complex.key, witness.verifier, "https://witness.example")
    assert (str(Witness.objects.get()), capsys.readouterr().out) == (NAME, f"{NAME}: asked from now on\n")
    with pytest.raises(CommandError, match="no key of a witness"):
        call_command("add_witness", log.complex.key, proofs.verifier(log), "https://witness.example")
    with pytest.raises(CommandError, match="no complex"):
        call_command("add_witness", "nowhere", witness.verifier, "https://witness.example")
    assert witness.verifier in Client().get("/log/").content.decode().replace("&#x2B;", "+")


# --- a rewritten log -----------------------------------------------------------------------------
def fetch(path):
    return Client().get(f"/log/{path}").content


def rewrite(log, place):
    """By somebody who owns database and key: one past line changed, every hash and the checkpoint made anew."""
    with connection.cursor() as cursor:
        for table in ("logentry", "treehead"):
            cursor.execute(f"DROP TRIGGER IF EXISTS certificates_{table}_no_update")
    texts = [entry.text for entry in log.entries.order_by("index")]
    texts[place] = texts[place].replace('"file":"', '"file":"f', 1)
    known = {}
    for index, text in enumerate(texts):
        done = merkle.completed(index, merkle.leaf_hash(text.encode()), lambda h, p, known=known: known[h, p])
        known.update({(height, index >> height): one for height, one in enumerate(done)})
        LogEntry.objects.filter(log=log, index=index).update(text=text, nodes=b"".join(done))
    root = merkle.root(len(texts), lambda height, p: known[height, p])
    TreeHead.objects.filter(log=log, size=len(texts)).update(root=root, note=log_entries.checkpoint(log, root))


@pytest.mark.sqlite_enough
@pytest.mark.parametrize("place", range(3))
def test_foreign_verifier_watcher_and_witness_find_any_rewritten_line(place, hired, log):
    for _ in range(2):
        grow()
    services.cosign(hired.pk, now=NOW)
    key, before = proofs.verifier(log), fetch("checkpoint").decode()
    seen = watching.watch(fetch, verifier=key, before=None)
    grow()
    log.refresh_from_db()
    assert foreign_log.is_the_same_log(fetch, key, before)
    rewrite(log, place)
    assert foreign_log.opened(fetch("checkpoint").decode(), key)[1] == 4  # signed, and whole in itself
    assert watching.watch(fetch, verifier=key, before=None).size == 4
    assert not foreign_log.is_the_same_log(fetch, key, before)
    with pytest.raises(watching.LogBroken, match="no longer those"):
        watching.watch(fetch, verifier=key, before=seen)
    with pytest.raises(WitnessUnfit, match="answered 422"):
        services.cosign(hired.pk, now=NOW)


def shown(entries, *, root=None):
    """A log as files: its checkpoint, or one that somebody with its key signed over another root."""
    head = tiles.checkpoint(ORIGIN, len(entries), root or foreign_log.tree_hash(entries))
    found = {"checkpoint": notes.signed(head, name=ORIGIN, key=LOG).encode()}
    for first in range(0, len(entries), tiles.WIDTH):
        part = entries[first : first + tiles.WIDTH]
        found[f"tile/entries/{tiles.path(tiles.Place(first // tiles.WIDTH, len(part)))}"] = tiles.bundle(part)
    return found.__getitem__


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.integers(1, 600), st.integers(0, 40), st.data())
def test_foreign_verifier_finds_any_leaf_of_any_log_that_was_rewritten(older, more, data):
    """Over bundles of entries and whatever the trees' shapes; the unchanged log passes, which are the teeth."""
    entries = [b"entry %d" % n for n in range(older + more)]
    key = notes.verifier(ORIGIN, LOG.public_key())
    before = shown(entries[:older])("checkpoint").decode()
    assert foreign_log.is_the_same_log(shown(entries), key, before)
    assert merkle.root(older, walk(entries)) == foreign_log.tree_hash(entries[:older])
    place = data.draw(st.integers(0, older - 1))
    forged = [*entries]
    forged[place] = data.draw(st.binary(max_size=40).filter(lambda text: text != entries[place]))
    assert not foreign_log.is_the_same_log(shown(forged), key, before)
    assert not foreign_log.is_the_same_log(shown(forged, root=foreign_log.tree_hash(entries)), key, before)
    assert not foreign_log.is_the_same_log(shown(entries[: older - 1]), key, before)


# --- the offline verifier ------------------------------------------------------------------------
def proof_with(*keys, at=AT):
    head = note(5)
    lines = "".join(cosignatures.line(head, name=f"w{n}", key=key, at=at) for n, key in enumerate(keys))
    return tiles.proof(LEAVES[2], 2, merkle.inclusion(2, 5, walk(LEAVES)), head + lines)


@pytest.mark.parametrize(("signers", "least", "holds"), [(2, 2, True), (1, 2, False), (1, 1, True), (0, 1, False)])
def test_offline_verifier_counts_witnesses(signers, least, holds):
    verifiers = [cosignatures.verifier(f"w{n}", key.public_key()) for n, key in enumerate((OURS, STRANGER))]
    check = verify.witness_check(proof_with(*(OURS, STRANGER)[:signers]), verifiers, least=least)
    assert (check.holds, f"({signers}/2)" in str(check)) == (holds, True)


def test_offline_verifier_takes_no_other_signature_for_a_witness():
    verifier = cosignatures.verifier("w0", OURS.public_key())
    assert not verify.witness_check(proof_with(STRANGER), [verifier], least=1).holds
    moved = proof_with(OURS).replace("\n5\n", "\n6\n")
    assert not verify.witness_check(moved, [verifier], least=1).holds
    with pytest.raises(verify.Unreadable, match="witness key"):
        verify.witness_check(proof_with(OURS), [notes.verifier(ORIGIN, LOG.public_key())], least=1)


def test_head_is_shared_by_every_witness_before_it_counts_as_witnessed(hired, log):
    services.cosign(hired.pk, now=NOW)
    other = cosignatures.verifier("other", STRANGER.public_key())
    Witness.objects.create(complex=log.complex, verifier=other, address="https://other.example")
    grow()
    assert tree.witnessed(log, above=0).size == 2

"""Somebody outside watches the log by its address alone, and notices every way to break its promise."""

import pytest
from django.test import Client

from certificates.models import Log
from certificates.services import proofs, watching
from certificates.services.watching import LogBroken, Seen
from tests.certificates import factories

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_enough]


@pytest.fixture
def log(drawn):
    cohort = factories.finished_cohort()
    for _ in range(3):
        factories.issued(factories.completed(cohort))
    return Log.objects.select_related("complex").get()


def fetch(path):
    return Client().get(f"/log/{path}").content


def watch(log, *, fetch=fetch, before=None):
    return watching.watch(fetch, verifier=proofs.verifier(log), before=before)


def test_watcher_remembers_what_it_saw_and_finds_it_again(log):
    seen = watch(log)
    assert (seen.size, seen.root) == (3, bytes(log.heads.get(size=3).root))
    factories.issued(factories.completed(factories.finished_cohort()))
    later = watch(log, before=Seen.parsed(str(seen)))
    assert later.size == 4


BREACHES = {
    "entry changed": (lambda path, data: data.replace(b"issue", b"extra") if "entries" in path else data, "Entry 0"),
    "tile and entry changed": (
        lambda path, data: b"" if "tile/0" in path or "entries" in path else data, "do not lead to the signed root",
    ),
    "checkpoint changed": (
        lambda path, data: data.replace(b"\n3\n", b"\n2\n") if path == "checkpoint" else data, "not signed",
    ),
}  # fmt: skip


@pytest.mark.parametrize("breach", BREACHES)
def test_watcher_notices(breach, log):
    change, sentence = BREACHES[breach]
    with pytest.raises(LogBroken, match=sentence):
        watch(log, fetch=lambda path: change(path, fetch(path)))


def test_watcher_notices_a_past_that_was_rewritten_or_cut_off(log):
    with pytest.raises(LogBroken, match="no longer those"):
        watch(log, before=Seen(2, b"0" * 32))
    with pytest.raises(LogBroken, match="shorter"):
        watch(log, before=Seen(9, b"0" * 32))


def test_key_that_does_not_belong_to_its_id_is_refused(log):
    name, _identity, key = proofs.verifier(log).split("+", 2)
    with pytest.raises(ValueError, match="id"):
        watching.watch(fetch, verifier=f"{name}+00000000+{key}", before=None)

"""The drill: a backup restored onto an empty machine is compared file by file, and with the log that was published."""

import os
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.core.management import CommandError, call_command
from django.db import connection

from certificates import pdf
from certificates.models import CertificateFile, Log
from certificates.rules import tiles
from certificates.services import drill
from certificates.signing import keys, notes, papers
from tests.certificates import factories
from tests.ops.test_worker import database_url
from training.core import clock
from training.core.services import backups, databases

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def academy(settings, tmp_path, monkeypatch):
    """Two certificates in the log, one revoked, their files, and a picture; in folders of their own."""
    home = tmp_path / "before"
    settings.PRIVATE_ROOT, settings.MEDIA_ROOT, settings.KEYS_DIR = home / "private", home / "media", str(home / "keys")
    monkeypatch.setattr(pdf, "render", lambda document: b"%PDF-1.7\n" + document.html.encode())
    monkeypatch.setattr(pdf, "embed", lambda drawing, credential: drawing + credential.encode())
    monkeypatch.setattr(papers, "signed", lambda pdf, **asked: papers.Paper(pdf, papers.Signature("s", "5" * 64)))
    factories.revoked()
    (home / "media/images").mkdir(parents=True)
    (home / "media/images/a.png").write_bytes(b"png")
    (home / "private/.half.part").write_bytes(b"half")
    return factories.issued()


@pytest.fixture
def backup(academy, tmp_path) -> Path:
    if connection.vendor == "postgresql" and not shutil.which("pg_dump"):
        with pytest.raises(CommandError, match="pg_dump is not installed"):
            call_command("backup", tmp_path / "backups", verbosity=0)
        pytest.xfail("there is no pg_dump; the command said so")
    call_command("backup", tmp_path / "backups", keys=tmp_path / "keys-apart", verbosity=0)
    found = backups.newest(tmp_path / "backups")
    assert found is not None
    return found


@pytest.fixture
def empty_machine(tmp_path):
    """Restores in a process of its own, with an empty database and empty folders; returns (status, what it said)."""
    name = f"ochang_drill_{os.getpid()}"
    url = f"sqlite:///{tmp_path / 'after.sqlite3'}"
    if connection.vendor == "postgresql":
        _psql(f'DROP DATABASE IF EXISTS "{name}"', f"CREATE DATABASE \"{name}\" TEMPLATE template0 LOCALE 'C.UTF-8'")
        url = database_url().replace(connection.settings_dict["NAME"], name)

    def restore(backup: Path, *more: object) -> tuple[int, str]:
        env = {**os.environ, "TESTING": "1", "VAR_DIR": str(tmp_path / "after"), "DATABASE_URL": url}
        env["KEYS_DIR"] = str(tmp_path / "after/keys")
        done = subprocess.run(
            [sys.executable, "manage.py", "restore", str(backup), *map(str, more)],
            cwd=configured.BASE_DIR, env=env, capture_output=True, text=True, check=False,
        )  # fmt: skip
        return done.returncode, done.stdout + done.stderr

    yield restore
    if connection.vendor == "postgresql":
        _psql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _psql(*statements: str) -> None:
    import psycopg

    from tests.database import _server

    with psycopg.connect(**_server(), dbname="postgres", autocommit=True) as admin:
        for statement in statements:
            admin.execute(statement)


def test_a_backup_is_restored_onto_an_empty_machine_and_is_the_log_that_was_published(
    academy, backup, empty_machine, tmp_path
):
    manifest = backups.check(backup)
    stored = {f"private/{path}" for path in CertificateFile.objects.values_list("path", flat=True)}
    assert set(manifest.files) == {manifest.database, "media/images/a.png", *stored}
    assert [path for path in backup.rglob("*") if path.suffix in {".pem", ".p12"}] == []

    status, said = empty_machine(backup, "--keys", tmp_path / "keys-apart")
    assert "Every file is that of the log, and the log is the one that was published." in said
    assert status == 0
    for path in manifest.files:
        if "/" in path:
            assert (tmp_path / "after" / path).read_bytes() == (backup / path).read_bytes()


def test_a_restore_overwrites_nothing(academy, backup):
    with pytest.raises(CommandError, match="into an empty place only"):
        call_command("restore", backup)


def test_entries_that_were_published_and_are_gone_are_said_as_lost(academy):
    log = Log.objects.get()
    later = tiles.checkpoint(log.origin, log.size + 2, b"r" * 32)
    note = notes.signed(later, name=log.origin, key=keys.log_key(log.complex.key))
    assert list(drill.differences({log.origin: note})) == [f"{log.origin}: 2 entries that were published are lost"]


def test_a_checkpoint_of_another_log_under_the_same_key_is_found(academy):
    log = Log.objects.get()
    other = tiles.checkpoint(log.origin, log.size - 1, b"r" * 32)
    note = notes.signed(other, name=log.origin, key=keys.log_key(log.complex.key))
    assert list(drill.differences({log.origin: note})) == [
        f"{log.origin}: the published checkpoint of {log.size - 1} entries is of another log"
    ]


@pytest.mark.parametrize("harm", ["changed", "missing", "no manifest"])
def test_a_damaged_backup_is_refused_before_anything_is_written(harm, academy, backup, tmp_path):
    victim = backup / "media/images/a.png"
    if harm == "changed":
        victim.write_bytes(b"other")
    elif harm == "missing":
        victim.unlink()
    else:
        (backup / backups.MANIFEST).unlink()
    with pytest.raises(CommandError, match=r"is not what was written|is missing|no whole backup"):
        call_command("restore", backup)


def test_a_file_or_checkpoint_that_is_not_the_logs_is_found(academy):
    log = Log.objects.get()
    (note,) = drill.checkpoints().values()
    assert list(drill.differences({log.origin: note})) == []
    path = Path(configured.PRIVATE_ROOT) / academy.files.get().path
    path.write_bytes(b"%PDF-1.7 another")
    found = list(drill.differences({log.origin: note.replace("\n3\n", "\n2\n"), "elsewhere/log": note}))
    assert [line for line in found if "files" in line or "file" in line]
    assert f"{log.origin}: the published checkpoint is not signed by the log's key" in found
    assert "elsewhere/log: the log is missing" in found


def test_the_next_backup_links_what_did_not_change(academy, backup, tmp_path):
    path, picture = academy.files.get().path, Path(configured.MEDIA_ROOT) / "images/a.png"
    long_ago = (clock.now() - timedelta(days=1)).timestamp()
    os.utime(Path(configured.PRIVATE_ROOT) / path, (long_ago, long_ago))
    picture.write_bytes(b"gnp")  # of the same size, a moment ago
    second = backups.make(tmp_path / "backups", now=clock.now().replace(year=2031), facts={})
    assert (second / "private" / path).samefile(backup / "private" / path)
    assert ((second / "media/images/a.png").read_bytes(), (backup / "media/images/a.png").read_bytes()) == (
        b"gnp",
        b"png",
    )
    assert backups.newest(tmp_path / "backups") == second
    assert backups.check(second).files.keys() == backups.check(backup).files.keys()


def test_a_whole_backup_shares_no_copy_with_the_one_before(academy, backup, tmp_path):
    path = academy.files.get().path
    os.utime(Path(configured.PRIVATE_ROOT) / path, (0, 0))
    third = backups.make(tmp_path / "backups", now=clock.now().replace(year=2031), facts={}, whole=True)
    assert not (third / "private" / path).samefile(backup / "private" / path)
    assert backups.check(third).files[f"private/{path}"] == academy.files.get().sha256


def test_keys_are_never_kept_beside_a_backup(academy, tmp_path):
    for place in (tmp_path / "backups", tmp_path / "backups/keys"):
        with pytest.raises(CommandError, match="apart"):
            call_command("backup", tmp_path / "backups", keys=place)


def test_a_dump_is_not_read_into_a_database_that_holds_something(tmp_path):
    with pytest.raises(databases.DumpFailed, match="not empty"):
        databases.load(tmp_path / "database.sqlite3")

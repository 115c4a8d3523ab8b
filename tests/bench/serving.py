"""The platform as `make run` serves it, under gunicorn with one worker, and one client that asks it again and again."""

import itertools
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection

from django.conf import settings


@contextmanager
def served(settings_module: str = "training.settings", **changed: str) -> Iterator[int]:
    """The port where it listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    env = {
        **os.environ,
        "DEMO": "1",
        "DJANGO_SETTINGS_MODULE": settings_module,
        "BASE_URL": f"http://localhost:{port}",
    }
    env = {name: value for name, value in (env | changed).items() if name != "TESTING"}
    command = ["gunicorn", "training.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", "1", "--threads", "4"]
    server = subprocess.Popen(
        [sys.executable, "-m", *command, "--no-control-socket", "--log-level", "error"], cwd=settings.BASE_DIR, env=env
    )
    try:
        _wait(port)
        yield port
    finally:
        server.terminate()
        server.wait(20)


def _wait(port: int) -> None:
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise RuntimeError("gunicorn did not start")


def per_second(port: int, addresses: Sequence[str], *, requests: int) -> Callable[[], float]:
    """A turn of so many requests over one connection, each for the next of the addresses."""
    next_one = itertools.cycle(addresses)

    def turn() -> float:
        connection = HTTPConnection("127.0.0.1", port, timeout=60)
        started = time.perf_counter()
        for _ in range(requests):
            address = next(next_one)
            connection.request("GET", address, headers={"Accept-Language": "ko"})
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                raise RuntimeError(f"{address} answered {answer.status}")
        seconds = time.perf_counter() - started
        connection.close()
        return requests / seconds

    return turn

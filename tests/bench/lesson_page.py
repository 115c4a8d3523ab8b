"""A lesson page beside an empty page, nothing cached, under gunicorn in one run: requests per second."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

from django.conf import settings
from wagtail.models import Page

from courses.services import curriculum
from tests import factories
from tests.bench.rows import Row, in_turns
from training.core.models import StandardPage

DATABASES = ("sqlite", "postgresql")
TARGET = 0.7
REQUESTS = 15  # in one turn
ROUNDS = 7
LESSON = "/courses/cell-manufacturing/mixing/slurry-mixing/"


def bench(name: str) -> list[Row]:
    _build()
    with _served(LESSONS_KEPT_DRAWN="0") as port:
        anew = _row(
            name,
            "the lesson's blocks drawn anew each time",
            _per_second(port, LESSON),
            _per_second(port, "/empty/"),
            None,
        )
    with _served() as port:
        lesson = _per_second(port, LESSON)
        return [
            anew,
            _row(name, "a shipped lesson / an empty page of the site", lesson, _per_second(port, "/empty/"), TARGET),
            _row(
                name, "a shipped lesson / a page with nothing but its title", lesson, _per_second(port, "/bare/"), None
            ),
        ]


def _row(name: str, case: str, ours: Callable[[], float], base: Callable[[], float], target: float | None) -> Row:
    return Row(name, case, *_placed(*in_turns(ours, base, rounds=ROUNDS)), target=target, at_most=False)


def _placed(ours: float, base: float, ratio: float) -> tuple[float, float, str, float]:
    return ours, base, "/s", ratio


def _build() -> None:
    """The shipped course with one of its modules, and two empty pages."""
    complex = factories.ground()
    home = complex.site.root_page.specific
    home.add_child(instance=StandardPage(title="빈 화면", slug="empty", locale=home.locale))
    home.add_child(instance=Page(title="제목뿐", slug="bare", locale=home.locale))
    shipped, folder = settings.BASE_DIR / "courses" / "curriculum", Path(os.environ["BENCH_FOLDER"]) / "curriculum"
    folder.mkdir()
    for path in shipped.glob("*.yaml"):
        shutil.copy(path, folder)
    shutil.copytree(shipped / "02-mixing", folder / "02-mixing")
    curriculum.load(complex, folder, by=None, now=factories.NOW)


@contextmanager
def _served(**changed: str) -> Iterator[int]:
    """The platform as `make run` serves it, with one worker, on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    env = {
        **os.environ,
        "DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "training.settings",
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


def _per_second(port: int, address: str) -> Callable[[], float]:
    """One client that asks again and again over one connection."""

    def turn() -> float:
        connection = HTTPConnection("127.0.0.1", port, timeout=60)
        started = time.perf_counter()
        for _ in range(REQUESTS):
            connection.request("GET", address, headers={"Accept-Language": "ko"})
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                raise RuntimeError(f"{address} answered {answer.status}")
        seconds = time.perf_counter() - started
        connection.close()
        return REQUESTS / seconds

    return turn

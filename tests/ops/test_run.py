"""`make run`: one sentence when it cannot start, everything answering when it does, nothing left when it stops."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings

from tests.database import copy_for_platform

pytestmark = pytest.mark.worker
ROOT = settings.BASE_DIR


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(folder: Path, **more: object) -> dict[str, str]:
    kept = {
        key: value
        for key, value in os.environ.items()
        if key not in {"TESTING", "DJANGO_SETTINGS_MODULE", "DATABASE_URL"}
    }
    return {**kept, "VAR_DIR": str(folder), "SAMPLE": "0", **{key: str(value) for key, value in more.items()}}


def processes_of(folder: Path) -> list[str]:
    """The command of every process that was started with this folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if f"VAR_DIR={folder}\0".encode() in (process / "environ").read_bytes():
                found.append((process / "cmdline").read_text().replace("\0", " "))
        except OSError:
            continue
    return found


def programs_of(folder: Path) -> list[str]:
    return [command for command in processes_of(folder) if re.search("bin/(gunicorn|celery) ", command)]


def until(true: Callable[[], bool], seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while not true() and time.monotonic() < deadline:
        time.sleep(0.2)
    assert true()


def read(address: str) -> str:
    with urllib.request.urlopen(address, timeout=10) as answer:
        return answer.read().decode()


def refusal(folder: Path, **more: object) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "bin/run"],
        cwd=ROOT,
        env=environment(folder, **more),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stdout == ""
    return done.returncode, done.stderr


def test_run_refuses_a_taken_port_before_anything_starts(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert refusal(tmp_path, PORT=port) == (
            1,
            f"Port {port} on 127.0.0.1 cannot be used (Address already in use). Give another: make run PORT={port + 1}\n",
        )
    assert [path.name for path in tmp_path.iterdir()] == ["run.lock"]


@pytest.mark.parametrize("port", ["0", "65536", "web", "-1"])
def test_run_refuses_what_is_no_port(port, tmp_path):
    assert refusal(tmp_path, PORT=port) == (1, f"PORT is “{port}”, which is no port: give a number such as 8000.\n")


def test_run_serves_until_it_is_interrupted_and_leaves_nothing(tmp_path, django_db_setup):
    """The walk stops its platform by SIGTERM, and finds nothing left either."""
    port = free_port()
    with copy_for_platform(tmp_path) as database_url, (tmp_path / "log").open("w+") as log:
        env = environment(tmp_path, PORT=port, DATABASE_URL=database_url)
        running = subprocess.Popen([sys.executable, "bin/run"], cwd=ROOT, env=env, stdout=log, stderr=subprocess.STDOUT)
        try:
            until(lambda: running.poll() is not None or "The platform is at" in (tmp_path / "log").read_text())
            said = (tmp_path / "log").read_text()
            assert f"The platform is at http://localhost:{port}/  (Ctrl-C stops it)" in said, said
            assert read(f"http://127.0.0.1:{port}/healthz") == read(f"http://localhost:{port}/healthz") == "ok\n"
            until(lambda: len(programs_of(tmp_path)) >= 7)  # 3 of gunicorn, 3 of the worker, 1 of beat
            assert refusal(tmp_path, PORT=free_port()) == (
                1,
                f"The platform is already running from {tmp_path} (process {running.pid}). Stop it, or give another VAR_DIR.\n",
            )
        finally:
            running.send_signal(signal.SIGINT)
            status = running.wait(timeout=30)
        assert (status, (tmp_path / "log").read_text().splitlines()[-1]) == (0, "Stopped.")
        assert processes_of(tmp_path) == []

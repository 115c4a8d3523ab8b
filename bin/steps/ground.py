"""Folders, sentences and child processes."""

import os
import shlex
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOG = ROOT / "var" / "set-up.log"


def refuse(sentence: str) -> NoReturn:
    """End with one sentence; Python prints it last, after the step's own line."""
    raise SystemExit(sentence)


def say(sentence: str) -> None:
    print(sentence, flush=True)


@contextmanager
def step(what: str) -> Iterator[None]:
    """One line for one step: what is being done, then how long it took."""
    started = time.monotonic()
    print(f"{what} … ", end="", flush=True)
    try:
        yield
    except BaseException:
        print("stopped", flush=True)
        raise
    print(f"{time.monotonic() - started:.0f} s", flush=True)


def logged(command: list[str], *, env: dict[str, str] | None = None, cwd: Path = ROOT) -> tuple[bool, str]:
    """Run a command with its output kept in the log. Returns whether it succeeded, and what it said."""
    LOG.parent.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        command,
        cwd=cwd,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    said = done.stdout.decode(errors="replace")
    with LOG.open("a") as log:
        log.write(f"$ {shlex.join(command)}\n{said}\n")
    return done.returncode == 0, said


def quiet(command: list[str], *, env: dict[str, str] | None = None) -> bool:
    """Whether a command exists and succeeds; what it says is thrown away."""
    return (
        Path(command[0]).exists() and subprocess.run(command, env=env, capture_output=True, check=False).returncode == 0
    )


def root() -> bool:
    return os.geteuid() == 0

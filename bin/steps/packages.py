"""The virtual environment and what is installed in it, locked by hashes."""

import hashlib
import importlib.util
import json
import re
import sys

from steps.ground import PYTHON, ROOT, VENV, logged, quiet, refuse, step

STAMP = VENV / "installed.json"
LOCKS = {"runtime": ROOT / "requirements.txt", "dev": ROOT / "requirements-dev.txt"}
NO_NETWORK = re.compile(
    r"connection broken|NameResolution|name resolution|ConnectTimeout|ProxyError|Network is unreachable"
)


def make_environment() -> None:
    """Create .venv unless a working one of this Python stands there."""
    works = f"import pip, sys; sys.exit(sys.version_info[:2] != {sys.version_info[:2]})"
    if quiet([str(PYTHON), "-c", works]):
        return
    name = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        refuse(f"Python's venv module is missing: install {name} (or python3-venv), then run this again.")
    with step("Making the virtual environment"):
        made, said = logged([sys.executable, "-m", "venv", "--clear", str(VENV)])
        if not made:
            refuse(f"The virtual environment could not be made: {last_line(said)}")


def install(*, dev: bool) -> None:
    """Install the lock unless exactly this lock is installed. The development lock holds the runtime's."""
    wanted = ["runtime", "dev"] if dev else ["runtime"]
    stamps = {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in LOCKS.items() if name in wanted}
    installed = json.loads(STAMP.read_text()) if STAMP.exists() else {}
    if stamps.items() <= installed.items():
        return
    lock = LOCKS[wanted[-1]]
    with step(f"Installing the packages of {lock.name}"):
        done, said = logged(
            [str(PYTHON), "-m", "pip", "install", "--require-hashes", "--no-input", "--disable-pip-version-check",
             "--no-deps", "--retries", "2", "--timeout", "30", "-r", str(lock)]
        )  # fmt: skip
        if not done and NO_NETWORK.search(said):
            refuse(
                "The package index cannot be reached. Check the network (or pip's configuration), then run this again."
            )
        if not done:
            refuse(f"The packages could not be installed: {last_line(said)} All of it: var/set-up.log.")
    STAMP.write_text(json.dumps({**installed, **stamps}))


def last_line(said: str) -> str:
    lines = [line for line in said.splitlines() if line.strip()]
    return lines[-1].strip() if lines else "it said nothing."

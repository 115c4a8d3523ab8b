"""What browsers need and no Python package holds: the reader of camera pictures for the kiosk.

One archive of npm's registry, pinned by its hash, unpacked into var/browser without node. Where npm's own configuration
names no registry, or it does not answer, one sentence says so and everything else works.
"""

import base64
import hashlib
import io
import os
import shutil
import tarfile
import urllib.request
from pathlib import Path

from steps.ground import ROOT, logged, say, step

FOLDER = ROOT / "var" / "browser" / "jsqr"
STAMP = FOLDER / "integrity"
NAME, VERSION = "jsqr", "1.4.0"
INTEGRITY = "sha512-dxLob7q65Xg2DvstYkRpkYtmKm2sPJ9oFhrhmudT1dZvNFFTlroai3AWSpLey/w5vMcLBXRgOJsbXpdN9HzU/A=="
WANTED = {"package/dist/jsQR.js": "jsQR.js", "package/LICENSE": "LICENSE"}
REGISTRY = ["npm_config_registry", "NPM_CONFIG_REGISTRY"]
USER_FILE = ["npm_config_userconfig", "NPM_CONFIG_USERCONFIG"]
SYSTEM_FILE = Path("/etc/npmrc")
MOST = 4 * 1024 * 1024  # bytes
PATIENCE = 20  # seconds
WITHOUT = "The kiosk's camera reader is not installed: {why} Everything else works; the kiosk offers typing instead."


def provide() -> None:
    """Fetch and unpack the archive, unless exactly this one stands here."""
    if STAMP.exists() and STAMP.read_text() == INTEGRITY:
        return
    registry = _registry()
    if not registry:
        say(WITHOUT.format(why="npm's configuration names no registry (set npm_config_registry)."))
        return
    why = ""
    with step("Fetching the kiosk's camera reader"):
        try:
            _unpack(_checked(_fetched(f"{registry}/{NAME}/-/{NAME}-{VERSION}.tgz")))
        except (OSError, ValueError, KeyError, tarfile.TarError) as error:
            why = f"{error}."
    if why:
        say(WITHOUT.format(why=why))


def _registry() -> str:
    """The address in npm's configuration: the environment, then its files, then what npm itself says."""
    named = _set(REGISTRY) or _in_files()
    if not named and shutil.which("npm"):
        fine, said = logged(["npm", "config", "get", "registry"])
        named = said.strip().splitlines()[-1] if fine and said.strip() else ""
    return named.rstrip("/") if named.startswith(("https://", "http://")) else ""


def _set(variables: list[str]) -> str:
    return next(filter(None, map(os.environ.get, variables)), "")


def _in_files() -> str:
    user = Path(_set(USER_FILE) or Path.home() / ".npmrc")
    for path in (ROOT / ".npmrc", user, SYSTEM_FILE):
        if path.is_file():
            for line in path.read_text(errors="replace").splitlines():
                key, _equals, value = line.partition("=")
                if key.strip() == "registry" and "${" not in value:
                    return value.strip().strip("\"'")
    return ""


def _fetched(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=PATIENCE) as answer:  # noqa: S310 - http or https, checked above
        return bytes(answer.read(MOST))


def _checked(archive: bytes) -> bytes:
    found = "sha512-" + base64.b64encode(hashlib.sha512(archive).digest()).decode()
    if found != INTEGRITY:
        raise ValueError("the archive of the registry is not the one that is pinned")
    return archive


def _unpack(archive: bytes) -> None:
    """The two files that are wanted, by name; nothing else of the archive is written."""
    with tarfile.open(fileobj=io.BytesIO(archive), mode="r:gz") as packed:
        files = {name: packed.extractfile(member) for member, name in WANTED.items()}
        shutil.rmtree(FOLDER, ignore_errors=True)
        FOLDER.mkdir(parents=True)
        for name, file in files.items():
            if file is None:
                raise ValueError(f"the archive holds no file {name}")
            (FOLDER / name).write_bytes(file.read())
    STAMP.write_text(INTEGRITY)

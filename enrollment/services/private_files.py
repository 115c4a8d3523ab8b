"""Files that only people with a reason may open: written whole, under random names below PRIVATE_ROOT.

A file is written before its row and removed after it, so a fault leaves at most a file that nobody can reach.
"""

import hashlib
import os
import secrets
from pathlib import Path

from django.conf import settings


def keep(folder: str, content: bytes) -> str:
    """Write the bytes into a new file of a folder and say where it is."""
    path = f"{folder}/{secrets.token_hex(16)}"
    target = Path(settings.PRIVATE_ROOT) / path
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = target.with_suffix(".part")
    with open(os.open(part, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(target)
    return path


def read(path: str, sha256: str) -> bytes | None:
    """The bytes as they were kept; None where the file is gone or another."""
    try:
        content = (Path(settings.PRIVATE_ROOT) / path).read_bytes()
    except OSError:
        return None
    return content if hashlib.sha256(content).hexdigest() == sha256 else None


def remove(path: str) -> None:
    """Take the file away; done twice, nothing happens."""
    (Path(settings.PRIVATE_ROOT) / path).unlink(missing_ok=True)

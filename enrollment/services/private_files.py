"""Files that only people with a reason may open: written whole, under random names among the private ones.

A file is written before its row and removed after it, so a fault leaves at most a file that nobody can reach.
"""

import hashlib
import secrets

from training.core import stores


def keep(folder: str, content: bytes) -> str:
    """Write the bytes into a new file of a folder and say where it is."""
    path = f"{folder}/{secrets.token_hex(16)}"
    stores.write(path, content)
    return path


def read(path: str, sha256: str) -> bytes | None:
    """The bytes as they were kept; None where the file is gone or another."""
    try:
        content = stores.read(path)
    except OSError:
        return None
    return content if hashlib.sha256(content).hexdigest() == sha256 else None


def remove(path: str) -> None:
    """Take the file away; done twice, nothing happens."""
    stores.remove(path)

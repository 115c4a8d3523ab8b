"""Files that only people with a reason may open: written whole, under random names among the private ones.

A file is written before its row and removed after it, so a fault leaves at most a file that nobody can reach.
"""

import hashlib
import secrets
from datetime import datetime
from typing import Any

from django.db import transaction

from enrollment.models import PrivateFile, SkillPhoto
from training.core import audit, stores


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


def content(row: PrivateFile | SkillPhoto) -> bytes | None:
    """The bytes of a row's file as they were kept; None where it was erased, is gone or is another."""
    return read(row.path, row.sha256) if row.erased_at is None else None


@transaction.atomic
def erase(row: PrivateFile | SkillPhoto, *, by: Any, now: datetime, facts: dict[str, Any] | None = None) -> None:
    """Erase a file with its name and its hash; its row stays. Erased twice, nothing changes."""
    standing: Any = type(row)._default_manager.select_for_update().filter(pk=row.pk, erased_at=None)
    path = standing.values_list("path", flat=True).first()
    said = {"name": "", "size": 0} if isinstance(row, PrivateFile) else {}
    if standing.update(sha256="", path="", erased_at=now, erased_by=by, **said) and path:
        audit.record(row, "erased", by=by, at=now, facts=facts)
        transaction.on_commit(lambda: remove(path))


def remove(path: str) -> None:
    """Take the file away; done twice, nothing happens."""
    stores.remove(path)

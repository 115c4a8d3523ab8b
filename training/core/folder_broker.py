"""Celery's broker in a folder, for a machine without a server: a message or a table appears whole or not at all.

Kombu's own transport opens a message under its last name and writes it afterwards. A worker that looks in between takes
an empty file, and Celery stops at what it cannot read (celery/kombu issue 1551). Here the file is written under a
hidden name first and renamed, which POSIX does in one step.
"""

import contextlib
import os
import tempfile
import time
import uuid
from pathlib import Path
from typing import Any

from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    """Kombu's channel, which never shows a file before it is whole."""

    def _put(self, queue: str, payload: Any, **_: Any) -> None:  # type: ignore[override] # the stubs disagree on a name
        arrived = round(time.monotonic() * 1000)  # taken in the order of their names; all processes share this clock
        name = f"{arrived:015d}_{uuid.uuid4()}.{queue}.msg"
        _write(Path(self.data_folder_out) / name, payload)

    def _queue_bind(self, exchange: str, *arguments: Any) -> None:
        """The parent changes a table that is there under a lock; it must only never make one."""
        table: Path = self._exchange_file(exchange)  # type: ignore[attr-defined] # the stubs know no private name
        if not table.exists():
            _write(table, [], replace=False)
        super()._queue_bind(exchange, *arguments)


class Transport(filesystem.Transport):
    Channel = Channel


def _write(path: Path, content: Any, *, replace: bool = True) -> None:
    """Write JSON so that `path` shows nothing or all of it. Without `replace` a file that came meanwhile stays."""
    handle, hidden = tempfile.mkstemp(dir=path.parent, prefix=".")
    try:
        with os.fdopen(handle, "w") as file:
            file.write(dumps(content))
        if replace:
            os.replace(hidden, path)
        else:
            with contextlib.suppress(FileExistsError):
                os.link(hidden, path)
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(hidden)


def install() -> None:
    """Let broker addresses that begin with `filesystem:` mean this transport."""
    TRANSPORT_ALIASES["filesystem"] = f"{__name__}:{Transport.__name__}"

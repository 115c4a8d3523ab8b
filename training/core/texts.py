"""Text messages: a port, and one implementation that writes into a folder.

A gateway is a class with `send`, named in TEXT_GATEWAY by its path. Without a name no text message is sent at all.
"""

import json
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

SHORT = 90  # bytes in EUC-KR: what one 단문 holds; longer ones go out as 장문


class Gateway(Protocol):
    """Whoever takes text messages for the telephone network."""

    def send(self, *, number: str, text: str, key: str) -> None:
        """Hand over one message. The same key twice is one message. Raises where it was not taken."""


class Folder:
    """Writes each message into a file of TEXT_DIR, named by its key: for DEMO, tests, and a gateway that reads files."""

    def send(self, *, number: str, text: str, key: str) -> None:
        folder = Path(settings.TEXT_DIR)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        said = json.dumps({"number": number, "text": text}, ensure_ascii=False)
        (folder / f"{key}.json").write_text(said, encoding="utf-8")


def gateway() -> Gateway | None:
    """The one that the settings name; None where text messages are not used."""
    if not settings.TEXT_GATEWAY:
        return None
    made: Gateway = import_string(settings.TEXT_GATEWAY)()
    return made

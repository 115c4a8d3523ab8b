"""From bytes that a stranger sent to the cells of a sheet: one child process per sheet."""

import json
import os
import subprocess
import sys
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from certificates.rules.sheets import Row
from certificates.sealed import MOST_BYTES, MOST_LINES
from training.core.errors import DomainError
from training.core.text import looks_like_resident_number

SECONDS = 20


class Refused(DomainError):
    """A sheet that is not read; the sentence says what to send instead."""

    status = 422

    def __init__(self, word: str, at: str = "") -> None:
        super().__init__(_sentence(word, at), field="file")
        self.word = word


def rows(raw: bytes) -> list[Row]:
    """The rows that are not blank, each with its number in the file. Raises Refused."""
    if len(raw) > MOST_BYTES:
        raise Refused("large")
    found = _in_child(raw)
    if "rows" not in found:
        raise Refused(str(found.get("no")), str(found.get("at", "")))
    read = [(int(line), [str(cell) for cell in cells]) for line, cells in found["rows"]]
    for line, cells in read:
        if any(looks_like_resident_number(cell) for cell in cells):
            raise Refused("resident", str(line))
    return read


def _in_child(raw: bytes) -> dict[str, Any]:
    environment = {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(settings.BASE_DIR), "LANG": "C.UTF-8"}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "certificates.sealed"],
            input=raw,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            env=environment,
            cwd=settings.BASE_DIR,
            check=False,
        )
        found = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):  # it was ended by its limits
        return {"no": "broken"}
    return found if isinstance(found, dict) else {"no": "broken"}


def _sentence(word: str, at: str) -> str:
    return {
        "empty": _("There is nothing in this list. Choose the file again, or paste the list."),
        "large": _("This file is larger than 2 MB. Keep only numbers, codes and names, and send it again."),
        "lines": _("This list has more than %(most)d lines. Send it in parts.") % {"most": MOST_LINES},
        "old": _("This is an old workbook, or one with a password. Save it as .xlsx or CSV and send it again."),
        "encoding": _("The letters of this file cannot be read. Save it as .xlsx or as CSV in UTF-8."),
        "zip": _("This workbook unpacks to far more than a list needs. Copy the list into a new one and send that."),
        "formula": _(
            "Cell %(at)s holds a formula, which is not reckoned here. Save the sheet with values only, or as CSV."
        )
        % {"at": at},
        "resident": _("Row %(at)s holds what looks like a resident registration number. Take it out; nothing was kept.")
        % {"at": at},
    }.get(word, _("This file cannot be read as a list. Save it as .xlsx or CSV, or paste the list."))

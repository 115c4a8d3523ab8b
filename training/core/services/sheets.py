"""From the bytes of a spreadsheet to its rows, read in a process of their own; and rows into a file again."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from training.core import tables
from training.core.errors import DomainError

SECONDS = 60


class Unreadable(DomainError):
    """A file that is not read; the sentence says what to send instead."""

    status = 422

    def __init__(self, word: str) -> None:
        super().__init__(sentence(word), field="file")
        self.word = word


def read(raw: bytes) -> tuple[dict[str, str], list[list[str]]]:
    """What the file is, and its rows as text. Raises Unreadable."""
    environment = {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(settings.BASE_DIR), "PYTHONUTF8": "1"}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "training.core.sealed.sheets"],
            input=raw,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            env=environment,
            cwd=settings.BASE_DIR,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Unreadable("bomb") from None
    head, _newline, rest = done.stdout.decode().partition("\n")
    word, _space, facts = head.partition(" ")
    if word != "ok" or done.returncode:
        raise Unreadable(facts if word == "no" else "bomb")
    return json.loads(facts), [json.loads(line) for line in rest.splitlines()]


def workbook(rows: Iterable[Iterable[str]], title: str) -> bytes:
    """XLSX, written row by row. Every cell is text, so nothing is reckoned and no zero is lost."""
    made = Workbook(write_only=True)
    sheet: Any = made.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def _cell(sheet: Any, value: str) -> Any:
    cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", value))
    cell.data_type = "s"
    cell.number_format = "@"
    if value.startswith(tables.FORMULA):
        cell.quotePrefix = True
    return cell


def sentence(word: str) -> str:
    """What to do about a file that cannot be read."""
    return {
        "empty": _("This file has no rows. Fill in the template and send that."),
        "large": _("This file is larger than 10 MB. Send fewer rows, or without pictures."),
        "kind": _("This is no spreadsheet. Send an .xlsx or .csv file."),
        "old": _("This is an old .xls file. Save it as .xlsx and send that."),
        "locked": _("This workbook is locked with a password. Remove the password and send it again."),
        "macros": _("This workbook has macros. Save it as .xlsx without them and send that."),
        "links": _("This workbook takes values from other files. Copy the rows into the template as values."),
        "bomb": _("This file unpacks to far more than it should hold. Copy the rows into the template and send that."),
        "merged": _("This sheet has merged cells, so rows cannot be told apart. Unmerge them and send it again."),
        "nul": _("This file has characters that no text has. Save it as .xlsx and send that."),
        "encoding": _("This text is in no one encoding. Save it as .xlsx or as CSV in UTF-8 and send that."),
        "quotes": _("A quotation mark in this CSV is not closed. Save it as .xlsx and send that."),
        "cell": _("A cell holds more than 1,000 characters. Shorten it and send the file again."),
        "columns": _("There are more than 60 columns. Keep those of the template and send it again."),
        "rows": _("There are more than 10,000 rows. Split the file and send the parts."),
    }.get(word, _("This file cannot be read. Copy the rows into the template and send that."))

"""From the bytes of a spreadsheet to its rows, read in a process of their own; and rows into a file again."""

import io
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from training.core import tables, words
from training.core.errors import DomainError
from training.core.sealed import sheets as reader
from training.core.sealed.sheets import USUAL, Limits, Row

READER = Path(reader.__file__)
GRACE = 15  # seconds of waiting beyond the processor time that the child has
EACH = 500  # rows between two words on how far it is
Told = Callable[[float], None]


class Unreadable(DomainError):
    """A file that is not read; the sentence says what to send instead."""

    status = 422

    def __init__(self, word: str, at: str = "", limits: Limits = USUAL) -> None:
        super().__init__(sentence(word, at, limits), field="file")
        self.word, self.at = word, at


def read(raw: bytes, limits: Limits = USUAL, *, told: Told | None = None) -> tuple[dict[str, str], list[Row]]:
    """What the file is, and its rows that are not blank, each with its number in the file. Raises Unreadable.

    `told` hears from time to time which share of the rows is read; it is an estimate, since a file may lie about its size.
    """
    if len(raw) > limits.bytes:
        raise Unreadable("large", limits=limits)
    facts: dict[str, str] = {}
    rows: list[Row] = []
    for line in _said(raw, limits):
        word, _space, rest = line.partition(" ")
        if word == "end":
            return facts, rows
        if word == "no":
            why, _space, at = rest.partition(" ")
            raise Unreadable(why, at, limits)
        if word == "ok":
            facts = json.loads(rest)
            continue
        number, cells = json.loads(line)
        rows.append((number, cells))
        if told and not len(rows) % EACH:
            told(min(1.0, number / max(int(facts["about"]), number)))
    raise Unreadable("bomb", limits=limits)  # it was ended by its limits


def _said(raw: bytes, limits: Limits) -> Iterator[str]:
    """The lines of the child's answer, as they come. The child has no settings, no secrets and no network names."""
    command = [sys.executable, "-I", str(READER), json.dumps(asdict(limits))]
    environment = {"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8"}
    pipe = subprocess.PIPE
    with subprocess.Popen(  # noqa: S603 - our own reader, by its path; the stranger's bytes are its input alone
        command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, env=environment, cwd="/"
    ) as child:
        watch = threading.Timer(limits.seconds + GRACE, child.kill)
        watch.start()
        assert child.stdin is not None  # noqa: S101 - both are pipes
        assert child.stdout is not None  # noqa: S101
        try:
            with suppress(BrokenPipeError):  # it is gone
                child.stdin.write(raw)
            with suppress(BrokenPipeError):
                child.stdin.close()
            yield from map(bytes.decode, map(bytes.rstrip, child.stdout))
        finally:
            watch.cancel()
            child.kill()


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


def sentence(word: str, at: str = "", limits: Limits = USUAL) -> str:
    """What to do about a file that cannot be read."""
    most: dict[str, object] = {"at": at, "mb": limits.bytes // 1_000_000, "columns": limits.columns}
    most |= {"rows": words.number(limits.rows), "cell": words.number(limits.cell)}
    return {
        "empty": _("This file has no rows. Fill in the template and send that."),
        "large": _("This file is larger than %(mb)d MB. Send fewer rows, or without pictures."),
        "kind": _("This is no spreadsheet. Send an .xlsx or .csv file."),
        "old": _("This is an old .xls file. Save it as .xlsx and send that."),
        "locked": _("This workbook is locked with a password. Remove the password and send it again."),
        "macros": _("This workbook has macros. Save it as .xlsx without them and send that."),
        "links": _("This workbook takes values from other files. Copy the rows into the template as values."),
        "bomb": _("This file unpacks to far more than it should hold. Copy the rows into the template and send that."),
        "merged": _("This sheet has merged cells, so rows cannot be told apart. Unmerge them and send it again."),
        "formula": _(
            "Cell %(at)s holds a formula, which is not reckoned here. Save the sheet with values only, or as CSV."
        ),
        "nul": _("This file has characters that no text has. Save it as .xlsx and send that."),
        "encoding": _("This text is in no one encoding. Save it as .xlsx or as CSV in UTF-8 and send that."),
        "quotes": _("A quotation mark in this CSV is not closed. Save it as .xlsx and send that."),
        "cell": _("A cell holds more than %(cell)s characters. Shorten it and send the file again."),
        "columns": _("There are more than %(columns)d columns. Keep those of the template and send it again."),
        "rows": _("There are more than %(rows)s rows. Split the file and send the parts."),
    }.get(word, _("This file cannot be read. Copy the rows into the template and send that.")) % most

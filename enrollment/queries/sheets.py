"""Texts in sheets that spreadsheet programs open: a name stays a name, whatever it begins with."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")  # OWASP, CSV injection


def text_cell(sheet: Any, value: object) -> Any:  # the stubs give the class as a function
    """A cell of text in a write-only sheet. openpyxl would make a formula of a leading `=`."""
    cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", str(value)))
    cell.data_type = "s"
    if str(value).startswith(FORMULA_STARTS):
        cell.quotePrefix = True
    return cell


def csv_text(rows: Iterable[Sequence[object]]) -> str:
    """Rows as CSV. A text that a spreadsheet program would read as a formula gets an apostrophe in front."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerows([plain(value) for value in row] for row in rows)
    return written.getvalue()


def plain(value: object) -> str:
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text

"""Texts in workbooks: a name stays a name, whatever it begins with."""

from typing import Any

from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from training.core import tables

BOLD = Font(bold=True)


def text_cell(sheet: Any, value: object) -> Any:  # the stubs give the class as a function
    """A cell of text in a write-only sheet. openpyxl would make a formula of a leading `=`."""
    cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", str(value)))
    cell.data_type = "s"
    if str(value).startswith(tables.FORMULA):
        cell.quotePrefix = True
    return cell


def bold_cell(sheet: Any, value: object) -> Any:
    """The same as a head."""
    cell = text_cell(sheet, value)
    cell.font = BOLD
    return cell

"""The gradebook as a workbook: the book, and every change of a grade."""

import io
from datetime import tzinfo
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook

from enrollment.queries.grade_changes import Change
from enrollment.queries.sheets import bold_cell, text_cell

NAME_WIDTH = 16


def workbook(table: list[list[str]], changes: list[Change], *, zone: tzinfo) -> bytes:
    """XLSX, written row by row; figures are numbers, everything else is text, whatever it begins with."""
    made = Workbook(write_only=True)
    book: Any = made.create_sheet(_("Gradebook"))
    book.freeze_panes = "B2"
    book.column_dimensions["A"].width = NAME_WIDTH
    heads, *rows = table
    book.append([bold_cell(book, head) for head in heads])
    for name, *cells in rows:
        book.append([text_cell(book, name), *(_number_or_text(book, cell) for cell in cells)])
    sheet: Any = made.create_sheet(_("Changes of grades"))
    sheet.append([bold_cell(sheet, head) for head in change_heads()])
    for change in changes:
        sheet.append([text_cell(sheet, cell) for cell in change_cells(change, zone)])
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def change_heads() -> list[str]:
    return [_("When"), _("Who changed it"), _("Name"), _("Of what"), _("Before"), _("After"), _("Reason")]


def change_cells(change: Change, zone: tzinfo) -> list[str]:
    at = f"{change.at.astimezone(zone):%Y-%m-%d %H:%M}"
    return [at, change.by, change.person, change.subject, change.before, change.after, change.reason]


def _number_or_text(sheet: Any, cell: str) -> Any:
    try:
        return float(cell)
    except ValueError:
        return text_cell(sheet, cell)

"""A report as a workbook: a sheet for each breakdown, one with what it is, one with how it is counted."""

import io
from decimal import Decimal
from typing import Any

from django.utils.translation import pgettext
from openpyxl import Workbook

from enrollment.queries.sheets import bold_cell, text_cell
from training.consortium.queries.reports import figures, screens
from training.consortium.rules.figures import Value

NAME_WIDTH, WIDTH = 34, 14


def workbook(found: dict[str, Any], facts: list[tuple[str, str]]) -> bytes:
    """XLSX, written row by row; figures are numbers, everything else is text, whatever it begins with."""
    made = Workbook(write_only=True)
    about: Any = made.create_sheet(pgettext("report", "Report"))
    about.column_dimensions["A"].width = about.column_dimensions["B"].width = NAME_WIDTH
    for label, words in facts:
        about.append([bold_cell(about, label), text_cell(about, words)])
    for breakdown, title in screens.titles().items():
        if found["lines"].get(breakdown):
            _sheet(made, title, found, breakdown)
    _definitions(made)
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def _sheet(made: Workbook, title: str, found: dict[str, Any], breakdown: str) -> None:
    sheet: Any = made.create_sheet(title[:31])
    sheet.freeze_panes = "B2"
    sheet.column_dimensions["A"].width = NAME_WIDTH
    shown = figures.known(found["asked"], breakdown)
    sheet.append([bold_cell(sheet, head) for head in ("", *(screens.head(one) for one in shown))])
    for line in found["lines"][breakdown]:
        cells = [_cell(sheet, line["values"].get(one.key)) for one in shown]
        sheet.append([text_cell(sheet, screens.name_of(found, breakdown, line)), *cells])


def _cell(sheet: Any, value: Value) -> Any:
    if value is None:
        return text_cell(sheet, screens.value_words(None))
    return Decimal(value) if isinstance(value, str) else value


def _definitions(made: Workbook) -> None:
    sheet: Any = made.create_sheet(pgettext("report", "How it is counted")[:31])
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = NAME_WIDTH, 100
    for title, lines in screens.definitions():
        sheet.append([bold_cell(sheet, title)])
        for label, says in lines:
            sheet.append([text_cell(sheet, label), text_cell(sheet, says)])

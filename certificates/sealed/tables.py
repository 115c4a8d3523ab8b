"""Cells out of a workbook or a text file, as text: nothing is reckoned, nothing outside the file is asked.

A workbook is unzipped within limits, and one with formulas is refused: what they would show is not what stands there.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from certificates.sealed import MOST_BYTES, MOST_LINES

Row = tuple[int, list[str]]
ZIP, OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MOST_UNZIPPED = 40 * 1024 * 1024
MOST_PARTS = 500
MOST_COLUMNS = 30
MOST_LETTERS = 300  # of a cell
MOST_SEEN = 20_000  # rows of a sheet, blank ones among them
SEPARATORS = "\t;,"
HEADS = 1


class Unfit(Exception):
    """A word: empty, large, old, encoding, zip, formula, lines, broken; and where, as people find it in the sheet."""

    def __init__(self, word: str, at: str = "") -> None:
        super().__init__(word)
        self.word, self.at = word, at


def read(raw: bytes) -> list[Row]:
    """The rows that are not blank, each with its number in the file. Raises Unfit."""
    if len(raw) > MOST_BYTES:
        raise Unfit("large")
    if raw.startswith(OLD):
        raise Unfit("old")
    found = _workbook(raw) if raw.startswith(ZIP) else _text(raw)
    rows = list(_not_blank(found))
    if not rows:
        raise Unfit("empty")
    return rows


def _not_blank(rows: Iterable[Row]) -> Iterator[Row]:
    kept = 0
    for line, cells in rows:
        if line > MOST_SEEN:
            raise Unfit("lines")
        short = [cell.strip()[:MOST_LETTERS] for cell in cells[:MOST_COLUMNS]]
        while short and not short[-1]:
            short.pop()
        if not short:
            continue
        kept += 1
        if kept > MOST_LINES + HEADS:
            raise Unfit("lines")
        yield line, short


def _workbook(raw: bytes) -> Iterator[Row]:
    _refuse_bomb(raw)
    book = load_workbook(io.BytesIO(raw), read_only=True, data_only=False, keep_links=False)
    sheet: Any = book.worksheets[0]
    sheet.reset_dimensions()  # what a file says of its own size is not believed
    for line, cells in enumerate(sheet.iter_rows(max_row=MOST_SEEN + 1, max_col=MOST_COLUMNS), start=1):
        yield line, [_cell(cell, line, column) for column, cell in enumerate(cells, start=1)]


def _refuse_bomb(raw: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            parts = packed.infolist()
    except zipfile.BadZipFile:
        raise Unfit("broken") from None
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNZIPPED:
        raise Unfit("zip")


def _cell(cell: Any, line: int, column: int) -> str:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        raise Unfit("formula", f"{get_column_letter(column)}{line}")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value)


def _text(raw: bytes) -> Iterator[Row]:
    text = _decoded(raw)
    if "\0" in text:
        raise Unfit("encoding")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
    try:
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error:
        raise Unfit("broken", str(reader.line_num)) from None


def _decoded(raw: bytes) -> str:
    """UTF-8 with or without its mark, UTF-16 with it, or CP949, which spreadsheet programs in Korea write."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _strictly(raw, "utf-16")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _strictly(raw, "cp949")


def _strictly(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        raise Unfit("encoding") from None


def _separator(text: str) -> str:
    """What separates the cells of the first line that has any."""
    for line in text.splitlines():
        for separator in SEPARATORS:
            if separator in line:
                return separator
    return ","

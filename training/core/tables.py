"""Tables as files that people open in a spreadsheet."""

import csv
import io
from collections.abc import Callable, Iterable

from django.http import HttpResponse
from django.utils.http import content_disposition_header

BOM = "\ufeff"  # without it, spreadsheet programs in Korea read CP949
FORMULA = tuple("=+-@\t\r\n＝＋－＠")  # OWASP, CSV injection


def quoted(cell: str) -> str:
    """What begins like a formula gets an apostrophe in front, so that no spreadsheet reckons it."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def plain(cell: str) -> str:
    """The same, but a number stays one whatever its sign."""
    try:
        float(cell)
    except ValueError:
        return quoted(cell)
    return cell


def written(rows: Iterable[Iterable[str]], *, cell: Callable[[str], str] = plain) -> str:
    """Rows as CSV, with the mark by which spreadsheets know UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([cell(value) for value in row] for row in rows)
    return BOM + out.getvalue()


def as_csv(rows: Iterable[Iterable[str]], name: str) -> HttpResponse:
    """A download, never cached."""
    response = HttpResponse(written(rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response.headers["Cache-Control"] = "private, no-store"
    return response

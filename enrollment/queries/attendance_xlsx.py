"""The attendance book as a workbook: the book, and what its marks mean."""

import io
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from enrollment.queries.attendance_book import Book, Row
from enrollment.queries.attendance_marks import legend
from enrollment.queries.sheets import text_cell
from training.core import words

BOLD = Font(bold=True)
NAME_WIDTH, DAY_WIDTH = 16, 6.5
HEADS_AT = 6  # the row of the heads: what stands above and left of it stays in sight


def workbook(book: Book) -> bytes:
    """XLSX, written row by row."""
    made = Workbook(write_only=True)
    sheet: Any = made.create_sheet(_("Attendance book"))
    sheet.freeze_panes = f"C{HEADS_AT + 1}"
    sheet.column_dimensions["B"].width = NAME_WIDTH
    for number in range(len(book.dates)):
        sheet.column_dimensions[get_column_letter(number + 3)].width = DAY_WIDTH
    for line in head_lines(book):
        sheet.append([text_cell(sheet, line)])
    sheet.append([_bold(sheet, head) for head in heads(book)])
    for row in book.rows:
        sheet.append(_row(sheet, row))
    marks: Any = made.create_sheet(_("Marks"))
    for letter, word in legend():
        marks.append([text_cell(marks, letter), text_cell(marks, word)])
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def head_lines(book: Book) -> list[str]:
    """The five lines above the table."""
    return [
        f"{_('Attendance book')} · {book.cohort}",
        period_words(book),
        policy_words(book),
        _("Made %(time)s (%(zone)s)")
        % {"time": words.moment(book.made_at), "zone": timezone.localtime(book.made_at).tzname()},
        closing_words(book),
    ]


def period_words(book: Book) -> str:
    facts = {"n": book.period.number, "range": words.date_range(book.period.starts_on, book.period.ends_on)}
    return _("Unit period %(n)d: %(range)s") % facts


def policy_words(book: Book) -> str:
    return _("Rules: %(policies)s") % {"policies": ", ".join(str(policy) for policy in book.policies) or "–"}


def closing_words(book: Book) -> str:
    if book.closing is None:
        return _("This unit period is not closed.")
    facts = {"time": words.moment(book.closing.closed_at), "who": book.closing.closed_by}
    return _("Closed %(time)s by %(who)s.") % facts


def heads(book: Book) -> list[str]:
    days = [f"{day:%m-%d}" for day in book.dates]
    return ["#", _("Name"), *days, *total_heads(), _("Attended"), _("Rate (%)")]


def total_heads() -> list[str]:
    return [
        _("Present"),
        _("Late"),
        _("Left early"),
        _("Away"),
        _("Recognized"),
        _("Absent"),
        _("Converted"),
    ]


def total_figures(row: Row) -> list[int]:
    found = row.totals
    return [found.present, found.late, found.left_early, found.away, found.recognized, found.absent, found.booked]


def _row(sheet: Any, row: Row) -> list[Any]:
    of_what = row.rate.split(" · ")[0]
    return [
        row.number,
        text_cell(sheet, row.enrollment.trainee.name),
        *(text_cell(sheet, mark) for mark in row.marks),
        *total_figures(row),
        text_cell(sheet, of_what),
        float(row.totals.rate) if row.totals.done else text_cell(sheet, words.UNKNOWN),
    ]


def _bold(sheet: Any, head: str) -> Any:
    cell = text_cell(sheet, head)
    cell.font = BOLD
    return cell

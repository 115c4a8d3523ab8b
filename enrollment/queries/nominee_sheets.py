"""People as an employer writes them down: pasted lines, CSV or XLSX, read within limits."""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from enrollment.rules.nominations import MOST_AT_ONCE, Nominee
from training.core.errors import DomainError
from training.core.forms import RESIDENT_NUMBER_REFUSED
from training.core.text import clean_name, looks_like_resident_number

MOST_BYTES = 1_000_000
MOST_UNPACKED = 20_000_000
MOST_PARTS = 200
COLUMNS = 10
CELL = 200
HEADS = frozenset({"name", "이름", "성명", "e-mail", "email", "mail", "이메일", "메일", "전자우편", "메일 주소"})
DELIMITERS = "\t;,"


class Unreadable(DomainError):
    """A sheet that cannot be read, with the one thing to do about it."""

    status = 422


def of_file(raw: bytes) -> list[Nominee]:
    """The people of a CSV or XLSX file. Raises Unreadable."""
    if len(raw) > MOST_BYTES:
        raise Unreadable(_("This file is larger than 1 MB. Keep only names and addresses in it."), field="file")
    if raw.startswith(b"PK"):
        return _people(_cells_of_workbook(raw))
    return of_text(_decoded(raw))


def of_text(text: str) -> list[Nominee]:
    """The people of pasted lines: name and address, in any order, apart by a tab, comma or semicolon."""
    clean = text.replace("\x00", "").removeprefix("\ufeff")
    delimiter = max(DELIMITERS, key=clean.count)
    try:
        return _people(csv.reader(io.StringIO(clean, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise Unreadable(_("These lines cannot be told apart. Write one person in each line."), field="text") from error


def as_lines(people: Iterable[Nominee]) -> str:
    """The same as lines that `of_text` reads again."""
    out = io.StringIO()
    csv.writer(out, delimiter="\t", lineterminator="\n").writerows([one.name, one.email, one.note] for one in people)
    return out.getvalue()


def _decoded(raw: bytes) -> str:
    utf_16 = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if utf_16 else ("utf-8-sig", "cp949"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable(_("This is no CSV or XLSX file. Save the sheet as one of them and send it again."), field="file")


def _cells_of_workbook(raw: bytes) -> list[Sequence[Any]]:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            parts = packed.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise Unreadable(
                _("This workbook is too large. Copy the names and addresses into a new one."), field="file"
            )
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
        rows = book.worksheets[0].iter_rows(max_row=MOST_AT_ONCE + 2, max_col=COLUMNS, values_only=True)
        return list(rows)
    except Unreadable:
        raise
    except Exception as error:  # whatever a stranger's workbook makes its reader raise
        raise Unreadable(_("This workbook cannot be read. Save it anew as XLSX or CSV."), field="file") from error


def _people(rows: Iterable[Sequence[Any]]) -> list[Nominee]:
    found = []
    for number, row in enumerate(rows):
        cells = [_cell(value) for value in row[:COLUMNS]]
        is_head = number == 0 and any(cell.lower() in HEADS for cell in cells)
        if is_head or not any(cells):
            continue
        found.append(_nominee(cells))
        if len(found) > MOST_AT_ONCE:
            raise Unreadable(_("The list has more than %(most)d people. Send it in parts.") % {"most": MOST_AT_ONCE})
    return found


def _cell(value: Any) -> str:
    text = clean_name(str(value if value is not None else "")).value[:CELL]
    if looks_like_resident_number(text):
        raise Unreadable(RESIDENT_NUMBER_REFUSED)
    return text


def _nominee(cells: list[str]) -> Nominee:
    """The cell with an @ is the address, the first of the others the name, the rest a note."""
    at = next((place for place, cell in enumerate(cells) if "@" in cell), -1)
    others = [cell for place, cell in enumerate(cells) if cell and place != at]
    name, *rest = others or [""]
    email = cells[at].lower() if at >= 0 else ""
    return Nominee(name=name[:100], email=email, note=" ".join(rest)[:CELL])

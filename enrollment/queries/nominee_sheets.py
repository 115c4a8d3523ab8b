"""People as an employer writes them down: pasted lines, CSV or XLSX."""

import csv
import io
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from enrollment.rules.nominations import MOST_AT_ONCE, Nominee
from training.core.errors import DomainError
from training.core.forms import RESIDENT_NUMBER_REFUSED
from training.core.sealed.sheets import Limits
from training.core.services import sheets as files
from training.core.text import clean_name, looks_like_resident_number

LIMITS = Limits(
    bytes=1_000_000, rows=MOST_AT_ONCE, above=1, seen=5_000, columns=10, unpacked=20_000_000, formulas=False, seconds=10
)
CELL = 200
HEADS = frozenset({"name", "이름", "성명", "e-mail", "email", "mail", "이메일", "메일", "전자우편", "메일 주소"})


class Unreadable(DomainError):
    """A sheet that cannot be read, with the one thing to do about it."""

    status = 422


def of_file(raw: bytes) -> list[Nominee]:
    """The people of a CSV or XLSX file. Raises Unreadable."""
    return _people(raw, field="file")


def of_text(text: str) -> list[Nominee]:
    """The people of pasted lines: name and address, in any order, apart by a tab, comma or semicolon."""
    clean = text.replace("\x00", "").strip("\n\r \ufeff")
    return _people(clean.encode(errors="replace"), field="text") if clean else []


def as_lines(people: Iterable[Nominee]) -> str:
    """The same as lines that `of_text` reads again."""
    out = io.StringIO()
    csv.writer(out, delimiter="\t", lineterminator="\n").writerows([one.name, one.email, one.note] for one in people)
    return out.getvalue()


def _people(raw: bytes, *, field: str) -> list[Nominee]:
    try:
        _facts, rows = files.read(raw, LIMITS)
    except files.Unreadable as refused:
        raise Unreadable(_sentence(refused.word, refused.at), field=field) from refused
    found = []
    for place, (_number, row) in enumerate(rows):
        cells = [_cell(value) for value in row]
        is_head = not place and any(cell.lower() in HEADS for cell in cells)
        if not is_head:
            found.append(_nominee(cells))
    if len(found) > MOST_AT_ONCE:
        raise Unreadable(_sentence("rows", ""), field=field)
    return found


def _sentence(word: str, at: str) -> str:
    own = {
        "large": _("This file is larger than 1 MB. Keep only names and addresses in it."),
        "rows": _("The list has more than %(most)d people. Send it in parts.") % {"most": MOST_AT_ONCE},
        "bomb": _("This workbook is too large. Copy the names and addresses into a new one."),
        "broken": _("This workbook cannot be read. Save it anew as XLSX or CSV."),
        "quotes": _("These lines cannot be told apart. Write one person in each line."),
        "encoding": _("This is no CSV or XLSX file. Save the sheet as one of them and send it again."),
    }
    return own.get(word) or files.sentence(word, at, LIMITS)


def _cell(value: str) -> str:
    text = clean_name(value).value[:CELL]
    if looks_like_resident_number(text):
        raise Unreadable(RESIDENT_NUMBER_REFUSED)
    return text


def _nominee(cells: Sequence[str]) -> Nominee:
    """The cell with an @ is the address, the first of the others the name, the rest a note."""
    at = next((place for place, cell in enumerate(cells) if "@" in cell), -1)
    others = [cell for place, cell in enumerate(cells) if cell and place != at]
    name, *rest = others or [""]
    email = cells[at].lower() if at >= 0 else ""
    return Nominee(name=name[:100], email=email, note=" ".join(rest)[:CELL])

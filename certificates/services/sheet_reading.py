"""From bytes that a stranger sent to the cells of a hiring sheet."""

from django.utils.translation import gettext as _

from certificates.rules.sheets import Row
from training.core.errors import DomainError
from training.core.sealed.sheets import Limits
from training.core.services import sheets as files
from training.core.text import looks_like_resident_number

LIMITS = Limits(
    bytes=2 * 1024 * 1024, rows=1_000, above=1, seen=20_000, unpacked=40 * 1024 * 1024, formulas=False, seconds=10
)


class Refused(DomainError):
    """A sheet that is not read; the sentence says what to send instead."""

    status = 422

    def __init__(self, word: str, at: str = "") -> None:
        super().__init__(_sentence(word, at), field="file")
        self.word = word


def rows(raw: bytes) -> list[Row]:
    """The rows that are not blank, each with its number in the file. Raises Refused."""
    try:
        _facts, read = files.read(raw, LIMITS)
    except files.Unreadable as refused:
        raise Refused(refused.word, refused.at) from None
    stripped = [(line, [cell.strip() for cell in cells]) for line, cells in read]
    for line, cells in stripped:
        if any(looks_like_resident_number(cell) for cell in cells):
            raise Refused("resident", str(line))
    return stripped


def _sentence(word: str, at: str) -> str:
    """Nothing here tells of a template, since a hiring sheet has none."""
    own = {
        "empty": _("There is nothing in this list. Choose the file again, or paste the list."),
        "large": _("This file is larger than 2 MB. Keep only numbers, codes and names, and send it again."),
        "rows": _("This list has more than %(most)d lines. Send it in parts.") % {"most": LIMITS.rows},
        "columns": _("This list has more than %(most)d columns. Keep only numbers, codes and names, and send it again.")
        % {"most": LIMITS.columns},
        "links": _("This workbook takes values from other files. Save the sheet with values only, or as CSV."),
        "bomb": _("This workbook unpacks to far more than a list needs. Copy the list into a new one and send that."),
        "resident": _("Row %(at)s holds what looks like a resident registration number. Take it out; nothing was kept.")
        % {"at": at},
        "broken": _("This file cannot be read as a list. Save it as .xlsx or CSV, or paste the list."),
    }
    return own.get(word) or files.sentence(word, at, LIMITS)

"""A hiring sheet as its sender reads it: how its columns are read, the answers, and the files of them."""

import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from openpyxl import Workbook

from certificates.models import HiringSheet
from certificates.rules import sheets as rules
from certificates.rules.sheets import NONE, Columns, Line, Row
from certificates.states import RowAnswer
from enrollment.queries.sheets import text_cell
from training.core import tables, words

SHOWN = 5  # rows of a preview
ONE_LINE = 26  # letters: a code as it is printed has 24
A = RowAnswer
KINDS = {
    A.VALID: "ok", A.REVOKED: "danger", A.SUPERSEDED: "warn", A.EXPIRED: "warn", A.DIFFERS: "danger",
    A.NEVER_ISSUED: "danger", A.NO_MATCH: "danger", A.UNREADABLE: "warn", A.NAME_MISSING: "warn", A.LIMITED: "info",
    A.CANNOT_CONFIRM: "info",
}  # fmt: skip
UNREADABLE = frozenset({A.UNREADABLE, A.NAME_MISSING})
SENTENCES = {
    A.DIFFERS: gettext_lazy("The code exists, but the name, or the number beside it, is another."),
    A.NEVER_ISSUED: gettext_lazy("We have issued no certificate with this code."),
    A.NO_MATCH: gettext_lazy("We found no certificate with this number and this name."),
    A.UNREADABLE: gettext_lazy("This is neither a verification code nor a register number. Type it as printed."),
    A.NAME_MISSING: gettext_lazy("Add the name; number or code and name are checked together."),
    A.LIMITED: gettext_lazy(
        "Too many lines of your lists did not match. Check that numbers and names belong together, and try in an hour."
    ),
}
SHOW = {
    "attention": gettext_lazy("Needs a look"),
    "valid": gettext_lazy("Valid"),
    "all": gettext_lazy("All, as in the list"),
}


@dataclass(frozen=True)
class Answered:
    """One line and its answer in the reader's language."""

    line: int
    what: str
    name: str
    answer: RowAnswer
    said: dict[str, str]

    @property
    def kind(self) -> str:
        return KINDS[self.answer]

    @property
    def sentence(self) -> str:
        return self.said.get("sentence") or str(SENTENCES.get(self.answer, ""))

    @property
    def is_short(self) -> bool:
        """Whether what was typed stays on one line on paper."""
        return len(self.what) <= ONE_LINE

    @property
    def cells(self) -> list[str]:
        """As a line of a file."""
        facts = [self.said.get(key, "") for key in ("number", "title", "course", "issued_on")]
        return [str(self.line), self.what, self.name, str(self.answer.label), self.sentence, *facts]


@dataclass(frozen=True)
class Result:
    """All answers of a sheet, with the instant they were given and what they were given against."""

    rows: list[Answered]
    checked_at: datetime
    input_sha256: str
    log_size: int | None
    log_root: str
    issuer: str
    language: str
    zone: Any

    @property
    def counts(self) -> list[tuple[RowAnswer, int]]:
        found = Counter(row.answer for row in self.rows)
        return [(answer, found[answer]) for answer in RowAnswer if found[answer]]

    @property
    def attention(self) -> list[Answered]:
        return [row for row in self.rows if row.answer != A.VALID]

    @property
    def headline(self) -> str:
        """39 of 42 valid, 2 to check, 1 unreadable."""
        valid = sum(row.answer == A.VALID for row in self.rows)
        unread = sum(row.answer in UNREADABLE for row in self.rows)
        parts = [_("%(n)d of %(all)d valid") % {"n": valid, "all": len(self.rows)}]
        if rest := len(self.rows) - valid - unread:
            parts.append(ngettext("%(n)d to look at", "%(n)d to look at", rest) % {"n": rest})
        if unread:
            parts.append(ngettext("%(n)d unreadable", "%(n)d unreadable", unread) % {"n": unread})
        return " · ".join(parts)

    def shown(self, show: str) -> list[Answered]:
        """Those of a filter; what needs a look comes first unless the list's own order is asked for."""
        if show == "all":
            return self.rows
        return [row for row in self.rows if row.answer == A.VALID] if show == "valid" else self.attention

    def filters(self, show: str) -> list[tuple[str, str, int, bool]]:
        return [(key, str(label), len(self.shown(key)), key == show) for key, label in SHOW.items()]


def result(sheet: HiringSheet, answers: Sequence[dict[str, Any]]) -> Result:
    """The answers of a checked sheet in the language of whoever reads."""
    language = words.language()
    assert sheet.checked_at is not None  # noqa: S101 - the constraint says so where there are answers
    return Result(
        rows=[
            Answered(one["line"], one["what"], one["name"], RowAnswer(one["answer"]), one["said"].get(language, {}))
            for one in answers
        ],
        checked_at=sheet.checked_at,
        input_sha256=sheet.input_sha256,
        log_size=sheet.log_size,
        log_root=sheet.log_root,
        issuer=sheet.complex.text("issuer"),
        language=language,
        zone=sheet.complex.zone,
    )


def heads() -> list[str]:
    return [
        _("Line"), _("Number or code"), _("Name"), _("Answer"), _("In words"), _("Register number"), _("Certificate"),
        _("Course"), _("Date of issue"),
    ]  # fmt: skip


def csv(found: Result) -> str:
    """Every line in the order of the list; nothing in it is ever a formula."""
    return tables.written([heads(), *(row.cells for row in found.rows)], cell=tables.quoted)


def workbook(found: Result) -> bytes:
    """The same as a workbook, and a second sheet that says when and against what it was checked."""
    made = Workbook(write_only=True)
    sheet: Any = made.create_sheet(_("Answers"))
    sheet.freeze_panes = "A2"
    for column, width in zip("BCDEFGHI", (26, 16, 14, 60, 22, 14, 34, 16), strict=True):
        sheet.column_dimensions[column].width = width
    for cells in (heads(), *(row.cells for row in found.rows)):
        sheet.append([text_cell(sheet, cell) for cell in cells])
    about: Any = made.create_sheet(_("About this check"))
    about.column_dimensions["A"].width, about.column_dimensions["B"].width = 34, 70
    for label, value in facts(found):
        about.append([text_cell(about, label), text_cell(about, value)])
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def facts(found: Result) -> list[tuple[str, str]]:
    """When, by whom, against which state of the public log, and of which file."""
    log = _("%(n)d entries, root %(root)s") % {"n": found.log_size, "root": found.log_root} if found.log_size else ""
    return [
        (_("Checked at"), f"{words.moment(found.checked_at)} ({found.checked_at.astimezone(found.zone).tzname()})"),
        (_("Answered by"), found.issuer),
        (_("Lines"), found.headline),
        (_("Public log"), log or _("Nothing has been entered yet.")),
        (_("SHA-256 of the list as it was sent"), found.input_sha256),
    ]


@dataclass(frozen=True)
class Preview:
    """How a list was read, before anything is checked."""

    columns: Columns
    choices: list[tuple[int, str]]
    lines: list[Line]
    count: int
    unreadable: int

    @property
    def second_choices(self) -> list[tuple[int, str]]:
        return [(NONE, _("none")), *self.choices]


def preview(rows: Sequence[Row], columns: Columns) -> Preview:
    """The first lines, and of all how many have neither a code nor a number, or no name."""
    lines = rules.lines(rows, columns)
    width = max(len(cells) for _line, cells in rows)
    heads = rows[0][1] if columns.headed else []
    return Preview(
        columns,
        [(index, _choice(index, heads)) for index in range(width)],
        lines[:SHOWN],
        len(lines),
        sum(not line.is_readable or not line.name for line in lines),
    )


def _choice(index: int, heads: Sequence[str]) -> str:
    word = _("Column %(n)d") % {"n": index + 1}
    return f"{word}: {heads[index]}" if index < len(heads) and heads[index] else word

"""An operator's sheet of applicants: its headings, and what each row says. Pure: no database, no clock."""

import re
import unicodedata
from dataclasses import dataclass

from enrollment.rules.headed import Fault, Row, headed, plain
from enrollment.states import ApplicantKind
from training.core.tables import FORMULA
from training.core.text import clean_name

HEADINGS = {
    "email": ("전자우편", "이메일", "메일", "e-mail", "email", "mail", "mail address"),
    "name": ("이름", "성명", "name", "full name"),
    "kind": ("구분", "유형", "지원 구분", "kind"),
}
KINDS = {
    ApplicantKind.EMPLOYED: ("재직자", "재직", "employed"),
    ApplicantKind.JOB_SEEKER: ("예비취업자", "구직자", "실업자", "job seeker", "job_seeker"),
    ApplicantKind.SPONSORED: ("협약기업 추천", "협약기업", "sponsored", "sent by my employer"),
}
ADDRESS = re.compile(r"[^\s@<>\"',;]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
MOST_NAME, MOST_ADDRESS = 100, 254


@dataclass(frozen=True)
class Entry:
    """One person of the sheet, and the line they stand on, as a spreadsheet counts."""

    line: int
    email: str
    name: str
    kind: str


@dataclass(frozen=True)
class Read:
    """What a sheet says. `refused` is one word where its rows cannot be told apart at all."""

    entries: list[Entry]
    faults: list[Fault]
    refused: str = ""


def read(rows: list[Row]) -> Read:
    """Entries and faults, in the order of the lines."""
    found = headed(rows, HEADINGS, first="email")
    if found.refused:
        return Read([], [], found.refused)
    entries: list[Entry] = []
    faults: list[Fault] = []
    lines: dict[str, int] = {}
    for number, cells in found.lines():
        entry = Entry(number, _address(cells["email"]), clean_name(cells["name"]).value, _kind(cells["kind"]))
        wrong = _faults(entry, cells, lines)
        faults += wrong
        if not wrong:
            lines[entry.email] = number
            entries.append(entry)
    return Read(entries, faults, "" if entries or faults else "empty")


def _faults(entry: Entry, cells: dict[str, str], lines: dict[str, int]) -> list[Fault]:
    found = []
    if not entry.email or len(entry.email) > MOST_ADDRESS or not ADDRESS.fullmatch(entry.email):
        found.append(Fault(entry.line, "email", cells["email"][:60]))
    elif entry.email in lines:
        found.append(Fault(entry.line, "duplicate", str(lines[entry.email])))
    if not any(char.isalpha() for char in entry.name) or len(entry.name) > MOST_NAME:
        found.append(Fault(entry.line, "name"))
    elif entry.name.startswith(FORMULA):
        found.append(Fault(entry.line, "formula"))
    if not entry.kind:
        found.append(Fault(entry.line, "kind", cells["kind"][:60]))
    return found


def _kind(cell: str) -> str:
    said = plain(cell)
    for kind, words in KINDS.items():
        if said in words or said.partition("(")[0].strip() in words:
            return kind.value
    return ""


def _address(cell: str) -> str:
    return unicodedata.normalize("NFKC", clean_name(cell).value).strip().lower()

"""An operator's sheet of applicants: its headings, and what each row says. Pure: no database, no clock."""

import re
import unicodedata
from dataclasses import dataclass

from enrollment.states import ApplicantKind
from training.core.tables import FORMULA
from training.core.text import clean_name, looks_like_resident_number

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
Row = tuple[int, list[str]]  # its number in the file, and its cells; blank rows are left out
HEAD_WITHIN = 10  # rows in which the headings must stand
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
class Fault:
    """What is wrong with one line; `word` names the sentence, `other` is another line or a value it needs."""

    line: int
    word: str
    other: str = ""


@dataclass(frozen=True)
class Read:
    """What a sheet says. `refused` is one word where its rows cannot be told apart at all."""

    entries: list[Entry]
    faults: list[Fault]
    refused: str = ""


def read(rows: list[Row]) -> Read:
    """Entries and faults, in the order of the lines. Nothing of a sheet with a resident number is kept."""
    if any(looks_like_resident_number(cell) for _line, row in rows for cell in row):
        return Read([], [], "resident")
    head = next((place for place, (_line, row) in enumerate(rows[:HEAD_WITHIN]) if "email" in _columns(row)), None)
    if head is None:
        return Read([], [], "headings")
    columns = _columns(rows[head][1])
    if missing := set(HEADINGS) - set(columns):
        return Read([], [], f"missing-{sorted(missing)[0]}")
    if len(columns) != sum(_key(cell) is not None for cell in rows[head][1]):
        return Read([], [], "twice")
    return _lines(rows[head + 1 :], columns)


def _lines(rows: list[Row], columns: dict[str, int]) -> Read:
    entries: list[Entry] = []
    faults: list[Fault] = []
    lines: dict[str, int] = {}
    for number, row in rows:
        cells = {key: row[at] if at < len(row) else "" for key, at in columns.items()}
        entry = Entry(number, _address(cells["email"]), clean_name(cells["name"]).value, _kind(cells["kind"]))
        found = _faults(entry, cells, lines)
        faults += found
        if not found:
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


def _columns(row: list[str]) -> dict[str, int]:
    """Which heading stands in which column, the first of each."""
    found: dict[str, int] = {}
    for at, cell in enumerate(row):
        if (key := _key(cell)) is not None:
            found.setdefault(key, at)
    return found


def _key(cell: str) -> str | None:
    said = _plain(cell).removesuffix("*").strip()
    return next((key for key, words in HEADINGS.items() if said in words), None)


def _kind(cell: str) -> str:
    said = _plain(cell)
    for kind, words in KINDS.items():
        if said in words or said.partition("(")[0].strip() in words:
            return kind.value
    return ""


def _address(cell: str) -> str:
    return unicodedata.normalize("NFKC", clean_name(cell).value).strip().lower()


def _plain(cell: str) -> str:
    return clean_name(unicodedata.normalize("NFKC", cell)).value.lower()

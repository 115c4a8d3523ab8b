"""The state system's daily log beside ours: its fields and codes, reading its file, and what differs.

Pure. Fields as the state's open interface names them: 성명 trneeCstmrNm, 생년월일 lifyeaMd, 일자 atendDe, 요일 korDayNm,
입실 lpsilTime, 퇴실 levromTime, 상태 atendSttusNm, 코드 atendSttusCd (01 출석 02 결석 03 지각 04 조퇴 05 휴가 06 공결).
"""

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from enrollment.rules.days import Cause, Day
from enrollment.states import ClaimReason, DayStatus
from training.core.text import looks_like_resident_number

FIELDS = {
    "trneeCstmrNm": "성명",
    "lifyeaMd": "생년월일",
    "atendDe": "일자",
    "korDayNm": "요일",
    "lpsilTime": "입실",
    "levromTime": "퇴실",
    "atendSttusNm": "상태",
    "atendSttusCd": "코드",
}
NEEDED = ("trneeCstmrNm", "atendDe", "atendSttusNm")
ALSO = {"훈련생명": "trneeCstmrNm", "입실시간": "lpsilTime", "퇴실시간": "levromTime", "출결상태": "atendSttusNm"}
WEEKDAYS = "월화수목금토일"
NAMES = {
    DayStatus.PRESENT: "출석",
    DayStatus.LATE: "지각",
    DayStatus.LEFT_EARLY: "조퇴",
    DayStatus.AWAY: "외출",
    DayStatus.ABSENT: "결석",
}
CODES = {"출석": "01", "결석": "02", "지각": "03", "조퇴": "04", "휴가": "05", "공결": "06"}
SHORT = "100분의50미만출석"
OF_REASON = {ClaimReason.ILLNESS: "질병/입원", ClaimReason.INTERVIEW: "입사시험(면접)", ClaimReason.LEAVE: "휴가"}
RECOGNIZED = "공결"
MOST_ROWS = 50_000


@dataclass(frozen=True)
class Entry:
    """One person on one day, as either side has it. Times are HH:MM or empty."""

    name: str
    born: date | None
    day: date
    came: str
    left: str
    status: str
    code: str = ""


class Fault(StrEnum):
    """Why a row, or the whole file, could not be read."""

    COLUMNS = "columns"
    NAME = "name"
    DAY = "day"
    TIME = "time"
    BORN = "born"
    STATUS = "status"
    RESIDENT = "resident"
    TWICE = "twice"
    LONG = "long"


@dataclass(frozen=True)
class Problem:
    """What is wrong with a row; row 1 is the heads. `about` names a column, never what stood in it."""

    row: int
    fault: Fault
    about: str = ""


def status_of(day: Day, reason: str = "") -> tuple[str, str]:
    """A day's name and code in the state's words. What the list of codes does not know has none."""
    if day.status == DayStatus.RECOGNIZED:
        name = OF_REASON.get(ClaimReason(reason), RECOGNIZED) if reason else RECOGNIZED
        return name, CODES.get(name, CODES[RECOGNIZED])
    if day.status == DayStatus.ABSENT:
        return (SHORT if day.cause == Cause.SHORT else NAMES[DayStatus.ABSENT]), CODES["결석"]
    marks = [NAMES[mark] for mark in _in_their_order(day.events)] or [NAMES.get(day.status, "")]
    return "&".join(marks), next((CODES[mark] for mark in marks if mark in CODES), "")


def _in_their_order(events: Iterable[DayStatus]) -> list[DayStatus]:
    """`지각&조퇴`, `외출&조퇴`, `지각&외출`: late, then away, then early."""
    order = (DayStatus.LATE, DayStatus.AWAY, DayStatus.LEFT_EARLY)
    return sorted(events, key=order.index)


def row_of(entry: Entry) -> list[str]:
    """An entry in the order of FIELDS."""
    born = entry.born.isoformat() if entry.born else ""
    weekday = WEEKDAYS[entry.day.weekday()]
    return [entry.name, born, entry.day.isoformat(), weekday, entry.came, entry.left, entry.status, entry.code]


# --- reading -------------------------------------------------------------------------------------
def read(text: str) -> tuple[list[tuple[int, Entry]], list[Problem]]:
    """The rows of a file with their numbers, and what could not be read, row by row."""
    first = text.split("\n", 1)[0]
    rows = csv.reader(io.StringIO(text), delimiter="\t" if "\t" in first else ",")
    try:
        heads = _heads(next(rows, []))
        missing = [FIELDS[field] for field in NEEDED if field not in heads]
        if missing:
            return [], [Problem(1, Fault.COLUMNS, ", ".join(missing))]
        return _rows(heads, rows)
    except csv.Error:
        return [], [Problem(rows.line_num, Fault.COLUMNS, "")]


def _heads(cells: list[str]) -> dict[str, int]:
    known = {**{field: field for field in FIELDS}, **{word: field for field, word in FIELDS.items()}, **ALSO}
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        field = known.get(cell.strip().lstrip("\ufeff"))
        if field:
            found.setdefault(field, place)
    return found


def _rows(heads: dict[str, int], rows: Iterable[list[str]]) -> tuple[list[tuple[int, Entry]], list[Problem]]:
    entries: list[tuple[int, Entry]] = []
    problems: list[Problem] = []
    seen: set[tuple[str, date | None, date]] = set()
    for number, cells in enumerate(rows, 2):
        if number > MOST_ROWS + 1:
            return entries, [*problems, Problem(number, Fault.LONG)]
        if not any(cell.strip() for cell in cells):
            continue
        entry = _entry(number, {field: _cell(cells, place) for field, place in heads.items()})
        if isinstance(entry, Problem):
            problems.append(entry)
        elif (key := (entry.name, entry.born, entry.day)) in seen:
            problems.append(Problem(number, Fault.TWICE))
        else:
            seen.add(key)
            entries.append((number, entry))
    return entries, problems


def _cell(cells: list[str], place: int) -> str:
    """A cell without the apostrophe that keeps a text from being a formula."""
    return cells[place].strip().removeprefix("'") if place < len(cells) else ""


def _entry(number: int, row: dict[str, str]) -> Entry | Problem:
    if any(looks_like_resident_number(cell) for cell in row.values()):
        return Problem(number, Fault.RESIDENT)
    day, born = _date(row["atendDe"]), _date(row.get("lifyeaMd", ""))
    came, left = _time(row.get("lpsilTime", "")), _time(row.get("levromTime", ""))
    if not row["trneeCstmrNm"]:
        return Problem(number, Fault.NAME)
    if day is None:
        return Problem(number, Fault.DAY)
    if row.get("lifyeaMd") and born is None:
        return Problem(number, Fault.BORN)
    if came is None or left is None:
        return Problem(number, Fault.TIME)
    if not row["atendSttusNm"]:
        return Problem(number, Fault.STATUS)
    return Entry(row["trneeCstmrNm"], born, day, came, left, _status(row["atendSttusNm"]), row.get("atendSttusCd", ""))


def _date(text: str) -> date | None:
    """2026-11-23, 2026.11.23, 2026. 11. 23. or 20261123."""
    digits = re.fullmatch(r"(\d{4})[-./ ]*(\d{1,2})[-./ ]*(\d{1,2})\.?", text)
    try:
        return date(*map(int, digits.groups())) if digits else None
    except ValueError:
        return None


def _time(text: str) -> str | None:
    """09:03, 9:03, 09:03:11 or 0903; empty stays empty; None where it is none of them."""
    if text in ("", "-", "–"):
        return ""
    found = re.fullmatch(r"(\d{1,2}):?(\d{2})(?::?\d{2})?", text)
    try:
        return f"{time(int(found[1]), int(found[2])):%H:%M}" if found else None
    except ValueError:
        return None


def _status(text: str) -> str:
    """Their composites in one order and without spaces, so that `조퇴 & 지각` is `지각&조퇴`."""
    order = ["지각", "외출", "조퇴"]
    parts = [part.strip() for part in text.split("&")]
    return "&".join(sorted(parts, key=lambda part: order.index(part) if part in order else len(order)))


# --- comparing -----------------------------------------------------------------------------------
@dataclass(frozen=True)
class Difference:
    """One person on one day whom both sides, or only one of them, know otherwise; None where one has nothing."""

    name: str
    day: date
    ours: Entry | None
    theirs: Entry | None


def differences(ours: Iterable[Entry], theirs: Iterable[Entry]) -> list[Difference]:
    """By person and day. Both sides name a person the same way: see `known_as`."""
    mine, other = {_key(entry): entry for entry in ours}, {_key(entry): entry for entry in theirs}
    keys = sorted(mine.keys() | other.keys(), key=lambda key: (key[0], key[1] or date.min, key[2]))
    return [
        Difference(key[0], key[2], mine.get(key), other.get(key))
        for key in keys
        if _says(mine.get(key)) != _says(other.get(key))
    ]


def _key(entry: Entry) -> tuple[str, date | None, date]:
    return entry.name, entry.born, entry.day


def _says(entry: Entry | None) -> tuple[str, str, str] | None:
    return (entry.came, entry.left, _status(entry.status)) if entry else None


def known_as(entry: Entry, people: dict[str, list[date | None]]) -> date | str | None:
    """The birth date by which a person of ours is known: `nobody` or `which` where the row does not say."""
    born = people.get(entry.name, [])
    if entry.born in born and entry.born is not None:
        return entry.born
    if entry.born is not None or not born:
        return "nobody"
    return born[0] if len(born) == 1 else "which"

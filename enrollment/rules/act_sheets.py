"""Sheets whose lines do what an operator or instructor does by a form: changes of the roster, grades, readings. Pure."""

import re
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from enrollment.rules.headed import Fault, Row, headed, plain
from enrollment.states import DismissalGround
from training.core.text import clean_name

ROSTER = {
    "number": ("번호", "number"),
    "name": ("이름", "성명", "name"),
    "act": ("변경", "change"),
    "day": ("날짜", "day", "date"),
    "ground": ("제적 근거", "ground"),
    "employer": ("취업처", "employer"),
    "reason": ("사유", "reason"),
    "to": ("옮길 기수", "to cohort"),
}
GRADES = {
    "number": ("답안 번호", "answer"),
    "name": ("이름", "성명", "name"),
    "percent": ("새 점수(%)", "새 점수", "new grade (%)", "new grade"),
    "remark": ("교육생에게 남길 말", "remark"),
    "reason": ("사유", "reason"),
}
SKILLS = {
    "number": ("번호", "number"),
    "name": ("이름", "성명", "name"),
    "skill": ("기능", "skill"),
    "value": ("새 측정값", "new reading"),
    "taken": ("측정 시각", "shown"),
    "specimen": ("시료 번호", "specimen"),
    "sure": ("범위 밖 확인", "out of range is right"),
    "remark": ("비고", "note"),
}
ACTS = {
    "withdraw": ("내보내기", "제외", "중도탈락", "take out"),
    "employed": ("조기취업", "employed"),
    "no_show": ("미참석", "불참", "did not come"),
    "dismiss": ("제적 예고", "제적", "notice of dismissal"),
    "move": ("기수 이동", "이동", "move"),
}
NEEDS = {
    "withdraw": ("reason",),
    "employed": ("day", "employer"),
    "no_show": (),
    "dismiss": ("ground", "day", "reason"),
    "move": ("to", "reason"),
}
GROUNDS = {
    DismissalGround.UNIT_ABSENCES: ("단위기간 결석", "unit absences"),
    DismissalGround.ABSENCES: ("총결석", "absences"),
    DismissalGround.FRAUD: ("부정행위", "fraud"),
    DismissalGround.HARM: ("위해", "harm"),
    DismissalGround.CENTER_RULE: ("기관 규정", "center rule"),
}
YES = ("예", "네", "yes", "o", "y")
STAYS = ("move", "reading")  # what cannot be taken back with its sheet
MOST_REASON, MOST_SPECIMEN = 250, 60
NUMBER = re.compile(r"[0-9]{1,18}")


@dataclass(frozen=True)
class Act:
    """One line that does something, to the row whose number it names. `name` must be that person's."""

    line: int
    number: int
    name: str
    kind: str
    said: dict[str, Any] = field(default_factory=dict)

    def stored(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Acts:
    """What a sheet asks for. Lines that ask for nothing are only counted."""

    acts: list[Act]
    faults: list[Fault]
    still: int = 0
    refused: str = ""


def roster(rows: list[Row]) -> Acts:
    """Who leaves and how. A line without a change asks for nothing."""
    return _read(rows, ROSTER, "act", _roster_act)


def grades(rows: list[Row]) -> Acts:
    """What answers are worth. A line without a new grade asks for nothing."""
    return _read(rows, GRADES, "percent", _grade)


def skills(rows: list[Row]) -> Acts:
    """What was measured at the bench. A line without a new reading asks for nothing."""
    return _read(rows, SKILLS, "value", _reading)


def _read(rows: list[Row], headings: Any, asks: str, made: Any) -> Acts:
    found = headed(rows, headings, first=asks)
    if found.refused:
        return Acts([], [], refused=found.refused)
    acts: list[Act] = []
    faults: list[Fault] = []
    lines: dict[tuple[int, str], int] = {}
    still = 0
    for line, cells in found.lines():
        if not cells[asks].strip():
            still += 1
            continue
        number = int(cells["number"]) if NUMBER.fullmatch(cells["number"].strip()) else 0
        act, wrong = made(line, number, cells)
        wrong += [] if number else [Fault(line, "number", cells["number"][:60])]
        once = (number, plain(cells.get("skill", "")))
        wrong += [Fault(line, "again", str(lines[once]))] if once in lines else []
        faults += wrong
        if not wrong:
            lines[once] = line
            acts.append(act)
    return Acts(acts, faults, still, "" if acts or faults else "nothing")


def _roster_act(line: int, number: int, cells: dict[str, str]) -> tuple[Act | None, list[Fault]]:
    kind = _word(cells["act"], ACTS)
    if not kind:
        return None, [Fault(line, "act", cells["act"][:60])]
    said: dict[str, Any] = {"day": _day(cells["day"]), "ground": _word(cells["ground"], GROUNDS), "employer": cells["employer"].strip(),
            "reason": cells["reason"].strip(), "to": _count(cells["to"])}  # fmt: skip
    needed = {key: said[key] for key in NEEDS[kind]}
    faults = [Fault(line, key, cells[key][:60]) for key, value in needed.items() if not value]
    faults += [Fault(line, "long") for key in ("reason", "employer") if len(said[key]) > MOST_REASON]
    return Act(line, number, clean_name(cells["name"]).value, kind, needed), faults


def _grade(line: int, number: int, cells: dict[str, str]) -> tuple[Act | None, list[Fault]]:
    typed = cells["percent"].strip().removesuffix("%").strip()
    faults = (
        [] if typed.isascii() and typed.isdigit() and int(typed[:9]) <= 100 else [Fault(line, "percent", typed[:60])]
    )
    reason = cells["reason"].strip()
    faults += [Fault(line, "long")] if len(reason) > MOST_REASON else []
    said = {"percent": int(typed) if not faults else 0, "remark": cells["remark"].strip(), "reason": reason}
    return Act(line, number, clean_name(cells["name"]).value, "grade", said), faults


def _reading(line: int, number: int, cells: dict[str, str]) -> tuple[Act | None, list[Fault]]:
    said: dict[str, Any] = {key: cells[key].strip() for key in ("skill", "value", "specimen", "remark")}
    said |= {"taken": _instant(cells["taken"]), "sure": plain(cells["sure"]) in YES}
    faults = [Fault(line, key, cells[key][:60]) for key in ("skill", "taken") if not said[key]]
    faults += [Fault(line, "long")] if len(said["remark"]) > MOST_REASON else []
    faults += [Fault(line, "specimen")] if len(said["specimen"]) > MOST_SPECIMEN else []
    return Act(line, number, clean_name(cells["name"]).value, "reading", said), faults


def _count(cell: str) -> int:
    """The number of a cohort, from 4 or 4기; 0 where it is none."""
    typed = cell.strip().removesuffix("기").strip()
    return int(typed) if NUMBER.fullmatch(typed) else 0


def _word(cell: str, known: Any) -> str:
    said = plain(cell)
    return next((str(key) for key, words in known.items() if said in words or said == key), "")


def _day(cell: str) -> str:
    """The day as 2026-12-01, from that or 2026. 12. 1.; empty where it is none."""
    parts = re.findall(r"[0-9]+", cell)
    try:
        return date(*map(int, parts[:3])).isoformat() if len(parts) >= 3 and len(parts[0]) == 4 else ""
    except (ValueError, OverflowError):
        return ""


def _instant(cell: str) -> str:
    """Day and time as 2026-12-01T14:00, from that or 2026. 12. 1. 14:00; empty where it is none."""
    parts = [int(part) for part in re.findall(r"[0-9]{1,4}", cell)]
    try:
        year, month, day, hour, minute, *_rest = parts
        return datetime(year, month, day, hour, minute).isoformat()
    except (ValueError, OverflowError):
        return ""

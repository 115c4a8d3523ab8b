"""Our days beside the state system's file. Nothing of the file is kept."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from enrollment.models import AttendanceEvent, Cohort, Enrollment
from enrollment.queries import attendance
from enrollment.rules import comparison as rules
from enrollment.rules.comparison import Difference, Entry, Fault, Problem
from enrollment.rules.days import Day
from enrollment.states import EnrollmentState, EventKind
from training.core import clock, tables

DECIDED = (EventKind.RECOGNIZED, EventKind.CORRECTION)
ENCODINGS = ("utf-8-sig", "cp949")


class Unreadable(Exception):
    """A file that is no text in UTF-8 or CP949."""


def entries(cohort: Cohort, *, now: datetime) -> list[Entry]:
    """Every day that is done of everybody who is or was in training, by name and day; four queries."""
    summaries, reasons = attendance.summaries(cohort, now=now), _reasons(cohort)
    people = Enrollment.objects.filter(cohort=cohort).exclude(state=EnrollmentState.CANCELED).select_related("trainee")
    return [
        _entry(person, day, reasons.get((person.pk, day.date), ""))
        for person in people.order_by("trainee__name", "pk")
        for day in summaries[person.pk].days
        if day.done
    ]


def _entry(person: Enrollment, day: Day, reason: str) -> Entry:
    status, code = rules.status_of(day, reason)
    came, left = (f"{at:%H:%M}" if at else "" for at in (day.first_in, day.last_out))
    return Entry(person.trainee.name, person.trainee.birth_date, day.date, came, left, status, code)


def _reasons(cohort: Cohort) -> dict[tuple[int, date], str]:
    """The reason of the last decision that stands, by person and day."""
    rows = AttendanceEvent.objects.filter(enrollment__cohort=cohort, kind__in=DECIDED, undone_by=None).order_by("pk")
    return {(pk, day): reason for pk, day, reason in rows.values_list("enrollment_id", "session__day", "reason")}


def written(cohort: Cohort, *, now: datetime) -> bytes:
    """The comparison file: CSV, UTF-8 with a byte order mark, heads as the state's interface names its fields."""
    rows = [list(rules.FIELDS), *(rules.row_of(entry) for entry in entries(cohort, now=now))]
    return tables.written(rows, cell=tables.quoted).encode()


@dataclass(frozen=True)
class Comparison:
    """What differs, what could not be read, and how much was compared."""

    differences: list[Difference]
    problems: list[str]
    compared: int


def compare(cohort: Cohort, content: bytes, *, now: datetime) -> Comparison:
    """Lay a file of the state system beside our days. Raises Unreadable."""
    rows, problems = rules.read(_text(content))
    ours = entries(cohort, now=now)
    theirs, unknown = _known(rows, _people(cohort))
    today = clock.day_of(now, cohort.complex.zone)
    done = {entry.day for entry in ours}
    settled = [entry for entry in theirs if entry.day in done or entry.day < today]
    found = rules.differences(ours, settled) if rows else []
    said = [_sentence(problem) for problem in problems] + unknown
    return Comparison(found, said, len(settled))


def _text(content: bytes) -> str:
    for encoding in ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Unreadable


def _people(cohort: Cohort) -> dict[str, list[date | None]]:
    found: dict[str, list[date | None]] = {}
    for name, born in Enrollment.objects.filter(cohort=cohort).values_list("trainee__name", "trainee__birth_date"):
        found.setdefault(name, []).append(born)
    return found


def _known(rows: list[tuple[int, Entry]], people: dict[str, list[date | None]]) -> tuple[list[Entry], list[str]]:
    known, unknown = [], []
    for number, entry in rows:
        born = rules.known_as(entry, people)
        if isinstance(born, str):
            said = _("Row %(row)d: nobody of this cohort has this name and birth date.")
            which = _("Row %(row)d: several people have this name; add the birth date (lifyeaMd).")
            unknown.append((which if born == "which" else said) % {"row": number})
        else:
            known.append(Entry(entry.name, born, entry.day, entry.came, entry.left, entry.status, entry.code))
    return known, unknown


def _sentence(problem: Problem) -> str:
    said = {
        Fault.COLUMNS: _("Row %(row)d: columns are missing: %(about)s."),
        Fault.NAME: _("Row %(row)d: there is no name."),
        Fault.DAY: _("Row %(row)d: the day is no date. Write it as 2026-11-23."),
        Fault.TIME: _("Row %(row)d: a time is no time. Write it as 09:03."),
        Fault.BORN: _("Row %(row)d: the birth date is no date. Write it as 1999-05-17."),
        Fault.STATUS: _("Row %(row)d: there is no status."),
        Fault.RESIDENT: _("Row %(row)d: it holds what looks like a resident registration number and was not read."),
        Fault.TWICE: _("Row %(row)d: this person and day stand in the file already; the first row counts."),
        Fault.LONG: _("Row %(row)d: the file is too long; rows from here on were not read."),
    }[problem.fault]
    return said % {"row": problem.row, "about": problem.about}

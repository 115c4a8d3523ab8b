"""What has changed in a unit period since it was closed, in words."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from enrollment.models import Enrollment
from enrollment.queries import attendance_book
from enrollment.queries.attendance_book import Book
from enrollment.queries.attendance_marks import BOOKED, letter
from enrollment.rules import unit_periods as rules
from training.core import words
from training.core.templatetags.core import attendance_of


@dataclass(frozen=True)
class Line:
    """One day of one person: how it stood when it was closed, and how it stands now."""

    enrollment: Enrollment
    day: date
    before: str
    now: str


def of_book(book: Book) -> list[Line]:
    """Nothing before it is closed; one query at most."""
    if book.closing is None:
        return []
    found = rules.changes(book.closing.evidence, attendance_book.frozen(book))
    people = Enrollment.objects.select_related("trainee").in_bulk({change.enrollment for change in found})
    return [
        Line(people[change.enrollment], date.fromisoformat(change.date), _said(change.before), _said(change.now))
        for change in found
    ]


def _said(day: dict[str, Any] | None) -> str:
    if day is None:
        return words.UNKNOWN
    seen = day["events"] or [day["status"]]
    letters = "·".join(letter(status) for status in seen) + BOOKED * bool(day["booked"])
    return f"{letters} {', '.join(str(attendance_of(status)['word']) for status in seen)}".strip()

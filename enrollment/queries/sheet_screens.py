"""A list of nominees as it is shown before anything is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from enrollment.models import SeatAgreement
from enrollment.queries import nominations, nominee_sheets
from enrollment.rules.nominations import Nominee


@dataclass(frozen=True)
class Line:
    """One person of the list, and what is wrong with the line; empty where nothing is."""

    number: int
    nominee: Nominee
    sentence: str


@dataclass(frozen=True)
class Checked:
    """A list that was read and compared with what stands."""

    lines: list[Line]
    over: str  # the sentence for more people than seats

    @property
    def people(self) -> list[Nominee]:
        return [line.nominee for line in self.lines]

    @property
    def wrong(self) -> int:
        return sum(bool(line.sentence) for line in self.lines)

    @property
    def is_fit(self) -> bool:
        return not self.wrong and not self.over

    @property
    def text(self) -> str:
        """The list as lines, to be sent again with the confirmation."""
        return nominee_sheets.as_lines(self.people)


def checked(agreement: SeatAgreement, people: Sequence[Nominee], *, by: Any) -> Checked:
    """Raises Unreadable for a list of nobody."""
    if not people:
        raise nominee_sheets.Unreadable(_("There is nobody in this list. Write one person in each line."))
    found = nominations.sentences(agreement, people, by=by)
    lines = [Line(number + 1, person, found.get(number, "")) for number, person in enumerate(people)]
    return Checked(lines, nominations.too_many(agreement, len(people)))

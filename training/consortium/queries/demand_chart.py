"""What is asked for, by subject and quarter: one row a subject, one small chart a quarter, the same scale for all."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from training.consortium.models import Demand
from training.consortium.queries.quarter_words import quarter_words
from training.consortium.rules.quarters import Quarter
from training.consortium.states import DemandState
from training.core import words

TITLES = ("skill__title_ko", "skill__title_en", "block__title_ko", "block__title_en")
MOST_BARS = 8
MOST_QUARTERS = 8
COUNTED = (DemandState.STATED, DemandState.ANSWERED, DemandState.PLANNED)


@dataclass(frozen=True)
class Bar:
    """The people who need one subject in one quarter, and those of them a cohort is planned for."""

    label: str
    people: int
    planned: int

    @property
    def said(self) -> str:
        if not self.planned:
            return ngettext("%(n)d person", "%(n)d people", self.people) % {"n": self.people}
        return _("%(n)d people, %(planned)d planned") % {"n": self.people, "planned": self.planned}


@dataclass(frozen=True)
class Panel:
    """One quarter, its largest demand first."""

    quarter: Quarter
    bars: list[Bar]

    @property
    def title(self) -> str:
        return quarter_words(self.quarter)

    @property
    def people(self) -> int:
        return sum(bar.people for bar in self.bars)


@dataclass(frozen=True)
class Chart:
    """Small multiples: `most` is the scale of all of them. `rows` is the same as a table."""

    panels: list[Panel]
    rows: list[list[str]]
    heads: list[str]

    @property
    def most(self) -> int:
        return max((bar.people for panel in self.panels for bar in panel.bars), default=1)

    @property
    def finding(self) -> str:
        """What the drawing shows, as a sentence."""
        bars = [(bar.people, bar.label, panel.title) for panel in self.panels for bar in panel.bars]
        if not bars:
            return _("Nobody asks for training here.")
        people, label, quarter = max(bars, key=lambda one: one[0])
        return _("Most is asked for %(subject)s: %(people)d people from %(quarter)s on.") % {
            "subject": label,
            "people": people,
            "quarter": quarter,
        }


def chart(rows: "QuerySet[Demand]") -> Chart:
    """One query, whatever was asked for."""
    found = (
        rows.filter(state__in=COUNTED)
        .order_by()
        .values("from_on", *TITLES)
        .annotate(asked=Sum("people"), planned=Sum("people", filter=Q(state=DemandState.PLANNED)))
    )
    bars: dict[Quarter, list[Bar]] = defaultdict(list)
    for row in found:
        bars[Quarter.of(row["from_on"])].append(Bar(_label(row), row["asked"], row["planned"] or 0))
    panels = [Panel(quarter, _largest(bars[quarter])) for quarter in sorted(bars)][:MOST_QUARTERS]
    return Chart(panels, *_table(bars))


def _label(row: dict[str, Any]) -> str:
    """The skill, or the step where none is named, in the reader's language where it has a title in it."""
    names = [row[f"{one}__title_{language}"] for one in ("skill", "block") for language in (words.language(), "ko")]
    return next(name for name in names if name)


def _largest(bars: list[Bar]) -> list[Bar]:
    """The largest, and what is left as one bar, so that nothing is hidden."""
    ordered = sorted(bars, key=lambda bar: (-bar.people, bar.label))
    shown, rest = ordered[:MOST_BARS], ordered[MOST_BARS:]
    if not rest:
        return shown
    return [*shown, Bar(_("all others"), sum(bar.people for bar in rest), sum(bar.planned for bar in rest))]


def _table(bars: dict[Quarter, list[Bar]]) -> tuple[list[list[str]], list[str]]:
    quarters = sorted(bars)
    people: dict[str, dict[Quarter, int]] = defaultdict(dict)
    for quarter, row in bars.items():
        for bar in row:
            people[bar.label][quarter] = people[bar.label].get(quarter, 0) + bar.people
    rows = [
        [label, *(words.number(cells.get(quarter, 0)) for quarter in quarters), words.number(sum(cells.values()))]
        for label, cells in sorted(people.items(), key=lambda one: (-sum(one[1].values()), one[0]))
    ]
    return rows, [_("Skill or step"), *(quarter_words(quarter) for quarter in quarters), _("In all")]

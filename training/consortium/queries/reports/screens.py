"""A report as it is read: tables by section, and one chart for each breakdown. From frozen figures or live ones alike."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from training.consortium.queries.quarter_words import quarter_words
from training.consortium.queries.reports import figures
from training.consortium.rules.figures import FIGURES, SECTIONS, Figure, Value
from training.consortium.rules.quarters import Quarter
from training.core import words

MOST_BARS = 12


@dataclass(frozen=True)
class Bar:
    """One line: a whole, and the part of it that is filled."""

    label: str
    part: Decimal
    whole: Decimal
    said: str


@dataclass(frozen=True)
class Chart:
    """Parts of wholes, line by line. `left_out` lines had no room; the tables have them all."""

    title: str
    caption: str
    heads: list[str]
    bars: list[Bar]
    left_out: int

    @property
    def most(self) -> Decimal:
        return max((bar.whole for bar in self.bars), default=Decimal(1))


@dataclass(frozen=True)
class Table:
    """One section's figures, a line each."""

    title: str
    heads: list[str]
    figures: list[Figure]
    rows: list[list[str]]


@dataclass(frozen=True)
class Breakdown:
    """One way to look at the figures."""

    key: str
    title: str
    tables: list[Table]
    charts: list[Chart]


def titles() -> dict[str, str]:
    return {
        "total": pgettext("report", "In all"),
        "complexes": pgettext("report", "By complex"),
        "periods": pgettext("report", "By period"),
        "courses": pgettext("report", "By course"),
        "organizations": pgettext("report", "By organization"),
    }


def breakdowns(found: dict[str, Any]) -> list[Breakdown]:
    """Those that have a line."""
    said = titles()
    return [
        Breakdown(key, said[key], list(_tables(found, key)), _charts(found, key))
        for key in said
        if found["lines"].get(key)
    ]


def _tables(found: dict[str, Any], breakdown: str) -> Iterator[Table]:
    shown = figures.known(found["asked"], breakdown)
    lines = found["lines"][breakdown]
    for section, title in SECTIONS.items():
        of_section = [one for one in shown if one.section == section and one.key in lines[0]["values"]]
        if of_section:
            heads = ["", *(head(one) for one in of_section)]
            yield Table(str(title), heads, of_section, [_row(found, breakdown, line, of_section) for line in lines])


def _row(found: dict[str, Any], breakdown: str, line: dict[str, Any], shown: list[Figure]) -> list[str]:
    return [name_of(found, breakdown, line), *(value_words(line["values"].get(one.key)) for one in shown)]


def head(figure: Figure) -> str:
    return f"{figure.label} ({figure.unit})" if figure.unit else str(figure.label)


def value_words(value: Value) -> str:
    """1,234 · 94.7 · –"""
    if isinstance(value, str):
        return words.number(Decimal(value), 1)
    return words.number(value)


def name_of(found: dict[str, Any], breakdown: str, line: dict[str, Any]) -> str:
    """What a line is called, in the reader's language."""
    if breakdown == "total":
        return titles()["total"]
    if breakdown == "periods":
        return stretch_words(line["key"], found["asked"]["unit"])
    return line[words.language()] or line["ko"]


def stretch_words(key: str, unit: str) -> str:
    """2026년 7월 · Jul 2026"""
    if unit == "year":
        return _("year %(year)s") % {"year": key}
    quarter = Quarter.read(key) if unit == "quarter" else None
    if quarter is not None:
        return quarter_words(quarter)
    year, month = key.split("-")
    return f"{year}년 {int(month)}월" if words.language() == "ko" else f"{words.MONTHS[int(month) - 1]} {year}"


def _charts(found: dict[str, Any], breakdown: str) -> list[Chart]:
    """Completions and hours; of the whole there is nothing to compare."""
    if breakdown == "total":
        return []
    title = titles()[breakdown]
    people = (
        _("%(breakdown)s: completed of those with a result") % {"breakdown": title},
        _("The whole length has a result, the filled part completed."),
        ["", _("With a result"), _("Completed")],
    )
    hours = (
        _("%(breakdown)s: practice of all hours taught") % {"breakdown": title},
        _("The whole length is all hours taught, the filled part practice."),
        ["", _("Hours taught"), _("Practice")],
    )
    made = [(people, _people), (hours, _hours)]
    charts = [_chart(found, breakdown, words_of, bar) for words_of, bar in made]
    return [chart for chart in charts if chart.bars]


def _chart(found: dict[str, Any], breakdown: str, said: tuple[str, str, list[str]], bar: Callable[..., Bar]) -> Chart:
    bars = [bar(name_of(found, breakdown, line), line["values"]) for line in found["lines"][breakdown]]
    drawn = [one for one in bars if one.whole]
    return Chart(*said, drawn[-MOST_BARS:] if breakdown == "periods" else drawn[:MOST_BARS], len(drawn[MOST_BARS:]))


def _people(label: str, values: dict[str, Value]) -> Bar:
    completed, started, open_yet = (_amount(values, name) for name in ("completed", "started", "in_training"))
    ended = started - open_yet
    rate = value_words(values.get("completion_rate"))
    said = _("%(completed)s of %(ended)s") % {"completed": words.number(completed), "ended": words.number(ended)}
    return Bar(label, completed, ended, f"{said} · {rate} %")


def _hours(label: str, values: dict[str, Value]) -> Bar:
    theory, practice = (_amount(values, name) for name in ("theory_hours", "practice_hours"))
    said = _("%(practice)s of %(hours)s h") % {
        "practice": words.number(practice, 1), "hours": words.number(theory + practice, 1)
    }  # fmt: skip
    return Bar(label, practice, theory + practice, said)


def _amount(values: dict[str, Value], name: str) -> Decimal:
    return Decimal(values.get(name) or 0)


@dataclass(frozen=True)
class Head:
    """What a report is about, in words."""

    since: date
    until: date
    course: str
    organization: str

    @property
    def rows(self) -> list[tuple[str, str]]:
        """As facts: label and words."""
        return [
            (pgettext("report", "Period"), words.date_range(self.since, self.until)),
            (pgettext("report", "Course"), self.course or pgettext("report", "all courses")),
            (pgettext("report", "Organization"), self.organization or pgettext("report", "all organizations")),
        ]


def head_of(found: dict[str, Any]) -> Head:
    asked = found["asked"]
    course, organization = (
        name_of(found, "", asked[name]) if asked[name] else "" for name in ("course", "organization")
    )
    return Head(date.fromisoformat(asked["since"]), date.fromisoformat(asked["until"]), course, organization)


def definitions() -> list[tuple[str, list[tuple[str, str]]]]:
    """How each figure is counted, by section; those that are counted alike stand together."""
    return [
        (str(title), _alike(figure for figure in FIGURES.values() if figure.section == section))
        for section, title in SECTIONS.items()
    ]


def _alike(of_section: Iterator[Figure]) -> list[tuple[str, str]]:
    groups = groupby(of_section, key=lambda figure: str(figure.says))
    return [(" · ".join(head(figure) for figure in alike), says) for says, alike in groups]

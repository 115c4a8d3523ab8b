"""A report as it is read: tables by section, and one chart for each breakdown. From frozen figures or live ones alike."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
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
    """Who started in one line, and those of them who completed."""

    label: str
    part: int
    whole: int
    said: str


@dataclass(frozen=True)
class Chart:
    """Completed of started, line by line. `left_out` lines had no room; the table has them all."""

    title: str
    bars: list[Bar]
    left_out: int

    @property
    def most(self) -> int:
        return max((bar.whole for bar in self.bars), default=1) or 1


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
    chart: Chart


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
        Breakdown(key, said[key], list(_tables(found, key)), _chart(found, key))
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


def _chart(found: dict[str, Any], breakdown: str) -> Chart:
    bars = [_bar(name_of(found, breakdown, line), line["values"]) for line in found["lines"][breakdown]]
    drawn = [bar for bar in bars if bar.whole]
    title = _("%(breakdown)s: completed of those who started") % {"breakdown": titles()[breakdown]}
    return Chart(title, drawn[-MOST_BARS:] if breakdown == "periods" else drawn[:MOST_BARS], len(drawn[MOST_BARS:]))


def _bar(label: str, values: dict[str, Value]) -> Bar:
    part, whole, rate = values.get("completed"), values.get("started"), values.get("completion_rate")
    completed, started = int(part or 0), int(whole or 0)
    said = _("%(completed)s of %(started)s") % {"completed": words.number(completed), "started": words.number(started)}
    return Bar(label, completed, started, f"{said} · {value_words(rate)} %" if rate else said)


@dataclass(frozen=True)
class Head:
    """What a report is about, in words."""

    since: date
    until: date
    unit: str
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
    named = [(asked[name] or {}).get(words.language()) or (asked[name] or {}).get("ko", "") for name in ("course", "organization")]
    return Head(date.fromisoformat(asked["since"]), date.fromisoformat(asked["until"]), asked["unit"], *named)


def definitions() -> list[tuple[str, list[tuple[str, str]]]]:
    """How each figure is counted, by section."""
    return [
        (str(title), [(head(one), str(one.says)) for one in FIGURES.values() if one.section == section])
        for section, title in SECTIONS.items()
    ]

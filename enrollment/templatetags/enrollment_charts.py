"""Drawings of attendance: places for the templates, which write the SVG."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from enrollment.queries.attendance_words import counted_words
from enrollment.queries.heat import Heat
from enrollment.rules import rates
from enrollment.rules.attendance import Summary
from enrollment.rules.rates import Point
from training.core import words

register = template.Library()

# --- people by days ------------------------------------------------------------------------------
CELL, GAP, WEEK, HEAD, NAMES, SUMS = 24, 2, 6, 26, 132, 56
BASELINE = 16  # of a text in its row
LONGEST = 9  # letters of a name that have room beside the picture; the table has it whole


@dataclass(frozen=True)
class HeatDrawing:
    """All that the template needs, in the drawing's own units. Names stand in a picture of their own, that stays."""

    width: int
    height: int
    names_width: int
    names: list[tuple[str, int, int]]
    heads: list[tuple[str, int]]
    rows: list[SafeString]
    sum_x: int
    statuses: list[str]

    head_y = BASELINE


@register.simple_tag
def heat_drawing(heat: Heat) -> HeatDrawing:
    """Cells of a week stand together; after each week a gap."""
    places = _places(heat.dates)
    sum_x = (places[-1] + CELL if places else 0) + WEEK
    return HeatDrawing(
        width=sum_x + SUMS,
        height=HEAD + len(heat.rows) * (CELL + GAP),
        names_width=NAMES,
        names=[(_short(row.enrollment.trainee.name), row.summary.absences_left, _top(n) + BASELINE) for n, row in enumerate(heat.rows)],
        heads=[(f"{day:%m-%d}", x) for x, day in zip(places, heat.dates, strict=True) if day.weekday() == 0 or x == 0],
        rows=[_cells(row.summary, places, _top(n), sum_x) for n, row in enumerate(heat.rows)],
        sum_x=sum_x,
        statuses=["present", "late", "left_early", "away", "absent", "recognized", "checked_in", "upcoming"],
    )  # fmt: skip


def _places(dates: list[date]) -> list[int]:
    found: list[int] = []
    x, monday = 0, None
    for day in dates:
        this = day - timedelta(days=day.weekday())
        x += WEEK if monday not in (None, this) else 0
        found.append(x)
        x, monday = x + CELL + GAP, this
    return found


def _top(number: int) -> int:
    return HEAD + number * (CELL + GAP)


def _short(name: str) -> str:
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"


def _cells(summary: Summary, places: list[int], top: int, sum_x: int) -> SafeString:
    """One person's days; only numbers and words of our own go in."""
    uses = "".join(
        f'<use href="#day-{day.events[0] if day.events else day.status}" x="{x}" y="{top}"/>'
        for x, day in zip(places, summary.days, strict=True)
    )
    said = f'<text x="{sum_x}" y="{top + BASELINE}">{summary.rate if summary.done else words.UNKNOWN}</text>'
    return mark_safe(uses + said)  # noqa: S308 - statuses, whole numbers and a decimal, no text of anybody


# --- the rate over time --------------------------------------------------------------------------
WIDTH, HEIGHT = 640, 300
LEFT, RIGHT, TOP, BOTTOM = 48, 24, 28, 40
LOWEST, TICKS = 50, (50, 60, 70, 80, 90, 100)
MOST_DATES = 5


@dataclass(frozen=True)
class RateDrawing:
    """The rate after each day, the best line, and the threshold."""

    title: str
    says: str
    so_far: str
    best: str
    last: tuple[float, float] | None
    last_rate: str
    end: tuple[float, float] | None
    end_rate: str
    end_below: bool
    threshold: float
    threshold_text: str
    up: list[tuple[float, int]]
    across: list[tuple[float, str]]
    rows: list[tuple[date, str, str, bool]]

    width, height = WIDTH, HEIGHT
    left, right, bottom, tick_y = LEFT, WIDTH - RIGHT, HEIGHT - BOTTOM, HEIGHT - BOTTOM + 20


@register.simple_tag
def rate_drawing(summary: Summary) -> RateDrawing | None:
    """None before the first day is done."""
    so_far, best = rates.course_of(summary)
    if not so_far:
        return None
    days = [day.date for day in summary.days]
    ahead = best if len(best) > 1 else []
    return RateDrawing(
        title=_title(summary),
        says=_("The rate axis runs from 50 to 100 %; what is lower is drawn at its foot."),
        so_far=_path(so_far, days),
        best=_path(ahead, days),
        last=_at(so_far[-1], days),
        last_rate=f"{so_far[-1].rate} %",
        end=_at(ahead[-1], days) if ahead else None,
        end_rate=f"{ahead[-1].rate} %" if ahead else "",
        end_below=bool(ahead) and ahead[-1].rate > so_far[-1].rate and len(so_far) * 5 > len(days) * 4,
        threshold=_y(summary.percent),
        threshold_text=_("%(percent)d %% to complete") % {"percent": summary.percent},
        up=[(_y(tick), tick) for tick in TICKS],
        across=_dates(days),
        rows=[_line(point, summary, False) for point in so_far] + [_line(point, summary, True) for point in ahead[1:]],
    )


def _title(summary: Summary) -> str:
    facts = {"rate": summary.rate, "best": summary.best_possible, "need": summary.percent}
    if summary.done_days == summary.scheduled_days:
        return _("The rate is %(rate)s %%; %(need)d %% are needed.") % facts
    return _("The rate is %(rate)s %% so far and can end at %(best)s %% at best; %(need)d %% are needed.") % facts


def _line(point: Point, summary: Summary, ahead: bool) -> tuple[date, str, str, bool]:
    return point.date, counted_words(point.credited, point.done, basis=summary.basis), str(point.rate), ahead


def _path(points: list[Point], days: list[date]) -> str:
    return "M" + "L".join("{:g} {:g}".format(*_at(point, days)) for point in points) if points else ""


def _at(point: Point, days: list[date]) -> tuple[float, float]:
    return _x(days.index(point.date), len(days)), _y(float(point.rate))


def _x(number: int, count: int) -> float:
    return round(LEFT + number / max(count - 1, 1) * (WIDTH - LEFT - RIGHT), 1)


def _y(rate: float) -> float:
    share = (max(rate, LOWEST) - LOWEST) / (100 - LOWEST)
    return round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM), 1)


def _dates(days: list[date]) -> list[tuple[float, str]]:
    step = max(-(-len(days) // MOST_DATES), 1)
    return [(_x(n, len(days)), f"{days[n]:%m-%d}") for n in range(0, len(days), step)]


@register.simple_tag
def places(pair: tuple[float, float]) -> dict[str, Any]:
    """A point as texts that no locale writes otherwise."""
    return {"x": f"{pair[0]:g}", "y": f"{pair[1]:g}"}

"""Plots as drawings: places and paths for the template, which writes the SVG."""

from dataclasses import dataclass
from typing import Any

from django import template

from courses.rules import plots

register = template.Library()


@dataclass(frozen=True)
class Tick:
    place: float
    text: str


@dataclass(frozen=True)
class Line:
    name: Any
    style: int
    path: str
    marks: list[tuple[float, float]]
    legend_y: int


@dataclass(frozen=True)
class Drawing:
    """All that the template needs, in the drawing's own units."""

    plot: plots.Plot
    lines: list[Line]
    across: list[Tick]
    up: list[Tick]
    heads: list[str]
    rows: list[tuple[Any, str, str]]

    width, height = plots.WIDTH, plots.HEIGHT
    left, right = plots.LEFT, plots.WIDTH - plots.RIGHT
    top, bottom = plots.TOP, plots.HEIGHT - plots.BOTTOM
    middle_x, middle_y = (plots.LEFT + plots.WIDTH - plots.RIGHT) // 2, (plots.TOP + plots.HEIGHT - plots.BOTTOM) // 2
    legend_x = plots.WIDTH - plots.RIGHT - 170
    title_y = plots.HEIGHT - 10
    tick_y = plots.HEIGHT - plots.BOTTOM + 18


@register.simple_tag
def drawing(key: str) -> Drawing | None:
    """The plot of a key; None for one that is not known any more."""
    if key not in plots.PLOTS:
        return None
    plot = plots.plot(key)
    return Drawing(
        plot=plot,
        lines=[_line(plot, curve, number) for number, curve in enumerate(plot.curves)],
        across=[Tick(plot.at((value, plot.y.low))[0], plot.x.written(value)) for value in plot.x.ticks],
        up=[Tick(plot.at((plot.x.low, value))[1], plot.y.written(value)) for value in plot.y.ticks],
        heads=[f"{axis.label} [{axis.unit}]" for axis in (plot.x, plot.y)],
        rows=[row for curve in plot.curves for row in _table(plot, curve)],
    )


def _line(plot: plots.Plot, curve: plots.Curve, number: int) -> Line:
    places = [plot.at(point) for point in curve.points]
    path = "M" + "L".join(f"{x:g} {y:g}" for x, y in places)
    return Line(curve.name, curve.style, path, places if curve.marks else [], plots.TOP + 14 + 20 * number)


def _table(plot: plots.Plot, curve: plots.Curve) -> list[tuple[Any, str, str]]:
    """A curve's points at even steps, not all of them: nobody reads two hundred."""
    every = max(1, len(curve.points) // plot.rows)
    return [(curve.name, f"{x:.{plot.x.digits + 1}f}", f"{y:.{plot.y.digits + 1}f}") for x, y in curve.points[::every]]

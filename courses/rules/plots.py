"""Curves of the trade, drawn from small example data (courses/data/README.md): what to draw, not how it looks."""

import csv
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from courses.rules.calculators.quantities import Text

DATA = Path(__file__).resolve().parent.parent / "data"
WIDTH, HEIGHT = 640, 400
LEFT, RIGHT, TOP, BOTTOM = 64, 16, 16, 56
AMPWORKS = "ampworks 0.1.0, example data (BSD-3-Clause, © 2025 Alliance for Energy Innovation, LLC)"
NLEIS = "nleis 0.3, example data (MIT); Ji, Murbach, Schwartz 2025, doi:10.21105/joss.07424"
BATMODS = "batmods-lite 0.0.2, example data (BSD-3-Clause, © 2025 Alliance for Energy Innovation, LLC)"
ANODE, CATHODE = 4.3225, 3.84  # mAh/cm², the worked N/P ratio of 1.13

Points = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Curve:
    """A line with its name; `style` (1–4) gives its color and its dashes, so that neither is needed alone."""

    name: Text
    points: Points
    style: int = 1
    marks: bool = False


@dataclass(frozen=True)
class Axis:
    """A range in round numbers."""

    label: Text
    unit: str
    low: float
    high: float
    step: float

    @property
    def ticks(self) -> list[float]:
        count = round((self.high - self.low) / self.step)
        return [self.low + number * self.step for number in range(count + 1)]

    @property
    def digits(self) -> int:
        return max(0, -math.floor(math.log10(self.step) + 1e-9))

    def written(self, value: float) -> str:
        return f"{value + 0.0:.{self.digits}f}"


@dataclass(frozen=True)
class Plot:
    """Curves on two axes; the title states what they show, `says` explains it, `source` names the data."""

    key: str
    title: Text
    says: Text
    source: str
    x: Axis
    y: Axis
    curves: tuple[Curve, ...]
    rows: int = field(default=14)  # of the table

    def at(self, point: tuple[float, float]) -> tuple[float, float]:
        """A point's place in the drawing."""
        across = (point[0] - self.x.low) / (self.x.high - self.x.low)
        up = (point[1] - self.y.low) / (self.y.high - self.y.low)
        return (
            round(LEFT + across * (WIDTH - LEFT - RIGHT), 1),
            round(HEIGHT - BOTTOM - up * (HEIGHT - TOP - BOTTOM), 1),
        )


FLAT = 1e-9  # of its size: a curve that rises less is a level line


def axis(label: Text, unit: str, values: list[float], *, parts: int = 6) -> Axis:
    """A range of round numbers around the values, in about so many parts."""
    low, high = min(values), max(values)
    is_flat = high - low <= FLAT * max(1.0, abs(low), abs(high))
    rough = (1.0 if is_flat else high - low) / parts
    magnitude = 10 ** math.floor(math.log10(rough))
    step = next(nice * magnitude for nice in (1, 2, 5, 10) if nice * magnitude >= rough * 0.999)
    return Axis(label, unit, math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step, step)


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _plot(key: str, title: Text, says: Text, source: str, across: tuple[Text, str], up: tuple[Text, str],
          *curves: Curve) -> Plot:  # fmt: skip
    points = [point for curve in curves for point in curve.points]
    return Plot(
        key, title, says, source,
        axis(*across, [point[0] for point in points]), axis(*up, [point[1] for point in points]), curves,
    )  # fmt: skip


def _discharge() -> Plot:
    rows = list(_rows("discharge.csv"))
    curves = (
        Curve(name, tuple((float(row[column]), float(row["volts"])) for row in rows), style)
        for name, column, style in ((_("fresh cell"), "fresh_mah", 1), (_("aged cell"), "aged_mah", 3))
    )
    says = _("The aged cell reaches the lower limit with 87 percent of the charge of the fresh one.")
    return _plot(
        "discharge", _("With age, 87 percent of the charge is left"), says, AMPWORKS,
        (_("charge drawn"), "mAh"), (_("cell voltage"), "V"), *curves,
    )  # fmt: skip


def derivative(points: Points) -> Points:
    """−dQ/dV by central differences over points (V, Q) in order of falling V."""
    return tuple(
        ((before[0] + after[0]) / 2, (after[1] - before[1]) / (before[0] - after[0]))
        for before, after in zip(points, points[2:], strict=False)
    )


def _dqdv() -> Plot:
    rows = list(_rows("discharge.csv"))
    curves = (
        Curve(name, derivative(tuple((float(row["volts"]), float(row[column])) for row in rows)), style)
        for name, column, style in ((_("fresh cell"), "fresh_mah", 1), (_("aged cell"), "aged_mah", 3))
    )
    says = _("Plateaus of the discharge become peaks. With age they shrink and move: lithium and material were lost.")
    return _plot(
        "dqdv", _("With age, the peaks of dQ/dV shrink and move"), says, AMPWORKS,
        (_("cell voltage"), "V"), ("dQ/dV", "mAh/V"), *curves,
    )  # fmt: skip


def _nyquist() -> Plot:
    spectra: dict[str, list[tuple[float, float]]] = {}
    for row in _rows("impedance.csv"):
        spectra.setdefault(row["spectrum"], []).append((float(row["re_mohm"]), float(row["minus_im_mohm"])))
    curves = (
        Curve(format_lazy("{} {}", _("spectrum"), number), tuple(points), int(number), marks=True)
        for number, points in spectra.items()
    )
    says = _(
        "Where a curve meets the axis stands the ohmic resistance; the arc is charge transfer, the tail is diffusion."
    )
    return _plot(
        "nyquist",
        _("Three spectra of one shape, their ohmic parts 1.4 mΩ apart"),
        says,
        NLEIS,
        ("Re Z", "mΩ"),
        ("−Im Z", "mΩ"),
        *curves,
    )


def _half_cells() -> Plot:
    rows = list(_rows("half_cells.csv"))
    graphite = [(float(row["x"]), float(row["volts"])) for row in rows if row["electrode"] == "graphite"]
    cathode = [(float(row["x"]), float(row["volts"])) for row in rows if row["electrode"] == "nmc532"]
    low, high = cathode[0][0], cathode[-1][0]
    negative = tuple((x * ANODE, volts) for x, volts in graphite)
    positive = tuple(sorted(((high - x) / (high - low) * CATHODE, volts) for x, volts in cathode))
    says = _(
        "With N/P = 1.13 the cathode is full before the anode is: the rest of the anode's curve is the margin "
        "against plating. Losses of the first cycle are left out."
    )
    return _plot(
        "half-cells", _("At N/P = 1.13 the cathode is full before the anode"), says, BATMODS,
        (_("areal charge"), "mAh/cm²"), (_("potential against lithium"), "V"),
        Curve(_("NMC532 cathode"), positive, 1), Curve(_("graphite anode"), negative, 3),
    )  # fmt: skip


PLOTS: dict[str, Callable[[], Plot]] = {
    "discharge": _discharge,
    "dqdv": _dqdv,
    "nyquist": _nyquist,
    "half-cells": _half_cells,
}
TITLES = {  # by which an author chooses
    "discharge": _("Discharge, fresh and aged"),
    "dqdv": _("dQ/dV, fresh and aged"),
    "nyquist": _("Impedance, Nyquist plot"),
    "half-cells": _("Half-cell potentials with the N/P overlay"),
}


@lru_cache(maxsize=8)
def plot(key: str) -> Plot:
    """The plot of a key, read once; its words are translated when they are shown."""
    return PLOTS[key]()

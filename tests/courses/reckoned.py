"""The numbers of the questions we ship, each reckoned a second time: in units, from the field's formulas.

A row knows nothing of the answer in the file. That of a numeric question takes no argument, that of a calculated one
its parameters by their names, in the units in which the prompt writes them. What comes out is a quantity or a plain
number; the test turns it into the unit of the question, so that a slip of a thousand shows as well as a wrong formula.
"""

import math
import statistics
from collections.abc import Callable
from typing import Any

from courses.rules.calculators import CALCULATORS, quantities

FARADAY, WATER, HF = 96_485, 18.015, 20.006  # C/mol, g/mol, g/mol
VOLUME = 24.45  # L/mol at 25 °C
SOLIDS, NMP = 4.467, 1.028  # g/cm³, field 4.7.4 and 4.7.5


def of(value: float, unit: str) -> Any:
    return quantities.registry().Quantity(value, unit)


def calculated(key: str, name: str, **given: Any) -> float:
    """One output of a calculator of the course, its other inputs being those of the worked example."""
    calculator = CALCULATORS[key]
    values = {item.key: float(item.example) for item in calculator.inputs if item.key not in given} | given
    return float(calculator.work(**values)[name])


def water(milligrams: float) -> Any:
    """The charge that titrates so much water: two electrons a molecule."""
    return of(milligrams, "mg") / of(WATER, "g/mol") * 2 * of(FARADAY, "C/mol")


def punch(diameter: float) -> Any:
    return math.pi * of(diameter, "mm") ** 2 / 4


def sheet(side: float, other: float) -> Any:
    return of(side, "mm") * of(other, "mm")


def capability(mean: float, deviation: float, lower: float, upper: float) -> float:
    return calculated("capability", "cpk", mean=mean, deviation=deviation, lower=lower, upper=upper)


def separation(T: float) -> Any:
    walk = of(1.6, "m/s") * (of(0.1, "s") + of(T, "s"))
    return walk + of(0.5, "m/s") * of(0.1, "s") + of(0.5, "m/s") / 2 * of(T, "s") + of(0.15, "m")


def really_bad(d: float, f: float) -> float:
    found, wrongly = 10_000 * 0.002 * d / 100, 10_000 * 0.998 * f / 100
    return found / (found + wrongly) * 100


ELECTRODE: dict[str, Callable[..., Any]] = {
    "incoming-areal": lambda q: calculated("areal-capacity", "areal", loading=20, fraction=96, specific=q),
    "incoming-foil-shift": lambda d: of(8.96, "g/cm^3") * of(d, "um"),
    "incoming-kf-ppm": lambda Q: (of(Q, "C") / water(1) * of(1, "mg") - of(10, "ug/min") * of(5, "min")) / of(5, "g"),
    "incoming-np-new-lot": lambda: calculated("np-ratio", "ratio", specific=196),
    "incoming-scope": lambda c: c * (100 / 4),
    "mixing-anode-water": lambda: of(500, "g") - of(7.5, "g") * 0.98 / 0.02 - of(12.5, "g") * 0.60 / 0.40,
    "mixing-dish-solids": lambda a, b: 100 - (a - b) / (a - 25) * 100,
    "mixing-nmc-mass": lambda m, ws: of(m, "g") * of(ws, "percent") * 0.96,
    "mixing-nmp-to-pour": lambda: of(1500, "g") - of(70, "g") * 0.92 / 0.08,
    "mixing-slurry-density": lambda ws: calculated("wet-film", "slurry", solids=ws),
    "mixing-viscosity-10": lambda: of(20 / 10**0.6, "Pa*s"),
    "coating-cpk": lambda: capability(20.05, 0.12, 19.6, 20.4),
    "coating-dryer-time": lambda v: of(45, "m") / of(v, "m/min"),
    "coating-edge-np": lambda: calculated("np-ratio", "ratio", loading=20 * 1.15),
    "coating-peel": lambda b, f: of(f, "N") / of(b, "mm"),
    "coating-pump-flow": lambda v: of(128, "um") * of(0.6, "m") * of(v, "m/min"),
    "coating-punch": lambda: of(46.9, "mg") / punch(16) - of(3.24, "mg/cm^2"),
    "coating-solvent-load": lambda v: calculated("solvent-load", "hour", speed=v),
    "coating-wet-film": lambda load: calculated("wet-film", "wet", loading=load),
    "calendering-density": lambda d: calculated("coating-density", "density", thickness=d),
    "calendering-line-load": lambda F, b: of(F, "kN") / of(b, "mm"),
    "calendering-porosity": lambda rho: (SOLIDS - rho) / SOLIDS * 100,
    "calendering-springback": lambda: of(12, "um") + (of(131.4, "um") - of(12, "um")) / 1.0259,
    "calendering-target": lambda: calculated("porosity", "target_thickness"),
    "calendering-total": lambda: 2 * of(59.7, "um") + of(12, "um"),
    "slitting-bad-sheets": lambda: of(1, "h") / of(0.2, "s") * 0.0001,
    "slitting-cell-probability": lambda n: -math.expm1(n * math.log1p(-0.0001)) * 100,
    "slitting-knife-life": lambda b: of(9, "km") * (7.0 - b) / (b - 4.8),
    "slitting-repeat": lambda d: of(d, "mm") * math.pi,
    "vacuum-corridor": lambda: of(150 - 101, "ppm") / of(27.8, "ppm/min"),
    "vacuum-leak-rate": lambda p: of(100, "L") * of(p, "mbar") / of(10, "min"),
    "vacuum-stack-vs-electrolyte": lambda: of(800, "g") * of(100, "ppm") / (of(75, "g") * of(20, "ppm")),
    "vacuum-water-out": lambda a, b: of(800, "g") * of(a - b, "ppm"),
}

ASSEMBLY: dict[str, Callable[..., Any]] = {
    "stacking-capacity": lambda n: n * 2 * sheet(100, 200) * of(3.84, "mAh/cm^2"),
    "stacking-hipot-insulation": lambda i: of(700, "V") / of(i, "uA"),
    "stacking-shift": lambda: of(1.21 - (0.75 + 1.21) / 2, "mm"),
    "stacking-winding-length": lambda R: math.pi * (of(R, "mm") ** 2 - of(2, "mm") ** 2) / of(325.9, "um"),
    "stacking-worst-overhang": lambda o: of(o, "um") - of(0.2, "mm") - of(0.2, "mm") - of(0.3, "mm"),
    "welding-four-terminal": lambda u: of(u, "mV") / of(30, "A"),
    "welding-heat": lambda r: of(150, "A") ** 2 * of(r, "mohm"),
    "welding-pressed": lambda d: 100 - d / (34 * 8) * 100,
    "welding-upper-limit": lambda n: (1 - math.exp(math.log(0.05) / n)) * 100,
    "packaging-crimp": lambda: 100 - 0.45 / 0.60 * 100,
    "packaging-leak-water": lambda k: of(2.7, "mg") * k / of(1.5, "mg"),
    "packaging-peel-compare": lambda b, f: of(f, "N") / of(b, "mm"),
    "filling-dose": lambda Q, r: calculated("electrolyte-dose", "mass", capacity=Q, dose=r),
    "filling-factor": lambda: of(11.52, "g") / of(1.2, "g/cm^3") / of(2.99 + 5.24 + 1.00, "cm^3"),
    "filling-hf": lambda: of(75, "g") * of(20, "ppm") / of(WATER, "g/mol") * 2 * of(HF, "g/mol"),
    "filling-pore-volume": lambda A, p: of(A, "cm^2") * of(59.7, "um") * of(p, "percent"),
    "filling-positive": lambda: 100 * 0.98 / (100 * 0.98 + 9900 * 0.02) * 100,
    "filling-ratio": lambda: calculated("electrolyte-dose", "ratio", capacity=50, filled=90),
    "filling-weigh": lambda: (1 - (123.86 - 112.40) / 11.52) * 100,
}

FINISHING: dict[str, Callable[..., Any]] = {
    "formation-areal": lambda: calculated("areal-capacity", "areal"),
    "formation-c3": lambda: calculated("c-rate", "current", capacity=50, rate=1 / 3),
    "formation-contact-drop": lambda R, **given: of(R, "mohm") * of(given["I"], "A"),
    "formation-current": lambda Q, c: calculated("c-rate", "current", capacity=Q, rate=c),
    "formation-fce": lambda a, b: calculated("efficiency", "first", charge=a, discharge=b),
    "formation-np": lambda: calculated("np-ratio", "ratio"),
    "degassing-hydrogen": lambda m: of(m, "mg") / of(WATER, "g/mol") / 2 * of(VOLUME, "L/mol"),
    "degassing-left": lambda m: calculated("electrolyte-dose", "ratio", capacity=50, filled=75 - m),
    "degassing-loss": lambda w: of(1152.40, "g") - (of(w, "g") + of(12.90, "g")),
    "degassing-scale-days": lambda: 3 * of(0.01, "g") / of(2, "mg/day"),
    "degassing-slow-leak": lambda r: (of(11.35, "g") - of(1.3, "g/Ah") * of(7.68, "Ah")) / of(r, "g/day"),
    "aging-grr": lambda: of(math.hypot(0.0177, 0.0321), "mV"),
    "aging-interval": lambda d: 3 * math.hypot(0.1, 0.1) * of(1, "mV") * of(1, "week") / of(d, "day"),
    "aging-k": lambda t, u: of(calculated("self-discharge", "week", first=3.9521, second=u, days=t), "mV"),
    "aging-leak-current": lambda k: of(50, "Ah") * of(k, "mV/week") / of(10, "mV/percent"),
    "aging-temperature": lambda: of(1.15, "mV") - of(0.3, "mV/K") * of(1.5, "K"),
    "eol-channels": lambda: of(20 / 4, "hour") / (1 / 3),
    "eol-dcir": lambda u: calculated("dc-resistance", "resistance", before=3.700, after=u, current=30),
    "eol-energy": lambda s: of(50, "Ah") * of(3.7, "V") * of(s, "percent"),
    "eol-parallel": lambda r: of(60, "A") * (1 / 1.5) / (1 / 1.5 + 1 / r),
    "eol-storage": lambda s: of(s, "percent") - of(1.5, "mA") * of(182, "day") / of(50, "Ah"),
}

AFTER: dict[str, Callable[..., Any]] = {
    "pack-balancing": lambda q: of(q, "Ah") / (of(4.1, "V") / of(41, "ohm")),
    "pack-inrush": lambda u: of(u, "mV") / (of(1.5, "mohm") + of(1.8, "mohm")),
    "pack-oily-bolt": lambda: of(9.6, "N*m") / (0.12 * of(6, "mm")),
    "pack-series-capacity": lambda: of(min(51.3, 50.6, 51.2, 51.5, 50.9, 51.1), "Ah"),
    "pack-torque": lambda F: 0.20 * of(6, "mm") * of(F, "kN"),
    "pack-wait": lambda u: of(100, "kohm") * of(1, "mF") * (math.log(400) - math.log(u)),
    "dry-room-air": lambda n: n * of(100, "g/h") / of(0.079 - 0.0066, "g/kg"),
    "dry-room-airlock-time": lambda n: of(1, "h") / n * math.log(7.25 / 0.1),
    "dry-room-fifth-person": lambda: of(0.0066, "g/kg") + 5 * of(100, "g/h") / of(5535, "kg/h"),
    "dry-room-humidity": lambda: calculated("dew-point", "humidity", dew_point=-40),
    "chemical-hf-amount": lambda v: of(v, "mL") * of(1, "mol/L") * 2 * of(HF, "g/mol"),
    "chemical-nmp-ppm": lambda: of(10, "ppm") * of(99.13, "g/mol") / of(VOLUME, "L/mol"),
    "fire-cell-energy": lambda: of(50, "Ah") * of(3.7, "V"),
    "fire-stack-energy": lambda u: of(1.46, "uF") * of(u, "V") ** 2 / 2,
    "analysis-arc-top": lambda r: 1 / (2 * math.pi * of(r, "mohm") * of(200, "F")),
    "analysis-coin-current": lambda L: (
        (punch(15) * of(calculated("areal-capacity", "areal", loading=L, fraction=96, specific=200), "mAh/cm^2"))
        / of(10, "h")
    ),
    "analysis-coin-cv": lambda: statistics.stdev([158.2, 159.6, 151.1]) / statistics.mean([158.2, 159.6, 151.1]) * 100,
    "analysis-icp": lambda c: of(c - 0.05, "mg/L") * of(50, "mL") / of(0.5, "g"),
    "analysis-kf-blank": lambda m, w: (of(w, "ppm") * of(m, "g") - of(50, "ug")) / of(m, "g"),
    "quality-clock": lambda t: of(t, "min") * of(30, "m/min") * of(0.6, "m") / of(0.66, "m^2"),
    "quality-cpk": lambda m: capability(m, 0.10, 19.6, 20.4),
    "quality-hidden-factory": lambda p: 100 - (100 - p) * 0.20,
    "quality-rty-same": lambda n: math.prod([0.995] * round(n)) * 100,
    "quality-starts": lambda N: calculated("rolled-yield", "starts", yields=(90.4,), good=N),
    "automation-distance": separation,
    "automation-known-rejects": really_bad,
    "automation-load-cell": lambda i: of(400, "N") * of(i - 4, "mA") / of(20 - 4, "mA"),
    "automation-pixel": lambda w: 3 * of(w, "mm") / 4096,
    "automation-place-cpk": lambda: calculated("capability", "cpk", mean=0, deviation=0.0362, lower=-0.2, upper=0.2),
    "automation-tension": lambda R: of(150, "N/m") * of(0.30, "m") / of(R, "m"),
    "recycling-nickel": lambda n: n * of(122, "g") * math.prod((0.98, 0.95, 0.90)),
    "reuse-energy": lambda s: 100 * of(3.7, "V") * of(50, "Ah") * of(s, "percent"),
    "reuse-soh": lambda q: of(q, "Ah") / of(50, "Ah"),
}
RECKONED = ELECTRODE | ASSEMBLY | FINISHING | AFTER

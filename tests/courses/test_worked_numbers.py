"""The worked numbers of the lessons we ship, worked again: each sum in both languages, and what the texts say beside them."""

import math
import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from django.conf import settings

from courses.rules.calculators import CALCULATORS, Series, quantities

FOLDER = settings.BASE_DIR / "courses" / "curriculum"
LESSONS = {
    f"{path.parent.name}/{path.name.removesuffix('.md')}": path.read_text() for path in sorted(FOLDER.glob("*/*.md"))
}
FULL = {
    "slurry-mixing": 7, "slot-die-coating": 12, "calendering-porosity": 4, "electrolyte-filling": 4, "first-charge": 7,
    "dew-point-control": 8,
}  # fmt: skip
WORKED = re.compile(r"^::: worked\n(.*?)^:::$", re.DOTALL | re.MULTILINE)
UP = "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"
RAISED = str.maketrans(UP, "-0123456789")
NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
TOKENS = re.compile(rf"(?P<number>{NUMBER})|(?P<power>[{UP}]+)|(?P<sign>[-+*/()^−×√π])|(?P<word>[A-Za-z]+|Φ|\S)")
SIGNS = {"−": "-", "×": "*", "^": "**", "√": "sqrt", "π": "pi"}
LETTERS = r"[^\W\d_]"
UNIT = rf"(?:%|°?{LETTERS}+[²³]?)(?:·{LETTERS}+[²³]?)*(?:/(?:\([^)]*\)|{LETTERS}+[²³]?))?"
RESULT = re.compile(rf"([−±]?(?:{NUMBER}))(?: × 10([{UP}]+))? ?({UNIT})?")
FUNCTIONS = {
    "exp": math.exp, "ln": math.log, "log": math.log, "sqrt": math.sqrt, "pi": math.pi,
    "arcsin": lambda x: math.degrees(math.asin(x)), "Φ": lambda x: (1 + math.erf(x / math.sqrt(2))) / 2,
}  # fmt: skip
# What a sum of plain numbers is multiplied with to be told in these.
SCALES = {
    "%": 100, "ppm": 1e6, "ppmv": 1e6, "mg": 1e3, "mV": 1e3, "mA": 1e3, "mΩ": 1e3, "kΩ": 1e-3, "kW": 1e-3, "MΩ": 1e-6,
    "MPa": 1e-6, "µF": 1e6, "µg": 1e6,
}  # fmt: skip
SPELLED = (
    (r"C\((\d+),(\d+)\)", lambda hit: str(math.comb(int(hit[1]), int(hit[2])))),
    (r"(?<!\w)e\^", lambda hit: "exp"),
    (rf"(?<!\w)e([{UP}]+)", lambda hit: f"exp({hit[1].translate(RAISED)})"),
    (r"(\d)π", lambda hit: f"{hit[1]} × π"),
    (r"의 ([\d,]+)제곱| to the power of ([\d,]+)", lambda hit: f" ^ {hit[1] or hit[2]}"),
    (rf"(?<=[\d{UP}]) (?!exp|ln){UNIT}(?= [-+*/)^−×]|\)|$)", lambda hit: ""),  # units between numbers
)


def expression(text: str) -> str | None:
    """What stands at the end of a text as arithmetic, in Python's words: the longest that can be read; else None."""
    for pattern, plain in SPELLED:
        text = re.sub(pattern, plain, text)
    said: list[str] = []
    for found in TOKENS.finditer(text):
        kind, token = found.lastgroup, found[0]
        if kind == "number":
            said.append(token.replace(",", ""))
        elif kind == "power":
            said.append(f"**({token.translate(RAISED)})")
        elif kind == "sign" or token in FUNCTIONS:
            said.append(SIGNS.get(token, token))
        else:
            said.clear()
    written = re.sub(r"sqrt ([\d.]+)", r"sqrt(\1)", " ".join(said))
    while written and (re.search(r"[\d)] \(|\d \d", written) or not _is_python(written)):
        written = written.partition(" ")[2]
    return written or None


def _is_python(written: str) -> bool:
    try:
        compile(written, "sum", "eval")
    except SyntaxError:
        return False
    return True


def number(found: re.Match[str]) -> tuple[float, int]:
    """A number as a text gives it, and how many digits stand behind its point."""
    power = int((found[2] or "0").translate(RAISED))
    said = found[1].replace(",", "").replace("−", "-").lstrip("±")
    return float(said) * 10.0**power, len(said.partition(".")[2]) - power


def sums(step: str) -> Iterator[tuple[str, float, tuple[float, int], str]]:
    """Each sum of a step: what is worked, its value, what the text says it is, and the unit of that."""
    for sign in re.finditer("=", step):
        before, after = step[: sign.start()].rpartition("=")[2].strip(), step[sign.end() :].strip()
        result, written = RESULT.match(after), expression(before)
        if result is None or written is None:
            continue
        if re.search(r"[-+*/(]", written.lstrip("- ")):
            yield written, eval(written, {"__builtins__": {}}, FUNCTIONS), number(result), result[3] or ""
        elif (same := RESULT.fullmatch(before)) and same[3] and result[3]:
            yield before, converted(number(same)[0], same[3], result[3]), number(result), ""


def converted(value: float, unit: str, other: str) -> float:
    units = quantities.registry()
    plain, wanted = (units.parse_units(quantities._plain(name)) for name in (unit, other))
    return float(units.Quantity(value, plain).to(wanted).magnitude)


def fits(value: float, said: tuple[float, int], unit: str) -> bool:
    """A text rounds: half of its last digit, or three figures, is how far it may be off."""
    told, digits = said
    room = max(0.51 * 10.0**-digits, 6e-4 * abs(told))
    return any(abs(value * scale - told) <= room for scale in {1, SCALES.get(unit, 1)})


def steps(text: str) -> list[str]:
    return [step for block in WORKED.findall(text) for step in yaml.safe_load(block)["steps"]]


@pytest.mark.parametrize("name", LESSONS)
def test_each_sum_of_a_worked_example_is_right(name):
    found = [line for step in steps(LESSONS[name]) for line in sums(step)]
    assert [line for line in found if not fits(line[1], line[2], line[3])] == []


def test_the_sums_of_the_six_full_lessons_are_found_in_both_languages():
    """So that the test above cannot pass by reading nothing."""
    found = {name: sum(1 for step in steps(text) for _sum in sums(step)) for name, text in LESSONS.items()}
    counted = {name.partition("/")[2]: number for name, number in found.items()}
    assert {key: (counted[f"{key}.ko"], counted[f"{key}.en"]) for key in FULL} == {
        key: (number, number) for key, number in FULL.items()
    }
    assert sum(found.values()) > 1500


@pytest.mark.parametrize(
    ("step", "right"),
    [
        ("Density 0.020 / 0.0060 = 3.33 g/cm³", True), ("Density 0.020 / 0.0060 = 3.34 g/cm³", False),
        ("0.01282 cm = 128 µm", True), ("0.01282 cm = 1.28 µm", False),
        ("12.85 / 2,333 = 0.55 %", True), ("12.85 / 2,333 = 0.56 %", False),
        ("0.9995의 1,000제곱 = 0.606", True), ("0.9995 to the power of 1,000 = 0.66", False),
        ("e = 611.15 × exp(22.452 × (−40) / (272.55 − 40)) = 12.85 Pa", True),
    ],
)  # fmt: skip
def test_a_wrong_sum_is_told_from_a_right_one(step, right):
    [(_written, value, said, unit)] = sums(step)
    assert fits(value, said, unit) == right


# --- what the texts of the full lessons say beside their worked examples ----------------------------
def answer(key: str, **changed: float) -> Any:
    """What a calculator gives for its example with other inputs, as the lessons invite to try."""
    calculator = CALCULATORS[key]
    said = {i.key: i.read_all(i.example) if isinstance(i, Series) else i.read(i.example) for i in calculator.inputs}
    return calculator.calculate(said | changed)


def porous(density: float) -> float:
    return (1 - density / answer("porosity")["true"]) * 100


def humidity(dew_point: float) -> float:
    """Field notes 4.7.10, in g/kg."""
    pressure = 611.15 * math.exp(22.452 * dew_point / (272.55 + dew_point))
    return 622 * pressure / (101_325 - pressure)


def said_in_texts() -> dict[str, list[tuple[float, str]]]:
    """By lesson: a value worked from the formulas, and how the text tells it in both languages."""
    true = answer("porosity")["true"]
    return {
        "slurry-mixing": [
            (true, "4.467 g/cm³"),
            (answer("wet-film")["slurry"], "2.229"),
            (answer("wet-film")["wet"], "128"),
            (answer("wet-film", solids=65)["slurry"], "2.058 g/cm³"),
            (answer("wet-film", solids=65)["wet"], "150 µm"),
        ],
        "slot-die-coating": [
            (answer("wet-film")["wet"], "128 µm"),
            (answer("wet-film")["wet"] * 30 * 0.6 / 1000, "2.31 L/min"),
            (answer("wet-film", loading=22)["wet"], "141 µm"),
            (answer("solvent-load")["hour"], "92.6"),
            (answer("solvent-load", speed=60)["hour"], "185 kg/h"),
            (answer("capability")["cp"], "1.11"),
            (answer("capability")["cpk"], "0.97"),
        ],
        "calendering-porosity": [
            (answer("coating-density")["density"], "3.33 g/cm³"),
            (answer("porosity")["porosity"], "25.4 %"),
            (answer("porosity")["target_thickness"], "59.7 µm"),
            (answer("porosity", thickness=55)["porosity"], "18.6 %"),
            (answer("coating-density", thickness=55)["density"], "3.64 g/cm³"),
            (answer("porosity")["porosity"] - answer("porosity", thickness=59.7)["porosity"], "0.4"),
            (true * 0.8, "3.57"),
            (true * 0.7, "3.13 g/cm³"),
            (porous(3.4), "23.9"),
            (porous(3.7), "17.2 %"),
            (25 / 2, "12.5 %"),
            (25 / 4, "6.25 %"),
            (2500 * 600 / 1000, "1,500 kN"),
            (2500 * 600 / 9806.65, "153 tf"),
        ],
        "electrolyte-filling": [
            (answer("electrolyte-dose")["mass"], "75 g"),
            (answer("electrolyte-dose", dose=1.3)["mass"], "65 g"),
            (answer("electrolyte-dose")["ratio"], "1.8 g/Ah"),
            (75 * 20e-6 * 1000 / 18.015 * 2 * 20.006, "3.33 mg"),
        ],
        "first-charge": [
            (answer("np-ratio")["ratio"], "1.13"),
            (answer("c-rate")["current"], "16.67 A"),
            (answer("c-rate")["rate"], "0.5 C"),
            (answer("c-rate", current=5)["rate"], "0.1 C"),
            (answer("c-rate", current=5)["hours"], "10"),
            (answer("efficiency")["first"], "87.5 %"),
            (answer("efficiency")["retained"], "60.6 %"),
            (answer("efficiency", coulombic=99.99)["retained"], "90.5 %"),
            (answer("dc-resistance")["resistance"], "1.5 mΩ"),
            (answer("dc-resistance")["resistance"] * 25, "37.5 mV"),
        ],
        "dew-point-control": [
            *((humidity(at), told) for at, told in ((-20, "0.635"), (-30, "0.234"), (-40, "0.079"), (-50, "0.0242"),
                                                    (-60, "0.0066"), (-35, "0.14 g/kg"), (-45, "0.04 g/kg"))),
            *((humidity(at) * 101_325 / (622 + humidity(at)), told) for at, told in
              ((-20, "103.3"), (-30, "38.0"), (-40, "12.85"), (-50, "3.94"), (-60, "1.08"))),
            (answer("dew-point")["volume"], "127 ppm"),
            (answer("dew-point")["relative"], "0.55 %"),
            (answer("dew-point")["flow"], "5,535 kg/h"),
            (answer("dew-point", people=1)["flow"], "1,384 kg/h"),
            (answer("dew-point", people=5)["flow"], "6,919 kg/h"),
            (answer("dew-point", people=6)["flow"], "8,302 kg/h"),
            (answer("dew-point", supply=-50)["flow"], "7,310 kg/h"),
        ],
    }  # fmt: skip


@pytest.mark.parametrize("key", FULL)
@pytest.mark.parametrize("language", ["ko", "en"])
def test_what_a_full_lesson_says_beside_them_is_what_the_formulas_give(key, language):
    text = next(text for name, text in LESSONS.items() if name.endswith(f"/{key}.{language}"))
    for value, told in said_in_texts()[key]:
        number = told.split(" ")[0]
        assert f"{value:,.{len(number.partition('.')[2])}f}" == number, (value, told)
        assert re.search(rf"(?<![\d.,]){re.escape(told)}(?!\d)", text), told

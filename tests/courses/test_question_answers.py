"""The questions we ship, answered: what is right is graded right in any unit, what is wrong is graded wrong."""

import itertools
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings

from courses.rules.calculators import quantities
from courses.rules.questions import content, drawing, formulas
from courses.rules.questions.grading import expected, grade
from courses.services.curriculum import quizzes
from tests.courses.reckoned import RECKONED

FOLDER = settings.BASE_DIR / "courses" / "curriculum"
SHIPPED = {
    f"{path.parent.name}/{key}": said
    for path in sorted(FOLDER.glob(f"*/{quizzes.NAME}"))
    for key, said in quizzes.read(path).questions.items()
}
NUMBERED = (content.Numeric, content.Calculated)
NUMBERS = re.compile(r"\d+(?:[.,]\d+)*|{\w+}")
OTHER_UNITS = {
    "": [],
    "%": [],
    "A": ["mA"],
    "Ah": ["mAh"],
    "Hz": ["mHz", "kHz"],
    "J": ["mJ", "kJ"],
    "L/min": ["mL/min", "m³/h"],
    "MΩ": ["Mohm", "kΩ"],
    "N": ["kN"],
    "N/m": ["N/mm", "mN/mm"],
    "N/mm": ["kN/m"],
    "N·m": ["N*m", "N m", "kN·mm"],
    "Pa*s": ["Pa·s", "mPa·s", "cP"],
    "W": ["mW"],
    "cm^3": ["cm³", "mL"],
    "day": ["days", "h"],
    "g": ["kg", "mg"],
    "g/Ah": ["mg/mAh", "kg/kAh"],
    "g/cm^3": ["g/cm3", "kg/m³"],
    "g/kg": ["mg/g"],
    "h": ["min"],
    "kJ": ["J", "Wh"],
    "kN": ["N"],
    "kWh": ["Wh", "MJ"],
    "kg": ["g"],
    "kg/h": ["g/h", "g/min"],
    "km": ["m"],
    "m": ["cm", "mm"],
    "mA": ["A", "µA"],
    "mAh/cm^2": ["uAh/cm²", "µAh/cm2", "mAh/cm²"],
    "mL": ["cm³", "L"],
    "mV": ["V"],
    "mbar·L/s": ["mbar*L/s", "Pa·m³/s"],
    "mg": ["µg", "g"],
    "mg/cm^2": ["mg/cm²", "g/m2"],
    "mg/m^3": ["mg/m³", "µg/L"],
    "min": ["s", "h"],
    "mm": ["cm", "µm"],
    "mohm": ["mΩ", "ohm"],
    "ppm": ["mg/kg", "µg/g"],
    "s": ["min"],
    "um": ["µm", "μm", "mm"],
}


def of_kind(*kinds: type[content.Question]) -> Any:
    found = {name: said for name, said in SHIPPED.items() if isinstance(said, kinds)}
    return pytest.mark.parametrize("said", found.values(), ids=found.keys())


def texts(value: Any) -> Iterator[content.Text]:
    """Every text of a question, however deep."""
    if isinstance(value, content.Text):
        yield value
    elif isinstance(value, tuple):
        yield from itertools.chain.from_iterable(map(texts, value))
    elif hasattr(value, "__dataclass_fields__"):
        yield from itertools.chain.from_iterable(texts(getattr(value, name)) for name in value.__dataclass_fields__)


def written(value: float, unit: str) -> list[str]:
    """A right value as people write it: bare, with its unit, with a comma, in each other unit."""
    units = quantities.registry()
    plain = f"{value:.9g}"
    bare = [plain, plain.replace(".", ","), f" {plain} {quantities.shown(unit)}".rstrip()]
    quantity = units.Quantity(value, units.parse_units(quantities._plain(unit) or "dimensionless"))
    return bare + [f"{quantity.to(quantities._plain(other)).magnitude:.9g} {other}" for other in OTHER_UNITS[unit]]


def corners(said: content.Calculated) -> Iterator[dict[str, float]]:
    bounds = [(float(parameter.low), float(parameter.high)) for parameter in said.parameters]
    names = [parameter.name for parameter in said.parameters]
    for values in itertools.product(*([low, (low + high) / 2, high] for low, high in bounds)):
        yield dict(zip(names, values, strict=True))


@of_kind(content.Question)
def test_each_text_is_there_in_both_languages_with_the_same_numbers(said):
    for text in texts(said):
        assert bool(text.ko) == bool(text.en), text
        assert sorted(NUMBERS.findall(text.ko)) == sorted(NUMBERS.findall(text.en)), text


@pytest.mark.parametrize("name", SHIPPED)
def test_each_source_is_a_lesson_and_the_first_one_of_its_module(name):
    folder, lessons = name.partition("/")[0], SHIPPED[name].source.split(", ")
    assert (FOLDER / folder / f"{lessons[0]}.ko.md").is_file()
    assert all(list(FOLDER.glob(f"*/{lesson}.ko.md")) for lesson in lessons)


@of_kind(content.Single)
def test_every_wrong_choice_is_graded_wrong_and_says_why(said):
    right = [choice for choice in said.choices if grade(said, {"choice": choice.key}).right]
    assert len(right) == 1
    for choice in said.choices:
        verdict = grade(said, {"choice": choice.key})
        assert verdict.fraction in (0, 1)
        assert verdict.feedback == (choice.feedback,) != (content.Text(),)


@of_kind(content.Multiple)
def test_all_the_right_choices_are_needed_and_a_wrong_one_costs(said):
    right = [choice.key for choice in said.choices if choice.fraction > 0]
    wrong = [choice for choice in said.choices if choice.fraction <= 0]
    assert grade(said, {"choices": right}).right
    assert not grade(said, {"choices": right[1:]}).right
    for choice in wrong:
        assert choice.feedback != content.Text()
        assert grade(said, {"choices": [choice.key]}).fraction == 0
        assert not grade(said, {"choices": [*right, choice.key]}).right


@of_kind(content.Calculated)
def test_a_formula_gives_plausible_values_over_its_whole_range(said):
    values = [formulas.value(said.formula, corner) for corner in corners(said)]
    assert min(values) > 0
    assert max(values) <= 100 * min(values), "no plausible exercise ranges over more than two decades"
    for parameter in said.parameters:
        assert parameter.low < parameter.high
        assert f"{{{parameter.name}}}" in said.prompt.ko
        assert re.search(rf"\b{parameter.name}\b", said.formula)
    if said.unit == "%":
        assert max(values) <= 100


@of_kind(content.Numeric, content.Calculated)
@pytest.mark.parametrize("seed", ["1", "2", "3"])
def test_a_right_value_is_right_in_each_unit_and_another_is_wrong(said, seed):
    value = expected(said, seed) if isinstance(said, content.Calculated) else float(said.value)
    for answer in written(value, said.unit):
        assert grade(said, {"text": answer}, seed=seed).right, answer
    width = float(said.tolerance) * (value if said.relative else 1)
    assert 0 < width <= abs(value) * 0.06, "a tolerance takes rounding, not mistakes"
    for factor in (0.001, 0.1, 0.5, 2, 10, 1000, -1):
        assert not grade(said, {"text": f"{value * factor:.9g}"}, seed=seed).right
    assert not grade(said, {"text": f"{value:.9g} kat"}, seed=seed).right


def in_unit(value: Any, unit: str) -> float:
    """A number as it came, or a quantity in the question's unit."""
    if isinstance(value, int | float):
        return float(value)
    return float(value.to(quantities._plain(unit) or "dimensionless").magnitude)


@pytest.mark.parametrize("name", [name for name, said in SHIPPED.items() if isinstance(said, NUMBERED)])
def test_a_number_is_what_the_field_s_formula_gives(name):
    said, reckoned = SHIPPED[name], RECKONED[name.partition("/")[2]]
    if isinstance(said, content.Numeric):
        assert abs(in_unit(reckoned(), said.unit) - float(said.value)) <= float(said.tolerance) / 2
        return
    for corner in corners(said):
        value = formulas.value(said.formula, corner)
        assert in_unit(reckoned(**corner), said.unit) == pytest.approx(value, rel=float(said.tolerance) / 4)


def test_no_number_is_reckoned_that_is_not_asked():
    asked = {name.partition("/")[2] for name, said in SHIPPED.items() if isinstance(said, NUMBERED)}
    assert asked == set(RECKONED)


@of_kind(content.Ordering)
def test_only_the_right_order_is_right(said):
    keys = [step.key for step in said.steps]
    assert len(set(keys)) == len({step.text for step in said.steps}) == len(keys)
    assert grade(said, {"order": keys}).right
    assert not grade(said, {"order": keys[::-1]}).right
    assert [step.key for step in drawing.steps(said, "seed")] != keys


@of_kind(content.Matching)
def test_only_the_right_pairs_are_right(said):
    keys = [pair.key for pair in said.pairs]
    sides = [pair.right for pair in said.pairs] + [extra.text for extra in said.extra]
    assert len(set(sides)) == len(sides)
    assert grade(said, {"pairs": {key: key for key in keys}}).right
    turned = dict(zip(keys, keys[1:] + keys[:1], strict=True))
    assert grade(said, {"pairs": turned}).fraction == 0
    for extra in said.extra:
        assert not grade(said, {"pairs": {key: key for key in keys} | {keys[0]: extra.key}}).right


@of_kind(content.Short)
def test_each_wording_is_worth_what_it_says(said):
    for accepted in said.accepted:
        assert grade(said, {"text": f" {accepted.text.lower()} "}).fraction == accepted.fraction
    assert Decimal(1) in {accepted.fraction for accepted in said.accepted}
    assert grade(said, {"text": "?"}).fraction == 0


def test_each_kind_is_shipped():
    assert {said.KIND for said in SHIPPED.values()} == set(content.TYPES)


def test_there_are_two_hundred_questions_and_some_for_each_module():
    modules = {path.parent.name for path in FOLDER.glob("*/module.yaml")}
    assert len(SHIPPED) >= 200
    assert {name.partition("/")[0] for name in SHIPPED} == modules


def test_there_are_sixty_questions_for_the_six_full_lessons():
    full = ("02-", "03-", "04-", "10-", "11-", "16-")
    assert sum(name.startswith(full) for name in SHIPPED) >= 60

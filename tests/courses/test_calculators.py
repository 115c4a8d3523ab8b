"""Calculators: the worked numbers of the field notes, units, and sentences for what cannot be worked."""

import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.forms.calculators import CalculatorForm, worked
from courses.rules.calculators import CALCULATORS, Impossible, NotAQuantity, Series, parse

# Field notes 4.7, each computed there apart from this code.
WORKED = {
    "areal-capacity": {"areal": 3.84},
    "np-ratio": {"anode": 4.32, "cathode": 3.84, "ratio": 1.13},
    "coating-density": {"density": 3.33},
    "porosity": {"true": 4.467, "porosity": 25.4, "target_thickness": 59.7},
    "wet-film": {"slurry": 2.229, "wet": 128},
    "solvent-load": {"area": 85.7, "hour": 92.6},
    "electrolyte-dose": {"mass": 75, "ratio": 1.8},
    "c-rate": {"rate": 0.5, "hours": 2, "current": 16.67},
    "efficiency": {"first": 87.5, "retained": 60.6},
    "dew-point": {"pressure": 12.85, "humidity": 0.0789, "volume": 127, "relative": 0.55, "flow": 5535},
    "self-discharge": {"week": 0.7, "hour": 0.0042},
    "dc-resistance": {"resistance": 1.5},
    "rolled-yield": {"rolled": 90.4, "starts": 110_590},
    "capability": {"cp": 1.11, "cpk": 0.97},
    "attendance-rate": {"converted": 2, "counted": 102, "rate": 85.0, "absences": 18},
}


def test_the_fifteen_calculators_are_all_here():
    assert sorted(CALCULATORS) == sorted(WORKED)


@pytest.mark.parametrize("key", WORKED)
def test_a_calculator_gives_the_worked_numbers(key):
    calculator = CALCULATORS[key]
    digits = {output.key: output.digits for output in calculator.outputs}
    answer = worked(calculator)
    assert {name: round(answer[name], min(digits[name], places(WORKED[key][name]))) for name in answer} == WORKED[key]


# Other inputs than the examples', computed by hand from the formulas of the field notes.
ELSEWHERE = [
    ("areal-capacity", {"loading": 13, "fraction": 95, "specific": 350}, {"areal": 4.3225}),
    ("coating-density", {"thickness": 50}, {"density": 4.0}),
    ("porosity", {"thickness": 55}, {"porosity": 18.594}),
    ("wet-film", {"solids": 65}, {"slurry": 2.0577, "wet": 149.53}),
    ("solvent-load", {"speed": 60}, {"hour": 185.14}),
    ("electrolyte-dose", {"dose": 1.3}, {"mass": 65}),
    ("c-rate", {"current": 5}, {"rate": 0.1, "hours": 10}),
    ("efficiency", {"charge": 49.95, "discharge": 49.90, "coulombic": 99.99}, {"first": 99.8999, "retained": 90.483}),
    ("dew-point", {"dew_point": -20}, {"pressure": 103.3, "humidity": 0.635}),
    ("dew-point", {"dew_point": -30}, {"pressure": 38.03, "humidity": 0.2335}),
    ("dew-point", {"dew_point": -50}, {"pressure": 3.94, "humidity": 0.0242}),
    ("dew-point", {"people": 6}, {"flow": 8302.4}),
    ("self-discharge", {"second": 3.9471}, {"week": 5.0}),
    ("dc-resistance", {"current": 45}, {"resistance": 1.0}),
    ("rolled-yield", {"yields": (99.5,) * 25}, {"rolled": 88.222}),
    ("capability", {"mean": 20.0}, {"cp": 1.1111, "cpk": 1.1111}),
    ("attendance-rate", {"events": 8}, {"converted": 2, "rate": 85.0}),
    ("attendance-rate", {"events": 9}, {"converted": 3, "rate": 84.1667}),
]


@pytest.mark.parametrize(("key", "changed", "expected"), ELSEWHERE)
def test_a_calculator_gives_what_the_formula_gives_elsewhere(key, changed, expected):
    answer = CALCULATORS[key].calculate(examples(CALCULATORS[key]) | changed)
    assert {name: answer[name] for name in expected} == pytest.approx(expected, rel=2e-3)


def examples(calculator) -> dict[str, object]:
    return {i.key: i.read_all(i.example) if isinstance(i, Series) else i.read(i.example) for i in calculator.inputs}


@pytest.mark.parametrize("key", WORKED)
def test_at_the_ends_of_its_ranges_a_calculator_gives_numbers_or_names_a_field(key):
    calculator = CALCULATORS[key]
    ends = [(i.key, value) for i in calculator.inputs if not isinstance(i, Series) for value in (i.least, i.most)]
    tried = [examples(calculator) | {one: a, two: b} for one, a in ends for two, b in ends]
    assert all(is_number_or_sentence(calculator, values) for values in tried)


def is_number_or_sentence(calculator, values) -> bool:
    try:
        answer = calculator.calculate(values)
    except Impossible as refusal:
        return refusal.key in values and str(refusal).endswith(".")
    return all(math.isfinite(value) for value in answer.values())


def places(value: float) -> int:
    return max(0, -Decimal(str(value)).as_tuple().exponent)


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("20", "mg/cm^2", 20),
        ("20 mg/cm2", "mg/cm^2", 20),
        ("0,02 g/cm²", "mg/cm^2", 20),
        ("200 g/m2", "mg/cm^2", 20),
        ("3840 uAh/cm2", "mAh/cm^2", 3.84),
        ("3840 µAh/cm²", "mAh/cm^2", 3.84),
        ("0.06 mm", "um", 60),
        ("96 %", "%", 96),
        ("233.15 K", "degC", -40),
        ("-40 °C", "degC", -40),
        ("−40 ℃", "degC", -40),
        ("1 013.25 hPa", "hPa", 1013.25),
        ("1.5e1 g", "g", 15),
        ("45 mV", "V", 0.045),
        ("1.5 mΩ", "mohm", 1.5),
    ],
)
def test_a_quantity_is_read_in_any_fitting_unit(text, unit, expected):
    assert parse(text, unit) == pytest.approx(expected)


@pytest.mark.parametrize(
    "text",
    [
        "", "abc", "5 kg", "1/0", "NaN", "inf", "1e999", "5 __import__('os')", "5 m**99999", "1,2,3", "20 mg/cm2 x",
        "5 " + "(" * 100, "9" * 400,
    ],
)  # fmt: skip
def test_what_is_no_such_quantity_gets_a_sentence(text):
    with pytest.raises(NotAQuantity) as refusal:
        parse(text, "mg/cm^2", example="20 mg/cm²")
    assert str(refusal.value).endswith(".")


@given(st.floats(0.2, 150), st.floats(1, 100), st.floats(1, 4000), st.sampled_from([("g/m^2", 10), ("kg/m^2", 0.01)]))
def test_the_unit_of_an_input_never_changes_the_answer(loading, fraction, specific, other):
    unit, factor = other
    calculator = CALCULATORS["areal-capacity"]
    as_declared = {"loading": f"{loading!r}", "fraction": f"{fraction!r}", "specific": f"{specific!r}"}
    converted = as_declared | {"loading": f"{loading * factor!r} {unit}"}
    one, two = CalculatorForm(calculator, as_declared), CalculatorForm(calculator, converted)
    assert (one.is_valid(), two.is_valid()) == (True, True)
    assert two.answer["areal"] == pytest.approx(one.answer["areal"])


@given(st.dictionaries(st.sampled_from([i.key for i in CALCULATORS["porosity"].inputs]), st.floats(0, 200)))
def test_an_answer_is_a_number_or_a_sentence(values):
    calculator = CALCULATORS["porosity"]
    complete = {declared.key: declared.example for declared in calculator.inputs} | {
        key: repr(value) for key, value in values.items()
    }
    form = CalculatorForm(calculator, complete)
    if form.is_valid():
        assert all(math.isfinite(value) for value in form.answer.values())
    else:
        assert form.errors


@pytest.mark.parametrize(
    ("key", "changed", "at_fault"),
    [
        ("porosity", {"thickness": 40}, "thickness"),
        ("porosity", {"w_binder": 10}, "w_active"),
        ("efficiency", {"discharge": 60}, "discharge"),
        ("dew-point", {"supply": -30}, "supply"),
        ("self-discharge", {"second": 3.96}, "second"),
        ("dc-resistance", {"after": 3.8}, "after"),
        ("capability", {"upper": 19}, "upper"),
        ("attendance-rate", {"credited": 121}, "credited"),
        ("attendance-rate", {"events": 400}, "events"),
    ],
)
def test_inputs_that_contradict_each_other_name_the_one_to_change(key, changed, at_fault):
    calculator = CALCULATORS[key]
    values = {declared.key: float(declared.example) for declared in calculator.inputs}
    with pytest.raises(Impossible) as refusal:
        calculator.calculate(values | changed)
    assert refusal.value.key == at_fault


@pytest.mark.django_db
@pytest.mark.sqlite_enough
class TestPages:
    def test_a_page_shows_the_worked_example(self, client, complex):
        page = client.get("/calculators/areal-capacity/").content.decode()
        assert "3.84" in page
        assert "<math" in page

    def test_a_form_sent_without_scripts_is_answered_with_the_page(self, client, complex):
        answer = client.get("/calculators/areal-capacity/", {"loading": "10", "fraction": "96", "specific": "200"})
        assert (answer.status_code, "1.92" in answer.content.decode()) == (200, True)

    def test_a_wrong_unit_is_refused_beside_its_field(self, client, complex):
        answer = client.get("/calculators/areal-capacity/", {"loading": "5 kg", "fraction": "96", "specific": "200"})
        assert answer.status_code == 422
        assert 'href="#calc-areal-capacity-loading"' in answer.content.decode()

    def test_a_script_gets_the_answer_alone(self, client, complex):
        values = {"loading": "10", "fraction": "96", "specific": "200", "place": "-3"}
        answer = client.get("/calculators/areal-capacity/", values, headers={"HX-Request": "true"}).content.decode()
        assert 'id="calc-areal-capacity-3-answer"' in answer
        assert "<html" not in answer

    def test_an_unknown_calculator_is_not_found(self, client, complex):
        assert client.get("/calculators/perpetual-motion/").status_code == 404

    def test_every_calculator_has_its_page_and_stands_in_the_list(self, client, complex):
        listed = client.get("/calculators/").content.decode()
        for key in CALCULATORS:
            assert f"/calculators/{key}/" in listed
            assert client.get(f"/calculators/{key}/").status_code == 200

"""Skills as content: what is fair, what passes, and files that can be loaded again and again."""

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from courses.models import Skill, SkillVersion
from courses.rules import skills as rules
from courses.rules.calculators import quantities
from courses.rules.calculators.quantities import NotAQuantity
from courses.rules.questions.content import Text
from courses.services.skills import book, loading
from tests import factories
from tests.enrollment.skills.build import MOISTURE, THICKNESS, WELD
from tests.factories import NOW

CURRICULUM = Path(settings.BASE_DIR) / "courses" / "curriculum"
FILES = sorted(CURRICULUM.glob("*/skills.yaml"))


@pytest.mark.parametrize(
    ("value", "expected"), [("68.49999", False), ("68.5", True), ("70", True), ("71.5", True), ("71.50001", False)]
)
def test_both_bounds_pass(value, expected):
    assert rules.passes(THICKNESS, value=Decimal(value)) is expected


@pytest.mark.parametrize(("value", "expected"), [("0", True), ("200", True), ("200.00001", False)])
def test_a_missing_bound_is_open(value, expected):
    assert rules.passes(MOISTURE, value=Decimal(value)) is expected


@pytest.mark.parametrize(("level", "expected"), [(1, False), (2, True), (3, True), (None, False)])
def test_a_level_passes_from_its_mark_on(level, expected):
    assert rules.passes(WELD, level=level) is expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("70", "70"), ("70,5", "70.5"), ("70.5 µm", "70.5"), ("0.0715 mm", "71.5"), ("7e-3 cm", "70"), ("-1", "-1")],
)
def test_a_value_is_read_in_any_unit_that_fits(typed, expected):
    assert rules.value_of(typed, THICKNESS) == Decimal(expected)


@pytest.mark.parametrize(
    ("typed", "unit", "expected"),
    [("9.6 Nm", "N*m", "9.6"), ("9.6 N·m", "N*m", "9.6"), ("5 mV/주", "mV/week", "5"), ("0.7 mV/일", "mV/week", "4.9"),
     ("90 분", "hour", "1.5"), ("3 nm", "um", "0.003")],
)  # fmt: skip
def test_a_unit_is_read_as_people_write_it(typed, unit, expected):
    assert rules.value_of(typed, replace(THICKNESS, unit=unit)) == Decimal(expected)


@pytest.mark.parametrize("typed", ["", "thick", "70 mg", "70 µm/s", "1e999"])
def test_a_value_in_a_wrong_unit_is_none(typed):
    with pytest.raises(NotAQuantity):
        rules.value_of(typed, THICKNESS)


@given(st.decimals(Decimal(60), Decimal(80), places=3))
def test_the_unit_never_changes_the_verdict(value):
    in_mm = value / 1000
    assert rules.passes(THICKNESS, value=rules.value_of(f"{value} um", THICKNESS)) == rules.passes(
        THICKNESS, value=rules.value_of(f"{in_mm} mm", THICKNESS)
    )


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (THICKNESS, "70 ± 1.5 µm"),
        (MOISTURE, "≤ 200 ppm"),
        (replace(MOISTURE, lower=Decimal("1.20"), upper=None), "≥ 1.2 ppm"),
        (replace(THICKNESS, target=None), "68.5–71.5 µm"),
    ],
)
def test_what_is_asked_in_short(said, expected):
    assert said.asked == expected


@pytest.mark.parametrize(
    "said",
    [
        replace(THICKNESS, title=Text()),
        replace(THICKNESS, task=Text("", "English only")),
        replace(THICKNESS, unit="spoons"),
        replace(THICKNESS, lower=None, upper=None),
        replace(THICKNESS, lower=Decimal(72)),
        replace(THICKNESS, target=Decimal(60)),
        replace(THICKNESS, least=Decimal(69)),
        replace(THICKNESS, most=Decimal(71)),
        replace(THICKNESS, upper=Decimal("71.500001")),
        replace(WELD, levels=WELD.levels * 3, pass_level=2),
        replace(WELD, levels=(*WELD.levels, Text())),
        replace(WELD, pass_level=1),
        replace(WELD, pass_level=4),
    ],
)
def test_what_nobody_can_show_is_refused(said, db):
    assert len(rules.faults(said)) == 1
    with pytest.raises(book.Unfair):
        book.add(factories.ModuleFactory(), key="x", said=said, by=None, now=NOW)
    assert not Skill.objects.exists()


@pytest.mark.parametrize("said", [THICKNESS, MOISTURE, WELD])
def test_written_and_read_again_is_the_same(said):
    assert rules.faults(said) == []
    assert rules.read(json.loads(rules.write(said))) == said


def test_an_edit_is_a_version_and_the_same_words_are_none(db):
    skill = book.add(factories.ModuleFactory(), key="x", said=THICKNESS, by=None, now=NOW)
    other = replace(THICKNESS, upper=Decimal(72), title=Text("두께", "Thickness"))
    assert [book.edit(skill, said=said, by=None, now=NOW).number for said in (THICKNESS, other, other)] == [1, 2, 2]
    skill.refresh_from_db()
    assert (skill.title_ko, skill.title_en) == ("두께", "Thickness")


@pytest.mark.parametrize(
    "statement", ["UPDATE courses_skillversion SET number = 9", "DELETE FROM courses_skillversion"]
)
def test_the_database_keeps_versions(db, statement):
    book.add(factories.ModuleFactory(), key="x", said=THICKNESS, by=None, now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS ledger_may_be_emptied")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture
def module(db):
    return factories.ModuleFactory()


TWO = """
skills:
- key: thickness
  kind: measured
  title: {ko: 두께, en: Thickness}
  task: {ko: 잽니다, en: Measure}
  unit: um
  least: 0
  most: 500
  upper: 71.5
- key: gear
  kind: rubric
  is_safety: true
  title: {ko: 보호구, en: Gear}
  task: {ko: 착용합니다, en: Put it on}
  levels:
  - {ko: 빠짐, en: missing}
  - {ko: 모두, en: complete}
  pass_level: 2
"""


def test_a_file_is_loaded_again_without_a_change_and_an_edit_is_left(module, tmp_path):
    path = tmp_path / "skills.yaml"
    path.write_text(TWO, encoding="utf-8")
    assert loading.load(module, path, by=None, now=NOW) == []
    assert list(Skill.objects.order_by("order").values_list("key", "is_safety", "is_required")) == [
        ("thickness", False, True),
        ("gear", True, True),
    ]
    assert loading.load(module, path, by=None, now=NOW) == []
    assert SkillVersion.objects.count() == 2

    path.write_text(TWO.replace("71.5", "72").replace("is_safety: true", "is_safety: false"), encoding="utf-8")
    assert loading.load(module, path, by=None, now=NOW) == []
    assert list(SkillVersion.objects.filter(skill__key="thickness").values_list("number", flat=True)) == [1, 2]
    assert not Skill.objects.filter(is_safety=True).exists()

    book.edit(Skill.objects.get(key="thickness"), said=replace(THICKNESS, upper=Decimal(73)), by=None, now=NOW)
    assert len(loading.load(module, path, by=None, now=NOW)) == 1
    assert SkillVersion.objects.filter(skill__key="thickness").count() == 3


@pytest.mark.parametrize(
    "text",
    [
        "",
        "skills: 3",
        "skills: [{key: x, kind: guess}]",
        TWO.replace("key: gear", "key: thickness"),
        TWO.replace("unit: um", "unit: spoons"),
        TWO.replace("upper: 71.5", "upper: much"),
        TWO + "  colour: red\n",
        "skills: [",
    ],
)
def test_a_broken_file_says_where_and_loads_nothing(module, tmp_path, text):
    path = tmp_path / "skills.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(loading.BadFile, match=r"skills\.yaml"):
        loading.load(module, path, by=None, now=NOW)
    assert not Skill.objects.exists()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parent.name)
def test_shipped_skills_are_complete_in_both_languages(path):
    lessons = {lesson.name.split(".")[0] for lesson in path.parent.glob("*.ko.md")}
    for key, entry in loading.read(path).items():
        said = entry.said
        texts = [said.title, said.task, *getattr(said, "levels", ())]
        assert all(text.ko and text.en for text in texts), key
        assert not said.source or said.source in lessons, key


@pytest.mark.parametrize(
    ("value", "expected"),
    [(10_000.0, "10000"), (12_345.6, "12350"), (1_234_567.0, "1235000"), (0.0000123, "0.0000123"), (3.84, "3.84"),
     (0.0, "0"), (-25_000.0, "-25000")],
)  # fmt: skip
def test_figures_are_written_without_an_exponent(value, expected):
    assert quantities.figures(value) == expected

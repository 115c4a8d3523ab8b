"""Skills as files: shipped ones load once and come out as they went in; a broken file is told with its line."""

import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.translation import override
from hypothesis import example, given
from hypothesis import strategies as st

from courses.models import Course, Skill, SkillVersion
from courses.rules import bilingual
from courses.rules import skills as rules
from courses.rules.questions.content import Text
from courses.services import curriculum
from courses.services.curriculum import skillbook
from courses.services.skills import book, loading, writing
from tests import factories
from tests.courses.test_skills import TWO
from tests.enrollment.skills.build import MOISTURE, THICKNESS, WELD
from tests.factories import NOW

CURRICULUM = Path(settings.BASE_DIR) / "courses" / "curriculum"
FILES = sorted(CURRICULUM.glob(f"*/{loading.NAME}"))
WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=30)


@pytest.fixture
def shown(folder):
    """The small curriculum with two skills in its first module, in the normal form."""
    path = folder / "01-m1" / loading.NAME
    path.write_text(TWO, encoding="utf-8")
    path.write_text(writing.written(loading.read(path)), encoding="utf-8")
    return folder


def faults(folder: Path, path: Path) -> list[tuple[int, str]]:
    with override("en"):
        return [(fault.line, fault.sentence) for fault in curriculum.lint(folder) if fault.path == path]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parent.name)
def test_a_shipped_file_is_its_own_normal_form(path):
    assert writing.written(loading.read(path)) == path.read_text(encoding="utf-8")


def test_every_module_with_practice_hours_has_skills_at_its_bench():
    practiced = {
        path.parent for path in CURRICULUM.glob("*/module.yaml") if "practice_hours: 0\n" not in path.read_text()
    }
    assert practiced == {path.parent for path in FILES}


def test_shipped_keys_are_unique_and_safety_is_asked_where_it_is_taught():
    entries = [(path.parent.name[:2], key, entry) for path in FILES for key, entry in loading.read(path).items()]
    keys = [key for _module, key, _entry in entries]
    assert len(keys) == len(set(keys))
    assert sorted({module for module, _key, entry in entries if entry.flags["is_safety"]}) == ["16", "17", "18"]
    assert all(isinstance(entry.said, rules.Rubric) for _module, _key, entry in entries if entry.flags["is_safety"])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parent.name)
def test_both_languages_of_a_shipped_skill_say_the_same_numbers(path):
    for key, entry in loading.read(path).items():
        said = entry.said
        for text in (said.title, said.task, *getattr(said, "levels", ())):
            ko, en = (bilingual.Piece("##", 1, (words,)) for words in (text.ko, text.en))
            assert bilingual.unlike(ko, en) == [], (key, text.ko)


def test_all_shipped_skills_load_into_one_course_and_a_second_load_changes_nothing(complex):
    course = factories.CourseFactory(complex=complex)
    modules = {path: factories.ModuleFactory(complex=complex, course=course) for path in FILES}

    def load() -> list[str]:
        return [line for path, module in modules.items() for line in loading.load(module, path, by=None, now=NOW)]

    assert load() == []
    before = list(Skill.objects.order_by("pk").values()), list(SkillVersion.objects.order_by("pk").values())
    assert len(before[0]) == sum(len(loading.read(path)) for path in FILES)
    assert load() == []
    assert (list(Skill.objects.order_by("pk").values()), list(SkillVersion.objects.order_by("pk").values())) == before
    for path, module in modules.items():
        assert skillbook.of_module(module) == path.read_text(encoding="utf-8")


def test_an_export_writes_what_was_loaded_and_then_what_was_edited(complex, shown, tmp_path):
    path, out = shown / "01-m1" / loading.NAME, tmp_path / "out"
    curriculum.load(complex, shown, by=None, now=NOW)
    curriculum.export(Course.objects.get(), out)
    copy = out / "01-m1" / loading.NAME
    assert copy.read_bytes() == path.read_bytes()
    assert curriculum.export(Course.objects.get(), out).written == 0

    book.edit(Skill.objects.get(key="thickness"), said=MOISTURE, by=None, now=NOW)
    book.retire(Skill.objects.get(key="gear"), by=None, now=NOW)
    curriculum.export(Course.objects.get(), out)
    assert {key: entry.said for key, entry in loading.read(copy).items()} == {"thickness": MOISTURE}
    assert curriculum.load(complex, out, by=None, now=NOW).conflicts == []


def test_lint_takes_the_normal_form_and_writes_it(shown):
    path = shown / "01-m1" / loading.NAME
    normal = path.read_text()
    assert faults(shown, path) == []
    path.write_text(TWO)
    assert [line for line, sentence in faults(shown, path) if "normal form" in sentence] == [1]
    assert skillbook.of_folder(shown) == {f"01-m1/{loading.NAME}": normal}


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("unit: um", "unit: spoons", 1, "spoons"),
        ("{ko: 두께, en: Thickness}", "{ko: 두께}", 3, "not complete in English"),
        ("  pass_level: 2", "  pass_level: 2\n  source: nowhere", 11, "nowhere"),
    ],
)
def test_lint_names_file_and_line_of_a_skill_that_a_reader_should_not_see(shown, old, new, line, said):
    path = shown / "01-m1" / loading.NAME
    path.write_text(TWO.replace(old, new))
    assert [sentence for at, sentence in faults(shown, path) if at == line and said in sentence]


def test_lint_tells_a_key_that_another_module_has(shown):
    other = shown / "02-m2" / loading.NAME
    shutil.copy(shown / "01-m1" / loading.NAME, other)
    found = [sentence for _line, sentence in faults(shown, other)]
    assert found == [f"The key “{key}” is already that of 01-m1/skills.yaml." for key in ("thickness", "gear")]


@example(key="gear", ko="a\u2028b\ufeff\uffff\x85\x7f\n", en='“\\"” # :')
@given(key=st.sampled_from(["gear", "1e3", "007", "null", "2024-01-01", "yes"]), ko=WORDS, en=WORDS | st.just(""))
def test_whatever_is_said_is_read_as_it_was_written(tmp_path_factory, key, ko, en):
    path = tmp_path_factory.mktemp("skills") / loading.NAME
    entries = {
        key: loading.Entry(
            rules.Rubric(
                title=Text(ko, en), task=Text(ko, en), levels=(Text(ko, en), Text(en or ko, ko)), pass_level=2
            ),
            {"is_required": False, "is_safety": True},
        ),
        "thickness": loading.Entry(THICKNESS, dict(loading.FLAGS)),
        "weld": loading.Entry(WELD, dict(loading.FLAGS)),
    }
    path.write_text(writing.written(entries), encoding="utf-8")
    assert loading.read(path) == entries
    assert list(loading.read(path)) == list(entries)

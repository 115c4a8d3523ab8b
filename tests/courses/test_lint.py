"""The linter says what a careful editor would see, with file and line; and two languages are compared by their numbers."""

import pytest
from django.core.management import call_command
from django.utils import translation

from courses.rules import bilingual
from courses.services import curriculum
from courses.services.curriculum import normal
from tests.courses.test_curriculum_files import KO, MODULE, replace

EN = "01-m1/m1-1.en.md"
PARAMETERS = (
    '::: parameters\n- name: "두께"\n  symbol: ""\n  range: "60"\n  unit: ""\n  why: ""\n  source: "[A]"\n:::\n\n'
)


@pytest.fixture(autouse=True)
def in_english(in_korean):
    with translation.override("en"):
        yield


@pytest.fixture
def clean(folder):
    """The small curriculum in the normal form, with its lessons planned."""
    for path in folder.glob("*/module.yaml"):
        key = path.parent.name[3:]
        text = (
            path.read_text().replace(f"실습 {key}]", f"차시 {key}-2]").replace(f"Practice {key}]", f"Lesson {key}-2]")
        )
        path.write_text(text)
    normal.put(folder, normal.of_folder(folder))
    assert curriculum.lint(folder) == []
    return folder


FAULTS = {
    "objectives": (KO, "objectives:\n  - 목표 하나", "objectives: []", (KO, 10), "no objectives"),
    "sources": (EN, 'sources:\n  - "출처 하나"\n', "", (EN, 1), "names no sources"),
    "outline": (MODULE, "- 차시 m1-1", "- 다른 차시", (KO, 4), "outline"),
    "source of a block": (KO, 'source: "일반 지식"\n', "", (KO, 19), "names no source"),
    "another number": (EN, "본문 m1-1", "본문 m1-2", (EN, 15), "Numbers differ from line 15 of the Korean file: 2."),
    "another heading": (EN, "## 머리", "### 머리", (EN, 15), "“###”, in the Korean file “##”"),
    "another block": (
        EN,
        "::: defect",
        "---\n\n## 더\n\n::: defect",
        (EN, 21),
        "in the Korean file “defect” (line 19)",
    ),
    "stray marks": (KO, "**굵게**", "**굵게", (KO, 17), "asterisks"),
    "normal form": (KO, "minutes: 45", "minutes: 45 ", (KO, 6), "normal form"),
    "unknown calculator": (KO, "::: defect", "::: calculator\nkey: magic\n:::\n\n::: defect", (KO, 20), "none of"),
    "unknown plot": (KO, "::: defect", "::: plot\nkey: magic\n:::\n\n::: defect", (KO, 20), "none of"),
    "unknown machine": (KO, "::: defect", "::: equipment\nkey: magic\n:::\n\n::: defect", (KO, 19), "no “magic”"),
    "unit": (KO, "::: defect", PARAMETERS + "::: defect", (KO, 23), "no unit"),
    "alt": (KO, "::: defect", '::: figure\nfile: a.png\nalt: ""\n:::\n\n::: defect', (KO, 20), "no file “a.png”"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_said_with_its_line(clean, name):
    path, before, after, (at, line), words = FAULTS[name]
    replace(clean / path, before, after)
    found = [(str(f.path.relative_to(clean)), f.line, f.sentence) for f in curriculum.lint(clean)]
    assert [(p, n) for p, n, sentence in found if words in sentence] == [(at, line)]


def test_a_missing_translation_is_said(clean):
    (clean / EN).unlink()
    assert [(f.path.name, f.line) for f in curriculum.lint(clean)] == [("m1-1.ko.md", 1)]


def test_every_broken_file_is_named_not_only_the_first(clean):
    for path in (KO, "02-m2/m2-2.en.md"):
        replace(clean / path, "minutes: 45", "minutes: soon")
    assert [(f.path.name, f.line) for f in curriculum.lint(clean)] == [("m1-1.ko.md", 6), ("m2-2.en.md", 6)]


def test_the_command_fails_with_a_sentence_a_line_and_mends_the_form(clean, capsys):
    replace(clean / KO, "minutes: 45", "minutes:   45")
    with pytest.raises(SystemExit) as ended:
        call_command("lint_curriculum", str(clean))
    assert ended.value.code == 1
    assert capsys.readouterr().err.startswith(f"{clean / KO}:6: This is not written in the normal form.")
    call_command("lint_curriculum", str(clean), fix=True)
    assert capsys.readouterr().out == "written 1\nThe curriculum is fine.\n"


@pytest.mark.parametrize(
    ("korean", "english", "differing"),
    [
        ("1,000번 중 2번", "twice in 1000", []),
        ("10만 개", "100,000 pieces", []),
        ("10만 보면", "only 10", []),
        ("1,200만 장", "12 million sheets", []),
        ("두 번, 3번", "2 times, three times", []),
        ("2024. 6. 24.", "24 June 2024", []),
        ("10.0 g", "10 g", ["10", "10.0"]),
        ("25 °C", "35 °C", ["25", "35"]),
        ("0.5–1.5", "0.5–1.5 and 7", ["7"]),
    ],
)
def test_numbers_are_the_same_in_digits_and_in_words(korean, english, differing):
    one, two = (bilingual.Piece("##", 1, (text,)) for text in (korean, english))
    assert bilingual.unlike(one, two) == differing


def test_a_file_falls_into_headings_blocks_and_tables():
    rows = "---\nkey: x\n---\n## A\ntext\n::: check\n## no\n:::\nmore\n\n| a |\n|---|\n\nend".split("\n")
    assert [(piece.kind, piece.line) for piece in bilingual.pieces(rows)] == [
        ("##", 4),
        ("check", 6),
        ("text", 9),
        ("table", 11),
        ("text", 14),
    ]

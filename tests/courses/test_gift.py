"""GIFT: what we write comes back exactly, and what others write is read or told."""

import io
import tracemalloc
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.rules.questions import content
from courses.rules.questions.content import Accepted, Choice, Item, Pair, Text
from courses.rules.questions.moodle import gift_blocks, gift_reading, gift_writing
from courses.rules.questions.moodle.found import Broken, Unsaid
from courses.services.curriculum import quizzes
from tests.courses.said import QUESTIONS
from tests.courses.test_question_files import FILES
from tests.courses.test_questions import ALL

pytestmark = pytest.mark.usefixtures("english")


def read(text: str | bytes, **options):
    raw = text if isinstance(text, bytes) else text.encode()
    return list(gift_reading.read(io.BytesIO(raw), **options))


def said(text: str):
    [found] = read(text)
    assert found.refusal == ""
    return found.said


def pairs_of(question):
    return [(choice.text.ko, choice.fraction, choice.feedback.ko) for choice in question.choices]


def is_gift(question) -> bool:
    """GIFT has no calculated questions; its short answers begin with no name of a format and end where a line ends."""
    if isinstance(question, content.Calculated | content.Files) or content.figures(question):
        return False
    return not any(one.text.startswith("[") or "\r" in one.text for one in getattr(question, "accepted", ()))


@given(QUESTIONS.filter(is_gift))
@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
def test_what_we_write_comes_back_exactly(question):
    """The writer reads what it wrote, and raises where that is another question."""
    assert gift_writing.question("a-key", question).endswith("}\n\n")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parent.name)
def test_shipped_questions_come_back_exactly(path):
    questions = quizzes.read(path).questions
    kept = {key: one for key, one in questions.items() if is_gift(one)}
    written = "".join(gift_writing.question(key, question) for key, question in kept.items())
    assert {found.key: found.said for found in read(written)} == kept
    assert len(kept) > 5


def test_calculated_questions_are_told():
    with pytest.raises(Unsaid, match="Moodle XML"):
        gift_writing.question("a-key", ALL[6])


def test_choices_with_weights_feedback_and_general_feedback():
    found = said("::Name:: Which {=right#yes ~%-33.33333%wrong#no ~other ####because}")
    assert pairs_of(found) == [
        ("right", 1, "yes"),
        ("wrong", Decimal("-0.3333333"), "no"),
        ("other", 0, ""),
    ]
    assert (found.prompt, found.feedback, found.KIND) == (Text("Which"), Text("because"), "single")
    assert said("All{~%50%a ~%50%b ~%-100%c}").KIND == "multiple"


TEXT = Text("T")
PAIRS = (Pair("a", Text("A"), Text("1")), Pair("b", Text("B"), Text("2")))
STEPS = (Item("a", Text("one")), Item("b", Text("two")))
WORDINGS = (Accepted("PVDF"), Accepted("SBR", Decimal("0.5"), Text("half")))


@pytest.mark.parametrize(
    ("text", "question"),
    [
        (r"2\:1 \= \{a\} \#\~ \\\nX{}", content.Essay(prompt=Text("2:1 = {a} #~ \\\nX"))),
        ("T {=PVDF =%50%SBR#half} here.", content.Short(prompt=Text("T _____ here."), accepted=WORDINGS)),
        ("[html]<b>Why</b>{}", content.Essay(prompt=Text("Why"))),
        ("[plain]<b>{}", content.Essay(prompt=Text("<b>"))),
        ("T{#3.84:0.02}", content.Numeric(prompt=TEXT, value=Decimal("3.84"), tolerance=Decimal("0.02"))),
        ("T{#1..5}", content.Numeric(prompt=TEXT, value=Decimal(3), tolerance=Decimal(2))),
        ("T{#=2:0 ~#no}", content.Numeric(prompt=TEXT, value=Decimal(2))),
        ("T{=A -> 1 =B -> 2}", content.Matching(prompt=TEXT, pairs=PAIRS)),
        ("T{=A->1 =B->2 =->3}", content.Matching(prompt=TEXT, pairs=PAIRS, extra=(Item("c", Text("3")),))),
        (
            "T{>3 ALL VERTICAL RELATIVE_NEXT_EXCLUDE_LAST SHOW\none\ntwo\n}",
            content.Ordering(prompt=TEXT, steps=STEPS),
        ),
        ("// [tag:level:3] [tag:source:page 1]\nT{}", content.Essay(prompt=TEXT, level=3, source="page 1")),
    ],
)
def test_forms_of_gift(text, question):
    assert said(text) == question


def test_true_and_false():
    found = said("Sun{T#wrong#right}")
    assert [(one.key, one.fraction, one.feedback.ko) for one in found.choices] == [
        ("true", 1, "right"),
        ("false", 0, "wrong"),
    ]
    assert [one.fraction for one in said("Sun{FALSE}").choices] == [0, 1]


def test_comments_categories_and_empty_lines():
    found = read(
        "// a comment\n\n$CATEGORY: $course$/top\n\n\n// [id:the-one]\n::One::\n// between\nWhy{\n}\n\r\n$CATEGORY: b\n::전극::Two{}"
    )
    assert [(one.number, one.name, one.line) for one in found] == [(1, "One", 7), (2, "전극", 13)]
    assert found[0].key == "the-one"
    assert found[1].key == "q-" + found[1].key[2:]
    assert len(found[1].key) == 12


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Only words", "asks nothing"),
        ("a { b", "braces do not match"),
        ("a } b", "braces do not match"),
        ("a {=b} c {=d}", "braces do not match"),
        ("a {=b{c}}", "braces do not match"),
        ("a {=b -> c =d}", "no arrow"),
        ("a {#x}", "no number"),
        ("a {#}", "Not exactly one"),
        ("a {=PV*}", "many answers"),
        ("a {~b ~c}", "No answer counts"),
        ("a {>one two}", "no lines"),
        ("{}", "no text"),
        ("[html]<img src=x>{}", "picture or file"),
        ("a" * 100_001 + "{}", "longer than"),
        ("900101-1234567{}", "resident"),
    ],
)
def test_what_cannot_come_in_is_told_and_the_next_one_read(text, sentence):
    refused, whole = read(text + "\n\n::Next::Why{}")
    assert sentence in refused.refusal
    assert whole.said == content.Essay(prompt=Text("Why"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp949"])
def test_words_in_any_encoding(encoding):
    [found] = read("::전극::무엇{}".encode(encoding))
    assert (found.name, found.said.prompt) == ("전극", Text("무엇"))


@pytest.mark.parametrize("raw", [b"", b" \n", b"\x89PNG\r\n\x1a\n\0\0", b"a\0b{}"])
def test_what_is_no_text_is_told(raw):
    with pytest.raises(Broken):
        read(raw)


@given(st.text(st.sampled_from("a{}=~#:%->\\\n /$[]*.1T가"), max_size=40))
@settings(deadline=None, max_examples=300)
def test_whatever_stands_in_a_file_is_a_question_or_a_sentence(text):
    if not text.strip():
        return
    for found in read(text):
        assert bool(found.said) != bool(found.refusal)


def test_a_multiple_question_may_have_one_full_answer():
    question = content.Multiple(
        prompt=Text("P"), choices=(Choice("x", Text("%5%"), Decimal(1)), Choice("y", Text("[html]")))
    )
    [found] = read(gift_writing.question("k", question))
    assert found.said == question


def test_a_line_that_ends_between_two_pieces_ends_once():
    [block] = gift_blocks.blocks(["::N::a{\r", "\n=b\r", "\n}\r\n"])
    assert block.text == "::N::a{\n=b\n}"


@pytest.mark.slow
def test_two_hundred_megabytes_take_little_memory(tmp_path):
    path = tmp_path / "large.gift"
    with path.open("w") as file:
        for n in range(2_000):
            file.write(f"// [id:q{n}]\n::q{n}::" + "word " * 200 + "{=a ~b}\n\n")
        file.write("x" * 198_000_000)
    tracemalloc.start()
    try:
        with path.open("rb") as raw:
            count = sum(bool(found.said) for found in gift_reading.read(raw))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (count, path.stat().st_size > 200_000_000) == (2_000, True)
    assert peak < 8_000_000

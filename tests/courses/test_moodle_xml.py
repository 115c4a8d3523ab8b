"""Moodle's XML: what we write comes back exactly, and what others write is read or told."""

import base64
import io
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings

from courses.rules.questions import content
from courses.rules.questions.content import Accepted, Choice, Item, Matching, Pair, Text
from courses.rules.questions.moodle import xml_reading, xml_writing
from courses.services.curriculum import quizzes
from tests.courses.said import PICTURES, PICTURES_PNG, QUESTIONS, SHOWING
from tests.courses.test_question_files import FILES
from tests.courses.test_questions import ALL

pytestmark = pytest.mark.usefixtures("english")


def read(inner: str, **options):
    return list(xml_reading.read(io.BytesIO(f"<quiz>{inner}</quiz>".encode()), **options))


def one(kind: str, inner: str, prompt: str = "Q?", **options):
    """The one question of this type; what every question has is there."""
    text = f'<questiontext format="html"><text><![CDATA[{prompt}]]></text></questiontext>'
    [found] = read(f'<question type="{kind}"><name><text>N</text></name>{text}{inner}</question>', **options)
    return found


def answer(text: str, fraction: object = 0, more: str = "") -> str:
    return f'<answer fraction="{fraction}"><text>{text}</text>{more}</answer>'


@given(QUESTIONS)
@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
def test_what_we_write_comes_back_exactly(said):
    """The writer reads what it wrote, and raises where that is another question."""
    assert "</question>" in xml_writing.question("a-key", said)


@given(SHOWING)
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
def test_figures_come_back_exactly(said):
    written = xml_writing.question("a-key", said, PICTURES.get)
    [found] = read(written)
    assert (found.said, found.remarks) == (said, ())
    assert {one.sha256 for one in found.pictures} == {one.sha256 for one in content.figures(said) if one.sha256}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parent.name)
def test_shipped_questions_come_back_exactly(path):
    said = quizzes.read(path).questions
    written = "".join(xml_writing.question(key, question) for key, question in said.items())
    assert {found.key: found.said for found in read(written)} == said


@pytest.mark.parametrize("said", ALL, ids=lambda said: said.KIND)
def test_every_type_comes_back_without_a_remark(said):
    [found] = read(xml_writing.question("a-key", said))
    assert (found.said, found.remarks) == (said, ())


def test_multichoice_of_moodle():
    found = one(
        "multichoice",
        "<single>true</single><defaultgrade>1.0000000</defaultgrade>"
        + answer("&lt;p&gt;PVDF&lt;/p&gt;", 100, "<feedback><text>Good</text></feedback>")
        + answer("H&lt;sub&gt;2&lt;/sub&gt;O", -33.33333)
        + "<generalfeedback><text>All</text></generalfeedback><hint><text>one</text></hint><hint><text>two</text></hint>"
        + "<tags><tag><text>level:3</text></tag><tag><text>source:page 7</text></tag></tags>",
        prompt="<p>Which&nbsp;binder?</p>\n<p>Choose.</p>",
    )
    assert found.said == content.Single(
        prompt=Text("Which binder?\nChoose."),
        choices=(
            Choice("a", Text("PVDF"), Decimal(1), Text("Good")),
            Choice("b", Text("H₂O"), Decimal("-0.3333333")),
        ),
        feedback=Text("All"),
        hint=Text("one\ntwo"),
        source="page 7",
        level=3,
    )
    assert found.remarks == ()


def test_true_and_false():
    said = one("truefalse", answer("true", 0) + answer("false", 100)).said
    assert [(choice.key, choice.text, choice.fraction) for choice in said.choices] == [
        ("true", Text("참", "True"), 0),
        ("false", Text("거짓", "False"), 1),
    ]


UNITS = "<units>{}</units>"
UNIT = "<unit><multiplier>{}</multiplier><unit_name>{}</unit_name></unit>"


def test_numerical_with_units():
    units = UNITS.format(UNIT.format("1", "mAh") + UNIT.format("1000", "uAh") + UNIT.format("0.001", "Ah"))
    found = one("numerical", answer("3.84", 100, "<tolerance>0.02</tolerance>") + answer("*", 0) + units)
    assert found.said == content.Numeric(
        prompt=Text("Q?"), value=Decimal("3.84"), unit="mAh", tolerance=Decimal("0.02")
    )


@pytest.mark.parametrize(
    ("units", "sentence"),
    [
        (UNIT.format("1", "florin"), "not a unit we know"),
        (UNIT.format("2", "mAh"), "not a unit we know"),
        (UNIT.format("1", "mAh") + UNIT.format("100", "Ah"), "which is not so here"),
    ],
)
def test_units_that_mean_something_else_are_refused(units, sentence):
    assert sentence in one("numerical", answer("1", 100) + UNITS.format(units)).refusal


def test_calculated_of_moodle():
    dataset = (
        "<dataset_definition><name><text>{}</text></name><distribution><text>{}</text></distribution>"
        "<minimum><text>1</text></minimum><maximum><text>9.5</text></maximum><decimals><text>1</text></decimals>"
        "<dataset_items><dataset_item><number>1</number><value>3</value></dataset_item></dataset_items>"
        "</dataset_definition>"
    )
    kind = "<tolerance>0.01</tolerance><tolerancetype>1</tolerancetype>"
    formula = answer("{q}*pow({m},2)+log({q})", 100, kind)
    sets = (
        "<dataset_definitions>" + dataset.format("q", "uniform") + dataset.format("m", "{}") + "</dataset_definitions>"
    )
    found = one("calculatedsimple", formula + sets.format("uniform"), prompt="{q} and {m}")
    assert found.said == content.Calculated(
        prompt=Text("{q} and {m}"),
        parameters=(
            content.Parameter("q", Decimal(1), Decimal("9.5"), 1),
            content.Parameter("m", Decimal(1), Decimal("9.5"), 1),
        ),
        formula="q * m ** 2 + ln(q)",
    )
    assert "evenly" in one("calculated", formula + sets.format("loguniform")).refusal
    assert "sin" in one("calculated", formula.replace("log", "sin") + sets.format("uniform")).refusal
    assert "geometric" in one("calculated", formula.replace(">1<", ">3<") + sets.format("uniform")).refusal


def test_a_formula_edited_in_the_file_counts():
    written = xml_writing.question("a-key", ALL[6])
    [found] = read(written.replace("<text>{q} * {m} / 1000</text>", "<text>{q} * {m} / 500</text>"))
    assert found.said.formula == "q * m / 500"


def test_matching_with_distractors_and_short_answers_with_asterisks():
    side = "<subquestion><text>{}</text><answer><text>{}</text></answer></subquestion>"
    found = one("matching", side.format("A", "1") + side.format("B", "2") + side.format("", "3"))
    assert found.said == Matching(
        prompt=Text("Q?"),
        pairs=(Pair("a", Text("A"), Text("1")), Pair("b", Text("B"), Text("2"))),
        extra=(Item("c", Text("3")),),
    )
    found = one("shortanswer", answer(r"2\*3", 100) + answer("*", 0, "<feedback><text>No</text></feedback>"))
    assert found.said.accepted == (Accepted("2*3"),)
    assert found.remarks == ("What it says about all other answers was left out.",)
    assert "many answers" in one("shortanswer", answer("PV*", 100)).refusal


@pytest.mark.parametrize(
    ("prompt", "text"),
    [
        (
            '<span lang="ko" class="multilang">전극</span> <span lang="en" class="multilang">Electrode</span>',
            Text("전극", "Electrode"),
        ),
        ('<lang lang="en_us">Only</lang>', Text("", "Only")),
        ('1 <span class="multilang" lang="ko">둘</span><span class="multilang" lang="fr">deux</span>', Text("1 둘")),
        ("<span lang='en'>no filter</span>", Text("no filter")),
        ("a &lt; b, 10<sup>-3</sup> e<sup>kt</sup> x<y z", Text("a < b, 10⁻³ e^(kt) x<y z")),
        ("<ul><li>one</li><li>two</li></ul>", Text("one\ntwo")),
        (r"$$\frac{a}{b}$$", Text(r"$$\frac{a}{b}$$")),
        ("a&#0;b&#xFFFFFFFFF;c&#55296;d", Text("abcd")),
        ("a<!-- <b>word</b> <xml> -->b<!-- c", Text("ab<!-- c")),
        ("AT&T, a &copy b &copy; &bogus;", Text("AT&T, a &copy b © &bogus;")),
        ("<b>a</b><!-- hidden --><style>p{}</style>b", Text("ab")),
    ],
)
def test_html_becomes_words(prompt, text):
    assert one("essay", "", prompt=prompt).said.prompt == text


def test_words_of_one_language_are_those_of_the_file():
    assert one("essay", "", prompt="Why?", language="en").said.prompt == Text("", "Why?")


def test_a_script_never_comes_in():
    found = one("essay", "", prompt="a<script>alert(1)</script><a href='javascript:x'>b</a>")
    assert found.said.prompt == Text("ab")
    assert len(found.remarks) == 2


@pytest.mark.parametrize(
    ("kind", "inner", "sentence"),
    [
        ("cloze", "", "no such type"),
        ("description", "", "no such type"),
        ("multichoice", answer("a", 100), "At least two choices"),
        ("multichoice", answer("a", 50) + answer("b", 0), "No answer counts"),
        ("multichoice", answer("a", "x") + answer("b", 0), "no number"),
        ("multichoice", "".join(answer(str(n), 100) for n in range(51)), "more than 50"),
        ("multichoice", answer("&lt;img src='x'&gt;", 100) + answer("b"), "picture is not in the file"),
        ("essay", "<graderinfo><text>&lt;img src='x'&gt;</text></graderinfo>", "picture or file"),
        ("essay", "<generalfeedback><text>@@PLUGINFILE@@/a.png</text></generalfeedback>", "picture or file"),
        ("essay", "<questiontext><file name='a' encoding='base64'>QQ==</file></questiontext>", "picture or file"),
        ("essay", f"<generalfeedback><text>{'x' * 100_001}</text></generalfeedback>", "longer than"),
        ("essay", f"<generalfeedback>{'<x/>' * 3000}</generalfeedback>", "longer than"),
        ("essay", "<graderinfo><text>900101-1234567</text></graderinfo>", "resident"),
        ("essay", "<graderinfo><text><b>x</b></text></graderinfo>", "not escaped"),
        ("numerical", answer("1", 100) + answer("2", 50), "Not exactly one"),
        ("numerical", answer("1e999", 100), "too large"),
        ("numerical", answer("*", 100), "Not exactly one"),
        ("truefalse", answer("true", 100), "no answers"),
    ],
)
def test_what_cannot_come_in_is_told(kind, inner, sentence):
    found = one(kind, inner)
    assert found.said is None
    assert sentence in found.refusal


PNG = base64.b64encode(PICTURES_PNG).decode()


def shown(html: str, files: str = "", kind: str = "essay"):
    text = f'<questiontext format="html"><text><![CDATA[{html}]]></text>{files}</questiontext>'
    [found] = read(f'<question type="{kind}"><name><text>N</text></name>{text}</question>')
    return found


def file(name: str, content: str) -> str:
    return f'<file name="{name}" path="/" encoding="base64">{content}</file>'


def test_a_picture_of_moodle_comes_in_with_its_alt():
    found = shown('<p>Look: <img src="@@PLUGINFILE@@/die%201.png" alt="A die" width="9"></p>', file("die 1.png", PNG))
    [picture] = found.pictures
    assert found.said == content.Essay(
        prompt=Text("Look:"),
        figure=content.Figure(f"die-1-{picture.sha256[:8]}.png", Text("A die"), "", picture.sha256, 12, 8),
    )
    assert picture.content == PICTURES_PNG


@pytest.mark.parametrize(
    ("html", "files", "sentence"),
    [
        ('Q <img src="https://elsewhere.example/a.png" alt="x">', "", "not in the file"),
        ('Q <img src="@@PLUGINFILE@@/a.png" alt="x">', "", "not in the file"),
        ('Q <img src="@@PLUGINFILE@@/a.png">', file("a.png", PNG), "Say what is to be seen"),
        ('Q <img src="@@PLUGINFILE@@/a.png" alt="x">', file("a.png", "QQ=="), "no JPEG, PNG"),
        ('Q <img src="@@PLUGINFILE@@/a.png" alt="x">', file("a.png", "~"), "no base64"),
        ('Q <img src="@@PLUGINFILE@@/a.svg" alt="x">', file("a.svg", base64.b64encode(b"<svg onload=''/>").decode()), "plain SVG"),
        ('Q <img src="@@PLUGINFILE@@/a.png" alt="x"> <img src="@@PLUGINFILE@@/b.png" alt="y">', file("a.png", PNG), "more than one"),
        ('Q <img src="@@PLUGINFILE@@/a.png" alt="x">', file("a.png", "A" * 4_000_001), "larger than 3 MB"),
    ],
)  # fmt: skip
def test_a_figure_that_cannot_come_in_is_told(html, files, sentence):
    found = shown(html, files)
    assert (found.said, found.pictures) == (None, ())
    assert sentence in found.refusal


def test_an_essay_that_wants_files_is_answered_with_files():
    found = one("essay", "<attachments>2</attachments><attachmentsrequired>1</attachmentsrequired>"
                "<responseformat>noinline</responseformat>")  # fmt: skip
    assert (found.said, found.remarks) == (content.Files(prompt=Text("Q?"), at_most=2), ())
    any_number = one("essay", "<attachments>-1</attachments><attachmentsrequired>1</attachmentsrequired>")
    assert any_number.said == content.Files(prompt=Text("Q?"), at_most=5)
    assert len(any_number.remarks) == 2

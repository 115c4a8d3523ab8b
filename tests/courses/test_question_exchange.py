"""Files of questions brought into a bank and given out again: rows, versions, queries, and commands."""

import io
import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.models import Question, QuestionVersion
from courses.rules.questions import content
from courses.rules.questions.content import Text
from courses.services.questions import bank, exchange
from courses.services.questions.exchange import Outcome
from tests import factories
from tests.courses.test_questions import ALL
from tests.factories import NOW
from training.core.models import AuditEntry

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def course(complex):
    return factories.CourseFactory(complex=complex)


def gift(*lines: str) -> io.BytesIO:
    return io.BytesIO("\n\n".join(lines).encode())


def bring(course, *lines: str) -> exchange.Report:
    return exchange.bring_in(course, gift(*lines), form="gift", by=None, now=NOW)


def outcomes(report) -> list[tuple[str, str]]:
    return [(row.found.key, str(row.outcome)) for row in report.rows]


def test_each_question_has_a_row_and_a_second_run_changes_nothing(course):
    lines = ("::one::A{=a}", "::two::B", "::three::C{}")
    assert outcomes(bring(course, *lines)) == [("one", "new"), ("two", "refused"), ("three", "new")]
    assert outcomes(bring(course, *lines)) == [("one", "same"), ("two", "refused"), ("three", "same")]
    assert QuestionVersion.objects.count() == 2
    [entry] = AuditEntry.objects.filter(action="questions brought in")
    assert entry.facts == {"new": 2, "changed": 0, "same": 0, "refused": 1, "format": "gift"}


def test_other_words_are_a_new_version_and_the_old_one_stands(course):
    bring(course, "::one::A{=a}")
    assert outcomes(bring(course, "::one::Changed{=a}")) == [("one", "changed")]
    versions = list(QuestionVersion.objects.order_by("number"))
    assert [(one.number, one.said.prompt.ko, one.made_at) for one in versions] == [(1, "A", NOW), (2, "Changed", NOW)]
    assert versions[1].content == content.write(versions[1].said)


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_keys_stand_when_a_file_comes_back_without_them(course, number):
    """Moodle passes over our keys and loses them, and answers are graded anew by key."""
    bank.add(course, key="one", said=ALL[number], by=None, now=NOW)
    raw = re.sub(' key="[^"]*"', "", "".join(exchange.export(course, "moodle")))
    report = exchange.bring_in(course, io.BytesIO(raw.encode()), form="moodle", by=None, now=NOW)
    assert outcomes(report) == [("one", "same")]


def test_a_new_choice_takes_a_key_that_no_answer_has(course):
    bring(course, "::one::A{=right ~wrong}")
    bring(course, "::one::A{~new =right ~wrong}")
    said = QuestionVersion.objects.get(number=2).said
    assert [(choice.key, choice.text.ko) for choice in said.choices] == [("c", "new"), ("a", "right"), ("b", "wrong")]
    bring(course, "::two::A{=x -> 1 =y -> 2 = -> 3}")
    bring(course, "::two::A{=z -> 4 =y -> 2 =x -> 1 = -> 5 = -> 3}")
    said = QuestionVersion.objects.get(question__key="two", number=2).said
    assert [(side.key, side.left.ko) for side in said.pairs] == [("d", "z"), ("b", "y"), ("a", "x")]
    assert [(side.key, side.text.ko) for side in said.extra] == [("e", "5"), ("c", "3")]


def test_what_the_bank_cannot_take_is_refused_with_a_sentence(course):
    bring(course, "::one::A{=a}", "::two::B{}")
    bank.retire(Question.objects.get(key="two"), by=None, now=NOW)
    report = bring(course, "::one::A{}", "::two::C{}", "::new::D{}", "::new::E{}")
    assert outcomes(report) == [("one", "refused"), ("two", "refused"), ("new", "new"), ("new", "refused")]
    assert ["another type" in report.rows[0].sentence, "retired" in report.rows[1].sentence] == [True, True]
    assert "same id or name" in report.rows[3].sentence


def test_looking_writes_nothing_and_says_what_would_come(course):
    report = exchange.look(course, gift("::one::A{=a}", "::two::B"), form="gift")
    assert outcomes(report) == [("one", "new"), ("two", "refused")]
    assert report.taken[0].said == content.Short(prompt=Text("A"), accepted=(content.Accepted("a"),))
    assert not Question.objects.exists()
    assert not AuditEntry.objects.filter(action="questions brought in").exists()


def test_what_stands_before_a_break_comes_in(course):
    question = (
        "<question type='essay'><name><text>N</text></name><questiontext><text>Q</text></questiontext></question>"
    )
    raw = io.BytesIO(f"<quiz>\n{question}\n<broken".encode())
    report = exchange.bring_in(course, raw, form="moodle", by=None, now=NOW)
    assert (outcomes(report), report.is_whole) == ([("N", "new")], False)
    assert report.broken.startswith("Line 3")


def test_courses_do_not_share_questions(course, complex):
    other = factories.CourseFactory(complex=complex)
    bring(course, "::one::A{=a}")
    assert outcomes(bring(other, "::one::B{=b}")) == [("one", "new")]
    assert Question.objects.get(course=course).versions.count() == 1


def queries(course, prefix: str, many: int) -> int:
    with CaptureQueriesContext(
        connection,
    ) as found:
        report = bring(course, *(f"::{prefix}-{n}::A{{=a}}" for n in range(many)))
    assert report.counts[Outcome.NEW] == many
    return len(found)


def test_a_hundred_questions_take_no_more_queries_than_one(course):
    assert queries(course, "a", 1) == queries(course, "b", 100)


@pytest.mark.slow
def test_ten_thousand_questions(course):
    assert queries(course, "q", 10_000) < 500
    assert Question.objects.filter(course=course).count() == 10_000


@pytest.mark.parametrize("form", ["moodle", "gift"])
def test_a_round_trip_changes_nothing_and_tells_what_was_left(course, form):
    for number, said in enumerate(ALL):
        bank.add(course, key=f"q{number}", said=said, by=None, now=NOW)
    bank.retire(bank.add(course, key="retired", said=ALL[0], by=None, now=NOW), by=None, now=NOW)
    export = exchange.export(course, form)
    raw = "".join(export).encode()
    left = [] if form == "moodle" else ["q6", "q8"]
    assert [key for key, _sentence in export.left] == left
    report = exchange.bring_in(course, io.BytesIO(raw), form=form, by=None, now=NOW)
    assert {str(row.outcome) for row in report.rows} == {"same"}
    assert len(report.rows) == export.written == len(ALL) - len(left)


def test_commands_tell_each_row(course, tmp_path):
    path, out = tmp_path / "in.gift", StringIO()
    path.write_text("::one::A{=a}\n\n::two::B")
    with pytest.raises(CommandError) as error:
        call_command("import_questions", path, course=course.key, stdout=out)
    assert error.value.returncode == 1
    first, second, third = out.getvalue().splitlines()
    assert first.split("\t") == ["1", "new", "one", "one"]
    assert second.split("\t")[:4] == ["3", "refused", "two", "two"]
    assert third == "new 1, changed 0, same 0, refused 1"
    written = tmp_path / "out.xml"
    call_command("export_questions", written, course=course.key, stderr=StringIO())
    call_command("import_questions", written, course=course.key, stdout=out)
    assert out.getvalue().splitlines()[-1] == "new 0, changed 0, same 1, refused 0"


def test_commands_refuse_what_they_cannot_do(course, tmp_path):
    bank.add(course, key="calculated", said=ALL[6], by=None, now=NOW)
    with pytest.raises(CommandError, match="Not everything"):
        call_command("export_questions", form="gift", course=course.key, stdout=StringIO(), stderr=StringIO())
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_questions", tmp_path / "missing.xml", course=course.key)
    with pytest.raises(CommandError, match="Name the course"):
        call_command("export_questions", course="none")

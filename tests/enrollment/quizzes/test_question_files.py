"""The page where instructors bring questions in and take them out."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.models import Question, QuestionVersion
from courses.rules.questions.moodle import xml_reading
from enrollment.forms import quizzes as forms
from tests.enrollment.quizzes import build
from training.core.models import AuditEntry


@pytest.fixture
def desk(cast, client):
    client.force_login(cast.instructor)
    return client


def page(cast, name="cohort_questions", *more):
    return reverse(f"enrollment:{name}", args=[cast.cohort.pk, *more])


def look(cast, desk, text: str | bytes, form="gift"):
    raw = text if isinstance(text, bytes) else text.encode()
    return desk.post(page(cast), {"file": SimpleUploadedFile("in.txt", raw), "form": form, "language": "ko"})


def test_a_file_is_looked_at_first_and_comes_in_as_it_was_shown(cast, desk):
    seen = look(cast, desk, "::one::<script>alert(1)</script>A{=a}\n\n::two::B")
    assert seen.status_code == 200
    assert not Question.objects.exists()
    assert [(row.found.key, str(row.outcome)) for row, _tone in seen.context["rows"]] == [
        ("two", "refused"),
        ("one", "new"),
    ]
    assert b"alert(1)" not in seen.content
    word = {"questions": seen.context["word"]}
    done = desk.post(page(cast, "bring_in_questions"), word)
    assert [(row.found.key, str(row.outcome)) for row, _tone in done.context["rows"]] == [("one", "new")]
    version = QuestionVersion.objects.get()
    assert (version.said.prompt.ko, version.made_by) == ("A", cast.instructor)
    again = desk.post(page(cast, "bring_in_questions"), word)
    assert [str(row.outcome) for row, _tone in again.context["rows"]] == ["same"]
    assert AuditEntry.objects.filter(action="questions brought in", actor=cast.instructor).count() == 1


def test_what_was_shown_to_somebody_else_does_not_come_in(cast, desk, client):
    word = look(cast, desk, "::one::A{=a}").context["word"]
    client.force_login(cast.operator)
    assert client.post(page(cast, "bring_in_questions"), {"questions": word}).status_code == 409
    assert client.post(page(cast, "bring_in_questions"), {"questions": "x"}).status_code == 409
    assert not Question.objects.exists()


@pytest.mark.parametrize(
    ("raw", "form"),
    [(b"", "gift"), (b"\x89PNG\r\n\x1a\n\0\0", "moodle"), (b"a{}", "nonsense")],
    ids=["empty", "picture", "format"],
)
def test_a_file_that_is_none_is_told(cast, desk, raw, form):
    answer = look(cast, desk, raw, form)
    told = answer.status_code == 422 or answer.context["report"].broken
    assert told
    assert not Question.objects.exists()


def test_large_and_long_files_are_refused(cast, desk):
    assert look(cast, desk, b"x" * (forms.MOST_BYTES + 1)).status_code == 422
    long = look(cast, desk, "\n\n".join(f"::q{n}::A{{}}" for n in range(forms.MOST_QUESTIONS + 1)))
    assert (long.status_code, "2000" in long.content.decode()) == (409, True)
    assert not Question.objects.exists()


def test_the_bank_goes_out_and_nothing_of_it_is_in_the_page(cast, desk):
    build.quiz(cast.cohort)
    answer = desk.get(page(cast, "download_questions", "moodle"))
    assert answer["Content-Disposition"] == f'attachment; filename="{cast.cohort.course.key}-questions.xml"'
    found = list(xml_reading.read(io.BytesIO(answer.content)))
    assert {one.key.removeprefix("quiz-"): one.said for one in found} == build.SAID
    assert desk.get(page(cast, "download_questions", "gift"))["Content-Type"] == "text/plain; charset=utf-8"
    assert desk.get(page(cast, "download_questions", "pdf")).status_code == 404
    assert b"secret" not in desk.get(page(cast)).content


def queries(desk, address: str) -> int:
    with CaptureQueriesContext(connection) as found:
        assert desk.get(address).status_code == 200
    return len(found)


def test_the_page_asks_as_little_for_many_questions_as_for_few(cast, desk):
    build.quiz(cast.cohort, said={"short": build.SAID["short"]})
    desk.get(page(cast))
    few = queries(desk, page(cast))
    build.quiz(cast.cohort, key="more")
    assert queries(desk, page(cast)) == few

"""Questions as files: read with their lines, loaded once, edited texts left, exported as they were, broken ones told."""

from pathlib import Path

import pytest
from django.conf import settings

from courses.models import Module, Question, QuestionVersion, Quiz
from courses.rules.questions import content
from courses.services import curriculum
from courses.services.curriculum import quizzes
from courses.services.questions import bank, loading
from tests import factories
from tests.factories import NOW

FOLDER = settings.BASE_DIR / "courses" / "curriculum"
FILES = sorted(FOLDER.glob(f"*/{quizzes.NAME}"))
DRY_ROOM = FOLDER / "16-dry-room" / quizzes.NAME
SAID = content.Short(prompt=content.Text("?"), accepted=(content.Accepted("HF"),))
QUIZ = "quiz: {key: q, title_ko: 시험, title_en: Test%s}\n"
QUESTIONS = """\
questions:
- {key: b, kind: essay, prompt: {ko: "둘째", en: "Second"}}
- {key: a, kind: numeric, prompt: {ko: "첫째", en: "First"}, value: 0.1, unit: g}
"""


def load(module, path=DRY_ROOM) -> list[str]:
    return loading.load(module, quizzes.read(path), by=None, now=NOW)


def edit(key: str) -> None:
    bank.edit(Question.objects.get(key=key), said=SAID, by=None, now=NOW)


@pytest.fixture
def module(complex):
    return factories.ModuleFactory(complex=complex)


@pytest.fixture
def file(tmp_path):
    """A small file beside the dry room's, to be changed."""
    path = tmp_path / quizzes.NAME
    path.write_text(QUIZ % "" + QUESTIONS)
    return path


def test_a_second_load_changes_nothing_and_an_edit_is_left(module, django_assert_max_num_queries):
    assert load(module) == []
    before = QuestionVersion.objects.count()
    with django_assert_max_num_queries(8) as second:
        assert load(module) == []
    assert not [query for query in second if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert QuestionVersion.objects.count() == before
    quiz = Quiz.objects.get()
    assert (quiz.is_safety, quiz.pools.get().questions.count()) == (True, before)
    edit("dry-room-acid")
    [sentence] = load(module)
    assert "dry-room-acid" in sentence


def test_an_edit_that_says_what_the_file_says_is_no_conflict(module, file):
    load(module, file)
    bank.edit(Question.objects.get(key="b"), said=content.Essay(prompt=content.Text("둘", "Two")), by=None, now=NOW)
    file.write_text(file.read_text().replace("둘째", "둘").replace("Second", "Two"))
    assert load(module, file) == []


def test_a_changed_head_is_taken(module, file):
    load(module, file)
    file.write_text(QUIZ % ", minutes: 7, is_required: true" + QUESTIONS)
    assert load(module, file) == []
    quiz = Quiz.objects.get()
    assert (quiz.minutes, quiz.is_required, quiz.attempts) == (7, True, 1)
    file.write_text(QUIZ % "" + QUESTIONS)
    assert load(module, file) == []
    quiz.refresh_from_db()
    assert (quiz.minutes, quiz.is_required) == (0, False)


def test_a_changed_pool_is_taken(module, file):
    load(module, file)
    file.write_text(QUIZ % ", pools: [{draw: 1, questions: [b]}]" + QUESTIONS)
    assert load(module, file) == []
    pool = Quiz.objects.get().pools.get()
    assert (pool.draw, [question.key for question in pool.questions.all()]) == (1, ["b"])
    file.write_text(QUIZ % "" + QUESTIONS + '- {key: c, kind: essay, prompt: {ko: "셋째", en: "Third"}}\n')
    assert load(module, file) == []
    pool.refresh_from_db()
    assert (pool.draw, [question.key for question in pool.questions.all()]) == (0, ["a", "b", "c"])


@pytest.mark.parametrize("change", ["head", "pool"])
def test_a_quiz_edited_in_the_platform_is_left(module, file, change):
    load(module, file)
    quiz = Quiz.objects.get()
    if change == "head":
        Quiz.objects.update(pass_percent=90)
    else:
        bank.set_pools(quiz, [(1, list(Question.objects.all()))])
    file.write_text(QUIZ % ", minutes: 7" + QUESTIONS)
    [sentence] = load(module, file)
    quiz.refresh_from_db()
    assert sentence.startswith("q")
    assert (quiz.minutes, quiz.pass_percent == 90, quiz.pools.get().draw) == (0, change == "head", change == "pool")
    assert load(module, file) == [sentence]


def test_a_quiz_that_was_loaded_before_hashes_were_kept_is_taken_over(module, file):
    load(module, file)
    Quiz.objects.update(loaded_sha256="")
    load(module, file)
    file.write_text(QUIZ % ", minutes: 7" + QUESTIONS)
    assert load(module, file) == []
    assert Quiz.objects.get().minutes == 7


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parent.name)
def test_what_is_read_is_written_in_the_same_bytes(path):
    assert quizzes.written(quizzes.read(path)) == path.read_text(encoding="utf-8")


def test_the_normal_form_says_every_setting_and_orders_by_key(file):
    written = quizzes.written(quizzes.read(file))
    assert "  is_required: false\n" in written
    assert "  value: 0.1\n" in written
    assert "pools" not in written
    assert written.index("key: a\n") < written.index("key: b\n")
    file.write_text(written)
    assert quizzes.written(quizzes.read(file)) == written


def test_an_export_writes_the_file_that_was_loaded(complex, folder, tmp_path):
    path = folder / "01-m1" / quizzes.NAME
    path.write_text(QUIZ % ", pools: [{draw: 1, questions: [a, b]}]" + QUESTIONS)
    path.write_text(quizzes.written(quizzes.read(path)))
    curriculum.load(complex, folder, by=None, now=NOW)
    course = Quiz.objects.get().course
    done = curriculum.export(course, tmp_path / "out")
    copy = tmp_path / "out" / "01-m1" / quizzes.NAME
    assert (done.left, copy.read_bytes()) == ([], path.read_bytes())
    bank.edit(Question.objects.get(key="b"), said=content.Essay(prompt=content.Text("새", "New")), by=None, now=NOW)
    curriculum.export(course, tmp_path / "out")
    assert '"New"' in copy.read_text()
    assert curriculum.load(complex, tmp_path / "out", by=None, now=NOW).conflicts == []


def test_a_retired_question_is_not_exported(complex, folder, tmp_path):
    path = folder / "01-m1" / quizzes.NAME
    path.write_text(QUIZ % "" + QUESTIONS)
    curriculum.load(complex, folder, by=None, now=NOW)
    bank.retire(Question.objects.get(key="b"), by=None, now=NOW)
    for _again in range(2):
        assert curriculum.export(Quiz.objects.get().course, tmp_path / "out").left == []
        found = quizzes.read(tmp_path / "out" / "01-m1" / quizzes.NAME)
        assert (list(found.questions), found.takes_all) == (["a"], True)
        assert curriculum.load(complex, tmp_path / "out", by=None, now=NOW).conflicts == []


def test_a_quiz_that_is_not_published_is_exported_with_the_drafts(complex, folder, tmp_path):
    path = folder / "01-m1" / quizzes.NAME
    path.write_text(QUIZ % "" + QUESTIONS)
    curriculum.load(complex, folder, by=None, now=NOW)
    Quiz.objects.update(published_at=None)
    course = Quiz.objects.get().course
    assert len(curriculum.export(course, tmp_path / "out").left) == 1
    assert curriculum.export(course, tmp_path / "drafts", drafts=True).left == []
    assert not (tmp_path / "out" / "01-m1" / quizzes.NAME).exists()
    assert (tmp_path / "drafts" / "01-m1" / quizzes.NAME).exists()


def test_an_export_says_what_a_file_cannot(complex, folder, tmp_path):
    path = folder / "01-m1" / quizzes.NAME
    path.write_text(QUIZ % "" + QUESTIONS)
    curriculum.load(complex, folder, by=None, now=NOW)
    quiz, other = Quiz.objects.get(), Module.objects.get(key="m2")
    strange = bank.add(quiz.course, key="strange", said=SAID, by=None, now=NOW, module=other)
    bank.set_pools(quiz, [(0, [*Question.objects.filter(module=quiz.module), strange])])
    Quiz.objects.create(complex=complex, course=quiz.course, module=quiz.module, key="second", published_at=NOW)
    left = curriculum.export(quiz.course, tmp_path / "out").left
    assert [sentence.partition(":")[0] for sentence in left] == ["second", "q", "m2"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ("[", 2),
        ("quiz: {}\nquestions: []", 1),
        ("quiz: {nonsense: 1}\nquestions: []", 1),
        (QUIZ % ", pass_percent: 101" + QUESTIONS, 1),
        (QUIZ % ", reveal: all" + QUESTIONS, 1),
        (QUIZ % ", shuffle: 1" + QUESTIONS, 1),
        (QUIZ % ", pools: [{draw: 1, questions: [z]}]" + QUESTIONS, 1),
        (QUIZ % "" + QUESTIONS + "- {key: a, kind: essay, prompt: {ko: x}}", 5),
        (QUIZ % "" + QUESTIONS + "- {key: a b, kind: essay, prompt: {ko: x}}", 5),
        (QUIZ % "" + QUESTIONS + "- {key: d, kind: essay, kind: short, prompt: {ko: x}}", 5),
        (QUIZ % "" + QUESTIONS + "- {key: d, kind: single}", 5),
        (QUIZ % "" + QUESTIONS + "- {key: d, kind: ordering, prompt: {ko: x}, steps: []}", 5),
        (QUIZ % "" + QUESTIONS + "- text", 5),
        ("a: !!python/object:os.x {}", 1),
    ],
)
def test_a_broken_file_is_told_with_its_line(tmp_path: Path, text, line):
    path = tmp_path / quizzes.NAME
    path.write_text(text)
    with pytest.raises(curriculum.CurriculumError, match=quizzes.NAME) as caught:
        quizzes.read(path)
    assert caught.value.line == line


def test_the_linter_names_every_broken_file_and_one_that_is_not_in_the_normal_form(folder):
    for module, text in (("01-m1", QUIZ % "" + QUESTIONS), ("02-m2", "quiz: {}")):
        (folder / module / quizzes.NAME).write_text(text)
    assert [fault.path.parent.name for fault in curriculum.lint(folder) if fault.path.name == quizzes.NAME] == ["02-m2"]
    (folder / "02-m2" / quizzes.NAME).unlink()
    assert [fault.path.parent.name for fault in curriculum.lint(folder) if fault.path.name == quizzes.NAME] == ["01-m1"]


def test_two_modules_cannot_have_one_question(folder):
    for module in ("01-m1", "02-m2"):
        (folder / module / quizzes.NAME).write_text(QUIZ % "" + QUESTIONS)
    assert any("01-m1" in fault.sentence for fault in curriculum.lint(folder))

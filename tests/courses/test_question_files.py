"""Questions as files: read without fault, loaded once, edited texts left, a broken file told."""

from pathlib import Path

import pytest
from django.conf import settings

from courses.models import QuestionVersion, Quiz
from courses.rules.questions import content
from courses.services.questions import bank, loading
from tests import factories
from tests.factories import NOW

FOLDER = settings.BASE_DIR / "courses" / "curriculum"
DRY_ROOM = FOLDER / "16-dry-room" / loading.NAME


def test_a_second_load_changes_nothing_and_an_edit_is_left(complex):
    module = factories.ModuleFactory(complex=complex)
    assert loading.load(module, DRY_ROOM, by=None, now=NOW) == []
    before = QuestionVersion.objects.count()
    assert loading.load(module, DRY_ROOM, by=None, now=NOW) == []
    assert QuestionVersion.objects.count() == before
    quiz = Quiz.objects.get()
    assert (quiz.is_safety, quiz.pools.get().questions.count()) == (True, before)
    question = quiz.pools.get().questions.get(key="dry-room-acid")
    bank.edit(
        question,
        said=content.Short(prompt=content.Text("?"), accepted=(content.Accepted("HF"),)),
        by=None,
        now=NOW,
    )
    [sentence] = loading.load(module, DRY_ROOM, by=None, now=NOW)
    assert "dry-room-acid" in sentence


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[",
        "quiz: {}",
        "quiz: {nonsense: 1}\nquestions: []",
        "quiz: {}\nquestions: [{key: a, kind: single}]",
        "a: !!python/object:os.x {}",
    ],
)
def test_a_broken_file_is_told_with_its_path(tmp_path: Path, text):
    path = tmp_path / loading.NAME
    path.write_text(text)
    with pytest.raises(loading.BadFile, match=loading.NAME):
        loading.read(path)

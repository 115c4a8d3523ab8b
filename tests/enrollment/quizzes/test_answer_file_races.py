"""One trainee on several devices brings files at once: PostgreSQL only, since SQLite hides races."""

from threading import Barrier

import pytest
from django.db import connections

from enrollment.models import AnswerFile, QuizAnswer, QuizAttempt
from enrollment.services import quizzes, submissions
from tests import factories
from tests.enrollment.quizzes import build
from tests.enrollment.quizzes.test_answer_files import picture
from tests.enrollment.seats.test_races import contend
from tests.factories import NOW

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
COLORS = ("red", "green", "blue", "navy")


def answers() -> list[QuizAnswer]:
    """The answer as each device has it open; it takes one file."""
    enrollment = factories.EnrollmentFactory(complex=factories.ground())
    sheet = build.content.Files(prompt=build.Text("?"), at_most=1)
    quiz = build.quiz(enrollment.cohort, said={"sheet": sheet})
    attempt = quizzes.start(enrollment, quiz, by=enrollment.trainee, now=NOW)
    rows = QuizAnswer.objects.select_related("version", "attempt__enrollment__trainee")
    return [rows.get(attempt=attempt) for _color in COLORS]


def bring(opened, colors):
    def act(n):
        trainee = opened[n].attempt.enrollment.trainee
        submissions.bring(opened[n], name="a.png", raw=picture(colors[n]), by=trainee, now=NOW)

    results = contend(act, list(range(len(COLORS))))
    connections.close_all()
    return results


def test_of_four_files_at_once_one_is_kept():
    results = bring(answers(), COLORS)
    kept = AnswerFile.objects.get()
    assert sum(result is None for result in results) == 1
    assert QuizAnswer.objects.get().answer == {"files": [kept.pk]}


def test_the_same_file_four_times_at_once_is_one_and_nobody_is_refused():
    assert bring(answers(), ["red"] * len(COLORS)) == [None] * len(COLORS)
    assert AnswerFile.objects.count() == 1


def test_without_the_lock_all_are_kept(monkeypatch):
    """The teeth: all have looked for room before the first one writes."""
    monkeypatch.setattr(submissions, "_locked", lambda answer: QuizAttempt.objects.get(pk=answer.attempt_id))
    looks, looked = submissions._check_room, Barrier(len(COLORS), timeout=60)

    def look(answer, said):
        looks(answer, said)
        looked.wait()

    monkeypatch.setattr(submissions, "_check_room", look)
    bring(answers(), COLORS)
    assert AnswerFile.objects.count() == len(COLORS)

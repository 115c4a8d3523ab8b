"""Who may bring and open the files of an answer."""

from typing import Any

from enrollment.models import AnswerFile, QuizAnswer
from enrollment.permissions.attendance import may_keep_roll


def is_answerer(user: Any, answer: QuizAnswer) -> bool:
    return bool(user.is_authenticated) and answer.attempt.enrollment.trainee_id == user.pk


def may_open(user: Any, file: AnswerFile) -> bool:
    """The one who answered, and those who teach the cohort or run its complex: who may grade it."""
    return is_answerer(user, file.answer) or may_keep_roll(user, file.answer.attempt.enrollment.cohort)

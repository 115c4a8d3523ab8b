"""The files of answers, as their trainee and their instructor see them."""

from enrollment.models import AnswerFile, QuizAnswer, QuizAttempt

RELATED = "answer__attempt__enrollment__cohort__complex"


def of_answer(answer: QuizAnswer) -> list[AnswerFile]:
    """What stands, in the order in which it came."""
    return list(AnswerFile.objects.kept().filter(answer=answer))


def of_attempt(attempt: QuizAttempt) -> list[AnswerFile]:
    """Of all its answers, by question. One query."""
    rows = AnswerFile.objects.kept().filter(answer__attempt=attempt).select_related("answer")
    return list(rows.order_by("answer__position", "pk"))

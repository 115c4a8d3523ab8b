"""Quizzes as the trainee, the instructor and the completion engine read them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from courses.models import Quiz
from enrollment.models import Enrollment, ExtraTime, QuizAnswer, QuizAttempt
from enrollment.states import AttemptState
from training.core.models import Complex


@dataclass(frozen=True)
class Result:
    """How one person stands in one quiz. `best` is None before a first graded attempt.

    Passed is passed: a later attempt, or a later pass mark, takes nothing away.
    """

    quiz: Quiz
    best: Decimal | None
    passed: bool
    tries: tuple[QuizAttempt, ...]
    waiting: bool  # handed in, and an instructor has still to grade

    @property
    def attempts(self) -> int:
        return len(self.tries)

    @property
    def percent(self) -> Decimal | None:
        return None if self.best is None else (self.best * 100).quantize(Decimal("0.1"))


def results_in(enrollments: list[int], quizzes: list[Quiz]) -> dict[int, list[Result]]:
    """A result for each of these quizzes, for each of these enrollments by id. One query."""
    tries: dict[tuple[int, int], list[QuizAttempt]] = defaultdict(list)
    for attempt in QuizAttempt.objects.filter(enrollment__in=enrollments, quiz__in=quizzes).order_by("number"):
        tries[attempt.enrollment_id, attempt.quiz_id].append(attempt)
    return {person: [_result(quiz, tries[person, quiz.pk]) for quiz in quizzes] for person in enrollments}


def _result(quiz: Quiz, tries: list[QuizAttempt]) -> Result:
    graded = [attempt.fraction for attempt in tries if attempt.fraction is not None]
    return Result(
        quiz=quiz,
        best=max(graded, default=None),
        passed=any(attempt.passed for attempt in tries),
        tries=tuple(tries),
        waiting=any(attempt.state == AttemptState.SUBMITTED for attempt in tries),
    )


@dataclass(frozen=True)
class Offered:
    """One quiz as its trainee finds it: what it asks for, and what they may do now."""

    enrollment: Enrollment
    quiz: Quiz
    attempts: list[QuizAttempt]
    extra: int = 0
    questions: int = 0

    @property
    def open(self) -> QuizAttempt | None:
        return next((attempt for attempt in self.attempts if attempt.state == AttemptState.OPEN), None)

    @property
    def minutes(self) -> int:
        return self.quiz.minutes + self.extra if self.quiz.minutes else 0

    @property
    def left(self) -> int | None:
        """Attempts that are left; None where there are as many as wanted."""
        return max(self.quiz.attempts - len(self.attempts), 0) if self.quiz.attempts else None

    @property
    def is_passed(self) -> bool:
        return any(attempt.passed for attempt in self.attempts)

    @property
    def is_due(self) -> bool:
        return self.open is not None or (not self.is_passed and self.left != 0)


def of_person(user: Any, complex: Complex) -> list[Offered]:
    """The quizzes of the courses somebody is in training for. Four queries, whatever the number."""
    current = list(
        Enrollment.objects.of(complex).current().filter(trainee=user).select_related("cohort").order_by("-pk")
    )
    quizzes = Quiz.objects.published().filter(course__in={enrollment.cohort.course_id for enrollment in current})
    tries: dict[tuple[int, int], list[QuizAttempt]] = defaultdict(list)
    for attempt in QuizAttempt.objects.filter(enrollment__in=current).order_by("number"):
        tries[attempt.enrollment_id, attempt.quiz_id].append(attempt)
    extra = {(row.enrollment_id, row.quiz_id): row.minutes for row in ExtraTime.objects.filter(enrollment__in=current)}
    return [
        Offered(enrollment, quiz, tries[enrollment.pk, quiz.pk], extra.get((enrollment.pk, quiz.pk), 0))
        for quiz in quizzes
        for enrollment in current
        if enrollment.cohort.course_id == quiz.course_id
    ]


def offered(user: Any, complex: Complex, quiz_id: int) -> Offered | None:
    """One quiz for one person; None for whoever is not in training for its course."""
    found = next((one for one in of_person(user, complex) if one.quiz.pk == quiz_id), None)
    if found is None:
        return None
    return Offered(found.enrollment, found.quiz, found.attempts, found.extra, how_many(found.quiz))


def tries_again(attempt: QuizAttempt) -> bool:
    """Whether this person is at an attempt of this quiz, or has not passed and has attempts left. One query."""
    tried = QuizAttempt.objects.filter(enrollment=attempt.enrollment_id, quiz=attempt.quiz_id)
    return Offered(attempt.enrollment, attempt.quiz, list(tried)).is_due


def how_many(quiz: Quiz) -> int:
    """How many questions an attempt asks."""
    pools = quiz.pools.prefetch_related("questions")
    sizes = [(sum(question.retired_at is None for question in pool.questions.all()), pool.draw) for pool in pools]
    return sum(min(size, draw) if draw else size for size, draw in sizes)


def answers(attempt: QuizAttempt) -> list[QuizAnswer]:
    """Every answer of an attempt in order, with the version that was seen, in one query."""
    found = list(attempt.answers.select_related("version__question").order_by("position"))
    for answer in found:
        answer.attempt = attempt
    return found


def overdue(*, now: datetime) -> "QuerySet[QuizAttempt]":
    """Attempts whose time is up and which nobody handed in."""
    found = QuizAttempt.objects.filter(state=AttemptState.OPEN, ends_at__lte=now).order_by("ends_at", "pk")
    return found.select_related("quiz", "enrollment__cohort")

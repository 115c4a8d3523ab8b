"""What the running cohort answered in its first theory quiz, and what the first cohort had studied."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta

from courses.models import LessonEdition, Quiz
from enrollment.models import Cohort, Enrollment, LessonProgress
from enrollment.queries import quizzes as queries
from enrollment.services import quizzes
from training.sample.answers import right

TAKEN = 1  # theory quizzes: each costs a second or two of every load
STUDIED = 24  # lessons of the most diligent, in the order of the course
LEARNERS = 6


def tried(cohort: Cohort, people: Sequence[Enrollment], *, now: datetime) -> None:
    """One attempt each, and another for who did not pass; better for some than for others, the same at every load."""
    chance = random.Random("theory")  # noqa: S311 - invented answers
    rows = Quiz.objects.published().filter(course=cohort.course_id, is_safety=False, minutes__gt=0)
    for days, quiz in enumerate(rows.order_by("order", "pk")[:TAKEN]):
        for place, person in enumerate(people):
            then, skill = now - timedelta(days=15 - days), 0.95 - 0.45 * place / len(people)
            if not _try(quiz, person, chance, skill=skill, now=then) and quiz.attempts != 1:
                _try(quiz, person, chance, skill=skill + 0.2, now=then + timedelta(days=1))


def _try(quiz: Quiz, person: Enrollment, chance: random.Random, *, skill: float, now: datetime) -> bool:
    """Whether it was passed."""
    attempt = quizzes.start(person, quiz, by=person.trainee, now=now)
    for answer in queries.answers(attempt):
        if chance.random() < skill:
            given = right(answer.version.said, answer.seed)
            quizzes.save(attempt, answer.position, given, now=now + timedelta(seconds=40 * answer.position))
    return quizzes.hand_in(attempt, by=person.trainee, now=now + timedelta(minutes=8)).passed


def studied(cohort: Cohort, people: Sequence[Enrollment], *, now: datetime) -> None:
    """Lessons that some finished, each in the edition that stood: what decisions freeze."""
    editions = list(
        LessonEdition.objects.filter(lesson__module__course=cohort.course_id, language="ko", number=1)
        .defer("content")
        .order_by("lesson__module__order", "lesson__order", "pk")[:STUDIED]
    )
    LessonProgress.objects.bulk_create(
        LessonProgress(
            complex_id=cohort.complex_id, enrollment=person, lesson_id=edition.lesson_id, edition=edition,
            finished_at=now - timedelta(days=STUDIED - day),
        )
        for place, person in enumerate(people[:LEARNERS])
        for day, edition in enumerate(editions[: STUDIED - 3 * place])
    )  # fmt: skip

"""The quizzes of a cohort for its instructors: who, how well, and which questions are to blame."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q

from courses.models import QuestionVersion, Quiz
from enrollment.models import Cohort, Enrollment, ExtraTime, QuizAnswer, QuizAttempt
from enrollment.rules import items as rules
from enrollment.states import AttemptState


def of_cohort(cohort: Cohort) -> list[Quiz]:
    """With `tried` people and `waiting` attempts counted, in one query."""
    here = Q(tries__enrollment__cohort=cohort)
    found = Quiz.objects.filter(course=cohort.course_id).annotate(
        tried=Count("tries__enrollment", filter=here, distinct=True),
        waiting=Count("tries", filter=here & Q(tries__state=AttemptState.SUBMITTED), distinct=True),
    )
    return list(found.order_by("order", "pk"))


@dataclass
class Person:
    """One trainee with their attempts, the answers that wait, and the time they were given."""

    enrollment: Enrollment
    attempts: list[QuizAttempt] = field(default_factory=list)
    to_grade: list[QuizAnswer] = field(default_factory=list)
    extra: int = 0


def people(cohort: Cohort, quiz: Quiz) -> list[Person]:
    """Everybody in training or through with it, in the order of names. Four queries."""
    enrolled = Enrollment.objects.filter(cohort=cohort).reading().select_related("trainee")
    found = {one.pk: Person(one) for one in enrolled.order_by("trainee__name", "pk")}
    for attempt in QuizAttempt.objects.filter(quiz=quiz, enrollment__in=found).order_by("number"):
        found[attempt.enrollment_id].attempts.append(attempt)
    waiting = QuizAnswer.objects.filter(
        attempt__quiz=quiz, attempt__enrollment__in=found, attempt__state=AttemptState.SUBMITTED, fraction=None
    )
    for answer in waiting.select_related("attempt").order_by("attempt", "position"):
        found[answer.attempt.enrollment_id].to_grade.append(answer)
    for extra in ExtraTime.objects.filter(quiz=quiz, enrollment__in=found):
        found[extra.enrollment_id].extra = extra.minutes
    return list(found.values())


def to_grade(cohorts: Iterable[Cohort], *, most: int = 10) -> list[QuizAnswer]:
    """The answers of these cohorts that wait for an instructor, the longest waiting first. One query."""
    waiting = QuizAnswer.objects.filter(
        attempt__enrollment__cohort__in=list(cohorts), attempt__state=AttemptState.SUBMITTED, fraction=None
    )
    related = waiting.select_related("attempt__quiz", "attempt__enrollment__trainee")
    return list(related.order_by("attempt__submitted_at", "pk")[:most])


@dataclass(frozen=True)
class Analyzed:
    """One version of a question with its figures."""

    version: QuestionVersion
    item: rules.Item

    @property
    def x(self) -> str:
        """Where its dot stands in the drawing, 0 to 300."""
        return f"{40 + self.item.difficulty * 240:.1f}"

    @property
    def y(self) -> str:
        return f"{110 - (self.item.discrimination or 0.0) * 90:.1f}"


def items(cohort: Cohort, quiz: Quiz) -> list[Analyzed]:
    """Every version that was graded in the whole course, suspects first. Two queries."""
    graded = QuizAnswer.objects.filter(attempt__quiz=quiz, attempt__state=AttemptState.GRADED, fraction__isnull=False)
    worth: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for attempt, version, fraction in graded.order_by("attempt", "position").values_list(
        "attempt", "version", "fraction"
    ):
        worth[attempt].append((version, float(fraction or 0)))
    pairs: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for given in worth.values():
        total = sum(share for _version, share in given)
        for version, share in given:
            pairs[version].append((share, (total - share) / max(len(given) - 1, 1)))
    versions: dict[Any, QuestionVersion] = QuestionVersion.objects.select_related("question").in_bulk(list(pairs))
    found = [Analyzed(versions[key], rules.item(of)) for key, of in pairs.items()]
    return sorted(found, key=lambda one: (not one.item.is_suspect, one.item.discrimination or 0.0))

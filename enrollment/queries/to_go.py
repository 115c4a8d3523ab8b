"""What a trainee still has to do: the shortfall list itself, one for each course in training, and the quizzes due."""

from dataclasses import dataclass
from typing import Any

from courses.queries import contents
from courses.queries.contents import LessonEntry, ModuleEntry
from enrollment.models import ExtraTime
from enrollment.queries import mine
from enrollment.queries.mine import Mine
from enrollment.queries.progress import Part
from enrollment.queries.quizzes import Offered
from training.core import words
from training.core.requests import Request

FIRST_QUIZZES = 5  # shown before the rest is unfolded, where none presses


@dataclass(frozen=True)
class Course:
    """One course: what is missing, the modules with their progress, and the next lesson."""

    mine: Mine
    modules: list[tuple[ModuleEntry, Part]]
    next_lesson: LessonEntry | None


def may_see(request: Request) -> bool:
    return bool(mine.of_request(request))


def panel(request: Request) -> dict[str, Any]:
    return {"courses": [_course(one, words.language()) for one in mine.of_request(request)]}


def _course(one: Mine, language: str) -> Course:
    """One query beside what is remembered."""
    done = {mark.lesson_id for mark in one.proposal.beside.marks}
    found = contents.contents(one.enrollment.cohort.course, language=language, readable=True)
    modules = [(module, _part(module, done)) for module in found.modules if module.lessons]
    return Course(one, modules, next((lesson for lesson in found.lessons if lesson.id not in done), None))


def _part(module: ModuleEntry, done: set[int]) -> Part:
    left = [lesson for lesson in module.lessons if lesson.id not in done]
    return Part(len(module.lessons) - len(left), len(module.lessons), sum(lesson.minutes for lesson in left))


def has_quizzes(request: Request) -> bool:
    """Whether this person is in training for a course with a published quiz."""
    return any(one.proposal.beside.results for one in mine.of_request(request))


def quizzes(request: Request) -> dict[str, Any]:
    """Those that are open or still to be passed. One query beside what is remembered."""
    courses = mine.of_request(request)
    given = ExtraTime.objects.filter(enrollment__in=[one.enrollment for one in courses])
    extra = {(row.enrollment_id, row.quiz_id): row.minutes for row in given}
    offered = [
        Offered(one.enrollment, result.quiz, list(result.tries), extra.get((one.enrollment.pk, result.quiz.pk), 0))
        for one in courses
        for result in one.proposal.beside.results
    ]
    due = [one for one in offered if one.is_due]
    first = [one for one in due if one.open or one.quiz.is_safety or one.quiz.is_required] or due[:FIRST_QUIZZES]
    return {"quizzes": first, "further": [one for one in due if one not in first]}

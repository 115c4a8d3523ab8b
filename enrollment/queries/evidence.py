"""What people have beside their attendance: lessons, quizzes, skills, papers. What a policy does not ask is not read."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from courses.models import Quiz
from enrollment.models import Cohort, Enrollment, LessonProgress, PolicyVersion
from enrollment.queries import papers, progress, skills
from enrollment.queries.quizzes import Result, results_in
from enrollment.queries.skills import Shown
from enrollment.rules.completion import Tally
from enrollment.rules.skills import Stand

NOTHING = Tally()


@dataclass(frozen=True)
class Mark:
    """A lesson that was finished, in the edition that was read: its hash is what a decision rests on."""

    lesson: str
    lesson_id: int
    language: str
    number: int
    sha256: str


@dataclass(frozen=True)
class Beside:
    """One person's lessons, quizzes, skills and papers: `quizzes` and `skills` as a policy asks for them.

    `results` and `shown` are whatever was read, also what counts for nothing.
    """

    lessons: int
    marks: tuple[Mark, ...]
    results: tuple[Result, ...] = ()
    shown: tuple[Shown, ...] = ()
    quizzes: tuple[Result, ...] = ()
    skills: tuple[Shown, ...] = ()
    papers: Tally = NOTHING

    @property
    def quiz_tally(self) -> Tally:
        passed = [result for result in self.quizzes if result.passed]
        waiting = [result for result in self.quizzes if result.waiting and not result.passed]
        return Tally(len(self.quizzes), len(passed), len(waiting))

    @property
    def skill_tally(self) -> Tally:
        waiting = [shown for shown in self.skills if shown.stand == Stand.WAITING]
        return Tally(len(self.skills), sum(shown.passed for shown in self.skills), len(waiting))

    def frozen(self) -> dict[str, Any]:
        """As values that canonical JSON can hold."""
        return {
            "lessons": {
                "published": self.lessons,
                "finished": len(self.marks),
                "editions": [[mark.lesson, mark.language, mark.number, mark.sha256] for mark in self.marks],
            },
            "quizzes": [
                {
                    "key": result.quiz.key,
                    "best": None if result.best is None else f"{result.best:f}",
                    "passed": result.passed,
                }
                for result in self.quizzes
            ],
            "skills": [shown.frozen() for shown in self.skills],
            "papers": {"asked": self.papers.need, "handed_in": self.papers.have},
        }


def of_people(
    cohort: Cohort, people: Iterable[Enrollment], policy: PolicyVersion, *, everything: bool = False
) -> dict[int, Beside]:
    """For each of these people of one cohort, by enrollment id; the number of queries does not grow with them.

    With `everything`, quizzes and skills are read also where the policy asks for none.
    """
    rows = list(people)
    keys = [person.pk for person in rows]
    lessons, marks = progress.published_lessons(cohort.course_id), _marks(keys)
    tried = _tried(cohort, keys, all_of_them=everything) if everything or policy.needs_quizzes else {}
    shown = _shown(cohort, keys, all_of_them=everything) if everything or policy.needs_skills else {}
    handed_in = papers.tallies(cohort, rows) if policy.needs_papers else {}
    return {
        key: Beside(
            len(lessons),
            tuple(mark for mark in marks[key] if mark.lesson_id in lessons),
            tuple(tried.get(key, ())),
            tuple(shown.get(key, ())),
            tuple(one for one in tried.get(key, ()) if policy.needs_quizzes and one.quiz.is_required),
            tuple(one for one in shown.get(key, ()) if policy.needs_skills and one.skill.is_required),
            handed_in.get(key, NOTHING),
        )
        for key in keys
    }


def _tried(cohort: Cohort, keys: list[int], *, all_of_them: bool) -> dict[int, list[Result]]:
    published = Quiz.objects.published().filter(course=cohort.course_id)
    return results_in(keys, list(published if all_of_them else published.filter(is_required=True)))


def _shown(cohort: Cohort, keys: list[int], *, all_of_them: bool) -> dict[int, list[Shown]]:
    only = {} if all_of_them else {"is_required": True}
    return skills.of_people(keys, skills.asked(cohort.course_id, **only))


def _marks(enrollments: list[int]) -> dict[int, list[Mark]]:
    rows = LessonProgress.objects.filter(enrollment__in=enrollments).order_by("lesson__key")
    found: dict[int, list[Mark]] = defaultdict(list)
    values = rows.values_list(
        "enrollment", "lesson__key", "lesson", "edition__language", "edition__number", "edition__sha256"
    )
    for enrollment, key, lesson, language, number, sha256 in values:
        found[enrollment].append(Mark(key, lesson, language, number, sha256))
    return found

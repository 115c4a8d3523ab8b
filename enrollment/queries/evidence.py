"""What people have beside their attendance: lessons, quizzes, skills, papers. What a policy does not ask is not read."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from enrollment.models import Cohort, Enrollment, LessonProgress, PolicyVersion
from enrollment.queries import papers, progress, skills
from enrollment.queries.quizzes import Result, results_for
from enrollment.queries.skills import Shown
from enrollment.rules.completion import Tally
from enrollment.rules.skills import Stand

NOTHING = Tally()


@dataclass(frozen=True)
class Mark:
    """A lesson that was finished, in the edition that was read: its hash is what a decision rests on."""

    lesson: str
    language: str
    number: int
    sha256: str


@dataclass(frozen=True)
class Beside:
    """One person's lessons, quizzes, skills and papers, as a policy asks for them."""

    lessons: int
    marks: tuple[Mark, ...]
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


def of_people(cohort: Cohort, people: Iterable[Enrollment], policy: PolicyVersion) -> dict[int, Beside]:
    """For each of these people of one cohort, by enrollment id; the number of queries does not grow with them."""
    keys = [person.pk for person in people]
    lessons, marks = progress.published_lessons(cohort.course_id), _marks(keys)
    tried = results_for(keys, cohort.course_id) if policy.needs_quizzes else {}
    asked = skills.asked(cohort.course_id, is_required=True) if policy.needs_skills else []
    shown = skills.of_people(keys, asked) if asked else {}
    handed_in = papers.tallies(cohort, keys) if policy.needs_papers else {}
    return {
        key: Beside(
            lessons,
            tuple(marks[key]),
            tuple(tried.get(key, ())),
            tuple(shown.get(key, ())),
            handed_in.get(key, NOTHING),
        )
        for key in keys
    }


def _marks(enrollments: list[int]) -> dict[int, list[Mark]]:
    rows = LessonProgress.objects.filter(enrollment__in=enrollments).order_by("lesson__key")
    found: dict[int, list[Mark]] = defaultdict(list)
    values = rows.values_list("enrollment", "lesson__key", "edition__language", "edition__number", "edition__sha256")
    for enrollment, lesson, language, number, sha256 in values:
        found[enrollment].append(Mark(lesson, language, number, sha256))
    return found

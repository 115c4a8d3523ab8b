"""Which skills the questions of quizzes support, and how somebody answered those."""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from courses.models import Skill
from enrollment.models import Enrollment, QuizAnswer, QuizAttempt
from enrollment.queries import quiz_screens, quizzes
from enrollment.states import AttemptState


def to_train(course_id: int, answers: Iterable[QuizAnswer]) -> list[Skill]:
    """The skills that questions support which were not answered in full. One query, or none."""
    short = [answer for answer in answers if answer.fraction is not None and answer.fraction < 1]
    keys = {key for answer in short for key in answer.version.said.skills}
    return list(Skill.objects.asked().filter(course=course_id, key__in=keys)) if keys else []


@dataclass(frozen=True)
class Line:
    """One skill: of so many questions that support it, so many were answered in full."""

    skill: Skill
    right: int
    asked: int

    @property
    def is_short(self) -> bool:
        return self.right < self.asked


def of_person(
    enrollment: Enrollment, attempts: list[QuizAttempt], skills: list[Skill], *, everything: bool
) -> list[Line]:
    """From the latest graded attempt of each quiz, what is short first. One query.

    Without `everything` only quizzes count whose answers this person may see.
    """
    answers = QuizAnswer.objects.filter(
        attempt__in=_latest(enrollment, attempts, everything=everything),
        fraction__isnull=False,
        version__content__contains='"skills":',
    )
    counted: dict[str, list[bool]] = defaultdict(list)
    for content, fraction in answers.values_list("version__content", "fraction"):
        for key in json.loads(content).get("skills", ()):
            counted[key].append(fraction == 1)
    lines = [Line(one, sum(counted[one.key]), len(counted[one.key])) for one in skills if one.key in counted]
    return sorted(lines, key=lambda line: not line.is_short)


def _latest(enrollment: Enrollment, attempts: list[QuizAttempt], *, everything: bool) -> list[QuizAttempt]:
    tries: dict[Any, list[QuizAttempt]] = defaultdict(list)
    for attempt in sorted(attempts, key=lambda one: one.number):
        tries[attempt.quiz_id].append(attempt)
    found = []
    for tried in tries.values():
        graded = [attempt for attempt in tried if attempt.state == AttemptState.GRADED]
        again = quizzes.Offered(enrollment, tried[0].quiz, tried).is_due
        if graded and (everything or quiz_screens.may_see_answers(graded[-1], tries_again=again)):
            found.append(graded[-1])
    return found

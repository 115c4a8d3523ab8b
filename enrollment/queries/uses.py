"""What cohorts have made of a course's questions, skills and quizzes."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q

from courses.ports import Use
from enrollment.models import QuizAnswer, QuizAttempt, SkillRecord
from enrollment.states import CohortState

# Where each is recorded, by which key, and how the cohort is reached from there.
RECORDED: dict[str, tuple[Any, str, str]] = {
    "questions": (QuizAnswer, "version__question", "attempt__enrollment__cohort"),
    "skills": (SkillRecord, "skill", "enrollment__cohort"),
    "quizzes": (QuizAttempt, "quiz", "enrollment__cohort"),
}


class UsesInCohorts:
    """Answers courses.ports.Uses, in one query."""

    def of(self, name: str, keys: Iterable[int]) -> dict[int, Use]:
        model, key, cohort = RECORDED[name]
        running = Q(**{f"{cohort}__state": CohortState.RUNNING})
        counted = (
            model.objects.filter(**{f"{key}__in": list(keys)})
            .order_by()
            .values_list(key)
            .annotate(
                times=Count("pk"),
                cohorts=Count(cohort, distinct=True),
                running=Count(cohort, distinct=True, filter=running),
            )
        )
        return {found: Use(*numbers) for found, *numbers in counted}

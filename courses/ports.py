"""What courses must ask the apps above."""

from typing import Any, Protocol

from training.core.models import Complex
from training.core.ports import Port


class LessonAccess(Protocol):
    """Who may read which course's lessons beyond the open previews."""

    def readable_courses(self, user: Any, complex: Complex) -> frozenset[int]:
        """The ids of the courses all of whose lessons this person may read now."""
        ...


lesson_access: Port[LessonAccess] = Port("courses.LessonAccess")

"""What courses must ask the apps above."""

from typing import Any, Protocol

from training.core.models import Complex
from training.core.ports import Port


class LessonAccess(Protocol):
    """Who may read which course's lessons beyond the open previews."""

    def readable_courses(self, user: Any, complex: Complex) -> frozenset[int]:
        """The ids of the courses all of whose lessons this person may read now."""
        ...


class Machines(Protocol):
    """The equipment an author may choose from: asked by a block, which stands below the rows."""

    def choices(self) -> list[tuple[str, str]] | None:
        """Key and name of each machine of the complex being written in; None where no author is at work."""
        ...


machines: Port[Machines] = Port("courses.Machines")
lesson_access: Port[LessonAccess] = Port("courses.LessonAccess")

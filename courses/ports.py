"""What courses must ask the apps above."""

from collections.abc import Iterable
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Use:
    """How often something of a course's bank was asked, answered or recorded, and in how many cohorts."""

    times: int = 0
    cohorts: int = 0
    running: int = 0  # of the cohorts


class Uses(Protocol):
    """What cohorts have made of a bank: an author sees it before retiring anything."""

    def of(self, name: str, keys: Iterable[int]) -> dict[int, Use]:
        """By id, of those `questions`, `skills` or `quizzes` that were used at all."""
        ...


uses: Port[Uses] = Port("courses.Uses")
machines: Port[Machines] = Port("courses.Machines")
lesson_access: Port[LessonAccess] = Port("courses.LessonAccess")

"""Questions that a lower app asks and an upper app answers.

A port is a Protocol with one implementation, registered in the upper app's `AppConfig.ready()`.
Nobody registered means refused, never allowed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.http import HttpRequest
from django.utils.functional import Promise

from training.core.errors import NobodyAnswers

Protocol_ = TypeVar("Protocol_")


class Port(Generic[Protocol_]):
    """Holds the one implementation of a question."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._answer: Protocol_ | None = None

    def register(self, implementation: Protocol_) -> None:
        self._answer = implementation

    def ask(self) -> Protocol_:
        if self._answer is None:
            raise NobodyAnswers(f"No app answers {self.name}.")
        return self._answer


@dataclass(frozen=True)
class DeskPanel:
    """A panel that another app hangs into a desk (`learn`, `teach`, `desk` or `partners`)."""

    desk: str
    order: int
    title: "str | Promise"
    template: str
    may_see: Callable[[HttpRequest], bool]
    query: Callable[[HttpRequest], dict[str, Any]]
    address: str | None = None  # a page of its own under the desk's address, as a URL name


_panels: list[DeskPanel] = []


def add_panel(panel: DeskPanel) -> None:
    """Register a panel; called from `ready()` only."""
    _panels.append(panel)


def panels(desk: str, request: HttpRequest) -> list[DeskPanel]:
    """The panels of a desk that this person may see, in order."""
    return sorted((p for p in _panels if p.desk == desk and p.may_see(request)), key=lambda p: p.order)

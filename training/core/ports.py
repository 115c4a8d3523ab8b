"""Questions that a lower app asks and an upper app answers.

A port is a Protocol with one implementation, registered in the upper app's `AppConfig.ready()`.
Nobody registered means refused, never allowed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from training.core.errors import NobodyAnswers
from training.core.requests import Request

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


# The groups of the operator's menu.
TRAINING = pgettext_lazy("desk menu", "Training")
COOPERATION = pgettext_lazy("desk menu", "Partners")
RESULTS = pgettext_lazy("desk menu", "Results")
OFFICE = pgettext_lazy("desk menu", "Office")


@dataclass(frozen=True)
class DeskPanel:
    """A panel that another app hangs into a desk (`learn`, `teach`, `desk` or `partners`)."""

    desk: str
    order: int
    title: "str | Promise"
    template: str
    may_see: Callable[[Request], bool]
    query: Callable[[Request], dict[str, Any]]
    address: str | None = None  # a page of its own under the desk's address, as a URL name
    group: "str | Promise" = ""  # in the desk's menu; a group that is named opens at a press


_panels: list[DeskPanel] = []


def add_panel(panel: DeskPanel) -> None:
    """Register a panel; called from `ready()` only."""
    _panels.append(panel)


def panels(desk: str, request: Request) -> list[DeskPanel]:
    """The panels of a desk that this person may see, in order."""
    return sorted((p for p in _panels if p.desk == desk and p.may_see(request)), key=lambda p: p.order)


def pages_of(desk: str, request: Request) -> list[DeskPanel]:
    """The panels of a desk that have a page of their own, in order, for those who may see them."""
    found = (p for p in _panels if p.desk == desk and p.address and p.may_see(request))
    return sorted(found, key=lambda p: p.order)


@dataclass(frozen=True)
class MenuGroup:
    """Some of a desk's pages under one name; without a name they stand in the menu themselves."""

    title: str
    pages: list[DeskPanel]


def menu(desk: str, request: Request) -> list[MenuGroup]:
    """The pages of a desk by group, each group where its first page stands."""
    groups: dict[str, list[DeskPanel]] = {}
    for page in pages_of(desk, request):
        groups.setdefault(str(page.group), []).append(page)
    return [MenuGroup(title, pages) for title, pages in groups.items()]


@dataclass(frozen=True)
class CohortTab:
    """A tab of the operator's cohort page. Its address takes the cohort's id as its one argument.

    Orders in use: recruitment 10, selection 15, employers 17, roster 20, timetable 30, attendance 40, assessment 50, completion 60,
    certificates 70, survey 75, records 80.
    """

    order: int
    title: "str | Promise"
    url_name: str
    may_see: Callable[[Request], bool]


_tabs: list[CohortTab] = []


def add_tab(tab: CohortTab) -> None:
    """Register a tab; called from `ready()` only."""
    _tabs.append(tab)


def tabs(request: Request) -> list[CohortTab]:
    """The tabs of a cohort that this person may see, in order."""
    return sorted((tab for tab in _tabs if tab.may_see(request)), key=lambda tab: tab.order)


@dataclass(frozen=True)
class DeskLink:
    """The way to a desk in the head of every page; shown only to those who may use it."""

    label: "str | Promise"
    url_name: str
    may_see: Callable[[Request], bool]
    order: int = 0

    @property
    def address(self) -> str:
        return reverse(self.url_name)


_desk_links: list[DeskLink] = []


def add_desk_link(label: "str | Promise", url_name: str, may_see: Callable[[Request], bool], *, order: int = 0) -> None:
    """Register the way to a desk; called from `ready()` only."""
    _desk_links.append(DeskLink(label, url_name, may_see, order))


def desk_links(request: Request) -> list[DeskLink]:
    """The desks this person may use, in order; none for strangers."""
    user = getattr(request, "user", None)  # absent where a request failed before its session was read
    if user is None or not user.is_authenticated:
        return []
    return sorted((link for link in _desk_links if link.may_see(request)), key=lambda link: link.order)

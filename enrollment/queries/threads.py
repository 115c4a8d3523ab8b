"""Questions to instructors as both sides read them."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Min, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from courses.models import Lesson, LessonEdition
from enrollment.models import Cohort, Enrollment, Message, Thread
from enrollment.permissions.attendance import cohorts_taught, is_in_training
from enrollment.queries import enrolled
from enrollment.states import ThreadState
from training.accounts.models import Membership, User
from training.accounts.states import Role
from training.core.models import Complex
from training.core.requests import Request

PAGE = 20
MESSAGES = 50  # on one page of a thread, the last first seen
SHOWN = ("waiting", "answered", "closed")
TEACH = (Role.ADMIN, Role.LEAD, Role.INSTRUCTOR)


# --- whom a question reaches ----------------------------------------------------------------------
def answerers(cohort: Cohort) -> list[User]:
    """Who is told of a question: the cohort's instructors; whoever runs the complex where it has none yet."""
    people = User.objects.filter(is_active=True).order_by("pk")
    held = Membership.objects.of(cohort.complex).current()
    teaching = people.filter(teachings__cohort=cohort, teachings__ended_at=None)
    found = list(teaching.filter(pk__in=held.filter(role__in=TEACH).values("user")))
    for role in (Role.OPERATOR, Role.ADMIN):
        found = found or list(people.filter(pk__in=held.filter(role=role).values("user")))
    return found


# --- the trainee's side ---------------------------------------------------------------------------
def own(user: Any, complex: Complex) -> QuerySet[Thread]:
    """One's own, in whichever course, the last spoken in first."""
    rows = Thread.objects.of(complex).filter(enrollment__trainee=user).seen_by(user)
    return rows.select_related("lesson", "enrollment__cohort__course").order_by("-last_at", "-pk")


def page_of_own(user: Any, complex: Complex, *, number: str) -> Page:
    return Paginator(own(user, complex), PAGE).get_page(number)


def asking(user: Any, complex: Complex) -> list[Enrollment]:
    """The courses in which this person can ask."""
    return [enrollment for enrollment in enrolled.enrollments(user, complex) if is_in_training(enrollment)]


def lessons(enrollment: Enrollment) -> QuerySet[Lesson]:
    """What a question can be about: the published lessons of the course."""
    published = LessonEdition.objects.filter(lesson__module__course=enrollment.cohort.course_id).order_by()
    rows = Lesson.objects.filter(pk__in=published.values("lesson")).select_related("module")
    return rows.order_by("module__order", "order", "pk")


def panel(request: Request) -> dict[str, Any]:
    """What is new, what waits, and where to ask; nothing for who neither asks nor asked. One query."""
    found: list[Any] = enrolled.enrollments(request.user, request.complex)
    return {
        "all": sum(row.asked for row in found),
        "unread": sum(row.unread for row in found),
        "waiting": sum(row.waiting for row in found),
        "asking": [row for row in found if is_in_training(row)],
    }


# --- the instructor's side ------------------------------------------------------------------------
@dataclass(frozen=True)
class Filter:
    """A count that is a link."""

    key: str
    label: str
    count: int


@dataclass(frozen=True)
class Asked:
    """The questions of a cohort, or those of one kind."""

    page: Page
    show: str
    filters: list[Filter]
    waiting: int


def asked(cohort: Cohort, user: Any, *, show: str, number: str) -> Asked:
    """Those that wait come in the order in which they wait, all others with the newest first. Three queries."""
    rows = Thread.objects.filter(enrollment__cohort=cohort)
    counts = Counter(_kind(*row) for row in rows.order_by().values_list("state", "last_by_trainee"))
    show = show if show in SHOWN else ""
    shown = _shown(rows, show).seen_by(user).select_related("lesson", "enrollment__trainee", "enrollment__cohort")
    order = ("last_at", "pk") if show == "waiting" else ("-last_at", "-pk")
    page = Paginator(shown.order_by(*order), PAGE).get_page(number)
    return Asked(page, show, _filters(counts), counts["waiting"])


def _kind(state: str, last_by_trainee: bool) -> str:
    if state == ThreadState.CLOSED:
        return "closed"
    return "waiting" if last_by_trainee else "answered"


def _shown(rows: Any, show: str) -> Any:
    if show == "waiting":
        return rows.waiting()
    if show == "answered":
        return rows.filter(state=ThreadState.OPEN, last_by_trainee=False)
    return rows.filter(state=ThreadState.CLOSED) if show == "closed" else rows


def _filters(counts: Counter[str]) -> list[Filter]:
    labels = {
        "waiting": _("Waiting for an answer"),
        "answered": pgettext("questions", "Answered"),
        "closed": pgettext("questions", "Closed"),
    }
    return [Filter("", _("All"), counts.total())] + [Filter(key, labels[key], counts[key]) for key in SHOWN]


def teach_panel(request: Request) -> dict[str, Any]:
    """For each cohort taught: how many wait for an answer and since when, the most first. One query."""
    waiting = Q(enrollments__threads__state=ThreadState.OPEN, enrollments__threads__last_by_trainee=True)
    cohorts = cohorts_taught(request.user, request.complex).select_related("course")
    counted = cohorts.annotate(
        waiting=Count("enrollments__threads", filter=waiting),
        since=Min("enrollments__threads__last_at", filter=waiting),
    )
    return {"cohorts": list(counted.order_by("-waiting", "-starts_on", "-pk")[:PAGE])}


# --- one thread -----------------------------------------------------------------------------------
@dataclass(frozen=True)
class Line:
    """One message as this reader sees it."""

    message: Message
    is_mine: bool
    is_new: bool


@dataclass(frozen=True)
class Talk:
    """A thread with one page of its messages, the last page unless another is asked for."""

    thread: Thread
    page: Page
    lines: list[Line]


def talk(thread: Thread, user: Any, *, number: str) -> Talk:
    """Three queries. `thread` comes from `seen_by`."""
    pages = Paginator(Message.objects.filter(thread=thread).select_related("author").order_by("number"), MESSAGES)
    page = pages.get_page(number or pages.num_pages)
    lines = [
        Line(message, message.author_id == user.pk, message.number > getattr(thread, "read_number", 0))
        for message in page.object_list
    ]
    return Talk(thread, page, lines)

"""Answers to questions that the apps below ask, and what this app hangs into the desks."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.models import Course
from courses.ports import lesson_access, uses
from enrollment.models import Session, Teaching
from enrollment.permissions.attendance import LIVE, cohorts_taught, may_open_desk
from enrollment.permissions.cohorts import may_run
from enrollment.queries import (
    applications,
    claims,
    endings,
    feeds,
    instruments,
    messages,
    nominations,
    notices,
    odd,
    progress,
    quiz_results,
    skills,
    sponsors,
    surveys,
    threads,
    to_go,
    training_logs,
)
from enrollment.queries.uses import UsesInCohorts
from enrollment.rules import letters
from enrollment.services.holdings import EnrollmentHoldings
from enrollment.services.retention import RULES
from training.accounts.permissions import is_manager, roles
from training.accounts.ports import add_holdings, add_rule
from training.accounts.states import STAFF_ROLES, Role
from training.core import mail, ports
from training.core.models import Complex
from training.core.queries import owed
from training.core.requests import Request

READ_ALL = frozenset({Role.ADMIN, Role.OPERATOR, Role.LEAD})


class ReadableCourses:
    """Who may read which course's lessons: people in training or through with it, its instructors, and the staff."""

    def readable_courses(self, user: Any, complex: Complex) -> frozenset[int]:
        """Three queries at most, whatever the number of cohorts."""
        held = roles(user, complex)
        if held & READ_ALL:
            return frozenset(Course.objects.of(complex).values_list("pk", flat=True))
        if complex is None or not user.is_authenticated or not user.is_active:
            return frozenset()
        return self._enrolled(user, complex) | (self._taught(user, complex) if held & STAFF_ROLES else frozenset())

    def _enrolled(self, user: Any, complex: Complex) -> frozenset[int]:
        return frozenset(enrollment.cohort.course_id for enrollment in progress.reading(user, complex))

    def _taught(self, user: Any, complex: Complex) -> frozenset[int]:
        teachings = Teaching.objects.of(complex).filter(instructor=user, ended_at=None)
        led = Session.objects.of(complex).filter(instructor=user, cohort__state__in=LIVE)
        courses = Q(pk__in=teachings.values("cohort__course")) | Q(pk__in=led.values("cohort__course"))
        return frozenset(Course.objects.filter(courses).values_list("pk", flat=True))


def runs(request: Request) -> bool:
    """Whether this person may see the operator's pages here."""
    return may_run(request.user, request.complex)


def opens_teaching(request: Request) -> bool:
    """Whether this person has an instructor's desk here."""
    return may_open_desk(request.user, request.complex)


def manages(request: Request) -> bool:
    """Whether this person manages training for an employer here."""
    return is_manager(request.user, request.complex)


def _applications(request: Request) -> dict[str, Any]:
    return {"applications": applications.of_person(request.user, request.complex)}


def _notices(request: Request) -> dict[str, Any]:
    return {"notices": endings.of_person(request.user, request.complex)}


def _taught(request: Request) -> dict[str, Any]:
    cohorts = cohorts_taught(request.user, request.complex).select_related("course").order_by("-starts_on", "-pk")
    shown = list(cohorts[:20])
    return {
        "cohorts": shown,
        "to_grade": quiz_results.to_grade(shown),
        "second": skills.waiting(shown, but=request.user)[:10],
    }


def _odd(request: Request) -> dict[str, Any]:
    return {"odd": odd.of_cohorts(cohorts_taught(request.user, request.complex), now=request.now)}


def _work(request: Request) -> dict[str, Any]:
    return owed.standing(owed.of(request.complex), now=request.now)


TABS = [
    ports.CohortTab(10, pgettext_lazy("tab", "Recruitment"), "enrollment:cohort", runs),
    ports.CohortTab(15, pgettext_lazy("tab", "Selection"), "enrollment:selection", runs),
    ports.CohortTab(17, pgettext_lazy("tab", "Employers"), "enrollment:cohort_agreements", runs),
    ports.CohortTab(20, pgettext_lazy("tab", "Roster"), "enrollment:cohort_roster", runs),
    ports.CohortTab(30, pgettext_lazy("tab", "Timetable"), "enrollment:cohort_timetable", runs),
    ports.CohortTab(60, pgettext_lazy("tab", "Completion"), "enrollment:completion", runs),
    ports.CohortTab(40, _("Attendance"), "enrollment:cohort_attendance", runs),
    ports.CohortTab(50, pgettext_lazy("tab", "Assessment"), "enrollment:gradebook", runs),
    ports.CohortTab(75, pgettext_lazy("tab", "Survey"), "enrollment:cohort_survey", runs),
    ports.CohortTab(78, pgettext_lazy("tab", "Sheets"), "enrollment:cohort_sheets", runs),
    ports.CohortTab(80, pgettext_lazy("tab", "Records"), "enrollment:cohort_records", runs),
]
PANELS = [
    ports.DeskPanel(
        desk="learn",
        order=20,
        title=_("Things to go"),
        template="enrollment/learn/panels/to_go.html",
        may_see=to_go.may_see,
        query=to_go.panel,
    ),
    ports.DeskPanel(
        desk="learn",
        order=30,
        title=_("Quizzes"),
        template="enrollment/learn/panels/quizzes.html",
        may_see=to_go.has_quizzes,
        query=to_go.quizzes,
    ),
    ports.DeskPanel(
        desk="teach",
        order=20,
        title=_("Training logs"),
        template="enrollment/teach/panels/logs.html",
        may_see=opens_teaching,
        query=training_logs.panel,
    ),
    ports.DeskPanel(
        desk="teach",
        order=30,
        title=_("Quizzes"),
        template="enrollment/teach/panels/quizzes.html",
        may_see=opens_teaching,
        query=_taught,
    ),
    ports.DeskPanel(
        desk="learn",
        order=15,
        title=_("Notices"),
        template="enrollment/learn/panels/cohort_notices.html",
        may_see=lambda request: request.user.is_authenticated,
        query=notices.panel,
    ),
    ports.DeskPanel(
        desk="teach",
        order=10,
        title=_("Notices"),
        template="enrollment/learn/panels/cohort_notices.html",
        may_see=opens_teaching,
        query=notices.panel,
    ),
    ports.DeskPanel(
        desk="teach",
        order=40,
        title=_("What does not fit"),
        template="enrollment/teach/panels/odd.html",
        may_see=opens_teaching,
        query=_odd,
    ),
    ports.DeskPanel(
        desk="desk",
        order=25,
        title=_("Claims about attendance"),
        template="enrollment/claims/panel.html",
        may_see=runs,
        query=claims.panel,
    ),
    ports.DeskPanel(
        desk="desk",
        order=20,
        title=_("Questions from trainees"),
        template="enrollment/includes/questions_waiting.html",
        may_see=runs,
        query=threads.teach_panel,
    ),
    ports.DeskPanel(
        desk="desk",
        order=45,
        title=_("Labs and instruments"),
        template="enrollment/labs/panel.html",
        may_see=runs,
        query=instruments.panel,
        address="enrollment:instruments",
        group=ports.TRAINING,
    ),
    ports.DeskPanel(
        desk="desk",
        order=70,
        title=_("Messages"),
        template="enrollment/desk/includes/messages_panel.html",
        may_see=runs,
        query=messages.panel,
        address="enrollment:messages",
        group=ports.OFFICE,
    ),
    ports.DeskPanel(
        desk="desk",
        order=90,
        title=_("State of the platform"),
        template="enrollment/desk/includes/work_panel.html",
        may_see=runs,
        query=_work,
        address="enrollment:work",
        group=ports.OFFICE,
    ),
    ports.DeskPanel(
        desk="learn",
        order=10,
        title=_("Survey"),
        template="enrollment/learn/panels/survey.html",
        may_see=lambda request: request.user.is_authenticated,
        query=surveys.panel,
    ),
    ports.DeskPanel(
        desk="teach",
        order=60,
        title=_("Surveys"),
        template="enrollment/teach/panels/surveys.html",
        may_see=opens_teaching,
        query=surveys.reported,
    ),
    ports.DeskPanel(
        desk="learn",
        order=50,
        title=_("Questions to instructors"),
        template="enrollment/learn/panels/questions.html",
        may_see=lambda request: request.user.is_authenticated,
        query=threads.panel,
    ),
    ports.DeskPanel(
        desk="teach",
        order=20,
        title=_("Questions from trainees"),
        template="enrollment/teach/panels/questions.html",
        may_see=opens_teaching,
        query=threads.teach_panel,
    ),
    ports.DeskPanel(
        desk="learn",
        order=5,
        title=_("Notices of dismissal"),
        template="enrollment/learn/panels/notices.html",
        may_see=lambda request: request.user.is_authenticated,
        query=_notices,
    ),
    ports.DeskPanel(
        desk="learn",
        order=3,
        title=_("A seat is kept for you"),
        template="enrollment/learn/panels/nominations.html",
        may_see=lambda request: request.user.is_authenticated,
        query=nominations.panel,
    ),
    ports.DeskPanel(
        desk="learn",
        order=65,
        title=_("Your employer"),
        template="enrollment/learn/panels/sponsors.html",
        may_see=lambda request: request.user.is_authenticated,
        query=sponsors.panel,
    ),
    ports.DeskPanel(
        desk="learn",
        order=70,
        title=_("Applications"),
        template="enrollment/apply/panel.html",
        may_see=lambda request: request.user.is_authenticated,
        query=_applications,
    ),
]


def register() -> None:
    """Called once, from `ready()`."""
    add_holdings(EnrollmentHoldings())
    for rule in RULES:
        add_rule(rule)
    ports.add_desk_link(_("My desk"), "enrollment:learn", lambda request: request.user.is_authenticated, order=10)
    ports.add_desk_link(_("Teaching"), "enrollment:teach", opens_teaching, order=20)
    ports.add_desk_link(pgettext_lazy("desk", "Operations"), "enrollment:desk", runs, order=30)
    ports.add_desk_link(pgettext_lazy("desk", "Partners"), "enrollment:partners", manages, order=40)
    lesson_access.register(ReadableCourses())
    letters.register_all()
    for name in feeds.ATTACHED:
        mail.attaches(name, feeds.attachment)
    uses.register(UsesInCohorts())
    for tab in TABS:
        ports.add_tab(tab)
    for panel in PANELS:
        ports.add_panel(panel)

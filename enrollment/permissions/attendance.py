"""Who may open sessions and write into the ledger, asked of the database at each request."""

from typing import Any

from django.db.models import QuerySet

from enrollment.models import AttendanceEvent, Cohort, Enrollment, Session, Teaching
from enrollment.permissions.cohorts import may_run, teaches
from enrollment.states import CohortState, EnrollmentState
from training.accounts.permissions import is_instructor, is_operator
from training.core.models import Complex

LIVE = (CohortState.OPEN, CohortState.CLOSED, CohortState.RUNNING, CohortState.ENDED)


def may_open_desk(user: Any, complex: Complex | None) -> bool:
    """The instructor's desk: instructors, leads and those who run the complex."""
    return is_instructor(user, complex) or is_operator(user, complex)


def may_keep_roll(user: Any, cohort: Cohort) -> bool:
    """Open a cohort's sessions and mark its people: who teaches it now, and who runs its complex."""
    return may_run(user, cohort.complex) or teaches(user, cohort)


def may_keep_session(user: Any, session: Session) -> bool:
    """Keep the roll of one session: its own instructor too, who may be a substitute for this session alone."""
    if user.is_authenticated and session.instructor_id == user.pk and is_instructor(user, session.cohort.complex):
        return True
    return may_keep_roll(user, session.cohort)


def may_decide_days(user: Any, cohort: Cohort) -> bool:
    """Recognize absences and correct days: those who run the complex."""
    return may_run(user, cohort.complex)


def is_live(cohort: Cohort) -> bool:
    """Whether the cohort's ledger is still written: from publication until its decisions are confirmed."""
    return cohort.state in LIVE


def is_in_training(enrollment: Enrollment) -> bool:
    return enrollment.state == EnrollmentState.ENROLLED


def may_undo(user: Any, event: AttendanceEvent) -> bool:
    """Those who decide days undo everything; an instructor undoes scans and marks, not decisions of the desk."""
    cohort = event.enrollment.cohort
    by_desk = event.kind in ("correction", "recognized")
    return may_decide_days(user, cohort) if by_desk else may_keep_session(user, event.session)


def cohorts_taught(user: Any, complex: Complex, *, also: tuple[str, ...] = ()) -> "QuerySet[Cohort]":
    """The live cohorts whose roll this person keeps, and those in other states; an operator's are all of the complex."""
    cohorts = Cohort.objects.of(complex).filter(state__in=(*LIVE, *also))
    if is_operator(user, complex):
        return cohorts
    held = Teaching.objects.filter(instructor=user, ended_at=None)
    return cohorts.filter(pk__in=held.values("cohort"))

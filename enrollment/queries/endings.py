"""How one person stands in training, and notices of dismissal."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from enrollment.models import Application, Dismissal, Enrollment
from enrollment.queries import enrolled
from enrollment.queries.applications import trail
from enrollment.states import DismissalState
from training.core.models import AuditEntry, Complex


@dataclass(frozen=True)
class Standing:
    """One person in training, for the desk."""

    application: Application | None
    notices: list[Dismissal]
    moved_to: Enrollment | None
    trail: list[AuditEntry]

    @property
    def under_way(self) -> Dismissal | None:
        states = {DismissalState.NOTICED, DismissalState.APPEALED}
        return next((notice for notice in self.notices if notice.state in states), None)


def standing(enrollment: Enrollment) -> Standing:
    application = Application.objects.filter(cohort=enrollment.cohort_id, applicant=enrollment.trainee_id).first()
    return Standing(
        application=application,
        notices=list(Dismissal.objects.filter(enrollment=enrollment).order_by("-pk")),
        moved_to=enrollment.moved_to.select_related("cohort").first(),
        trail=trail(application, enrollment) if application else [],
    )


@dataclass(frozen=True)
class Notice:
    """A notice as the trainee reads it."""

    dismissal: Dismissal
    may_appeal: bool


def notice(dismissal: Dismissal, *, now: datetime) -> Notice:
    open_to_appeal = dismissal.state == DismissalState.NOTICED and now < dismissal.appeal_until
    return Notice(dismissal, open_to_appeal)


def of_person(person: Any, complex: Complex) -> list[Dismissal]:
    """The notices of a person, the newest first."""
    known = enrolled.enrollments(person, complex)
    if not any(row.has_dismissals for row in known):  # type: ignore[attr-defined] # annotated there
        return []
    rows = Dismissal.objects.of(complex).filter(enrollment__trainee=person)
    return list(rows.select_related("enrollment__cohort__course").order_by("-pk"))

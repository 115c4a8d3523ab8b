"""Who teaches a cohort, from when until when."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from courses.models import Course
from courses.services import authors
from enrollment.models import Cohort, Teaching
from enrollment.services import clashes
from training.accounts.models import User
from training.accounts.permissions import is_instructor
from training.core import audit
from training.core.errors import DomainError
from training.core.models import Complex


@transaction.atomic
def assign(cohort: Cohort, *, instructor: User, by: Any, now: datetime) -> Teaching:
    """Let an instructor teach a cohort from now on; assigning twice changes nothing."""
    Cohort.objects.select_for_update().get(pk=cohort.pk)
    if not is_instructor(instructor, cohort.complex):
        raise DomainError(_("This person has no instructor's role here. Give the role first."), field="instructor")
    standing = Teaching.objects.filter(cohort=cohort, instructor=instructor, ended_at=None).first()
    if standing is not None:
        return standing
    clashes.refuse_teaching(cohort, instructor)
    teaching = Teaching.objects.create(
        complex_id=cohort.complex_id, cohort=cohort, instructor=instructor, granted_at=now
    )
    audit.record(teaching, "assigned", by=by, at=now, facts={"cohort": cohort.pk, "instructor": instructor.pk})
    _tell_authors(cohort.course)
    return teaching


@transaction.atomic
def end(teaching: Teaching, *, by: Any, now: datetime) -> None:
    """End an assignment; the row stays, so that the past keeps its instructor."""
    if Teaching.objects.filter(pk=teaching.pk, ended_at=None).update(ended_at=now):
        teaching.ended_at = now
        facts = {"cohort": teaching.cohort_id, "instructor": teaching.instructor_id}
        audit.record(teaching, "ended", by=by, at=now, facts=facts)
        _tell_authors(teaching.cohort.course)


def roles_changed(instructor: User, complex: Complex) -> None:
    """Whoever lost or got a role here loses or gets what follows from it in the courses they teach."""
    for course in Course.objects.of(complex).filter(cohorts__teachings__instructor=instructor).distinct():
        _tell_authors(course)


def _tell_authors(course: Course) -> None:
    """Whoever teaches a cohort of a course, and still holds the role, may write its lessons."""
    teachings = Teaching.objects.filter(cohort__course=course, ended_at=None)
    people = User.objects.filter(pk__in=teachings.values("instructor_id"))
    writers = [person for person in people if is_instructor(person, course.complex)]
    authors.set_authors(course, writers, publish=not course.complex.review_required)

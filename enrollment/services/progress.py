"""What a trainee studied, kept with the edition they saw."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from courses.models import LessonEdition
from enrollment.models import Enrollment, LessonProgress
from enrollment.queries.progress import enrollment_for
from training.core.errors import Refused
from training.core.models import Complex


@transaction.atomic
def finish(edition: LessonEdition, *, by: Any, complex: Complex, now: datetime) -> LessonProgress:
    """Record that a trainee finished a lesson in this edition; a later edition takes the place of an earlier one."""
    enrollment = _enrollment(edition, by, complex)
    progress, _created = LessonProgress.objects.update_or_create(
        enrollment=enrollment,
        lesson_id=edition.lesson_id,
        defaults={"edition": edition, "finished_at": now, "complex": complex},
    )
    return progress


@transaction.atomic
def unfinish(edition: LessonEdition, *, by: Any, complex: Complex) -> None:
    """Take the mark back: a trainee pressed it by mistake."""
    LessonProgress.objects.filter(enrollment=_enrollment(edition, by, complex), lesson_id=edition.lesson_id).delete()


def _enrollment(edition: LessonEdition, by: Any, complex: Complex) -> Enrollment:
    enrollment = enrollment_for(by, complex, edition.lesson.module.course_id)
    if enrollment is None:
        raise Refused(_("Only people in a cohort of this course keep progress. Apply to a cohort first."))
    return enrollment

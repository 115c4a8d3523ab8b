"""What changed in a lesson since a trainee studied it."""

import json
from dataclasses import dataclass

from courses.models import Lesson, LessonEdition
from courses.rules.differences import Change, differences
from enrollment.models import LessonProgress
from enrollment.queries.progress import OfCourse, standing_editions


@dataclass(frozen=True)
class Changes:
    """Two editions in the language that was studied, and what a reader would notice between them."""

    studied: LessonProgress
    before: LessonEdition
    stands: LessonEdition
    parts: list[Change]


def since_studied(course: OfCourse, lesson: Lesson) -> Changes | None:
    """None for a lesson that this trainee has not marked as finished. Two queries."""
    studied = course.marks.get(lesson.pk)
    if studied is None:
        return None
    newest = standing_editions(lesson)[studied.edition.language]
    both = LessonEdition.objects.in_bulk([studied.edition_id, newest.pk])
    before, stands = both[studied.edition_id], both[newest.pk]
    return Changes(studied, before, stands, differences(json.loads(before.content), json.loads(stands.content)))

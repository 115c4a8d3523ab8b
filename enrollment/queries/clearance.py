"""Who may practice: everybody who has passed the course's safety quizzes and safety skills."""

from django.db.models import Max
from django.utils.translation import gettext as _

from courses.models import Quiz
from enrollment.models import Enrollment, QuizAttempt, SkillRecord
from enrollment.queries import quizzes, skills


def missing(course_id: int, enrollments: list[int]) -> dict[int, list[str]]:
    """For each of these enrollments that is not cleared: what has still to be passed, in words.

    Four queries at most, whatever the number of people; a course without safety checks clears everybody.
    """
    checks = list(Quiz.objects.published().filter(course=course_id, is_safety=True))
    asked = skills.asked(course_id, is_safety=True)
    tried = quizzes.results_in(enrollments, checks) if checks else {}
    shown = skills.of_people(enrollments, asked) if asked else {}
    found = {}
    for person in enrollments:
        left = [_("quiz “%(title)s”") % {"title": one.quiz} for one in tried.get(person, ()) if not one.passed]
        left += [_("skill “%(title)s”") % {"title": one.skill} for one in shown.get(person, ()) if not one.passed]
        if left:
            found[person] = left
    return found


def state_of(cohort_id: int) -> str:
    """Changes whenever somebody's clearance may have: the last reading, second word and graded attempt."""
    people = Enrollment.objects.filter(cohort=cohort_id)
    read = SkillRecord.objects.filter(enrollment__in=people).aggregate(last=Max("pk"), second=Max("second_word"))
    graded = QuizAttempt.objects.filter(enrollment__in=people, fraction__isnull=False)
    return f"{read['last']}.{read['second']}.{graded.count()}"

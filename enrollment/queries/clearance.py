"""Who may practice: everybody who has passed the course's safety quizzes and safety skills."""

from collections.abc import Iterable

from django.db.models import Max
from django.utils.translation import gettext as _

from courses.models import Quiz
from enrollment.models import Enrollment, QuizAttempt, SkillRecord
from enrollment.queries import quizzes, skills
from enrollment.queries.quizzes import Result
from enrollment.queries.skills import Shown


def missing(course_id: int, enrollments: list[int]) -> dict[int, list[str]]:
    """For each of these enrollments that is not cleared: what has still to be passed, in words.

    Four queries at most, whatever the number of people; a course without safety checks clears everybody.
    """
    checks = list(Quiz.objects.published().filter(course=course_id, is_safety=True))
    asked = skills.asked(course_id, is_safety=True)
    tried = quizzes.results_in(enrollments, checks) if checks else {}
    shown = skills.of_people(enrollments, asked) if asked else {}
    words = {person: left(tried.get(person, ()), shown.get(person, ())) for person in enrollments}
    return {person: lines for person, lines in words.items() if lines}


def left(results: Iterable[Result], shown: Iterable[Shown]) -> list[str]:
    """What of these is a safety check and not passed, in words."""
    quizzes_left = [one.quiz for one in results if one.quiz.is_safety and not one.passed]
    skills_left = [one.skill for one in shown if one.skill.is_safety and not one.passed]
    found = [_("quiz “%(title)s”") % {"title": quiz} for quiz in quizzes_left]
    return found + [_("skill “%(title)s”") % {"title": skill} for skill in skills_left]


def state_of(cohort_id: int) -> str:
    """Changes whenever somebody's clearance may have: the last reading, second word and graded attempt."""
    people = Enrollment.objects.filter(cohort=cohort_id)
    read = SkillRecord.objects.filter(enrollment__in=people).aggregate(last=Max("pk"), second=Max("second_word"))
    graded = QuizAttempt.objects.filter(enrollment__in=people, fraction__isnull=False)
    return f"{read['last']}.{read['second']}.{graded.count()}"

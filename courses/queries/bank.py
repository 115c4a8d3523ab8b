"""What a course's question bank holds."""

from django.db.models import Count, Q

from courses.models import Course, Question
from courses.models.questions import Kind


def counts(course: Course) -> dict[str, int]:
    """How many questions are drawn from, and how many of them GIFT has no form for."""
    standing = Question.objects.filter(course=course, retired_at=None)
    return standing.aggregate(all=Count("pk"), calculated=Count("pk", filter=Q(kind=Kind.CALCULATED)))

"""What a course's question bank holds."""

from django.db.models import Count, Q

from courses.models import Course, Question, QuestionVersion
from courses.models.questions import Kind
from courses.rules.questions import content

NOT_GIFT = (Kind.CALCULATED, Kind.FILES)


def counts(course: Course) -> dict[str, int]:
    """How many questions are drawn from, and how many of them GIFT has no form for: by type, or since they show a figure."""
    standing = Question.objects.filter(course=course, retired_at=None)
    counted = standing.aggregate(all=Count("pk"), not_gift=Count("pk", filter=Q(kind__in=NOT_GIFT)))
    others = standing.exclude(kind__in=NOT_GIFT).values_list("pk", flat=True)
    showing = QuestionVersion.objects.newest_of(others).filter(content__contains='"figure":')
    return counted | {"figures": sum(bool(content.figures(version.said)) for version in showing)}

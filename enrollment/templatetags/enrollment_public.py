"""Where a page of the CMS may show enrollment: cohorts with their seats left."""

from datetime import datetime

from django import template

from courses.models import Course
from enrollment.queries import cohorts
from enrollment.queries.cohorts import Card
from training.core import clock
from training.core.models.complexes import Bilingual

register = template.Library()


@register.simple_tag(takes_context=True)
def course_cohorts(context: template.Context, course: Course) -> list[Card]:
    """The cohorts of a course that a visitor may want, with seats left at this instant."""
    return cohorts.of_course(course, now=_now(context))


@register.simple_tag(takes_context=True)
def next_cohort(context: template.Context) -> Card | None:
    """The next cohort of this complex that takes applications."""
    request = context.get("request")
    complex = getattr(request, "complex", None)
    return cohorts.next_open(complex, now=_now(context)) if complex else None


def _now(context: template.Context) -> datetime:
    """The request's instant; a preview in the CMS has none of its own."""
    return getattr(context.get("request"), "now", None) or clock.now()


@register.simple_tag
def text_of(row: Bilingual, field: str) -> str:
    """A row's text in the reader's language."""
    return row.text(field)

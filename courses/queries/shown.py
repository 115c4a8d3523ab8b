"""The lessons that show a word or a machine. They name it by key, which Wagtail's index of references does not know."""

import json
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from courses.models import Equipment, LessonEdition, LessonPage, Term


def pages_with(row: Term | Equipment) -> "QuerySet[LessonPage]":
    """The pages whose newest edition says it, in the order of the courses."""
    newer = LessonEdition.objects.filter(lesson=OuterRef("lesson"), language=OuterRef("language")).order_by("-number")
    newest = LessonEdition.objects.filter(lesson__complex=row.complex_id, number=Subquery(newer.values("number")[:1]))
    found = Q(pk__in=[])
    for edition in newest.filter(content__contains=f'"key":"{row.key}"').order_by():
        if row.key in _keys(json.loads(edition.content), terms=isinstance(row, Term)):
            found |= Q(lesson=edition.lesson_id, language=edition.language)
    pages = LessonPage.objects.filter(found).select_related("lesson__module").defer("body")
    return pages.order_by("lesson__module__course__order", "lesson__module__order", "lesson__order", "-language")


def _keys(content: dict[str, Any], *, terms: bool) -> set[str]:
    if terms:
        return {said["key"] for said in content["terms"]}
    return {block["value"]["key"] for block in content["blocks"] if block["type"] == "equipment"}

"""The rows whose tokens hold all words of a query, asked of Wagtail's index in SQL.

Wagtail's own search joins the index to pages as text, which neither database can look up: it reads every page there is.
And Django takes ten times as long to write this question as a database to answer it.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from wagtail.models import Page
from wagtail.search.models import IndexEntry

from courses.models import Course, Lesson, LessonPage, Module
from courses.rules.search import Wanted
from training.core.models import Complex

TABLES = {model.__name__: model._meta.db_table for model in (IndexEntry, Page, LessonPage, Lesson, Module, Course)}
HITS = {
    "sqlite": "(SELECT e.content_type_id AS kind, CAST(e.object_id AS integer) AS id FROM {IndexEntry}_fts"
    " JOIN {IndexEntry} e ON e.id = {IndexEntry}_fts.rowid WHERE {IndexEntry}_fts MATCH %s) hit",
    "postgresql": "(SELECT e.content_type_id AS kind, CAST(e.object_id AS bigint) AS id FROM {IndexEntry} e"
    " WHERE e.body @@ to_tsquery(%s)) hit",
}
LESSONS = """
    SELECT page.lesson_id, page.language, page.page_ptr_id, base.title FROM {hits}
    JOIN {LessonPage} page ON page.page_ptr_id = hit.id JOIN {Page} base ON base.id = hit.id
    JOIN {Lesson} lesson ON lesson.id = page.lesson_id JOIN {Module} module ON module.id = lesson.module_id
    JOIN {Course} course ON course.id = module.course_id
    WHERE hit.kind = %s AND base.live AND lesson.complex_id = %s
      AND (lesson.is_preview OR module.course_id IN ({courses}))
    ORDER BY course."order", module."order", lesson."order", base.id
"""


def _rows(sql: str, words: list[Wanted], parameters: Iterable[Any], **names: str) -> list[tuple[Any, ...]]:
    hits = HITS[connection.vendor].format(**TABLES)
    with connection.cursor() as cursor:
        cursor.execute(sql.format(hits=hits, **TABLES, **names), [_query(words), *parameters])
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def lessons(words: list[Wanted], *, complex: Complex, readable: Iterable[int]) -> list[tuple[int, str, int, str]]:
    """(lesson, language, page, title) of the live pages that this reader may open, in the order of the courses."""
    courses = list(readable)
    kind = ContentType.objects.get_for_model(LessonPage).pk
    places = ", ".join(["%s"] * len(courses)) or "NULL"
    return _rows(LESSONS, words, [kind, complex.pk, *courses], courses=places)


def keys(words: list[Wanted], *models: Any) -> list[list[int]]:
    """Keys of each model's rows."""
    kinds = [ContentType.objects.get_for_model(model).pk for model in models]
    places = ", ".join(["%s"] * len(kinds))
    rows = _rows("SELECT hit.kind, hit.id FROM {hits} WHERE hit.kind IN ({places})", words, kinds, places=places)
    return [[key for found, key in rows if found == kind] for kind in kinds]


def _query(words: list[Wanted]) -> str:
    """In the index's own language. Tokens are letters and digits only, so nothing in them is an operator."""
    if connection.vendor == "sqlite":
        phrases = (f'"{" ".join(word.tokens)}"' for word in words)
        return f"body : ({' AND '.join(phrases)})"
    return " & ".join(f"({' <-> '.join(word.tokens)})" for word in words)

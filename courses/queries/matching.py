"""The rows whose tokens hold all words of a query, asked of Wagtail's index in SQL.

Wagtail's own search joins the index to pages as text, which neither database can look up: it reads every page there is.
And Django takes ten times as long to write this question as a database to answer it. What must be known of a hit stands
in one table (LessonPlace): PostgreSQL took longer to plan a join of five than to answer it.
"""

from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from wagtail.search.models import IndexEntry

from courses.models import LessonPage, LessonPlace
from courses.rules.search import Wanted, in_title
from training.core.models import Complex

TABLES = {model.__name__: model._meta.db_table for model in (IndexEntry, LessonPlace)}
HITS = {
    "sqlite": "(SELECT {IndexEntry}_fts.rowid AS entry, e.content_type_id AS kind, CAST(e.object_id AS integer) AS id"
    " FROM {IndexEntry}_fts JOIN {IndexEntry} e ON e.id = {IndexEntry}_fts.rowid WHERE {IndexEntry}_fts MATCH %s) hit",
    "postgresql": "(SELECT e.id AS entry, e.content_type_id AS kind, CAST(e.object_id AS bigint) AS id"
    " FROM {IndexEntry} e WHERE e.body @@ to_tsquery(%s) ORDER BY e.id OFFSET 0) hit",
}
# In the order of the index, which both databases can read without looking at every hit: PostgreSQL because its hits
# are put in order before anything is joined (OFFSET 0 keeps them apart), so that it can stop at the limit.
LESSONS = """
    SELECT place.lesson_id, place.page_id, place.title, place.course_order, place.module_order, place.lesson_order
    FROM {hits} JOIN {LessonPlace} place ON place.page_id = hit.id
    WHERE hit.kind = %s AND place.language = %s AND place.complex_id = %s
      AND (place.is_preview OR place.course_id IN ({courses}))
    ORDER BY hit.entry LIMIT %s
"""
# From the few rows of these kinds to the index; the plus keeps SQLite from going through every hit instead.
KEYS = {
    "sqlite": "SELECT e.content_type_id, e.object_id FROM {IndexEntry} e WHERE +e.id IN"
    " (SELECT rowid FROM {IndexEntry}_fts WHERE {IndexEntry}_fts MATCH %s) AND e.content_type_id IN ({places})",
    "postgresql": "SELECT e.content_type_id, e.object_id FROM {IndexEntry} e"
    " WHERE e.body @@ to_tsquery(%s) AND e.content_type_id IN ({places})",
}


class Place(NamedTuple):
    """A page that was found, and where its lesson stands."""

    lesson: int
    page: int
    title: str
    course_order: int
    module_order: int
    lesson_order: int

    @property
    def order(self) -> tuple[int, ...]:
        return (self.course_order, self.module_order, self.lesson_order, self.page)


def lessons(
    words: list[Wanted],
    *,
    complex: Complex,
    readable: Iterable[int],
    language: str,
    limit: int,
    in_titles: bool = False,
) -> list[Place]:
    """Live pages in this language that this reader may open, in the order of the courses.

    Where more than `limit` are found, the first of the index: lessons stand there as they were first published.
    """
    courses = list(readable)
    kind = ContentType.objects.get_for_model(LessonPage).pk
    sql = LESSONS.replace("{hits}", HITS[connection.vendor]).replace("{courses}", _places(courses))
    rows = _rows(sql, [_query(words, in_titles=in_titles), kind, language, complex.pk, *courses, limit])
    return sorted((Place(*row) for row in rows), key=attrgetter("order"))


def keys(words: list[Wanted], *models: Any) -> list[list[int]]:
    """Keys of each model's rows."""
    kinds = [ContentType.objects.get_for_model(model).pk for model in models]
    rows = _rows(KEYS[connection.vendor].replace("{places}", _places(kinds)), [_query(words), *kinds])
    return [[int(key) for found, key in rows if found == kind] for kind in kinds]


def _places(values: Sequence[Any]) -> str:
    return ", ".join(["%s"] * len(values)) or "NULL"


def _rows(sql: str, parameters: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql.format(**TABLES), parameters)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def _query(words: list[Wanted], *, in_titles: bool = False) -> str:
    """In the index's own language. Tokens are letters and digits only, so nothing in them is an operator.

    All words; in titles, one of them in the title as well.
    """
    sqlite = connection.vendor == "sqlite"
    phrase, both, either = ('"{}"', " AND ", " OR ") if sqlite else ("({})", " & ", " | ")
    between = " " if sqlite else " <-> "
    wanted = [phrase.format(between.join(word.tokens)) for word in words]
    if in_titles:
        titles = (phrase.format(between.join(map(in_title, word.tokens))) for word in words)
        wanted.append(f"({either.join(titles)})")
    return f"body : ({both.join(wanted)})" if sqlite else both.join(wanted)

"""A search over 5,000 lessons beside a single indexed lookup, through the same ORM, in one process."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.db import connection
from django.utils import translation

from courses.models import Lesson
from courses.queries import search
from tests.bench import school
from tests.bench.rows import Row, in_turns, milliseconds

DATABASES = ("sqlite", "postgresql")
LESSONS = 5000
TARGET = 5.0
CASES = {
    "극공": "part of a word, in 1 of 100",
    "coating 건조": "two words, in 1 of 10",
    "건조": "a word in every lesson",
}


def bench(name: str) -> list[Row]:
    course = school.build(LESSONS)
    with connection.cursor() as cursor:  # as the database's own housekeeping does after a while
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    keys = Lesson.objects.order_by("pk").values_list("module_id", "key")[2500]

    def lookup() -> object:
        return Lesson.objects.get(module_id=keys[0], key=keys[1])

    def measure(act: Callable[[], object], case: str, target: float | None) -> Row:
        figures = in_turns(lambda: milliseconds(act, 2), lambda: milliseconds(lookup, 20), rounds=9)
        ours, base, ratio = figures
        return Row(name, case, ours, base, "ms", ratio, target)

    rows = []
    who: dict[str, Any] = {"complex": course.complex, "readable": [course.pk]}
    with translation.override("ko"):
        for text, case in CASES.items():
            find = partial(search.find, text, language="ko", **who)
            rows.append(measure(find, f"found: {case}", TARGET))
            rows.append(measure(partial(_screen, find, who), f"found and shown: {case}", None))
        nothing = partial(search.find, "건조", complex=course.complex, readable=[], language="ko")
        rows.append(measure(nothing, "for a reader of none: a word in every lesson", None))
    return rows


def _screen(find: Callable[[], search.Found], who: dict[str, Any]) -> object:
    found = find()
    return search.lessons_shown(found.lessons[:20], found.words, **who)

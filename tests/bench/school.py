"""A course of very many lessons, written straight into the tables: 5,000 pages by the editor's way would take an hour."""

import json
import random
import uuid
from collections.abc import Iterator

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from wagtail.models import Locale, Page
from wagtail.search.backends import get_search_backend

from courses.models import Course, CoursePage, Lesson, LessonPage, Module, ModulePage
from courses.services import trees
from tests import factories

PER_MODULE = 100
SYLLABLES = [chr(0xAC00 + 28 * number) for number in range(0, 399, 7)]


def vocabulary(dice: random.Random, size: int) -> list[str]:
    """Invented words of two to four syllables; none holds 전극 or 건조."""
    return ["".join(dice.choices(SYLLABLES, k=dice.randint(2, 4))) for _ in range(size)]


def texts(count: int) -> Iterator[str]:
    """One text a lesson, of 300 words: 전극공정 in every hundredth, coating in every tenth, 건조 in all."""
    dice = random.Random(5000)
    words = vocabulary(dice, 4000)
    for number in range(count):
        chosen = [*dice.choices(words, k=300), "건조"]
        chosen += ["전극공정의"] * (number % 100 == 0) + ["coating"] * (number % 10 == 0)
        dice.shuffle(chosen)
        yield " ".join(chosen)


def build(count: int) -> Course:
    """A published Korean course with so many lessons, in the search index."""
    complex = factories.ground()
    course = factories.CourseFactory(complex=complex, key="long")
    block = factories.ProcessBlockFactory(course=course)
    catalog = trees.make(complex)["ko"]
    above = trees.add_page(catalog, CoursePage, course, title=course.title_ko)
    said = texts(count)
    for number in range(-(-count // PER_MODULE)):
        module = factories.ModuleFactory(complex=complex, course=course, block=block, key=f"m{number}", order=number)
        page = trees.add_page(above, ModulePage, module, title=f"모듈 {number}")
        _lessons(module, page, [next(said) for _ in range(min(PER_MODULE, count - number * PER_MODULE))])
    return course


def _lessons(module: Module, above: ModulePage, said: list[str]) -> None:
    rows = Lesson.objects.bulk_create(
        Lesson(
            complex=module.complex, module=module, key=f"{module.key}-{n}", order=n, title_ko=f"차시 {module.key} {n}"
        )
        for n in range(len(said))
    )
    kind, ko = ContentType.objects.get_for_model(LessonPage), Locale.objects.get(language_code="ko")
    bases = Page.objects.bulk_create(
        Page(
            path=f"{above.path}{Page._int2str(n + 1).rjust(Page.steplen, '0')}", depth=above.depth + 1, title=row.title_ko,
            draft_title=row.title_ko, slug=row.key, url_path=f"{above.url_path}{row.key}/", content_type=kind, locale=ko,
            translation_key=uuid.uuid4(), live=True, has_unpublished_changes=False,
        )
        for n, row in enumerate(rows)
    )  # fmt: skip
    Page.objects.filter(pk=above.pk).update(numchild=len(said))
    values = [
        (base.pk, row.pk, "ko", json.dumps([{"type": "text", "value": f"<p>{words}</p>", "id": uuid.uuid4().hex}]))
        for base, row, words in zip(bases, rows, said, strict=True)
    ]
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {LessonPage._meta.db_table} (page_ptr_id, lesson_id, language, body, summary, objectives,"
            " sources, review_notes, translates, loaded_sha256) VALUES (%s, %s, %s, %s, '', '', '', '', '', '')",
            values,
        )
    pages = list(LessonPage.objects.filter(lesson__in=rows))
    get_search_backend().add_bulk(LessonPage, pages)

"""The table that search rests on follows every change of what it is copied from, by whatever way it comes."""

import pytest
from django.apps import apps
from django.db import connection
from wagtail.models import Page

from courses import receivers
from courses.models import Course, CoursePage, Lesson, LessonPage, LessonPlace, Module, places
from courses.queries import search as searches
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def school(lasting):
    """Built once for this module."""
    return lasting


def kept() -> list[tuple]:
    return sorted(
        LessonPlace.objects.values_list(
            "page_id", "lesson_id", "course_id", "complex_id", "language", "is_preview", "title",
            "course_order", "module_order", "lesson_order",
        )
    )  # fmt: skip


def standing() -> list[tuple]:
    """The same, read from pages and rows."""
    return sorted(
        LessonPage.objects.live().filter(lesson__isnull=False).values_list(
            "pk", "lesson", "lesson__module__course", "lesson__complex", "language", "lesson__is_preview", "title",
            "lesson__module__course__order", "lesson__module__order", "lesson__order",
        )
    )  # fmt: skip


def unpublish(school):
    school.page("m1-1").unpublish()


def publish_anew(school):
    page = school.page("m1-1")
    page.unpublish()
    page.title = "다른 제목"
    page.save_revision().publish()


def unpublish_a_branch(school):
    CoursePage.objects.get(course=school.course, language="ko").get_descendants(inclusive=True).update(live=False)


def delete_a_page(school):
    school.page("m1-2", "en").delete()


def delete_a_branch(school):
    Page.objects.get(pk=CoursePage.objects.get(course=school.course, language="en").pk).delete()


def copy_a_page(school):
    page = school.page("m1-1")
    page.copy(update_attrs={"slug": "copy"}, keep_live=True)


def turn_a_page(school):
    """A page that presents nothing any more, and then another lesson."""
    page = school.page("m1-1")
    LessonPage.objects.filter(pk=page.pk).update(lesson=None)
    assert page.pk not in {line[0] for line in kept()}
    school.page("m1-2").delete()
    LessonPage.objects.filter(pk=page.pk).update(lesson=school.lesson("m1-2"))


def close_a_preview(school):
    lesson = school.lesson("m1-1")
    lesson.is_preview = False
    lesson.save()


def move_lessons(school):
    Lesson.objects.update(module=Module.objects.get(key="m2"), order=7)


def move_a_module(school):
    Module.objects.filter(key="m1").update(course=factories.CourseFactory(complex=school.complex, order=5), order=9)


def order_courses(school):
    Course.objects.update(order=3)


def load_a_change(school):
    path = school.folder / "01-m1" / "m1-1.ko.md"
    path.write_text(path.read_text().replace("title: 차시 m1-1", "title: 고친 차시"))
    school.load()


WAYS = [
    unpublish, publish_anew, unpublish_a_branch, delete_a_page, delete_a_branch, copy_a_page, turn_a_page,
    close_a_preview, move_lessons, move_a_module, order_courses, load_a_change,
]  # fmt: skip


@pytest.mark.parametrize("change", WAYS, ids=lambda change: change.__name__)
def test_every_way_to_change_a_lesson_reaches_its_place(school, change):
    before = kept()
    assert before == standing()
    assert len(before) == 8
    change(school)
    assert kept() == standing()
    assert (kept() == before) == (change is copy_a_page)


def test_a_line_that_lies_shows_nothing(school):
    """The table says what is found; the rows say what may be read."""
    LessonPlace.objects.update(is_preview=True)
    who = {"complex": school.complex, "readable": []}
    found = searches.find("차시", language="ko", **who)
    assert len(found.lessons) == 4
    assert len(searches.lessons_shown(found.lessons, found.words, **who)) == 1


def triggers() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'lesson_place_%'")
        return cursor.fetchone()[0]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL rebuilds no table to change it")
def test_triggers_are_off_while_sqlite_migrates_and_the_table_is_right_again_after(school):
    """SQLite rebuilds a table under its own name, which no trigger may mention meanwhile."""
    assert triggers() == len(places.TRIGGERS)
    receivers.take_triggers_off(apps.get_app_config("courses"))
    assert triggers() == 0
    unpublish(school)
    assert kept() != standing()
    receivers.lay_triggers_again(apps.get_app_config("courses"))
    assert (triggers(), kept()) == (len(places.TRIGGERS), standing())

"""Pages present rows: one per language, never copied along, never in the way of records."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from wagtail.models import Locale, Page

from courses.models import CoursePage, Lesson, LessonEdition, LessonPage, ModulePage
from training.core.errors import DomainError

pytestmark = pytest.mark.django_db


def test_a_second_page_of_a_lesson_in_one_language_is_refused_by_the_database(school):
    parent = ModulePage.objects.get(module__key="m1", language="ko")
    with pytest.raises(IntegrityError), transaction.atomic():
        LessonPage.objects.filter(lesson__key="m1-2", language="ko").update(lesson=school.lesson("m1-1"))
    copy = LessonPage(title="둘째", slug="second", locale=parent.locale, lesson=school.lesson("m1-1"))
    with pytest.raises(ValidationError), transaction.atomic():
        parent.add_child(instance=copy)
    assert LessonPage.objects.filter(lesson__key="m1-1").count() == 2


def test_the_language_follows_the_locale(school):
    assert {(p.language, p.locale.language_code) for p in LessonPage.objects.all()} == {("ko", "ko"), ("en", "en")}


def test_a_copy_presents_nothing_and_is_a_draft(school):
    page = school.page("m1-1")
    copy = page.copy(update_attrs={"slug": "copy", "title": "사본"}, user=school.lead)

    copy.refresh_from_db()
    assert (copy.lesson, copy.live, copy.loaded_sha256) == (None, False, "")
    assert copy.get_latest_revision_as_object().lesson is None
    assert LessonEdition.objects.filter(lesson=page.lesson).count() == 2


def test_a_copy_cannot_be_published_even_from_an_older_revision(school):
    copy = school.page("m1-1").copy(update_attrs={"slug": "copy"})
    for revision in copy.revisions.all():
        with pytest.raises(DomainError):
            revision.publish()
    assert not LessonPage.objects.get(pk=copy.pk).live


def test_a_copied_branch_presents_nothing_at_any_depth(school):
    course = CoursePage.objects.get(course=school.course, language="ko")
    copy = course.copy(recursive=True, update_attrs={"slug": "copy"}, keep_live=True)

    below = Page.objects.descendant_of(copy, inclusive=True).specific()
    assert [(page.presented_id, page.live) for page in below] == [(None, False)] * 7


def test_an_alias_is_refused(school):
    with pytest.raises(DomainError), transaction.atomic():
        school.page("m1-1").create_alias(update_slug="alias")
    assert not Page.objects.filter(alias_of__isnull=False).exists()


def test_a_revision_never_changes_which_row_is_presented(school):
    page = school.page("m1-1")
    revision = page.save_revision()
    revision.content["lesson"] = school.lesson("m1-2").pk
    revision.save()
    revision.publish()
    assert LessonPage.objects.get(pk=page.pk).lesson.key == "m1-1"


def test_a_page_for_another_language_presents_the_same_row(school):
    page = school.page("m1-1")
    page.get_translation(Locale.objects.get(language_code="en")).delete()
    translated = page.copy_for_translation(Locale.objects.get(language_code="en"))

    assert (translated.lesson, translated.language, translated.live) == (page.lesson, "en", False)
    assert translated.translates == ""


def test_moving_and_deleting_pages_leaves_rows_and_editions(school):
    page = school.page("m1-1")
    page.move(ModulePage.objects.get(module__key="m2", language="ko"), pos="last-child")
    assert Lesson.objects.get(key="m1-1").module.key == "m1"
    LessonPage.objects.get(pk=page.pk).delete()
    assert Lesson.objects.filter(key="m1-1").exists()
    assert LessonEdition.objects.filter(lesson__key="m1-1", language="ko").count() == 1
    assert not Lesson.objects.published().filter(key="m1-1").exists()

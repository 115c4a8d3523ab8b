"""A new module or lesson in one step: row and pages together, as drafts."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _
from wagtail.models import PageSubscription

from courses import permissions
from courses.models import Course, Lesson, LessonPage, Module, ModulePage, ProcessBlock
from courses.services import trees
from training.core.errors import DomainError, Refused


@dataclass(frozen=True)
class LessonDraft:
    """What the author says of a lesson before writing it."""

    key: str
    title_ko: str
    title_en: str = ""
    minutes: int = 30
    theory_hours: Decimal = Decimal(0)
    practice_hours: Decimal = Decimal(0)


@dataclass(frozen=True)
class ModuleDraft:
    """What the author says of a module, with its first lesson."""

    key: str
    block: ProcessBlock
    title_ko: str
    title_en: str
    lesson: LessonDraft
    theory_hours: Decimal = Decimal(0)
    practice_hours: Decimal = Decimal(0)


@transaction.atomic
def add_module(course: Course, *, draft: ModuleDraft, by: Any) -> LessonPage:
    """The rows of a module and its first lesson, and their draft pages. Returns the Korean page of the lesson."""
    _refuse_stranger(course, by)
    parents = trees.pages_of(course)
    if "ko" not in parents:
        raise DomainError(_("This course has no Korean page yet. Ask a curriculum lead to add it first."))
    if course.modules.filter(key=draft.key).exists():
        raise DomainError(_("The course already has a module with this key. Choose another."), field="key")
    module = Module.objects.create(
        complex=course.complex,
        course=course,
        block=draft.block,
        key=draft.key,
        order=_make_room(course, draft.block),
        title_ko=draft.title_ko,
        title_en=draft.title_en,
        theory_hours=draft.theory_hours,
        practice_hours=draft.practice_hours,
    )
    _draft_pages(parents, ModulePage, module, by=by)
    return add_lesson(module, draft=draft.lesson, by=by)


@transaction.atomic
def add_lesson(module: Module, *, draft: LessonDraft, by: Any) -> LessonPage:
    """The row of a lesson at the end of its module, and its draft pages. Returns the Korean page."""
    _refuse_stranger(module.course, by)
    if module.lessons.filter(key=draft.key).exists():
        raise DomainError(_("The module already has a lesson with this key. Choose another."), field="lesson_key")
    parents = trees.pages_of(module)
    if "ko" not in parents:
        raise DomainError(_("This module has no Korean page to add a lesson to. Ask a curriculum lead to make it."))
    last = module.lessons.aggregate(last=Max("order"))["last"] or 0
    lesson = Lesson.objects.create(
        complex=module.complex,
        module=module,
        key=draft.key,
        order=last + 1,
        title_ko=draft.title_ko,
        title_en=draft.title_en,
        minutes=draft.minutes,
        theory_hours=draft.theory_hours,
        practice_hours=draft.practice_hours,
    )
    pages = _draft_pages(parents, LessonPage, lesson, by=by)
    page: LessonPage = pages["ko"]
    return page


def _refuse_stranger(course: Course, user: Any) -> None:
    if not permissions.may_author(user, course):
        raise Refused(_("Only those who teach this course and curriculum leads can add to it."))


def _make_room(course: Course, block: ProcessBlock) -> int:
    """The order of a new module: after the last of its block, before the next block's first."""
    blocks = course.blocks.filter(order__lte=block.order)
    last = course.modules.filter(block__in=blocks).aggregate(last=Max("order"))["last"] or 0
    course.modules.filter(order__gt=last).update(order=F("order") + 1)
    return last + 1


def _draft_pages(parents: trees.Pair, model: Any, row: Any, *, by: Any) -> trees.Pair:
    """Draft pages below the parents, Korean first; English only where there is a title for it."""
    made: trees.Pair = {}
    for language in ("ko", "en"):
        title = getattr(row, f"title_{language}")
        if language in parents and title:
            made[language] = trees.add_page(
                parents[language],
                model,
                row,
                title=title,
                twin=made.get("ko"),
                live=False,
                has_unpublished_changes=True,
                owner=by,
            )
            made[language].save_revision(user=by, log_action=True)
            PageSubscription.objects.create(page=made[language], user=by, comment_notifications=True)
    return made

"""Puts a folder's curriculum into rows, pages and editions; again and again, without changing what is the same.

The hash of what was last put somewhere stands beside it. Where the present text has another hash, a person has
edited it in the CMS: it is left alone and reported.
"""

import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from courses.models import (
    Course,
    CoursePage,
    Equipment,
    Lesson,
    LessonEdition,
    LessonPage,
    Module,
    ModulePage,
    ProcessBlock,
    Term,
)
from courses.services import authors, editions, trees
from courses.services.curriculum import glossary, reading
from courses.services.curriculum.reading import CourseFile, LessonFile, LessonText, ModuleFile
from training.core import canonical
from training.core.models import Complex

NAMESPACE = uuid.UUID("5b0e3f0e-4a53-4f0c-9e55-0d2f6f6a9c11")


@dataclass
class Report:
    """What a load did: counts, and a sentence for each text that was left because a person had edited it."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    conflicts: list[str] = field(default_factory=list)

    @property
    def changed(self) -> int:
        return self.created + self.updated


@transaction.atomic
def load(complex: Complex, folder: Path, *, by: Any, now: datetime) -> Report:
    """Bring a complex's course to what the folder says. Raises CurriculumError before anything is written."""
    folder = Path(folder)
    file, terms, machines = reading.read(folder), glossary.terms(folder), glossary.equipment(folder)
    return _Load(complex, folder, by, now).everything(file, terms, machines)


@dataclass
class _Load:
    complex: Complex
    folder: Path
    by: Any
    now: datetime
    report: Report = field(default_factory=Report)

    def everything(self, file: CourseFile, terms: list[glossary.Word], machines: list[glossary.Word]) -> Report:
        """Words and machines first: editions keep what they say."""
        for model, words in ((Term, terms), (Equipment, machines)):
            for word in words:
                self.row(model, word, complex=self.complex)
        return self.course(file)

    def course(self, file: CourseFile) -> Report:
        catalogs = trees.make(self.complex)
        course = self.row(Course, file, complex=self.complex)
        for values in file.blocks:
            key = values["key"]
            ProcessBlock.objects.update_or_create(course=course, key=key, defaults=values)
        parents = self.pages(catalogs, CoursePage, course, file.titles)
        for module in file.modules:
            self.module(course, parents, module)
        trees.collection_of(course)
        authors.refresh(course)
        return self.report

    def module(self, course: Course, parents: trees.Pair, file: ModuleFile) -> None:
        block = course.blocks.get(key=file.block)
        module = self.row(Module, file, complex=self.complex, course=course, extra={"block": block})
        pages = self.pages(parents, ModulePage, module, file.titles)
        for lesson in file.lessons:
            self.lesson(module, pages, lesson)

    def lesson(self, module: Module, parents: trees.Pair, file: LessonFile) -> None:
        values = {name: getattr(file, name) for name in ("order", *reading.SAME_IN_BOTH[1:])}
        titled = _Titled(file.key, values, {code: text.title for code, text in file.texts.items()})
        lesson = self.row(Lesson, titled, complex=self.complex, module=module)
        standing = trees.pages_of(lesson)
        for language, text in file.texts.items():
            page = standing.get(language)
            if page is None:
                standing[language] = self.new_lesson_page(parents[language], lesson, text, standing.get("ko"))
            else:
                self.lesson_page(page, lesson, text)

    def row(self, model: Any, file: Any, *, extra: dict[str, Any] | None = None, **owner: Any) -> Any:
        """The row of a key: made, brought up to date, or left because a person changed it."""
        titles = {f"title_{language}": title for language, title in file.titles.items()}
        wanted = file.values | (extra or {})
        sha256 = _hash_of_row(wanted)
        row = model.objects.filter(**owner, key=file.key).first()
        if row is None:
            self.report.created += 1
            return model.objects.create(**owner, key=file.key, **wanted, **titles, loaded_sha256=sha256)
        standing = _hash_of_row({name: getattr(row, name) for name in wanted})

        def write() -> None:
            for name, value in (wanted | {"loaded_sha256": sha256}).items():
                setattr(row, name, value)
            row.save(update_fields=[*wanted, "loaded_sha256"])

        self.settle(row, standing, sha256, write, label=f"{model._meta.verbose_name} {file.key}")
        return row

    def settle(self, kept: Any, standing: str, wanted: str, write: Callable[[], None], *, label: str) -> None:
        """The rule of this module, for rows and for pages."""
        if standing == wanted:
            self.report.unchanged += 1
        elif standing == kept.loaded_sha256:
            write()
            self.report.updated += 1
        else:
            sentence = _("%(what)s was edited in the CMS since it was loaded. It was left as it is.")
            self.report.conflicts.append(sentence % {"what": label})

    def pages(self, parents: trees.Pair, model: Any, row: Any, titles: dict[str, str]) -> trees.Pair:
        """The pages of a course or module, which hold a title and, from the CMS, more about it."""
        standing = trees.pages_of(row)
        for language, title in titles.items():
            page = standing.get(language)
            sha256 = canonical.sha256({"title": title})
            if page is None:
                standing[language] = trees.add_page(
                    parents[language], model, row, title=title, twin=standing.get("ko"), loaded_sha256=sha256
                )
                self.report.created += 1
            else:
                self.retitle(page, title, sha256)
        return standing

    def retitle(self, page: Any, title: str, sha256: str) -> None:
        draft = page.get_latest_revision_as_object()

        def write() -> None:
            page.title, page.draft_title, page.loaded_sha256 = title, title, sha256
            self.publish(page)

        self.settle(page, canonical.sha256({"title": draft.title}), sha256, write, label=str(page.url_path))

    def publish(self, page: Any) -> None:
        """Once as a revision, so that history and comparison begin with what the files said."""
        type(page).objects.filter(pk=page.pk).update(loaded_sha256=page.loaded_sha256)
        page.save_revision(user=self.by, clean=False).publish(user=self.by, skip_permission_checks=True)

    def new_lesson_page(self, parent: Any, lesson: Lesson, text: LessonText, twin: Any) -> LessonPage:
        page: LessonPage = trees.add_page(
            parent, LessonPage, lesson, title=text.title, twin=twin, live=False, **_fields(lesson, text)
        )
        self.publish_lesson(page)
        self.report.created += 1
        return page

    def lesson_page(self, page: LessonPage, lesson: Lesson, text: LessonText) -> None:
        draft = page.get_latest_revision_as_object() if page.has_unpublished_changes else page
        wanted = LessonPage(title=text.title, locale=page.locale, **_fields(lesson, text))

        def write() -> None:
            page.title = page.draft_title = text.title
            for name, value in _fields(lesson, text).items():
                setattr(page, name, value)
            self.publish_lesson(page)

        label = str(text.path.relative_to(self.folder))
        self.settle(page, hash_of_page(draft), hash_of_page(wanted), write, label=label)

    def publish_lesson(self, page: LessonPage) -> None:
        """The files' English text is taken as the translation of the Korean edition that stands now."""
        if page.language == "en":
            korean = LessonEdition.objects.latest_of(page.lesson, "ko")
            page.translates = korean.sha256 if korean else ""
        page.loaded_sha256 = hash_of_page(page)
        self.publish(page)


@dataclass(frozen=True)
class _Titled:
    key: str
    values: dict[str, Any]
    titles: dict[str, str]


def hash_of_page(page: LessonPage) -> str:
    """Of what a lesson's file holds, and the page with it."""
    return canonical.sha256(editions.words_of(page) | {"review": page.review_notes.splitlines()})


def _hash_of_row(values: dict[str, Any]) -> str:
    return canonical.sha256({name: _as_text(value) for name, value in values.items()})


def _as_text(value: Any) -> str:
    if isinstance(value, Decimal):
        return f"{value:.1f}"
    return str(value.key) if isinstance(value, ProcessBlock) else str(value)


def _fields(lesson: Lesson, text: LessonText) -> dict[str, Any]:
    """What a page takes from a file. Ids of blocks follow from their place, so that a second load makes the same."""
    body = [
        {**block, "id": str(uuid.uuid5(NAMESPACE, f"{lesson.pk}/{number}"))} for number, block in enumerate(text.body)
    ]
    return {
        "summary": text.summary,
        "objectives": text.objectives,
        "sources": text.sources,
        "review_notes": text.review_notes,
        "body": json.dumps(body, ensure_ascii=False),
    }

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
from courses.services.curriculum.bulk import indexed_together
from courses.services.curriculum.library import Library
from courses.services.curriculum.reading import CourseFile, LessonFile, LessonText, ModuleFile
from courses.services.curriculum.standing import Standing, standing
from courses.services.questions import loading as questions
from courses.services.skills import loading as skills
from training.core import canonical
from training.core.models import Complex

NAMESPACE = uuid.UUID("5b0e3f0e-4a53-4f0c-9e55-0d2f6f6a9c11")
TEXTS = ("summary", "objectives", "sources", "review_notes")


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
    with indexed_together():
        return _Load(complex, folder, by, now, standing(complex, file.key)).everything(file, terms, machines)


@dataclass
class _Load:
    complex: Complex
    folder: Path
    by: Any
    now: datetime
    standing: Standing
    report: Report = field(default_factory=Report)
    library: Library = field(init=False)

    def everything(self, file: CourseFile, terms: list[glossary.Word], machines: list[glossary.Word]) -> Report:
        """Words and machines first: editions keep what they say."""
        for model, words in ((Term, terms), (Equipment, machines)):
            for word in words:
                self.row(model, word, owner=self.complex)
        return self.course(file)

    def course(self, file: CourseFile) -> Report:
        catalogs = trees.make(self.complex)
        course = self.row(Course, file, owner=self.complex)
        blocks = {values["key"]: self.block(course, values) for values in file.blocks}
        self.library = Library(course, self.by)
        parents = self.pages(catalogs, CoursePage, course, file.titles)
        for module in file.modules:
            self.module(course, parents, module, blocks[module.block])
        trees.collection_of(course)
        authors.refresh(course)
        return self.report

    def block(self, course: Course, values: dict[str, Any]) -> ProcessBlock:
        """Written only where something differs, so that a second load writes nothing."""
        found = course.blocks.filter(key=values["key"]).first()
        if found and all(getattr(found, name) == value for name, value in values.items()):
            return found
        return ProcessBlock.objects.update_or_create(course=course, key=values["key"], defaults=values)[0]

    def module(self, course: Course, parents: trees.Pair, file: ModuleFile, block: ProcessBlock) -> None:
        module = self.row(Module, file, owner=course, complex=self.complex, course=course, extra={"block": block})
        pages = self.pages(parents, ModulePage, module, file.titles)
        for lesson in file.lessons:
            self.lesson(module, pages, lesson)
        if file.quiz:
            self.report.conflicts += questions.load(module, file.quiz, by=self.by, now=self.now)
        for path in self.folder.glob(f"*-{module.key}/{skills.NAME}"):
            self.report.conflicts += skills.load(module, path, by=self.by, now=self.now)

    def lesson(self, module: Module, parents: trees.Pair, file: LessonFile) -> None:
        values = {name: getattr(file, name) for name in ("order", *reading.SAME_IN_BOTH[1:])}
        titled = _Titled(file.key, values, {code: text.title for code, text in file.texts.items()})
        lesson = self.row(Lesson, titled, owner=module, complex=self.complex, module=module)
        pages = self.standing.pages_of(lesson)
        for language, text in file.texts.items():
            page = pages.get(language)
            if page is None:
                pages[language] = self.new_lesson_page(parents[language], lesson, text, pages.get("ko"))
            else:
                self.lesson_page(page, lesson, text)

    def row(self, model: Any, file: Any, *, owner: Any, extra: dict[str, Any] | None = None, **belongs: Any) -> Any:
        """The row of a key: made, brought up to date, or left because a person changed it."""
        titles = {f"title_{language}": title for language, title in file.titles.items()}
        wanted = file.values | (extra or {})
        sha256 = _hash_of_row(wanted)
        row = self.standing.row(model, owner, file.key)
        if row is None:
            self.report.created += 1
            belongs = belongs or {"complex": owner}
            return model.objects.create(**belongs, key=file.key, **wanted, **titles, loaded_sha256=sha256)
        present = _hash_of_row({name: getattr(row, name) for name in wanted})

        def write() -> None:
            for name, value in (wanted | {"loaded_sha256": sha256}).items():
                setattr(row, name, value)
            row.save(update_fields=[*wanted, "loaded_sha256"])

        self.settle(row, present, sha256, write, label=f"{model._meta.verbose_name} {file.key}")
        return row

    def settle(self, kept: Any, present: str, wanted: str, write: Callable[[], None], *, label: str) -> None:
        """The rule of this module, for rows and for pages."""
        if present == wanted:
            self.report.unchanged += 1
        elif present == kept.loaded_sha256:
            write()
            self.report.updated += 1
        else:
            sentence = _("%(what)s was edited in the CMS since it was loaded. It was left as it is.")
            self.report.conflicts.append(sentence % {"what": label})

    def pages(self, parents: trees.Pair, model: Any, row: Any, titles: dict[str, str]) -> trees.Pair:
        """The pages of a course or module, which hold a title and, from the CMS, more about it."""
        found = self.standing.pages_of(row)
        for language, title in titles.items():
            page = found.get(language)
            sha256 = canonical.sha256({"title": title})
            if page is None:
                found[language] = trees.add_page(
                    parents[language],
                    model,
                    row,
                    title=title,
                    twin=found.get("ko"),
                    loaded_sha256=sha256,
                    first_published_at=self.now,
                    last_published_at=self.now,
                )
                self.report.created += 1
            else:
                self.retitle(page, title, sha256)
        return found

    def retitle(self, page: Any, title: str, sha256: str) -> None:
        draft = _draft(page)

        def write() -> None:
            page.title, page.draft_title, page.loaded_sha256 = title, title, sha256
            self.publish(page)

        self.settle(page, canonical.sha256({"title": draft.title}), sha256, write, label=str(page.url_path))

    def publish(self, page: Any) -> None:
        """Once as a revision, so that history and comparison begin with what the files said."""
        type(page).objects.filter(pk=page.pk).update(loaded_sha256=page.loaded_sha256)
        page.save_revision(user=self.by, clean=False).publish(user=self.by, skip_permission_checks=True)

    def new_lesson_page(self, parent: Any, lesson: Lesson, text: LessonText, twin: Any) -> LessonPage:
        fields = self.fields(lesson, text)
        page: LessonPage = trees.add_page(
            parent, LessonPage, lesson, title=text.title, twin=twin, live=False, **fields
        )  # fmt: skip
        self.publish_lesson(page, text, fields)
        self.report.created += 1
        return page

    def lesson_page(self, page: LessonPage, lesson: Lesson, text: LessonText) -> None:
        fields = self.fields(lesson, text)
        draft = _draft(page)
        if _says(draft, text.title, fields):
            self.report.unchanged += 1
            return

        def write() -> None:
            page.title = page.draft_title = text.title
            for name, value in fields.items():
                setattr(page, name, value)
            self.publish_lesson(page, text, fields)

        label = str(text.path.relative_to(self.folder))
        self.settle(page, hash_of_page(draft), _hash_of_file(text, fields), write, label=label)

    def publish_lesson(self, page: LessonPage, text: LessonText, fields: dict[str, Any]) -> None:
        """The files' English text is taken as the translation of the Korean edition that stands now."""
        if page.language == "en":
            korean = LessonEdition.objects.latest_of(page.lesson, "ko")
            page.translates = korean.sha256 if korean else ""
        page.loaded_sha256 = _hash_of_file(text, fields)
        self.publish(page)

    def fields(self, lesson: Lesson, text: LessonText) -> dict[str, Any]:
        """What a page takes from a file. Ids of blocks follow from their place, so that a second load makes the same."""
        body = [
            {**block, "id": str(uuid.uuid5(NAMESPACE, f"{lesson.pk}/{number}"))}
            for number, block in enumerate(text.body)
        ]
        texts = {name: getattr(text, name) for name in TEXTS}
        return texts | {"body": json.dumps(body, ensure_ascii=False, default=self.library.key_of)}


@dataclass(frozen=True)
class _Titled:
    key: str
    values: dict[str, Any]
    titles: dict[str, str]


def _draft(page: Any) -> Any:
    """What an editor would open: the latest words, published or not."""
    return page.get_latest_revision_as_object() if page.has_unpublished_changes else page


def hash_of_page(page: LessonPage) -> str:
    """Of what a lesson's file holds, and the page with it."""
    words = editions.words_of(page) | {"review": page.review_notes.splitlines()}
    return canonical.sha256(words | {"blocks": _joined(words["blocks"])})


def _hash_of_file(text: LessonText, fields: dict[str, Any]) -> str:
    return hash_of_page(LessonPage(title=text.title, **fields))


def _joined(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Two texts in a row are one in a file."""
    found: list[dict[str, Any]] = []
    for block in blocks:
        if found and found[-1]["type"] == block["type"] == "text":
            found[-1] = {"type": "text", "value": found[-1]["value"] + block["value"]}
        else:
            found.append(block)
    return found


def _says(page: LessonPage, title: str, fields: dict[str, Any]) -> bool:
    """Whether a page holds these very words: told from what is stored, since nearly all pages do at a second load."""
    if page.title != title or any(getattr(page, name) != fields[name] for name in TEXTS):
        return False
    return _bare(list(page.body.raw_data)) == _bare(json.loads(fields["body"]))


def _bare(value: Any) -> Any:
    """Stored blocks without ids, editor's marks and empty values."""
    if isinstance(value, dict):
        if value.get("type") == "item" and set(value) <= {"type", "value", "id"}:
            return _bare(value["value"])
        bare = {key: _bare(item) for key, item in value.items() if key != "id"}
        return {key: item for key, item in bare.items() if item not in ("", [], None, False)}
    if isinstance(value, list):
        return [_bare(item) for item in value]
    return editions.EDITOR_MARKS.sub("", value) if isinstance(value, str) else value


def _hash_of_row(values: dict[str, Any]) -> str:
    return canonical.sha256({name: _as_text(value) for name, value in values.items()})


def _as_text(value: Any) -> str:
    if isinstance(value, Decimal):
        return f"{value:.1f}"
    return str(value.key) if isinstance(value, ProcessBlock) else str(value)

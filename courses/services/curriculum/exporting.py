"""What the CMS holds, written as a folder of curriculum files: the way back from `loading`.

Published words are exported; with `drafts` the latest words, published or not. Loading the folder again changes
nothing, and a second export writes the same bytes.
"""

import shutil
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from courses.models import Course, Equipment, Lesson, LessonPage, Module, Term
from courses.services import editions
from courses.services.curriculum import normal, question_figures, skillbook
from courses.services.curriculum.files import NAME, Kept
from courses.services.curriculum.glossary import MACHINE, TERM, Word
from courses.services.curriculum.reading import CourseFile, LessonFile, LessonText, ModuleFile
from courses.services.questions import figures as question_pictures
from courses.services.questions import standing
from courses.services.questions.standing import HeldQuiz

TITLES = ("ko", "en")
COURSE_TEXTS = ("summary", "outcomes", "audience")
MODULE_TEXTS = ("summary", "outcomes", "outline")
KINDS = {"image": "picture", "document": "document", "film": "film", "captions": "captions"}


@dataclass
class Exported:
    """How many files were written and how many were the same; a sentence for each thing that was left out."""

    written: int
    unchanged: int
    left: list[str]


@dataclass
class _Export:
    course: Course
    drafts: bool
    copies: dict[str, Any] = field(default_factory=dict)  # path in the folder → image or document
    left: list[str] = field(default_factory=list)

    def file(self) -> CourseFile:
        modules = self.course.modules.select_related("block").order_by("order", "pk")
        blocks = self.course.blocks.order_by("order")
        return CourseFile(
            key=self.course.key,
            values=_texts(self.course, COURSE_TEXTS) | {"order": self.course.order},
            titles=_titles(self.course),
            blocks=[_block(block) for block in blocks],
            modules=[self.module(module) for module in modules],
        )

    def module(self, module: Module) -> ModuleFile:
        hours = {name: getattr(module, name) for name in ("order", "theory_hours", "practice_hours")}
        quiz, left = standing.of_module(module, drafts=self.drafts)
        self.left += left
        made = ModuleFile(
            key=module.key,
            block=module.block.key,
            values=hours | _texts(module, MODULE_TEXTS),
            titles=_titles(module),
            lessons=[],
            quiz=quiz,
        )
        folder = normal.folder_of(made)
        for lesson in module.lessons.order_by("order", "pk"):
            file = self.lesson(lesson, folder)
            if "ko" in file.texts:
                made.lessons.append(file)
        return replace(made, quiz=self.quiz(quiz, folder)) if quiz else made

    def quiz(self, quiz: HeldQuiz, folder: str) -> HeldQuiz:
        """With the figures of its questions beside it."""
        questions, figures = question_figures.apart(quiz.questions, lambda name: self.stands(f"{folder}/{name}"))
        for name, figure in figures.items():
            if f"{folder}/{name}" in self.copies:
                continue  # a lesson shows the same
            source = figure.svg or question_pictures.read(self.course, figure.sha256)
            if source is None:
                self.left.append(_("The picture “%(name)s” of a question cannot be read.") % {"name": name})
            else:
                self.copies[f"{folder}/{name}"] = source
        return replace(quiz, questions=questions)

    def stands(self, path: str) -> str | None:
        """What lies at a path already, as a question would show it."""
        source = self.copies.get(path)
        if source is None or isinstance(source, str):
            return source
        with source.open_file() as file:
            return question_figures.seen_in(file.read())

    def lesson(self, lesson: Lesson, folder: str) -> LessonFile:
        names = ("key", "order", "minutes", "theory_hours", "practice_hours", "is_preview")
        file = LessonFile(**{name: getattr(lesson, name) for name in names})
        for page in lesson.pages.select_related("locale").order_by("-language"):
            shown = self.shown(page)
            if shown is not None:
                file.texts[page.language] = self.text(shown, folder, f"{lesson.key}.{page.language}.md")
        return file

    def shown(self, page: LessonPage) -> LessonPage | None:
        """The page as it is exported; None for one that nobody has published yet."""
        if self.drafts:
            latest: LessonPage = page.get_latest_revision_as_object()
            return latest
        return page if page.live else None

    def text(self, page: LessonPage, folder: str, name: str) -> LessonText:
        return LessonText(
            path=Path(folder) / name,
            title=page.title,
            summary=page.summary,
            objectives=_lines(page.objectives),
            sources=_lines(page.sources),
            review_notes=_lines(page.review_notes),
            body=self.body(page, folder),
        )

    def body(self, page: LessonPage, folder: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        for child in page.body:
            value = editions.plain_value(child)
            if found and found[-1]["type"] == child.block_type == "text":
                found[-1]["value"] += value
                continue
            for name, kind in KINDS.items():
                if name in editions.FILES.get(child.block_type, ()):
                    value[name] = Kept(Path(self.copy(child.value[name], folder)), kind)
            found.append({"type": child.block_type, "value": value})
            if child.block_type == "drawing":
                self.copies[f"{folder}/{value['name']}"] = value["svg"]
        return found

    def copy(self, file: Any, folder: str) -> str:
        """The name under which a file of the library lies in the folder; two files never share one."""
        name = file.title if NAME.fullmatch(file.title) and "." in file.title else Path(file.file.name).name
        taken = self.copies.get(f"{folder}/{name}")
        if taken is not None and taken != file:
            name = f"{file.get_file_hash()[:8]}-{name}"[-80:]
        self.copies[f"{folder}/{name}"] = file
        return name


def export(course: Course, folder: Path, *, drafts: bool = False) -> Exported:
    """Write a course, its words and its files into a folder; files that already hold the same are not touched."""
    work = _Export(course, drafts)
    file = work.file()
    written = normal.files(file, _words(Term, TERM, course), _words(Equipment, MACHINE, course))
    written.texts |= skillbook.of_course(course, {module.key: normal.folder_of(module) for module in file.modules})
    count = normal.put(folder, written) + sum(_put(folder / name, source) for name, source in work.copies.items())
    return Exported(count, len(written.texts) + len(work.copies) - count, work.left + written.left)


def _put(path: Path, source: Any) -> bool:
    """Copy a file of the library, or write a drawing's text or a picture; True where something was written."""
    if isinstance(source, str | bytes):
        content = source.encode() if isinstance(source, str) else source
        if path.is_file() and path.read_bytes() == content:
            return False
        path.write_bytes(content)
        return True
    with source.open_file() as opened:
        if path.is_file() and path.read_bytes() == opened.read():
            return False
        opened.seek(0)
        with path.open("wb") as target:
            shutil.copyfileobj(opened, target)
    return True


def _words(model: Any, names: dict[str, str], course: Course) -> list[Word]:
    """In the order in which they were added, which is that of the file they came from."""
    rows = model.objects.filter(complex=course.complex_id).order_by("pk")
    return [Word(row.key, {column: getattr(row, column) for column in names.values()}, {}) for row in rows]


def _titles(row: Any) -> dict[str, str]:
    return {code: getattr(row, f"title_{code}") for code in TITLES}


def _texts(row: Any, names: tuple[str, ...]) -> dict[str, str]:
    return {f"{name}_{code}": _lines(getattr(row, f"{name}_{code}")) for name in names for code in TITLES}


def _block(block: Any) -> dict[str, Any]:
    return {
        "key": block.key,
        "mark": block.mark,
        **{f"title_{code}": getattr(block, f"title_{code}") for code in TITLES},
    }


def _lines(text: str) -> str:
    """One item a line, as files keep it, whatever line ends a browser sent."""
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())

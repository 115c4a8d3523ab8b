"""Reads curriculum files as a careful editor would: what the loader would take, and a reader should still not see."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from courses.rules import bilingual
from courses.rules.bilingual import Piece
from courses.services.curriculum import glossary, normal, question_figures, quizzes, reading, skillbook
from courses.services.curriculum.nodes import CurriculumError, read_text
from courses.services.curriculum.reading import CourseFile, LessonFile, LessonText, ModuleFile

SOURCED = ("hazard", "worked", "defect")
FIELD = re.compile(r"^\s*(?:- )?(\w+):")

MISSING: dict[str, Callable[[], str]] = {
    "unit": lambda: _("This parameter has no unit; one without a dimension has “–”."),
    "source": lambda: _("This parameter names no source."),
}


@dataclass(frozen=True, order=True)
class Fault:
    """One sentence about one line."""

    path: Path
    line: int
    sentence: str


def lint(folder: Path) -> list[Fault]:
    """Every fault of a folder, in the order of files and lines; empty is fine."""
    try:
        course = reading.read(folder)
        machines = {word.key for word in glossary.equipment(folder)}
        glossary.terms(folder)
        asked_for = skillbook.keys(folder)
    except CurriculumError as error:
        return sorted({_fault(error), *_unreadable(folder)})
    faults = [fault for module in course.modules for fault in _module(module, machines)]
    faults += [fault for module in course.modules for fault in _questions(folder, module, asked_for)]
    asked = map(_fault, skillbook.faults(folder))
    return sorted({*faults, *asked, *_abnormal(folder, course)})


def _fault(error: CurriculumError) -> Fault:
    return Fault(Path(error.path), error.line, error.sentence)


def _unreadable(folder: Path) -> Iterator[Fault]:
    """What the loader would stop at, of every file and not only of the first."""
    readers: list[tuple[Any, Path]] = [(reading.lesson, path) for path in sorted(folder.glob("*/*.md"))]
    readers += [(quizzes.read, path) for path in sorted(folder.glob(f"*/{quizzes.NAME}"))]
    for read, path in [*readers, (glossary.terms, folder), (glossary.equipment, folder)]:
        try:
            read(path)
        except CurriculumError as error:
            yield _fault(error)
    yield from map(_fault, skillbook.faults(folder))


def _abnormal(folder: Path, course: CourseFile) -> Iterator[Fault]:
    written = normal.of_folder(folder)
    for sentence in written.left:
        yield Fault(folder, 1, sentence)
    for path, line in normal.differing(folder, written):
        yield Fault(path, line, _("This is not written in the normal form. Run manage.py lint_curriculum --fix."))


def _module(module: ModuleFile, machines: set[str]) -> Iterator[Fault]:
    for lesson in module.lessons:
        for language, text in lesson.texts.items():
            yield from _text(text, _rows(text.path), machines)
            yield from _planned(module, text, language)
        yield from _languages(lesson)


def _questions(folder: Path, module: ModuleFile, skills: set[str]) -> Iterator[Fault]:
    path = folder / normal.folder_of(module) / quizzes.NAME
    for key, said in module.quiz.questions.items() if module.quiz else ():
        for sentence in question_figures.sentences(said, skills):
            yield Fault(path, skillbook.line_of(path, key), sentence)


def _rows(path: Path) -> list[str]:
    return read_text(path).split("\n")


def _planned(module: ModuleFile, text: LessonText, language: str) -> Iterator[Fault]:
    outline = str(module.values.get(f"outline_{language}", "")).split("\n")
    if text.title not in outline:
        yield Fault(text.path, _line_of(text, "title"), _("The module's outline has no lesson of this title."))


def _text(text: LessonText, rows: list[str], machines: set[str]) -> Iterator[Fault]:
    if not text.objectives:
        yield Fault(text.path, _line_of(text, "objectives"), _("The lesson has no objectives."))
    if not text.sources:
        yield Fault(text.path, _line_of(text, "sources"), _("The lesson names no sources."))
    for number, row in enumerate(rows, start=1):
        if not FIELD.match(row) and bilingual.has_stray_marks(row):
            yield Fault(text.path, number, _("These asterisks mark nothing. Put a blank or a tag around them."))
    for piece in bilingual.pieces(rows):
        yield from _piece(text, piece, machines)


def _piece(text: LessonText, piece: Piece, machines: set[str]) -> Iterator[Fault]:
    if piece.kind == "equipment":
        key = next((row.partition(":")[2].strip() for row in piece.rows if row.startswith("key:")), "")
        if key not in machines:
            yield Fault(text.path, piece.line, _("equipment.yaml has no “%(key)s”.") % {"key": key})
    if piece.kind in SOURCED and not any(row.startswith("source:") for row in piece.rows):
        yield Fault(text.path, piece.line, _("This block names no source."))
    if piece.kind == "figure" and not any(row.startswith(("credit:", "licence:")) for row in piece.rows):
        yield Fault(text.path, piece.line, _("This picture names neither its maker nor its licence."))
    if piece.kind == "parameters":
        for number, row in enumerate(piece.rows, start=piece.line):
            name, _colon, value = row.strip().partition(":")
            if name in ("unit", "source") and value.strip() in ("", '""', "''"):
                yield Fault(text.path, number, MISSING[name]())


def _languages(lesson: LessonFile) -> Iterator[Fault]:
    korean, english = lesson.texts["ko"], lesson.texts.get("en")
    if english is None:
        yield Fault(korean.path, 1, _("The English file of this lesson is missing."))
        return
    if korean.objectives.count("\n") != english.objectives.count("\n"):
        line = _line_of(english, "objectives")
        yield Fault(english.path, line, _("The Korean file has another number of objectives."))
    ours, theirs = (bilingual.pieces(_rows(text.path)) for text in (korean, english))
    for one, two in zip(ours, theirs, strict=False):
        if one.kind != two.kind:
            sentence = _("Here stands “%(here)s”, in the Korean file “%(there)s” (line %(line)s).")
            values = {"here": two.kind, "there": one.kind, "line": one.line}
            yield Fault(english.path, two.line, sentence % values)
            return
        if missing := bilingual.unlike(one, two):
            sentence = _("Numbers differ from line %(line)s of the Korean file: %(numbers)s.")
            yield Fault(english.path, two.line, sentence % {"line": one.line, "numbers": ", ".join(missing)})
    if len(ours) != len(theirs):
        yield Fault(english.path, len(_rows(english.path)), _("The Korean file has other headings or blocks below."))


def _line_of(text: LessonText, name: str) -> int:
    rows = _rows(text.path)
    return next((number for number, row in enumerate(rows, start=1) if row.startswith(f"{name}:")), 1)

"""A whole curriculum as files in the normal form: from a folder that was read, or from what the CMS holds."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from courses.services.curriculum import glossary, prose, quizzes, reading, skillbook, writing
from courses.services.curriculum.glossary import Word
from courses.services.curriculum.nodes import CurriculumError
from courses.services.curriculum.reading import CourseFile, ModuleFile


@dataclass
class Written:
    """Texts by their path in the folder, and a sentence for each lesson that a file cannot say."""

    texts: dict[str, str] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)


def of_folder(folder: Path) -> Written:
    """What the folder's files would be in the normal form. Raises CurriculumError."""
    course = reading.read(folder)
    written = files(course, glossary.terms(folder), glossary.equipment(folder))
    written.texts |= skillbook.of_folder(folder)
    standing = {path for path in written.texts if (folder / path).is_file()}
    written.left += [
        _("%(path)s: a module's folder and its lessons are named after order and key, so this file stands elsewhere.")
        % {"path": path}
        for path in sorted(written.texts.keys() - standing)
    ]
    return written


def files(course: CourseFile, terms: list[Word], machines: list[Word]) -> Written:
    """All the files of a course, with the words and machines beside it."""
    written = Written({"course.yaml": writing.course(course)})
    if terms:
        written.texts["terms.yaml"] = writing.terms(terms)
    if machines:
        written.texts["equipment.yaml"] = writing.equipment(machines)
    for module in course.modules:
        written.texts[f"{folder_of(module)}/module.yaml"] = writing.module(module)
        if module.quiz:
            written.texts[f"{folder_of(module)}/{quizzes.NAME}"] = quizzes.written(module.quiz)
        _lessons(written, module)
    return written


def folder_of(module: ModuleFile) -> str:
    return f"{module.values['order']:02d}-{module.key}"


def _lessons(written: Written, module: ModuleFile) -> None:
    for lesson in module.lessons:
        for language, text in lesson.texts.items():
            path = f"{folder_of(module)}/{lesson.key}.{language}.md"
            try:
                written.texts[path] = writing.lesson(lesson, text)
            except prose.Unwritable as reason:
                sentence = _("%(path)s was not written: a lesson file cannot say “%(piece)s”.")
                written.left.append(sentence % {"path": path, "piece": reason})


def differing(folder: Path, written: Written) -> Iterable[tuple[Path, int]]:
    """The files whose bytes differ, with the first line that does."""
    for name, text in written.texts.items():
        path = folder / name
        if path.is_file() and path.read_bytes() != text.encode():
            yield path, _first_difference(path, text)


def _first_difference(path: Path, text: str) -> int:
    standing = path.read_bytes().decode("utf-8", "replace").split("\n")
    pairs = zip(standing, text.split("\n"), strict=False)
    return next((number for number, (one, two) in enumerate(pairs, start=1) if one != two), 1)


def put(folder: Path, written: Written) -> int:
    """Write what differs. Returns the number of files written."""
    changed = 0
    for name, text in written.texts.items():
        path = folder / name
        if path.is_symlink():
            raise CurriculumError(path, 1, _("This is a link to another place. Put the file itself here."))
        if not path.is_file() or path.read_bytes() != text.encode():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
            changed += 1
    return changed

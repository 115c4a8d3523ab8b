"""The skills beside the lessons: read, written and looked over with the rest of a curriculum's files."""

from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from courses.models import Course, Module, SkillVersion
from courses.services.curriculum.nodes import CurriculumError, refuse_link
from courses.services.skills import loading
from courses.services.skills.loading import FLAGS, NAME, BadFile, Entry
from courses.services.skills.writing import written


def of_folder(folder: Path) -> dict[str, str]:
    """The normal form of each module's skills, by path in the folder. Raises CurriculumError."""
    return {str(path.relative_to(folder)): written(_read(path)) for path in _files(folder)}


def keys(folder: Path) -> set[str]:
    """Of all skills of a folder. Raises CurriculumError."""
    return {key for path in _files(folder) for key in _read(path)}


def of_module(module: Module) -> str:
    """The file of the skills that are still asked for; empty without any."""
    rows = list(module.skills.asked())
    newest = {version.skill_id: version.said for version in SkillVersion.objects.newest_of(rows)}
    entries = {row.key: Entry(newest[row.pk], {name: getattr(row, name) for name in FLAGS}) for row in rows}
    return written(entries) if entries else ""


def of_course(course: Course, folders: dict[str, str]) -> dict[str, str]:
    """By path in the folder; `folders` are those of the modules by their key."""
    modules = course.modules.order_by("order", "pk")
    found = {f"{folders[module.key]}/{NAME}": of_module(module) for module in modules}
    return {path: text for path, text in found.items() if text}


def faults(folder: Path) -> Iterator[CurriculumError]:
    """What a reader should not see, one sentence each with its line; a file that cannot be read has one."""
    seen: dict[str, str] = {}
    for path in _files(folder):
        try:
            entries = _read(path)
        except CurriculumError as error:
            yield error
            continue
        lessons = {lesson.name.split(".")[0] for lesson in path.parent.glob("*.ko.md")}
        for key, entry in entries.items():
            for sentence in _of_entry(entry, key, lessons, seen):
                yield CurriculumError(path, line_of(path, key), sentence)
            seen.setdefault(key, str(path.relative_to(folder)))


def _of_entry(entry: Entry, key: str, lessons: set[str], seen: dict[str, str]) -> Iterator[str]:
    said = entry.said
    if key in seen:
        yield _("The key “%(key)s” is already that of %(other)s.") % {"key": key, "other": seen[key]}
    if any(not text.en for text in (said.title, said.task, *getattr(said, "levels", ()))):
        yield _("“%(key)s” is not complete in English.") % {"key": key}
    if said.source and said.source not in lessons:
        yield _("This module has no lesson “%(key)s” that a skill could rest on.") % {"key": said.source}


def _read(path: Path) -> dict[str, Entry]:
    refuse_link(path)
    try:
        return loading.read(path)
    except BadFile as error:
        raise CurriculumError(path, 1, str(error).removeprefix(f"{path}: ")) from error


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob(f"*/{NAME}"))


def line_of(path: Path, key: str) -> int:
    rows = path.read_text(encoding="utf-8").split("\n")
    return next((n for n, row in enumerate(rows, start=1) if row in (f"- key: {key}", f'- key: "{key}"')), 1)

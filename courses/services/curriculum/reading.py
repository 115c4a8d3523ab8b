"""The folder of a curriculum, read whole and checked before anything is written."""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from courses.models.rows import Mark
from courses.services.curriculum import markdown, quizzes, shapes
from courses.services.curriculum.nodes import CurriculumError, Node, Place, parse, read_text, refuse_link
from courses.services.questions.standing import HeldQuiz

OPENS = re.compile(r":::\s*(\S.*?)\s*$")
LANGUAGES = ("ko", "en")
SAME_IN_BOTH = ("order", "minutes", "theory_hours", "practice_hours", "is_preview")


@dataclass(frozen=True)
class LessonText:
    """One language of a lesson."""

    path: Path
    title: str
    summary: str
    objectives: str
    sources: str
    review_notes: str
    body: list[dict[str, Any]]


@dataclass
class LessonFile:
    key: str
    order: int
    minutes: int
    theory_hours: Decimal
    practice_hours: Decimal
    is_preview: bool
    texts: dict[str, LessonText] = field(default_factory=dict)


@dataclass(frozen=True)
class ModuleFile:
    key: str
    block: str
    values: dict[str, Any]
    titles: dict[str, str]
    lessons: list[LessonFile]
    quiz: HeldQuiz | None = None


@dataclass(frozen=True)
class CourseFile:
    key: str
    values: dict[str, Any]
    titles: dict[str, str]
    blocks: list[dict[str, Any]]
    modules: list[ModuleFile]


def read(folder: Path) -> CourseFile:
    """Everything in a folder, or the first thing that is wrong with it."""
    if not (folder / "course.yaml").is_file():
        raise CurriculumError(folder / "course.yaml", 1, _("This folder holds no curriculum: course.yaml is missing."))
    place = Place(folder / "course.yaml")
    head = parse(read_text(place.path), place).mapping(
        required=("key", "title_ko", "title_en", "blocks"),
        optional=("order", *_both("summary", "outcomes", "audience")),
    )
    blocks = [_block(item, number) for number, item in enumerate(head["blocks"].items(), start=1)]
    if len(blocks) > 4:
        raise head["blocks"].refuse(_("A course has at most four process blocks."))
    known = {block["key"] for block in blocks}
    for below in sorted(folder.iterdir()):
        if below.is_dir():
            refuse_link(below)
    modules = [_module(path, known) for path in sorted(folder.glob("*/module.yaml"))]
    _refuse_doubles(folder, modules)
    return CourseFile(key=head["key"].key(), values=_texts(head), titles=_titles(head), blocks=blocks, modules=modules)


def _both(*names: str) -> tuple[str, ...]:
    return tuple(f"{name}_{language}" for name in names for language in LANGUAGES)


def _titles(head: dict[str, Node]) -> dict[str, str]:
    return {language: head[f"title_{language}"].short_text(150) for language in LANGUAGES}


def _texts(head: dict[str, Node]) -> dict[str, Any]:
    """Every text of a row but its titles; lists become one item a line."""
    found: dict[str, Any] = {}
    for name, node in head.items():
        if name.startswith(("outcomes_", "outline_")):
            found[name] = "\n".join(node.texts())
        elif name.startswith(("summary_", "audience_")):
            found[name] = node.text()
        elif name.endswith("_hours"):
            found[name] = node.number()
        elif name == "order":
            found[name] = node.whole()
    return found


def _block(node: Node, order: int) -> dict[str, Any]:
    found = node.mapping(required=("key", "mark", "title_ko", "title_en"))
    titles = {f"title_{language}": title for language, title in _titles(found).items()}
    return {"key": found["key"].key(), "order": order, "mark": found["mark"].one_of(Mark.values), **titles}


def _module(path: Path, blocks: set[str]) -> ModuleFile:
    place = Place(path)
    head = parse(read_text(path), place).mapping(
        required=("key", "block", "order", "title_ko", "title_en"),
        optional=("theory_hours", "practice_hours", *_both("summary", "outcomes", "outline")),
    )
    if head["block"].text() not in blocks:
        raise head["block"].refuse(_("course.yaml has no process block “%(key)s”.") % {"key": head["block"].text()})
    return ModuleFile(
        key=head["key"].key(),
        block=head["block"].text(),
        values=_texts(head),
        titles=_titles(head),
        lessons=_lessons(path.parent),
        quiz=_quiz(path.parent / quizzes.NAME),
    )


def _quiz(path: Path) -> HeldQuiz | None:
    return quizzes.read(path) if path.is_file() or path.is_symlink() else None


def _lessons(folder: Path) -> list[LessonFile]:
    found: dict[str, LessonFile] = {}
    for path in sorted(folder.glob("*.md"), key=lambda p: (p.name.endswith(".en.md"), p.name)):
        language = path.name.removesuffix(".md").rpartition(".")[2]
        if language not in LANGUAGES:
            raise CurriculumError(path, 1, _("A lesson's file ends in .ko.md or .en.md."))
        head, text = lesson(path)
        _join(found, head, text, language)
    return sorted(found.values(), key=lambda lesson: lesson.order)


def _join(found: dict[str, LessonFile], lesson: LessonFile, text: LessonText, language: str) -> None:
    standing = found.get(lesson.key)
    if standing is None:
        if language != "ko":
            raise CurriculumError(text.path, 1, _("The Korean file of this lesson is missing."))
        standing = found[lesson.key] = lesson
    elif language in standing.texts:
        raise CurriculumError(
            text.path, 2, _("The key “%(key)s” is already that of %(other)s.")
            % {"key": lesson.key, "other": standing.texts[language].path.name},
        )  # fmt: skip
    for name in SAME_IN_BOTH:
        if getattr(standing, name) != getattr(lesson, name):
            raise CurriculumError(
                text.path, 1, _("“%(name)s” differs from the Korean file.") % {"name": name.removeprefix("is_")}
            )
    standing.texts[language] = text


def _refuse_doubles(folder: Path, modules: list[ModuleFile]) -> None:
    seen: set[str] = set()
    lessons: dict[str, Path] = {}
    questions: dict[str, Path] = {}
    for module, path in zip(modules, sorted(folder.glob("*/module.yaml")), strict=True):
        if module.key in seen:
            raise CurriculumError(path, 1, _("Two modules have the key “%(key)s”.") % {"key": module.key})
        seen.add(module.key)
        for lesson in module.lessons:
            _refuse_double(folder, lessons, lesson.key, lesson.texts["ko"].path, line=2)
        for key in module.quiz.questions if module.quiz else ():
            _refuse_double(folder, questions, key, path.parent / quizzes.NAME, line=1)


def _refuse_double(folder: Path, seen: dict[str, Path], key: str, here: Path, *, line: int) -> None:
    if key in seen:
        sentence = _("The key “%(key)s” is already that of %(other)s.")
        raise CurriculumError(here, line, sentence % {"key": key, "other": seen[key].relative_to(folder)})
    seen[key] = here


def lesson(path: Path) -> tuple[LessonFile, LessonText]:
    rows = read_text(path).split("\n")
    end = rows.index("---", 1) if rows[0] == "---" and "---" in rows[1:] else 0
    if not end:
        raise CurriculumError(path, 1, _("The file begins with its head between two lines of “---”."))
    head = parse("\n".join(rows[1:end]), Place(path, 2)).mapping(
        required=("key", "order", "title", "summary", "minutes", "objectives"),
        optional=("theory_hours", "practice_hours", "preview", "sources", "review"),
    )
    return _head(head), LessonText(
        path=path,
        title=head["title"].short_text(150),
        summary=head["summary"].text(),
        objectives="\n".join(head["objectives"].texts()),
        sources=_lines(head, "sources"),
        review_notes=_lines(head, "review"),
        body=_body(rows[end + 1 :], Place(path, end + 2)),
    )


def _head(head: dict[str, Node]) -> LessonFile:
    return LessonFile(
        key=head["key"].key(),
        order=head["order"].whole(),
        minutes=head["minutes"].whole(),
        theory_hours=head["theory_hours"].number() if "theory_hours" in head else Decimal(0),
        practice_hours=head["practice_hours"].number() if "practice_hours" in head else Decimal(0),
        is_preview="preview" in head and head["preview"].yes(),
    )


def _lines(head: dict[str, Node], name: str) -> str:
    return "\n".join(head[name].texts()) if name in head else ""


def _body(rows: list[str], place: Place) -> list[dict[str, Any]]:
    """Markdown and containers in turn. `place` is the first line of `rows`."""
    found: list[dict[str, Any]] = []
    kind, begun, gathered = "", 0, list[str]()
    for number, row in enumerate(rows):
        here = Place(place.path, place.line + number)
        opening = OPENS.match(row)
        if opening and kind:
            raise here.refuse(
                _("A container cannot stand inside another. Close the one of line %(line)s first.")
                % {"line": place.line + begun}
            )
        if opening or (kind and row.strip() == ":::"):
            found += _piece(kind, gathered, Place(place.path, place.line + begun))
            kind, begun, gathered = (opening.group(1) if opening else ""), number + (0 if opening else 1), []
        elif row.strip() == ":::":
            raise here.refuse(_("No container is open that this line could close."))
        else:
            gathered.append(row)
    if kind:
        raise Place(place.path, place.line + begun).refuse(_("This container is never closed by a line of “:::”."))
    return found + _piece("", gathered, Place(place.path, place.line + begun))


def _piece(kind: str, rows: list[str], place: Place) -> list[dict[str, Any]]:
    text = "\n".join(rows)
    if kind:
        return [shapes.container(kind, text, place)]
    return markdown.blocks(text, place) if text.strip() else []

"""What was published, frozen: one edition for each new content of a lesson in a language."""

import re
from datetime import datetime
from typing import Any

from django.db import models, transaction

from courses.models import CoursePage, Lesson, LessonEdition, LessonPage, ModulePage
from courses.queries import words
from courses.signals import edition_published
from training.core import canonical

FILES = {"figure": ("image",), "video": ("film", "captions"), "document": ("document",)}
SAID_OF_MACHINES = ("name_ko", "name_en", "purpose_ko", "purpose_en", "safety_ko", "safety_en")
EDITOR_MARKS = re.compile(r' data-block-key="[^"]*"')  # written by the editor into every paragraph it has touched


def words_of(page: LessonPage, machines: dict[str, Any] | None = None) -> dict[str, Any]:
    """What the page itself holds, as plain values without the editor's marks."""
    return {
        "title": page.title,
        "summary": page.summary,
        "objectives": page.objectives.splitlines(),
        "blocks": [_frozen(child, machines or {}) for child in page.body],
        "sources": page.sources.splitlines(),
    }


def content_of(page: LessonPage) -> dict[str, Any]:
    """What a reader of the page sees, with the row it presents."""
    lesson: Lesson = page.lesson
    shown = [{"key": word.key, "term": word.text, "meaning": word.meaning} for word in words.of_page(page)]
    return words_of(page, words.machines_of(page)) | {
        "terms": shown,
        "lesson": f"{lesson.module.course.key}/{lesson.module.key}/{lesson.key}",
        "language": page.language,
        "hours": {"theory": f"{lesson.theory_hours:.1f}", "practice": f"{lesson.practice_hours:.1f}"},
    }


def _frozen(child: Any, machines: dict[str, Any]) -> dict[str, Any]:
    """One block as plain values; a file is frozen by its hash, a machine by what is said of it."""
    value = plain_value(child)
    for name in FILES.get(child.block_type, ()):
        value[name] = child.value[name].get_file_hash()
    if child.block_type == "equipment" and (machine := machines.get(child.value["key"])):
        value["said"] = {name: getattr(machine, name) for name in SAID_OF_MACHINES}
    return {"type": child.block_type, "value": value}


def plain_value(child: Any) -> Any:
    """A block's value as stored, without what only the editor needs."""
    return _plain(child.block.get_prep_value(child.value))


def _plain(value: Any) -> Any:
    """Without the ids that only the editor needs."""
    if isinstance(value, dict):
        if value.get("type") == "item" and set(value) <= {"type", "value", "id"}:
            return _plain(value["value"])
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return EDITOR_MARKS.sub("", value) if isinstance(value, str) else value


@transaction.atomic
def append(page: LessonPage, *, by: Any, now: datetime) -> LessonEdition | None:
    """Freeze what was just published; the same content as the last edition's makes no new one."""
    if page.presented_id is None or not page.live:
        return None
    Lesson.objects.select_for_update().get(pk=page.presented_id)  # numbers are given one at a time
    content = content_of(page)
    sha256 = canonical.sha256(content)
    last = LessonEdition.objects.latest_of(page.lesson, page.language)
    if last and last.sha256 == sha256:
        return None
    edition = LessonEdition.objects.create(
        lesson=page.lesson,
        language=page.language,
        number=last.number + 1 if last else 1,
        sha256=sha256,
        content=canonical.text(content),
        title=page.title,
        translates=page.translates if page.language == "en" else "",
        published_at=now,
        published_by=by,
    )
    edition_published.send(sender=LessonEdition, edition=edition)
    return edition


def take_title(page: CoursePage | ModulePage | LessonPage) -> None:
    """The row bears the title under which it was last published; lists and papers use the row."""
    row: models.Model | None = getattr(page, page.row_field)
    if row is None or not page.live:
        return
    field = f"title_{page.language}"
    column: Any = row._meta.get_field(field)
    title = page.title[: column.max_length]
    type(row)._base_manager.filter(pk=row.pk).exclude(**{field: title}).update(**{field: title})

"""A lesson that shows one file."""

import json
from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.documents import get_document_model

from courses.models import Course, CoursePage, Lesson, LessonPage, ModulePage
from courses.services import trees
from tests import factories

FILM = b"\x00\x00\x00\x18ftypmp42" + bytes(range(256)) * 8


@dataclass(frozen=True)
class Shown:
    lesson: Lesson
    document: Any
    address: str


def shown(course: Course, *, name: str = "film.mp4", content: bytes = FILM, preview: bool = False) -> Shown:
    """A published lesson of the course whose text offers a file."""
    module = factories.ModuleFactory(complex=course.complex, course=course)
    lesson = factories.LessonFactory(complex=course.complex, module=module, is_preview=preview)
    document = get_document_model().objects.create(title="자료", file=ContentFile(content, name))
    above = trees.make(course.complex)["ko"]
    for model, row in ((CoursePage, course), (ModulePage, module)):
        above = row.pages.first() or trees.add_page(above, model, row, title=row.title_ko)
    body = json.dumps([{"type": "document", "value": {"document": document.pk, "about": ""}}])
    trees.add_page(above, LessonPage, lesson, title="차시", body=body)
    return Shown(lesson, document, reverse("courses:lesson_file", args=[lesson.pk, document.pk]))

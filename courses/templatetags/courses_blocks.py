"""The blocks of a lesson, drawn once for one content."""

import json
from collections import OrderedDict
from threading import Lock
from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from courses.queries import pictures, words

register = template.Library()
FROM_ROWS = frozenset({"figure", "video", "document"})  # these show files, whose titles and addresses may change
MACHINE = ("name_ko", "name_en", "purpose_ko", "purpose_en", "safety_ko", "safety_en")


class Kept:
    """The last so many drawings of this process, by all that they depend on: nothing here can be out of date."""

    def __init__(self) -> None:
        self._drawn: OrderedDict[Any, SafeString] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Any) -> SafeString | None:
        with self._lock:
            if key in self._drawn:
                self._drawn.move_to_end(key)
            return self._drawn.get(key)

    def keep(self, key: Any, drawn: SafeString, *, most: int) -> None:
        with self._lock:
            self._drawn[key] = drawn
            while len(self._drawn) > most:
                self._drawn.popitem(last=False)


kept = Kept()


@register.simple_tag(takes_context=True)
def lesson_blocks(context: Any) -> SafeString:
    """All blocks of the page. A lesson that is read again and again is drawn anew only where its content differs."""
    page, most = context["page"], settings.LESSONS_KEPT_DRAWN
    key = _all_it_depends_on(page) if most else None
    drawn = kept.get(key) if key else None
    if drawn is None:
        rendered = context.flatten()
        blocks = pictures.prepare(page.body)
        drawn = format_html_join("\n", "{}", ((block.render_as_block(rendered),) for block in blocks))
        if key:
            kept.keep(key, drawn, most=most)
    return drawn


@register.simple_tag(takes_context=True)
def file_address(context: Any, document: Any) -> str | None:
    """Where a lesson's file is served; an example of the style guide says so itself. None where there is no lesson."""
    lesson_id = getattr(context.get("page"), "lesson_id", None)
    if document is None or lesson_id is None:
        return getattr(document, "example_address", None)
    return reverse("courses:lesson_file", args=[lesson_id, document.pk])


def _all_it_depends_on(page: Any) -> tuple[Any, ...] | None:
    """The content, the language of the labels, the glossary's words and the machines; None where rows take part."""
    raw = list(page.body.raw_data)
    text = json.dumps([[block["type"], block["value"]] for block in raw], ensure_ascii=False)
    if page.lesson_id is None or "linktype=" in text or any(block["type"] in FROM_ROWS for block in raw):
        return None
    machines = tuple(tuple(getattr(row, name) for name in MACHINE) for row in words.machines_of(page).values())
    return page.lesson_id, page.language, get_language(), text, tuple(words.of_page(page)), machines

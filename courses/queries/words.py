"""The glossary's words inside a lesson."""

from typing import Any

from courses.models import Equipment, Term
from courses.rules.glossary import Word, occurring


def of_page(page: Any) -> list[Word]:
    """The terms that occur in a lesson's text, in its language; asked once for each page that is shown."""
    if not hasattr(page, "words_shown"):
        texts = [child.value.source for child in page.body if child.block_type == "text"]
        page.words_shown = occurring(_words(page), texts) if texts and page.lesson else []
    found: list[Word] = page.words_shown
    return found


def _words(page: Any) -> list[Word]:
    terms = Term.objects.filter(complex=page.lesson.complex_id).order_by("key")
    if page.language == "en":
        return [Word(term.key, term.term_en, term.definition_en) for term in terms]
    return [Word(term.key, term.term_ko, term.definition_ko) for term in terms]


def machines_of(page: Any) -> dict[str, Equipment]:
    """The machines that a lesson shows, by key; no question where it shows none."""
    if not hasattr(page, "machines_shown"):
        keys = {child.value["key"] for child in page.body if child.block_type == "equipment"}
        rows = Equipment.objects.filter(complex=page.lesson.complex_id, key__in=keys) if keys and page.lesson else []
        page.machines_shown = {row.key: row for row in rows}
    found: dict[str, Equipment] = page.machines_shown
    return found

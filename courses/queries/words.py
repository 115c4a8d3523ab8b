"""The glossary's words and the machines inside a lesson, asked for together."""

from typing import Any

from django.db.models.functions import JSONObject

from courses.models import Equipment, Term
from courses.rules.glossary import Word, occurring

OF_TERM = {name: name for name in ("key", "term_ko", "term_en", "definition_ko", "definition_en")}
OF_MACHINE = {
    name: name for name in ("key", "name_ko", "name_en", "purpose_ko", "purpose_en", "safety_ko", "safety_en")
}


def of_page(page: Any) -> list[Word]:
    """The terms that occur in a lesson's text, in its language."""
    found: list[Word] = _asked(page)[0]
    return found


def machines_of(page: Any) -> dict[str, Equipment]:
    """The machines that a lesson shows, by key."""
    found: dict[str, Equipment] = _asked(page)[1]
    return found


def _asked(page: Any) -> tuple[list[Word], dict[str, Equipment]]:
    """Asked once for each page that is shown, and not at all where it has neither text nor machines."""
    if not hasattr(page, "words_and_machines"):
        texts = [child.value.source for child in page.body if child.block_type == "text"]
        keys = {child.value["key"] for child in page.body if child.block_type == "equipment"}
        rows = _rows(page.lesson.complex_id, bool(texts), keys) if page.lesson else []
        words = [_word(row, page.language) for row in rows if "term_ko" in row]
        machines = [Equipment(**row) for row in rows if "name_ko" in row]
        page.words_and_machines = occurring(words, texts), {machine.key: machine for machine in machines}
    found: tuple[list[Word], dict[str, Equipment]] = page.words_and_machines
    return found


def _rows(complex_id: int, with_terms: bool, keys: set[str]) -> list[dict[str, Any]]:
    """Rows of two tables in one question, by key."""
    terms = Term.objects.filter(complex=complex_id).order_by().values_list(JSONObject(**OF_TERM), flat=True)
    machines = Equipment.objects.filter(complex=complex_id, key__in=keys).order_by()
    asked = [terms] if with_terms else []
    asked += [machines.values_list(JSONObject(**OF_MACHINE), flat=True)] if keys else []
    if not asked:
        return []
    return sorted(asked[0].union(*asked[1:], all=True), key=lambda row: str(row["key"]))


def _word(row: dict[str, Any], language: str) -> Word:
    language = "en" if language == "en" else "ko"
    return Word(row["key"], row[f"term_{language}"], row[f"definition_{language}"])

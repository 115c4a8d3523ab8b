"""The glossary's words and the machines inside a lesson, asked for together."""

from functools import lru_cache
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import JSONObject

from courses.models import Equipment, Term
from courses.rules.glossary import Word, occurring
from training.core.prepared import Prepared

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
    if not with_terms and not keys:
        return []
    named = {f"key{number}": key for number, key in enumerate(sorted(keys))}
    rows = _prepared(with_terms, len(keys)).rows(complex_id=complex_id, **named)
    return sorted(rows, key=lambda row: str(row["key"]))


@lru_cache(maxsize=100)  # more machines than this stand in no lesson
def _prepared(with_terms: bool, machines: int) -> Prepared:
    names = [f"key{number}" for number in range(machines)]

    def ask(*, complex_id: int, **keys: str) -> QuerySet[Any, Any]:
        asked = []
        if with_terms:
            terms = Term.objects.filter(complex=complex_id).order_by()
            asked.append(terms.values_list(JSONObject(**OF_TERM), flat=True))
        if machines:
            shown = Equipment.objects.filter(complex=complex_id, key__in=[keys[name] for name in names]).order_by()
            asked.append(shown.values_list(JSONObject(**OF_MACHINE), flat=True))
        return asked[0].union(*asked[1:], all=True)

    return Prepared(ask, complex_id=int, **dict.fromkeys(names, str))


def _word(row: dict[str, Any], language: str) -> Word:
    language = "en" if language == "en" else "ko"
    return Word(row["key"], row[f"term_{language}"], row[f"definition_{language}"])

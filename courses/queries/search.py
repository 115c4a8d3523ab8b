"""What a search finds: lessons this person may read, and the words and machines of the complex."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import Any

from django.db.models import Q
from wagtail.search.backends import get_search_backend
from wagtail.search.query import Phrase, PlainText, SearchQuery

from courses.models import Equipment, LessonPage, Term
from courses.rules.search import Wanted, snippet, wanted
from training.core.models import Complex

MOST = 5000  # hits that are put in order
KINDS = ("lessons", "terms", "equipment")


@dataclass(frozen=True)
class Hit:
    """One thing found: where it is, what it is called, and a piece of its text cut into (piece, is it a hit)."""

    title: list[tuple[str, bool]]
    address: str
    where: str
    pieces: list[tuple[str, bool]]
    language: str


@dataclass(frozen=True)
class Found:
    """A search's answer. `lessons` are ids in order; their texts are read for one page of them only."""

    words: list[Wanted]
    lessons: Sequence[int]
    terms: list[Hit]
    equipment: list[Hit]

    @property
    def count(self) -> int:
        return len(self.lessons) + len(self.terms) + len(self.equipment)


def find(text: str, *, complex: Complex, readable: Iterable[int], language: str) -> Found:
    """Everything that holds all words of the text. A lesson that may not be read is not found, nor counted."""
    words = wanted(text)
    if not words:
        return Found([], [], [], [])
    query = reduce(and_, [_one(word) for word in words])
    return Found(
        words,
        _lessons(query, words, complex=complex, readable=readable, language=language),
        [_term(term, words, language) for term in _rows(Term, query, complex)],
        [_machine(machine, words, language) for machine in _rows(Equipment, query, complex)],
    )


def _one(word: Wanted) -> SearchQuery:
    return Phrase(" ".join(word.tokens)) if len(word.tokens) > 1 else PlainText(word.tokens[0])


def _rows(model: Any, query: SearchQuery, complex: Complex) -> list[Any]:
    found = get_search_backend().search(query, model.objects.of(complex), order_by_relevance=False)
    ids = [row.pk for row in found[:50]]
    return list(model.objects.filter(pk__in=ids))


def _lessons(
    query: SearchQuery, words: list[Wanted], *, complex: Complex, readable: Iterable[int], language: str
) -> list[int]:
    """Ids of pages: those with the words in their title first, then in the order of the course."""
    ids = [page.pk for page in LessonPage.objects.live().search(query, order_by_relevance=False)[:MOST]]
    rows = (
        LessonPage.objects.live()
        .filter(pk__in=ids, lesson__complex=complex)
        .filter(Q(lesson__is_preview=True) | Q(lesson__module__course__in=list(readable)))
        .order_by("lesson__module__course__order", "lesson__module__order", "lesson__order")
        .values_list("lesson_id", "locale__language_code", "pk", "title")
    )
    best: dict[int, tuple[int, str]] = {}
    for lesson, code, pk, title in rows:
        if code == language or lesson not in best:
            best[lesson] = (pk, title)
    letters = [word.letters for word in words]
    return [
        pk for pk, title in sorted(best.values(), key=lambda found: not any(w in found[1].casefold() for w in letters))
    ]


def lessons_shown(ids: Sequence[int], words: list[Wanted]) -> list[Hit]:
    """The lessons of one page of results. Three queries."""
    pages = (
        LessonPage.objects.filter(pk__in=ids)
        .select_related("lesson__module__course", "locale")
        .defer("sources", "review_notes")
    )
    by_id = {page.pk: page for page in pages}
    return [_lesson(by_id[pk], words) for pk in ids if pk in by_id]


def _lesson(page: Any, words: list[Wanted]) -> Hit:
    module = page.lesson.module
    field = f"title_{page.language}"
    return Hit(
        title=snippet(page.title, words, around=200),
        address=page.address(),
        where=f"{getattr(module.course, field)} › {getattr(module, field)}",
        pieces=snippet(page.plain_text().removeprefix(page.title), words),
        language=page.language,
    )


def _term(term: Any, words: list[Wanted], language: str) -> Hit:
    other = "ko" if language == "en" else "en"
    title = f"{getattr(term, f'term_{language}')} · {getattr(term, f'term_{other}')}"
    return Hit(snippet(title, words, around=200), "", "", snippet(term.text("definition"), words, around=300), language)


def _machine(machine: Any, words: list[Wanted], language: str) -> Hit:
    other = "ko" if language == "en" else "en"
    title = f"{getattr(machine, f'name_{language}')} · {getattr(machine, f'name_{other}')}"
    return Hit(snippet(title, words, around=200), "", "", snippet(machine.text("purpose"), words, around=300), language)

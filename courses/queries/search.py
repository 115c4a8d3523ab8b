"""What a search finds: lessons this person may read, and the words and machines of the complex."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

from django.db.models import Q
from django.urls import reverse

from courses.models import Equipment, LessonPage, Term
from courses.queries import matching
from courses.rules.search import Wanted, apart, snippet, wanted
from training.core.models import Complex

MOST_ROWS = 100  # terms, and machines, of one answer
MOST_LESSONS = 100  # of one language; who finds more needs another word, not another page
KINDS = ("lessons", "terms", "equipment")
OTHER = {"ko": "en", "en": "ko"}


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
    """A search's answer. `lessons` are ids in order; their texts are read for one page of them only.

    `more` says that there are lessons beyond these.
    """

    words: list[Wanted]
    lessons: Sequence[int] = ()
    more: bool = False
    terms: list[Hit] = field(default_factory=list)
    equipment: list[Hit] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.lessons) + len(self.terms) + len(self.equipment)


def find(text: str, *, complex: Complex, readable: Iterable[int], language: str) -> Found:
    """Everything that holds all words of the text. A lesson that may not be read is not found, nor counted.

    Three queries, and one more for each list of the trade that holds something.
    """
    words = wanted(text)
    if not words:
        return Found([])
    terms, machines = matching.keys(words, Term, Equipment)
    lessons, more = _lessons(words, language, {"complex": complex, "readable": list(readable)})
    return Found(
        words,
        lessons,
        more,
        [_term(term, words, language) for term in _rows(Term, terms, complex)],
        [_machine(machine, words, language) for machine in _rows(Equipment, machines, complex)],
    )


def advice(text: str, *, complex: Complex, readable: Iterable[int], language: str) -> list[str]:
    """For a text that finds nothing: its words apart, those that find something by themselves."""
    courses = list(readable)
    return [word for word in apart(text) if find(word, complex=complex, readable=courses, language=language).count]


def _rows(model: Any, keys: list[int], complex: Complex) -> list[Any]:
    return list(model.objects.of(complex).filter(pk__in=keys)[:MOST_ROWS]) if keys else []


def _lessons(words: list[Wanted], language: str, who: dict[str, Any]) -> tuple[list[int], bool]:
    """Ids of pages: those with one of the words in their title first, then in the order of the course.

    A lesson is shown in the reader's language if it has the words there, else in the other. What is found is
    complete unless one language alone has more than MOST_LESSONS: then that many, and that there are more.
    """
    own = matching.lessons(words, language=language, limit=MOST_LESSONS + 1, **who)
    if len(own) > MOST_LESSONS:
        titled = matching.lessons(words, language=language, limit=MOST_LESSONS, in_titles=True, **who)
        return list(dict.fromkeys(place.page for place in [*titled, *own]))[:MOST_LESSONS], True
    other = matching.lessons(words, language=OTHER[language], limit=MOST_LESSONS + 1, **who)
    known = {place.lesson for place in own}
    places = sorted([*own, *(place for place in other if place.lesson not in known)], key=attrgetter("order"))
    letters = [word.letters for word in words]
    places.sort(key=lambda place: not any(word in place.title.casefold() for word in letters))
    more = len(other) > MOST_LESSONS
    return [place.page for place in places[: MOST_LESSONS if more else None]], more


def lessons_shown(ids: Sequence[int], words: list[Wanted], *, complex: Complex, readable: Iterable[int]) -> list[Hit]:
    """The lessons of one page of results, in one query: the rows themselves say again whether they may be read."""
    pages = (
        LessonPage.objects.live()
        .filter(Q(lesson__is_preview=True) | Q(lesson__module__course__in=list(readable)), lesson__complex=complex)
        .filter(pk__in=ids)
        .select_related("lesson__module__course")
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
    other = OTHER[language]
    title = f"{getattr(term, f'term_{language}')} · {getattr(term, f'term_{other}')}"
    pieces = snippet(getattr(term, f"definition_{language}"), words, around=300)
    return Hit(
        snippet(title, words, around=200), f"{reverse('courses:glossary')}#term-{term.key}", "", pieces, language
    )


def _machine(machine: Any, words: list[Wanted], language: str) -> Hit:
    other = OTHER[language]
    title = f"{getattr(machine, f'name_{language}')} · {getattr(machine, f'name_{other}')}"
    address = f"{reverse('courses:equipment')}#machine-{machine.key}"
    pieces = snippet(getattr(machine, f"purpose_{language}"), words, around=300)
    return Hit(snippet(title, words, around=200), address, "", pieces, language)

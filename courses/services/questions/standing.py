"""A quiz with its questions as one value: what a file says and what the bank holds are compared in it."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from courses.models import Module, Question, QuestionVersion, Quiz
from courses.rules.pictures import Picture
from courses.rules.questions import content
from training.core import canonical

SETTINGS = (
    "order",
    "title_ko",
    "title_en",
    "minutes",
    "attempts",
    "pass_percent",
    "shuffle",
    "reveal",
    "is_required",
    "is_safety",
)


@dataclass(frozen=True)
class Pool:
    """Questions by key, in the order of the keys: the bank knows no other. `draw` of 0 takes all."""

    draw: int
    keys: tuple[str, ...]


@dataclass(frozen=True)
class HeldQuiz:
    """One quiz of a module, and all the questions of that module by key.

    `pictures` are those a file brought along, by hash.
    """

    key: str
    values: dict[str, Any]
    pools: tuple[Pool, ...]
    questions: dict[str, content.Question]
    pictures: dict[str, Picture] = field(default_factory=dict, compare=False)

    @property
    def takes_all(self) -> bool:
        return self.pools == (Pool(0, tuple(sorted(self.questions))),)


def default(name: str) -> Any:
    """What a setting is where nobody said it."""
    return getattr(Quiz(), name)


def hash_of(values: dict[str, Any], pools: tuple[Pool, ...]) -> str:
    """Of what a file's head puts into a quiz."""
    written = {name: values[name] for name in SETTINGS}
    return canonical.sha256(written | {"pools": [[pool.draw, list(pool.keys)] for pool in pools]})


def hash_of_quiz(quiz: Quiz) -> str:
    return hash_of(_values(quiz), _pools(quiz))


def of_module(module: Module, *, drafts: bool) -> tuple[HeldQuiz | None, list[str]]:
    """The first quiz of a module with the module's questions, and a sentence for all that one file cannot say."""
    quizzes = Quiz.objects.filter(module=module).order_by("order", "pk")
    found, said = list(quizzes if drafts else quizzes.published()), _questions(module)
    if not found:
        return None, [_("%(what)s: a file cannot say questions without a quiz.") % {"what": module.key}] if said else []
    first, *others = found
    left = [_("%(what)s: a file says one quiz of a module.") % {"what": quiz.key} for quiz in others]
    pools = _pools(first)
    own = tuple(Pool(pool.draw, tuple(key for key in pool.keys if key in said)) for pool in pools)
    if any(_is_strange(key, module) for pool in pools for key in pool.keys if key not in said):
        left.append(_("%(what)s: a file cannot say questions of another module.") % {"what": first.key})
    return HeldQuiz(first.key, _values(first), own, said), left


def _is_strange(key: str, module: Module) -> bool:
    return Question.objects.filter(course=module.course_id, key=key).exclude(module=module).exists()


def _values(quiz: Quiz) -> dict[str, Any]:
    return {name: getattr(quiz, name) for name in SETTINGS}


def _pools(quiz: Quiz) -> tuple[Pool, ...]:
    pools = quiz.pools.order_by("order").prefetch_related("questions")
    return tuple(Pool(pool.draw, tuple(sorted(row.key for row in pool.questions.all()))) for pool in pools)


def _questions(module: Module) -> dict[str, content.Question]:
    rows = {row.pk: row for row in Question.objects.filter(module=module, retired_at=None)}
    newest = QuestionVersion.objects.newest_of(rows.values())
    return dict(sorted((rows[version.question_id].key, version.said) for version in newest))

"""Where what stands in a course's bank is used: for an author who is about to retire it, and for the bank's report."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.models import Question, Quiz, QuizPool, Skill
from courses.ports import Use, uses
from courses.queries import sorts
from training.core.models import AuditEntry

MODELS: dict[str, Any] = {"questions": Question, "skills": Skill, "quizzes": Quiz}


@dataclass(frozen=True)
class Used:
    """One row, what it is called, the quizzes that draw from it, and what cohorts have made of it."""

    row: Any
    title: str
    quizzes: list[Quiz]
    use: Use


def of(name: str, rows: list[Any]) -> list[Used]:
    """In the order given; three queries at most."""
    counted = uses.ask().of(name, [row.pk for row in rows])
    quizzes = _quizzes(rows) if name == "questions" else {}
    words = sorts.words(rows) if name == "questions" else {}
    return [
        Used(row, words.get(row.pk, "") or str(row), quizzes.get(row.pk, []), counted.get(row.pk, Use()))
        for row in rows
    ]


def _quizzes(rows: list[Question]) -> dict[int, list[Quiz]]:
    """The quizzes that draw from each question, in their order."""
    drawn = Quiz.objects.filter(pools__questions__in=rows).annotate(question=F("pools__questions"))
    found: dict[int, list[Quiz]] = {}
    for quiz in drawn.order_by("order", "pk").distinct():
        found.setdefault(quiz.question, []).append(quiz)
    return found


@dataclass(frozen=True)
class Short:
    """A pool that would draw fewer than it should: `left` of `draw`."""

    quiz: Quiz
    draw: int
    left: int


def short_without(questions: list[Question]) -> list[Short]:
    """The pools that would run short if these questions were retired."""
    left = Count("questions", filter=Q(questions__retired_at=None) & ~Q(questions__in=questions))
    touched = QuizPool.objects.filter(pk__in=QuizPool.objects.filter(questions__in=questions).values("pk"))
    pools = touched.annotate(left=left).filter(Q(left=0) | Q(left__lt=F("draw"))).select_related("quiz")
    return [Short(pool.quiz, pool.draw, pool.left) for pool in pools.order_by("quiz__order", "order")]


DONE = {
    "made": gettext_lazy("made new"),
    "changed": gettext_lazy("changed"),
    "retired": gettext_lazy("retired"),
    "restored": gettext_lazy("brought back"),
    "moved": gettext_lazy("moved to another module"),
    "shown": gettext_lazy("shown to trainees"),
    "hidden": gettext_lazy("hidden from trainees"),
}


def acts(row: Any) -> list[tuple[str, AuditEntry]]:
    """What was done with a row besides its versions, the latest first."""
    entries = AuditEntry.objects.filter(subject_type=row._meta.label_lower, subject_id=str(row.pk))
    return [(str(DONE.get(entry.action, entry.action)), entry) for entry in entries.select_related("actor")]


def report(name: str, rows: list[Any]) -> Iterator[list[str]]:
    """A table of what a bank holds and where it is used, with its heads; retired ones too."""
    yield [
        _("Key"), _("Title"), _("Type"), _("Module"), _("State"), _("Quizzes that draw from it"), _("Times used"),
        _("Cohorts"), _("Cohorts running now"),
    ]  # fmt: skip
    for used in of(name, rows):
        numbers = (used.use.times, used.use.cohorts, used.use.running)
        quizzes = " · ".join(str(quiz) for quiz in used.quizzes)
        module = str(used.row.module or "")
        yield [used.row.key, used.title, _kind(used.row), module, _state(used.row), quizzes, *map(str, numbers)]


def _state(row: Any) -> str:
    if isinstance(row, Quiz):
        return _("published") if row.published_at else _("not published")
    return _("retired") if row.retired_at else ""


def _kind(row: Any) -> str:
    if isinstance(row, Quiz):
        return ""
    return str(row.get_kind_display() if isinstance(row, Question) else row.get_measure_display())

"""Questions and their versions: the only writer of both."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from courses.models import Course, Module, Question, QuestionVersion, Quiz, QuizPool
from courses.rules.questions import content, fairness
from training.core import audit, canonical
from training.core.errors import DomainError


class Unfair(DomainError):
    """The content would make a question that nobody can answer."""

    status = 422


@transaction.atomic
def add(
    course: Course, *, key: str, said: content.Question, by: Any, now: datetime, module: Module | None = None
) -> Question:
    """A new question with its first version. Raises Unfair."""
    _refuse_unfair(said)
    if Question.objects.filter(course=course, key=key).exists():
        raise DomainError(_("This course already has a question with the key “%(key)s”.") % {"key": key})
    question = Question.objects.create(
        complex_id=course.complex_id, course=course, module=module, key=key, kind=said.KIND
    )
    _append(question, said, by=by, now=now)
    return question


@transaction.atomic
def edit(question: Question, *, said: content.Question, by: Any, now: datetime) -> QuestionVersion:
    """Every edit is a new version; saving the same words again makes none. Raises Unfair."""
    _refuse_unfair(said)
    if question.kind != said.KIND:
        raise DomainError(_("A question keeps its type. Write a new question instead."))
    Question.objects.select_for_update().get(pk=question.pk)
    latest = question.versions.order_by("-number").first()
    if latest is not None and latest.content == content.write(said):
        return latest
    return _append(question, said, by=by, now=now)


@transaction.atomic
def amend(question: Question, *, said: content.Question, module: Module | None, by: Any, now: datetime) -> None:
    """Say it anew and put it into a module of its course, or into none: both or nothing."""
    if module is not None and module.course_id != question.course_id:
        raise DomainError(_("A question stays in its course."))
    edit(question, said=said, by=by, now=now)
    Question.objects.filter(pk=question.pk).update(module=module)


@transaction.atomic
def save_quiz(quiz: Quiz, pools: list[tuple[int, list[Question]]], *, published: bool, by: Any, now: datetime) -> Quiz:
    """Save a quiz's rules and pools together; attempts that have begun keep theirs. One without questions stays hidden."""
    if published and not any(questions for _draw, questions in pools):
        raise DomainError(_("A quiz without questions cannot be shown. Choose its questions first."))
    quiz.published_at = (quiz.published_at or now) if published else None
    is_new = quiz.pk is None
    quiz.save()
    set_pools(quiz, [(draw, questions) for draw, questions in pools if questions])
    audit.record(quiz, "made" if is_new else "changed", by=by, at=now, facts={"published": published})
    return quiz


@transaction.atomic
def write_many(
    course: Course,
    new: dict[str, content.Question],
    edited: dict[Question, content.Question],
    *,
    by: Any,
    now: datetime,
) -> None:
    """Many at once, in a few queries: the new ones by key, and next versions. Raises Unfair.

    Whoever calls holds the course's row (`held`), so that no two write the same.
    """
    for said in [*new.values(), *edited.values()]:
        _refuse_unfair(said)
    made = Question.objects.bulk_create(
        Question(complex_id=course.complex_id, course=course, key=key, kind=said.KIND) for key, said in new.items()
    )
    last = dict(
        QuestionVersion.objects.filter(question__in=edited).values_list("question").annotate(last=Max("number"))
    )
    pairs = [*zip(made, new.values(), strict=True), *edited.items()]
    QuestionVersion.objects.bulk_create(
        _version(question, said, last.get(question.pk, 0) + 1, by=by, now=now) for question, said in pairs
    )


def held(course: Course) -> Course:
    """The course's row, held until the transaction ends: who brings in many questions waits for who does so already."""
    return Course.objects.select_for_update().get(pk=course.pk)


@transaction.atomic
def retire(question: Question, *, by: Any, now: datetime) -> None:
    """It is drawn no more; what was answered stands."""
    if Question.objects.filter(pk=question.pk, retired_at=None).update(retired_at=now):
        audit.record(question, "retired", by=by, at=now)


@transaction.atomic
def set_pools(quiz: Quiz, pools: list[tuple[int, list[Question]]]) -> None:
    """The pools of a quiz, in order. Raises DomainError for a question of another course."""
    for number, (draw, questions) in enumerate(pools, start=1):
        if any(question.course_id != quiz.course_id for question in questions):
            raise DomainError(_("A quiz asks questions of its own course only."))
        pool, _made = QuizPool.objects.update_or_create(quiz=quiz, order=number, defaults={"draw": draw})
        pool.questions.set(questions)
    quiz.pools.filter(order__gt=len(pools)).delete()


def _refuse_unfair(said: content.Question) -> None:
    found = fairness.faults(said)
    if found:
        raise Unfair(found[0])


def _append(question: Question, said: content.Question, *, by: Any, now: datetime) -> QuestionVersion:
    number = (question.versions.aggregate(n=Max("number"))["n"] or 0) + 1
    version = _version(question, said, number, by=by, now=now)
    version.save()
    return version


def _version(question: Question, said: content.Question, number: int, *, by: Any, now: datetime) -> QuestionVersion:
    written = content.write(said)
    return QuestionVersion(
        question=question,
        number=number,
        content=written,
        sha256=canonical.sha256_of_text(written),
        made_at=now,
        made_by=by,
    )

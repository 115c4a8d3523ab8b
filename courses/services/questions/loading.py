"""Brings the questions of a module's `questions.yaml` into the bank, and makes its quiz of them.

As with lessons: what is not what a file last put here was edited by a person and is left.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from courses.models import Module, Question, QuestionVersion, Quiz
from courses.rules.questions import content
from courses.services.questions import bank, figures, standing
from courses.services.questions.standing import HeldQuiz


@transaction.atomic
def load(module: Module, wanted: HeldQuiz, *, by: Any, now: datetime) -> list[str]:
    """Again and again without changing what is the same. Returns a sentence for each thing that was left."""
    said = wanted.questions
    figures.keep_all(module.course, wanted.pictures.values(), now=now)
    rows = {row.key: row for row in Question.objects.filter(course=module.course_id, key__in=said)}
    newest = {version.question_id: version for version in QuestionVersion.objects.newest_of(rows.values())}
    left = []
    for key, one in said.items():
        row = rows.get(key)
        if row is None:
            rows[key] = _kept(bank.add(module.course, key=key, said=one, by=by, now=now, module=module))
        elif not _question(row, newest[row.pk], one, by=by, now=now):
            left.append(key)
    if not _quiz(module, wanted, rows, now=now):
        left.append(wanted.key)
    sentence = _("%(what)s was edited in the CMS since it was loaded. It was left as it is.")
    return [sentence % {"what": key} for key in left]


def _question(row: Question, newest: QuestionVersion, said: content.Question, *, by: Any, now: datetime) -> bool:
    """Whether the question now says this; not where a person edited it to something else."""
    if newest.content == content.write(said):
        return True
    if newest.sha256 != row.loaded_sha256:
        return False
    bank.edit(row, said=said, by=by, now=now)
    _kept(row)
    return True


def _kept(question: Question) -> Question:
    """Remembers what the file put here."""
    newest = question.versions.order_by("-number").values_list("sha256", flat=True).first()
    question.loaded_sha256 = newest or ""
    question.save(update_fields=["loaded_sha256"])
    return question


def _quiz(module: Module, wanted: HeldQuiz, rows: dict[str, Question], *, now: datetime) -> bool:
    """Whether the quiz now is what the file says; made and published where there was none."""
    sha256 = standing.hash_of(wanted.values, wanted.pools)
    quiz = Quiz.objects.filter(course=module.course_id, key=wanted.key).first()
    present = standing.hash_of_quiz(quiz) if quiz else ""
    if quiz and present not in (sha256, quiz.loaded_sha256):
        return False
    if quiz is None:
        quiz = Quiz(complex_id=module.complex_id, course=module.course, key=wanted.key, published_at=now)
    if present != sha256 or quiz.loaded_sha256 != sha256:
        for name, value in (wanted.values | {"module": module, "loaded_sha256": sha256}).items():
            setattr(quiz, name, value)
        quiz.save()
    if present != sha256:
        bank.set_pools(quiz, [(pool.draw, [rows[key] for key in pool.keys]) for pool in wanted.pools])
    return True

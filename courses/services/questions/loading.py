"""Brings the questions of a module's `questions.yaml` into the bank, and makes its quiz of them.

As with lessons: a question whose newest version is not what a file last put here was edited by a person and is left.
"""

from datetime import datetime
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.utils.translation import gettext as _

from courses.models import Module, Question, QuestionVersion, Quiz
from courses.rules.questions import content, grading
from courses.services.questions import bank
from training.core.errors import DomainError

NAME = "questions.yaml"
QUIZ = frozenset(
    "key order title_ko title_en minutes attempts pass_percent shuffle reveal is_required is_safety".split()
)


class BadFile(DomainError):
    """The file holds something that is no question; the sentence names file and key."""

    status = 422


def read(path: Path) -> tuple[dict[str, Any], dict[str, content.Question]]:
    """The quiz and the questions of a file by key. Raises BadFile; no database is asked."""
    try:
        values = yaml.safe_load(path.read_text(encoding="utf-8"))
        quiz, entries = dict(values["quiz"]), list(values["questions"])
        if unknown := set(quiz) - QUIZ:
            raise content.NotAQuestion(
                _("%(where)s: nothing is called “%(name)s” here.") % {"where": "quiz", "name": min(map(str, unknown))}
            )
        found = {str(entry["key"]): _question(dict(entry)) for entry in entries}
    except (OSError, UnicodeDecodeError, yaml.YAMLError, KeyError, TypeError, ValueError) as error:
        raise BadFile(f"{path}: {error}") from error
    if len(found) != len(entries):
        raise BadFile(_("%(path)s: two questions have one key.") % {"path": path})
    return quiz, found


def _question(entry: dict[str, Any]) -> content.Question:
    key = entry.pop("key")
    said = content.read(entry)
    if faults := grading.faults(said):
        raise content.NotAQuestion(f"{key}: {faults[0]}")
    return said


@transaction.atomic
def load(module: Module, path: Path, *, by: Any, now: datetime) -> list[str]:
    """Again and again without changing what is the same. Returns a sentence for each question that was left."""
    values, said = read(path)
    rows = {row.key: row for row in Question.objects.filter(course=module.course_id, key__in=said)}
    newest = {version.question_id: version for version in QuestionVersion.objects.newest_of(rows.values())}
    left = []
    for key, one in said.items():
        row = rows.get(key)
        if row is None:
            rows[key] = _kept(bank.add(module.course, key=key, said=one, by=by, now=now, module=module))
        elif newest[row.pk].sha256 != row.loaded_sha256:
            sentence = _("%(what)s was edited in the CMS since it was loaded. It was left as it is.")
            left.append(sentence % {"what": key})
        elif newest[row.pk].content != content.write(one):
            bank.edit(row, said=one, by=by, now=now)
            _kept(row)
    _quiz(module, values, [rows[key] for key in said], now=now)
    return left


def _kept(question: Question) -> Question:
    """Remembers what the file put here."""
    newest = question.versions.order_by("-number").values_list("sha256", flat=True).first()
    question.loaded_sha256 = newest or ""
    question.save(update_fields=["loaded_sha256"])
    return question


def _quiz(module: Module, values: dict[str, Any], questions: list[Question], *, now: datetime) -> None:
    """Made once and published; from then on a person's settings stand."""
    belongs = {"complex_id": module.complex_id, "module": module, "published_at": now}
    key = values.pop("key")
    quiz, made = Quiz.objects.get_or_create(course=module.course, key=key, defaults=belongs | values)
    if made:
        bank.set_pools(quiz, [(0, questions)])

"""Grading by hand, and grading anew with the newest version of each question."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from courses.models import QuestionVersion, Quiz
from courses.rules.questions import grading
from enrollment.models import Cohort, QuizAnswer, QuizAttempt
from enrollment.queries import quizzes as queries
from enrollment.services import quizzes
from enrollment.services.settled import refuse_unless_live
from enrollment.states import AttemptState
from training.core import audit, canonical
from training.core.errors import DomainError, Refused


class Yourself(Refused):
    """Somebody wanted to grade themself."""


@transaction.atomic
def by_hand(answer: QuizAnswer, *, percent: int, remark: str, reason: str = "", by: Any, now: datetime) -> QuizAttempt:
    """An instructor says what an essay or files are worth; to say it again they write why."""
    rows = QuizAttempt.objects.select_for_update(of=("self",)).select_related("enrollment__cohort")
    attempt: QuizAttempt = rows.get(pk=answer.attempt_id)
    refuse_unless_live(attempt.enrollment.cohort)
    if attempt.enrollment.trainee_id == by.pk:
        raise Yourself(_("You cannot grade yourself. Ask another instructor."))
    if attempt.state == AttemptState.OPEN:
        raise DomainError(_("This attempt is still open. Grade it when it was handed in."))
    if not quizzes.is_graded_by_hand(answer):
        raise DomainError(_("Only essays and files are graded by hand."))
    before, answer.fraction = answer.fraction, (Decimal(percent) / 100).quantize(grading.PLACES)
    if before is not None and before != answer.fraction and not reason.strip():
        raise DomainError(_("Write why the grade changes. The earlier one stays on record."), field="reason")
    answer.remark, answer.graded_by, answer.graded_at = remark, by, now
    answer.save(update_fields=["fraction", "remark", "graded_by", "graded_at"])
    facts = {"position": answer.position, "before": _text(before), "after": _text(answer.fraction)}
    audit.record(attempt, "graded_by_hand", by=by, at=now, reason=reason.strip(), facts=facts)
    return quizzes.settle(attempt, queries.answers(attempt), by=by, now=now)


@transaction.atomic
def take_back(answer: QuizAnswer, *, before: dict[str, Any], by: Any, now: datetime) -> None:
    """A grade by hand was entered by mistake: the one before stands again, or none. Both are on record."""
    rows = QuizAttempt.objects.select_for_update(of=("self",)).select_related("enrollment__cohort")
    attempt: QuizAttempt = rows.get(pk=answer.attempt_id)
    refuse_unless_live(attempt.enrollment.cohort)
    wrong = answer.fraction
    answer.fraction = None if before["fraction"] is None else Decimal(before["fraction"])
    answer.remark, answer.graded_by_id = before["remark"], before["graded_by"]
    answer.graded_at = before["graded_at"] and datetime.fromisoformat(before["graded_at"])
    answer.save(update_fields=["fraction", "remark", "graded_by", "graded_at"])
    facts = {"position": answer.position, "before": _text(wrong), "after": _text(answer.fraction)}
    audit.record(attempt, "grade_taken_back", by=by, at=now, facts=facts)
    if answer.fraction is None and attempt.state == AttemptState.GRADED:
        audit.move(attempt, AttemptState.SUBMITTED, by=by, now=now, fraction=None)
    else:
        quizzes.settle(attempt, queries.answers(attempt), by=by, now=now)


@dataclass(frozen=True)
class Change:
    """Whose score would change, from what to what."""

    attempt: QuizAttempt
    before: Decimal
    after: Decimal
    answers: tuple[tuple[int, Decimal], ...]  # keys of answers with their new worth

    @property
    def passes(self) -> bool:
        return self.after * 100 >= self.attempt.pass_percent

    @property
    def turns(self) -> bool:
        """Passed becomes not passed, or the other way."""
        return self.passes != self.attempt.passed


def preview(quiz: Quiz, cohort: Cohort) -> list[Change]:
    """Who would change if every answer were graded by the newest version of its question. Writes nothing."""
    attempts = QuizAttempt.objects.filter(quiz=quiz, enrollment__cohort=cohort, state=AttemptState.GRADED)
    found = list(attempts.select_related("enrollment__trainee").order_by("pk"))
    answers = list(
        QuizAnswer.objects.filter(attempt__in=found).select_related("version").order_by("attempt", "position")
    )
    asked = {answer.version.question_id for answer in answers}
    newest = {version.question_id: version for version in QuestionVersion.objects.newest_of(asked)}
    return [change for attempt in found if (change := _change(attempt, answers, newest)) is not None]


def _change(attempt: QuizAttempt, answers: list[QuizAnswer], newest: dict[int, QuestionVersion]) -> Change | None:
    worth, changed = [], []
    for answer in answers:
        if answer.attempt_id != attempt.pk:
            continue
        answer.attempt = attempt
        said = newest[answer.version.question_id].said
        fraction = grading.grade(said, answer.answer, seed=answer.seed).fraction
        if fraction is None or answer.fraction is None:  # what a person graded stands
            fraction = answer.fraction or Decimal(0)
        worth.append(fraction)
        if fraction != answer.fraction:
            changed.append((answer.pk, fraction))
    if not changed or attempt.fraction is None:
        return None
    return Change(attempt, attempt.fraction, grading.total(worth), tuple(changed))


def fingerprint(changes: list[Change]) -> str:
    """Of what a person read before they said yes."""
    return canonical.sha256(
        [[change.attempt.pk, [[key, str(fraction)] for key, fraction in change.answers]] for change in changes]
    )


@transaction.atomic
def regrade(quiz: Quiz, cohort: Cohort, *, seen: str, reason: str, by: Any, now: datetime) -> int:
    """Do exactly what the preview showed. Attempts keep the version they saw. Returns how many changed."""
    refuse_unless_live(cohort)
    if not reason.strip():
        raise DomainError(_("Write why the scores change. The earlier ones stay on record."), field="reason")
    list(QuizAttempt.objects.select_for_update().filter(quiz=quiz, enrollment__cohort=cohort).order_by("pk"))
    changes = preview(quiz, cohort)
    if fingerprint(changes) != seen:
        raise DomainError(_("Something changed since you looked. Here is how it stands now."))
    for change in changes:
        for key, fraction in change.answers:
            QuizAnswer.objects.filter(pk=key).update(fraction=fraction, graded_at=now)
        QuizAttempt.objects.filter(pk=change.attempt.pk).update(fraction=change.after)
        facts = {"before": _text(change.before), "after": _text(change.after)}
        audit.record(change.attempt, "regraded", by=by, at=now, reason=reason.strip(), facts=facts)
    return len(changes)


def _text(fraction: Decimal | None) -> str:
    return "" if fraction is None else f"{fraction:f}"

"""Taking a quiz: starting, saving, handing in, and running out of time. The server's clock decides.

Whoever changes an attempt locks its row first, so that no answer slips in after the grading.
"""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from courses.models import QuestionVersion, Quiz
from courses.rules.questions import content, drawing, grading
from enrollment.models import Enrollment, ExtraTime, QuizAnswer, QuizAttempt
from enrollment.permissions.attendance import is_live
from enrollment.queries import quizzes as queries
from enrollment.states import AttemptState, EnrollmentState
from training.core import audit, canonical, outbox
from training.core.errors import DomainError

EXPIRY = "enrollment.quiz_expiry"
LONGEST = 20_000  # bytes of one answer


class TooLate(DomainError):
    """The attempt is over; the answer was not taken."""


def too_late() -> TooLate:
    return TooLate(_("This attempt is over. What was saved before counts; this answer was not taken."))


@transaction.atomic
def start(enrollment: Enrollment, quiz: Quiz, *, by: Any, now: datetime) -> QuizAttempt:
    """A new attempt, or the one that is open. Raises DomainError when no attempt is left."""
    locked = Enrollment.objects.select_for_update(of=("self",)).select_related("cohort").get(pk=enrollment.pk)
    _refuse_outsiders(locked, quiz, by)
    tries = list(QuizAttempt.objects.filter(enrollment=locked, quiz=quiz).order_by("number"))
    current = next((attempt for attempt in tries if attempt.state == AttemptState.OPEN), None)
    if current is not None and not current.is_over(now=now):
        return current
    if current is not None:
        expire(current, now=now)
    if quiz.attempts and len(tries) >= quiz.attempts:
        raise DomainError(_("You have used all attempts at this quiz. Ask your instructor if you need another."))
    return _begin(locked, quiz, len(tries) + 1, now=now)


def _refuse_outsiders(enrollment: Enrollment, quiz: Quiz, by: Any) -> None:
    theirs = enrollment.trainee_id == by.pk and enrollment.state == EnrollmentState.ENROLLED
    if not theirs or enrollment.cohort.course_id != quiz.course_id or not is_live(enrollment.cohort):
        raise DomainError(_("Only people in training for this course can take its quizzes."))
    if quiz.published_at is None:
        raise DomainError(_("This quiz is not open. Ask your instructor when it will be."))


def _begin(enrollment: Enrollment, quiz: Quiz, number: int, *, now: datetime) -> QuizAttempt:
    seed = secrets.token_hex(16)
    versions = _drawn(quiz, seed)
    if not versions:
        raise DomainError(_("This quiz has no questions yet. Ask your instructor when it will be open."))
    attempt = QuizAttempt.objects.create(
        complex_id=enrollment.complex_id,
        enrollment=enrollment,
        quiz=quiz,
        number=number,
        seed=seed,
        pass_percent=quiz.pass_percent,
        started_at=now,
        ends_at=_end(enrollment, quiz, now),
    )
    QuizAnswer.objects.bulk_create(
        QuizAnswer(attempt=attempt, position=position, version=version)
        for position, version in enumerate(versions, start=1)
    )
    if attempt.ends_at is not None:
        outbox.owe(EXPIRY, attempt.pk, now=now, due_at=attempt.ends_at, complex_id=attempt.complex_id)
    return attempt


def _drawn(quiz: Quiz, seed: str) -> list[QuestionVersion]:
    """The newest version of each question that chance draws."""
    pools = [
        (sorted(question.pk for question in pool.questions.all() if question.retired_at is None), pool.draw)
        for pool in quiz.pools.prefetch_related("questions")
    ]
    keys = list(dict.fromkeys(drawing.drawn(pools, seed, shuffle=quiz.shuffle)))
    newest = {version.question_id: version for version in QuestionVersion.objects.newest_of(keys).defer("content")}
    return [newest[key] for key in keys if key in newest]


def _end(enrollment: Enrollment, quiz: Quiz, begins: datetime) -> datetime | None:
    if not quiz.minutes:
        return None
    extra = ExtraTime.objects.filter(enrollment=enrollment, quiz=quiz).first()
    return begins + timedelta(minutes=quiz.minutes + (extra.minutes if extra else 0))


@transaction.atomic
def save(
    attempt: QuizAttempt, position: int, answer: Mapping[str, Any], *, sequence: int | None = None, now: datetime
) -> QuizAnswer:
    """Keep an answer. The same one twice counts once, and an older one never overwrites a newer one.

    `sequence` is milliseconds by the server's clock, as the browser reckons them; None means now. Raises TooLate.
    """
    locked = _locked(attempt)
    if locked.state != AttemptState.OPEN or locked.is_over(now=now):
        raise too_late()
    if len(canonical.text(_plain(answer)).encode()) > LONGEST:
        raise DomainError(_("This answer is too long. Shorten it to %(most)s letters.") % {"most": LONGEST // 4})
    stamp = int(now.timestamp() * 1000)
    sequence = min(sequence, stamp + 1000) if sequence is not None else stamp  # no clock may run ahead and lock us out
    kept: QuizAnswer = QuizAnswer.objects.select_related("version").get(attempt=locked, position=position)
    if sequence > kept.sequence and not isinstance(kept.version.said, content.Files):  # files come by themselves
        kept.answer, kept.sequence, kept.saved_at = dict(answer), sequence, now
        kept.save(update_fields=["answer", "sequence", "saved_at"])
    return kept


def _plain(value: Any) -> Any:
    """As it can be measured: floats as text."""
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return str(value) if isinstance(value, float) else value


def _locked(attempt: QuizAttempt) -> QuizAttempt:
    found: QuizAttempt = QuizAttempt.objects.select_for_update(of=("self",)).select_related("quiz").get(pk=attempt.pk)
    return found


@transaction.atomic
def hand_in(attempt: QuizAttempt, *, by: Any, now: datetime) -> QuizAttempt:
    """The trainee is done. A second press changes nothing; what came in before the end counts."""
    locked = _locked(attempt)
    if locked.state != AttemptState.OPEN:
        return locked
    return _finish(locked, by=by, timed_out=locked.is_over(now=now), now=now)


@transaction.atomic
def expire(attempt: QuizAttempt, *, now: datetime) -> QuizAttempt:
    """Hand in for whoever ran out of time; may run twice, and does nothing while there is time."""
    locked = _locked(attempt)
    if locked.state != AttemptState.OPEN or not locked.is_over(now=now):
        return locked
    return _finish(locked, by=None, timed_out=True, now=now)


def expire_overdue(*, now: datetime) -> int:
    """What beat calls: nothing stays open because a worker was away."""
    found = list(queries.overdue(now=now)[:500])
    for attempt in found:
        expire(attempt, now=now)
    return len(found)


def _finish(attempt: QuizAttempt, *, by: Any, timed_out: bool, now: datetime) -> QuizAttempt:
    handed_in = attempt.ends_at if timed_out else now
    audit.move(attempt, AttemptState.SUBMITTED, by=by, now=now, submitted_at=handed_in, timed_out=timed_out)
    graded = queries.answers(attempt)
    for answer in graded:
        answer.fraction = grading.grade(answer.version.said, answer.answer, seed=answer.seed).fraction
        answer.graded_at = now if answer.fraction is not None else None
    QuizAnswer.objects.bulk_update(graded, ["fraction", "graded_at"], batch_size=200)
    return settle(attempt, graded, by=by, now=now)


def settle(attempt: QuizAttempt, answers: list[QuizAnswer], *, by: Any, now: datetime) -> QuizAttempt:
    """Give the attempt its score as soon as every answer has one."""
    fractions = [answer.fraction for answer in answers if answer.fraction is not None]
    if len(fractions) == len(answers):
        score = grading.total(fractions)
        if attempt.state == AttemptState.SUBMITTED:
            audit.move(attempt, AttemptState.GRADED, by=by, now=now, fraction=score)
        else:
            attempt.fraction = score
            attempt.save(update_fields=["fraction"])
    return attempt


@transaction.atomic
def give_time(enrollment: Enrollment, quiz: Quiz, *, minutes: int, reason: str, by: Any, now: datetime) -> ExtraTime:
    """So many more minutes in one quiz, also in the attempt that is open now."""
    if not reason.strip():
        raise DomainError(_("Write why this person gets more time."), field="reason")
    if not quiz.minutes:
        raise DomainError(_("This quiz has no time limit, so nobody needs more time."))
    given, _made = ExtraTime.objects.update_or_create(
        enrollment=enrollment,
        quiz=quiz,
        defaults={
            "minutes": minutes, "reason": reason, "given_by": by, "given_at": now, "complex_id": enrollment.complex_id
        },
    )  # fmt: skip
    audit.record(given, "extra_time", by=by, at=now, reason=reason, facts={"minutes": minutes})
    for attempt in QuizAttempt.objects.select_for_update().filter(
        enrollment=enrollment, quiz=quiz, state=AttemptState.OPEN, ends_at__gt=now
    ):
        attempt.ends_at = attempt.started_at + timedelta(minutes=quiz.minutes + minutes)
        attempt.save(update_fields=["ends_at"])
        outbox.owe(EXPIRY, attempt.pk, now=now, due_at=attempt.ends_at, complex_id=attempt.complex_id)
    return given


def is_graded_by_hand(answer: QuizAnswer) -> bool:
    return isinstance(answer.version.said, content.BY_HAND)

"""Photos and papers as answers: brought while the attempt is open, opened with a record, erased on time.

Each file comes by itself and may come again: the same one counts once. Whoever changes an answer locks its attempt.
"""

import hashlib
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from courses.rules.questions.content import Files
from enrollment.models import AnswerFile, QuizAnswer, QuizAttempt
from enrollment.permissions.submissions import is_answerer, may_open
from enrollment.rules import submissions as rules
from enrollment.services import private_files, uploads
from enrollment.services.documents import Gone
from enrollment.services.quizzes import TooLate
from enrollment.services.uploads import Paper
from enrollment.states import AttemptState
from training.core import audit, clock
from training.core.errors import DomainError, Refused

MOST_AT_ONCE = 5


def bring(answer: QuizAnswer, *, name: str, raw: bytes, by: Any, now: datetime) -> AnswerFile:
    """Keep a clean copy of a file as part of the answer. Raises uploads.Refused, TooLate, or DomainError."""
    _refuse_others(answer, by)
    _refuse(answer, answer.attempt, now=now)
    paper = uploads.clean(name, raw)
    path = private_files.keep(f"answers/{answer.attempt.complex_id}", paper.content)
    try:
        kept = _kept(answer, paper, path, by=by, now=now)
    except DomainError:
        private_files.remove(path)
        raise
    if kept.path != path:
        private_files.remove(path)
    return kept


@transaction.atomic
def _kept(answer: QuizAnswer, paper: Paper, path: str, *, by: Any, now: datetime) -> AnswerFile:
    """The row of this very file, which may be there already."""
    said = _refuse(answer, _locked(answer), now=now)
    sha256 = hashlib.sha256(paper.content).hexdigest()
    if (same := AnswerFile.objects.kept().filter(answer=answer, sha256=sha256).first()) is not None:
        return same
    _check_room(answer, said)
    kept = AnswerFile.objects.create(
        complex_id=answer.attempt.complex_id,
        answer=answer,
        name=paper.name,
        kind=paper.kind,
        size=len(paper.content),
        sha256=sha256,
        path=path,
        uploaded_at=now,
    )
    audit.record(kept, "handed in", by=by, at=now, facts={"kind": paper.kind})
    _say(answer, now=now)
    return kept


def _locked(answer: QuizAnswer) -> QuizAttempt:
    found: QuizAttempt = QuizAttempt.objects.select_for_update(of=("self",)).get(pk=answer.attempt_id)
    return found


def _check_room(answer: QuizAnswer, said: Files) -> None:
    if AnswerFile.objects.kept().filter(answer=answer).count() >= said.at_most:
        sentence = _("This answer takes %(most)d files. Erase one first.")
        raise DomainError(sentence % {"most": said.at_most}, field="file")
    if AnswerFile.objects.filter(answer=answer).count() >= rules.MOST_SENT:
        raise DomainError(_("So many files were sent already. Show the paper to your instructor instead."))


def _refuse_others(answer: QuizAnswer, by: Any) -> None:
    if not is_answerer(by, answer):
        raise Refused(_("Files are brought and taken back by the one who answers."))


def _refuse(answer: QuizAnswer, attempt: QuizAttempt, *, now: datetime) -> Files:
    """What the question asks for. Raises TooLate where the attempt is over, DomainError where no file is asked for."""
    said = answer.version.said
    if not isinstance(said, Files):
        raise DomainError(_("This question is not answered with a file."))
    if attempt.state != AttemptState.OPEN or attempt.is_over(now=now):
        raise TooLate(_("This attempt is over. What was saved before counts; this answer was not taken."))
    return said


def _say(answer: QuizAnswer, *, now: datetime) -> None:
    """The answer names its files as they stand."""
    keys = list(AnswerFile.objects.kept().filter(answer=answer).values_list("pk", flat=True))
    stamp = int(now.timestamp() * 1000)
    QuizAnswer.objects.filter(pk=answer.pk).update(answer={"files": keys}, sequence=stamp, saved_at=now)


@transaction.atomic
def take_back(file: AnswerFile, *, by: Any, now: datetime) -> None:
    """The trainee erases a file while the attempt is open; done twice, nothing happens."""
    _refuse_others(file.answer, by)
    _refuse(file.answer, _locked(file.answer), now=now)
    private_files.erase(file, by=by, now=now)
    _say(file.answer, now=now)


@transaction.atomic
def opened(file: AnswerFile, *, by: Any, now: datetime) -> bytes:
    """The bytes of a file, for who may grade it and who brought it; that it was opened is recorded. Raises Gone."""
    if not may_open(by, file):
        raise Refused(_("Only the one who answered and their instructors open this file."))
    content = private_files.content(file)
    if content is None:
        raise Gone(_("This file was erased on schedule or cannot be read. The grade and the remark stand."))
    audit.record(file, "opened", by=by, at=now)
    return content


def erase_due(*, now: datetime, most: int = 200) -> int:
    """Erase the files whose time has come; a scheduled task asks daily. Returns how many."""
    rows = AnswerFile.objects.kept().select_related("answer__attempt__enrollment__cohort__complex")
    erased = 0
    for file in rows.iterator():
        attempt = file.answer.attempt
        cohort = attempt.enrollment.cohort
        ends_at = clock.end_of(cohort.ends_on, cohort.complex.zone)
        if erased < most and rules.kept_until(handed_in_at=attempt.submitted_at, training_ends_at=ends_at) <= now:
            private_files.erase(file, by=None, now=now)
            erased += 1
    return erased

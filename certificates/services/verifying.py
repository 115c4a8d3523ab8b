"""Answering a stranger: what is true of a code, of a number with a name, and of a name (invariants 4 and 7)."""

from dataclasses import dataclass, field, replace
from datetime import datetime

import structlog

from certificates.models import Certificate, Verification
from certificates.models.awards import CertificateQuerySet
from certificates.queries import asked
from certificates.queries import checks as checking
from certificates.queries.checks import Check
from certificates.rules import codes, names, truths
from certificates.rules.numbers import Number
from certificates.services import guesses, noting, vault
from certificates.states import Question, Truth
from training.core import clock, metrics
from training.core.models import Complex

GOOD = frozenset({Truth.VALID, Truth.EXPIRED})  # what may be said only where every record agrees
log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Answer:
    """One truth, the certificate it is about where it may be shown, and whether the typed name is the holder's."""

    truth: Truth
    certificate: Certificate | None = None
    name_matched: bool | None = None
    checks: list[Check] = field(default_factory=list)


def by_code(complex: Complex, *, typed: str, client: str, now: datetime, question: Question = Question.CODE) -> Answer:
    """What is true of a code on this complex's host; another complex's code was never issued here."""
    guesses.refuse_if_spent(guesses.CODES, client, complex=complex, now=now)
    answer = _of_code(complex, typed, now)
    if answer.certificate is None:
        guesses.count(guesses.CODES, client, now=now)
    _write(complex, answer, question, now)
    return answer


def by_file(complex: Complex, certificate_id: int, *, now: datetime, question: Question = Question.FILE) -> Answer:
    """What is true of the certificate whose stored file, or whose holder's link, somebody has."""
    answer = _checked(_given_out(complex).get(pk=certificate_id), now)
    _write(complex, answer, question, now)
    return answer


def by_number(complex: Complex, *, number: Number, name: str, client: str, now: datetime) -> Answer:
    """A number speaks only together with the holder's name; alone it says nothing, and nothing is looked up."""
    if not name.strip():
        return Answer(Truth.NUMBER_ALONE)
    asked = f"{complex.pk}:{number}"  # counted whether it exists or not, so that the limit tells nothing either
    guesses.refuse_if_spent(guesses.NUMBERS, client, complex=complex, now=now)
    guesses.refuse_if_spent(guesses.NAMES, asked, complex=complex, now=now)
    answer = _of_number(complex, number, name, now)
    if answer.certificate is None:
        guesses.count(guesses.NUMBERS, client, now=now)
        guesses.count(guesses.NAMES, asked, now=now)
    _write(complex, answer, Question.NUMBER, now)
    return answer


def with_name(complex: Complex, *, typed: str, name: str, client: str, now: datetime) -> Answer:
    """The answer to a code, and whether a name is the holder's; wrong names are limited per certificate."""
    guesses.refuse_if_spent(guesses.CODES, client, complex=complex, now=now)
    answer = _of_code(complex, typed, now)
    if answer.certificate is None:
        guesses.count(guesses.CODES, client, now=now)
    else:
        answer = replace(answer, name_matched=_named(complex, answer.certificate, name, now))
    _write(complex, answer, Question.NAME, now)
    return answer


def _named(complex: Complex, certificate: Certificate, name: str, now: datetime) -> bool | None:
    """Whether the name is the holder's; None where it was erased and nothing can be compared."""
    if certificate.erased_at is not None:
        return None
    who = str(certificate.pk)
    guesses.refuse_if_spent(guesses.NAMES, who, complex=complex, now=now)
    matched = is_holder(certificate, name)
    if not matched:
        guesses.count(guesses.NAMES, who, now=now)
    return matched


def _of_code(complex: Complex, typed: str, now: datetime) -> Answer:
    code = codes.parsed(typed)
    if code is None:
        return Answer(Truth.NEVER_ISSUED)
    found = asked.by_code(complex, vault.hashed(code))
    return Answer(Truth.NEVER_ISSUED) if found is None else _checked(found, now)


def _of_number(complex: Complex, number: Number, name: str, now: datetime) -> Answer:
    found = _given_out(complex).filter(register_number=str(number)).first()
    if found is None or not is_holder(found, name):
        return Answer(Truth.NO_MATCH)
    return replace(_checked(found, now), name_matched=True)


def _given_out(complex: Complex) -> CertificateQuerySet:
    return Certificate.objects.of(complex).with_file().with_records()


def _checked(certificate: Certificate, now: datetime) -> Answer:
    """What the register says, unless another record of ours contradicts it: then nothing good is said."""
    truth = _truth(certificate, now)
    found = checking.of(truth, certificate)
    if truth in GOOD and checking.contradict(found):
        log.critical("certificate_records_disagree", certificate=certificate.pk)
        truth = Truth.CANNOT_CONFIRM
    return Answer(truth, certificate, checks=found)


def _truth(certificate: Certificate, now: datetime) -> Truth:
    today = clock.day_of(now, certificate.complex.zone)
    return truths.truth(certificate.state, certificate.expires_on, today)


def is_holder(certificate: Certificate, name: str) -> bool:
    holder = certificate.facts.get("holder")  # none once it was erased
    return holder is not None and names.same(name, holder["name"], holder["latin_name"])


def _write(complex: Complex, answer: Answer, question: Question, now: datetime) -> None:
    """Keep that it was asked, without who asked and without what they typed."""
    noting.note(
        Verification(
            complex=complex,
            certificate=answer.certificate,
            question=question,
            answer=answer.truth,
            name_matched=answer.name_matched,
            at=now,
        )
    )
    metrics.ANSWERS.labels(str(question), str(answer.truth)).inc()

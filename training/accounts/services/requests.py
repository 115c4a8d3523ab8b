"""What people ask about their data: filed by them, answered by an operator within ten days (PIPA §35–38)."""

from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from training.accounts.models import PrivacyRequest, User
from training.accounts.services import people
from training.accounts.states import CorrectedField, RequestKind, RequestState
from training.core import audit, mail
from training.core.errors import DomainError, Refused
from training.core.models import Complex

ANSWER_WITHIN = timedelta(days=10)


@transaction.atomic
def ask_correction(
    person: User, complex: Complex, *, field: str, value: str, text: str, now: datetime
) -> PrivacyRequest:
    """Ask for something to be put right. An operator decides and answers by mail."""
    return _file(person, complex, RequestKind.CORRECTION, field=field, value=value, text=text, now=now)


@transaction.atomic
def ask_erasure(person: User, complex: Complex, *, text: str, now: datetime) -> PrivacyRequest:
    """Ask for everything to be erased that no law asks to keep; one such request at a time."""
    try:
        with transaction.atomic():
            return _file(person, complex, RequestKind.ERASURE, text=text, now=now)
    except IntegrityError:
        raise DomainError(_("You already asked for this. The answer comes by mail.")) from None


def _file(person: User, complex: Complex, kind: str, *, now: datetime, **said: str) -> PrivacyRequest:
    asked = PrivacyRequest.objects.create(
        complex=complex, person=person, kind=kind, asked_at=now, due_at=now + ANSWER_WITHIN, **said
    )
    audit.record(asked, "asked", by=person, at=now, after=RequestState.OPEN, facts={"kind": kind})
    return asked


@transaction.atomic
def take_back(asked: PrivacyRequest, *, by: User, now: datetime) -> None:
    """The person changes their mind while nobody has answered."""
    if asked.person_id != by.pk:
        raise Refused(_("Only the person who asked can take it back."))
    audit.move(asked, RequestState.WITHDRAWN, by=by, now=now)


@transaction.atomic
def correct(asked: PrivacyRequest, *, answer: str, by: User, now: datetime) -> None:
    """Accept a correction: name, Latin name and date of birth are changed at once, all else was changed by hand."""
    _demand_another(asked, by)
    if asked.field != CorrectedField.OTHER:
        people.change_details(asked.person, by=by, now=now, **{asked.field: _value(asked)})
    _answer(asked, RequestState.DONE, answer=answer, by=by, now=now, done_at=now)


@transaction.atomic
def refuse(asked: PrivacyRequest, *, answer: str, by: User, now: datetime) -> None:
    """Say no, with the reason the law asks for (PIPA §37③)."""
    _demand_another(asked, by)
    _answer(asked, RequestState.REFUSED, answer=answer, by=by, now=now)


def _demand_another(asked: PrivacyRequest, by: User) -> None:
    if asked.person_id == by.pk:
        raise Refused(_("You asked for this yourself. Another operator answers."))


def _value(asked: PrivacyRequest) -> str | date:
    """The new value in the form its field takes; it was judged when it was asked."""
    if asked.field != CorrectedField.BIRTH_DATE:
        return asked.value
    day = parse_date(asked.value)
    if day is None:
        raise DomainError(_("This is no date. Refuse it, and ask for the date with eight digits."))
    return day


def _answer(asked: PrivacyRequest, to: str, *, answer: str, by: User, now: datetime, **fields: Any) -> None:
    audit.move(asked, to, by=by, now=now, answer=answer, decided_by=by, decided_at=now, **fields)
    mail.send(
        "request_answered",
        to=asked.person,
        context={"link": reverse("accounts:privacy"), "done": to == RequestState.DONE},
        complex=asked.complex,
        now=now,
        key=f"request-{asked.pk}",
    )


def refuse_unreadable(field: str, value: str, validate: Any) -> str:
    """The value of a correction as it is kept. Raises ValidationError with the field's own sentence."""
    cleaned = validate(value)
    if field != CorrectedField.OTHER and not cleaned:
        raise ValidationError(_("Write how it should read."))
    return cleaned.isoformat() if isinstance(cleaned, date) else str(cleaned)

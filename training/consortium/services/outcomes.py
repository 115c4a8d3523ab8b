"""What became of graduates: asked three and six months after the end, kept only as long as they agree."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from enrollment.models import Enrollment
from enrollment.states import EnrollmentState
from training.accounts.models import Consent, ConsentText, Organization
from training.accounts.permissions import demand_operator
from training.accounts.services import consents
from training.consortium import mail
from training.consortium.models import JobOutcome
from training.consortium.queries import outcomes as queries
from training.consortium.rules import outcomes as rules
from training.consortium.states import OutcomeStatus
from training.core import audit, clock
from training.core.errors import DomainError, Refused
from training.core.models import Complex


@dataclass(frozen=True)
class Answer:
    """What a person does now."""

    status: str
    organization: Organization | None = None
    employer: str = ""
    started_on: date | None = None


@transaction.atomic
def agree(enrollment: Enrollment, *, text: ConsentText, by: Any, now: datetime) -> JobOutcome:
    """Record the consent, and with it the row that holds an answer. A later version of the text replaces it everywhere."""
    _refuse_others(enrollment, by)
    [consent] = consents.give(by, [text], now=now)
    JobOutcome.objects.filter(complex_id=enrollment.complex_id, enrollment__trainee=by).update(consent=consent)
    outcome, _created = JobOutcome.objects.get_or_create(
        enrollment=enrollment, defaults={"complex_id": enrollment.complex_id, "consent": consent}
    )
    return outcome


@transaction.atomic
def answer(enrollment: Enrollment, given: Answer, *, text: ConsentText, by: Any, now: datetime) -> JobOutcome:
    """The person's own word, with their consent. What was checked of an earlier word counts no more."""
    outcome = agree(enrollment, text=text, by=by, now=now)
    _check(outcome, given, now=now)
    return _keep(outcome, given, by=by, now=now, checked=False)


@transaction.atomic
def enter(outcome: JobOutcome, given: Answer, *, checked: bool, by: Any, now: datetime) -> JobOutcome:
    """An operator's word, for somebody who agreed; `checked` says that they saw it proved."""
    demand_operator(by, outcome.complex)
    locked = JobOutcome.objects.select_for_update(of=("self",)).standing().filter(pk=outcome.pk).first()
    if locked is None:
        raise DomainError(_("This person has taken their consent back. Nothing is kept of them here."))
    _check(locked, given, now=now)
    return _keep(locked, given, by=by, now=now, checked=checked)


def _refuse_others(enrollment: Enrollment, by: Any) -> None:
    if enrollment.trainee_id != by.pk or enrollment.state != EnrollmentState.COMPLETED:
        raise Refused(_("This is asked of people who completed the training, about themselves."))


def _check(outcome: JobOutcome, given: Answer, *, now: datetime) -> None:
    today = clock.day_of(now, outcome.complex.zone)
    if given.status == OutcomeStatus.NOT_ANSWERED or given.status not in OutcomeStatus.values:
        raise DomainError(_("Choose what you do now."), field="status")
    if given.started_on is not None and given.started_on > today:
        raise DomainError(_("This day has not come. Enter the day on which it began."), field="started_on")
    if given.status in rules.EMPLOYED and not (given.organization or given.employer.strip()):
        raise DomainError(_("Name the company: choose one of the list or write it."), field="employer")
    if given.organization is not None and given.organization.complex_id != outcome.complex_id:
        raise DomainError(_("This belongs to another complex. Choose one of the list."), field="organization")


def _keep(outcome: JobOutcome, given: Answer, *, by: Any, now: datetime, checked: bool) -> JobOutcome:
    before = outcome.status
    for name, value in vars(given).items():
        setattr(outcome, name, value)
    outcome.answered_at, outcome.checked_at, outcome.checked_by = now, now if checked else None, by if checked else None
    outcome.save(update_fields=[*vars(given), "answered_at", "checked_at", "checked_by"])
    audit.record(
        outcome, "outcome", by=by, at=now, before=before, after=given.status, facts={"checked": checked}
    )  # fmt: skip
    return outcome


@transaction.atomic
def withdraw(person: Any, complex: Complex, *, now: datetime) -> None:
    """Take the consent back: everything kept is erased in the same transaction."""
    rows = JobOutcome.objects.of(complex).standing().filter(enrollment__trainee=person)
    consent = Consent.objects.standing().filter(pk__in=rows.values("consent")).first()
    if consent is None:
        raise DomainError(_("You have not agreed, so nothing is kept. There is nothing to take back."))
    consents.withdraw(consent, by=person, now=now)


def consent_ended(consent: Consent, *, now: datetime) -> int:
    """Erase what rested on a consent. The trail says that it was, and no longer what."""
    rows = list(JobOutcome.objects.filter(consent=consent))
    for row in rows:
        audit.record(row, "outcome erased", by=None, at=now)
        row.delete()
    return len(rows)


# --- asking ---------------------------------------------------------------------------------------
def ask_all(*, now: datetime) -> int:
    """What beat calls: one mail three months after the end and one six months after. Returns how many were asked."""
    return sum(
        ask(due.enrollment, months=due.months, now=now)
        for complex in Complex.objects.select_related("site")
        for due in queries.due(complex, now=now)
        if not due.answered
    )


def ask(enrollment: Enrollment, *, months: int, now: datetime) -> bool:
    """One mail for each of the two days, however often it is called."""
    return mail.outcome_asked(enrollment, months=months, now=now)

"""Applying to a cohort, waiting, withdrawing, and what an operator decides about it."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from enrollment import mail
from enrollment.models import Admission, Application, Cohort
from enrollment.queries import admissions
from enrollment.queries import applications as queries
from enrollment.rules import requirements
from enrollment.services import offers, seats
from enrollment.states import ApplicantKind, ApplicationState, Selection
from training.accounts.models import User
from training.accounts.services import consents as accounts_consents
from training.accounts.services import people
from training.core import audit
from training.core.errors import DomainError
from training.core.models import Complex


class Incomplete(DomainError):
    """Something that an application needs is missing."""

    status = 422


DRAFTED = frozenset({"kind", "motivation", "card_number", "sponsor"})


def save_draft(cohort: Cohort, *, applicant: User, now: datetime, **given: Any) -> Application:
    """Keep what was typed, part by part, without submitting it. A submitted application is returned as it stands."""
    refuse(queries.may_not_apply(cohort, applicant, now=now))
    draft, _created = Application.objects.get_or_create(
        cohort=cohort, applicant=applicant, defaults={"complex": cohort.complex}
    )
    if given.keys() - DRAFTED:
        raise TypeError("Only what an applicant fills in is kept in a draft.")
    Application.objects.filter(pk=draft.pk, state=ApplicationState.DRAFT).update(**given)
    draft.refresh_from_db()
    return draft


def complete_profile(person: User, *, name: str, birth_date: date | None, now: datetime) -> None:
    """Fill in what the account lacks; what it has is changed in the account only."""
    missing: dict[str, str | date | None] = {}
    if not person.name and name:
        missing["name"] = name
    if person.birth_date is None and birth_date is not None:
        missing["birth_date"] = birth_date
    people.change_details(person, by=person, now=now, **missing)


@transaction.atomic
def apply(
    cohort: Cohort,
    *,
    applicant: User,
    kind: str,
    motivation: str = "",
    consents: Collection[int] = (),
    now: datetime,
) -> Application:
    """Record an application, and where the first come are served give it a seat or a place in the queue.

    `consents` are the ids of the texts agreed to. Pressed twice, the second press finds the first one's result.
    `now` is when the request came in: a person is not late because the lock made them wait. Who does not meet the
    program's rules is not refused by software: the application waits for a person.
    """
    seats.lock_cohort(cohort)
    cohort = _fresh(cohort)
    application = queries.own(cohort, applicant)
    if application is not None and application.state != ApplicationState.DRAFT:
        return application
    refuse(queries.not_accepting(cohort, now=now) or queries.may_not_apply(cohort, applicant, now=now))
    refuse(queries.nominated_instead(cohort, applicant))
    refuse_incomplete(applicant)
    admission = Admission.of_program(cohort.program_id)
    refuse_unanswered(admission, application, kind)
    agree(cohort.complex, applicant, consents, now)
    application = _submit(application, cohort, applicant, kind, motivation, now)
    if cohort.selection == Selection.FIRST_COME and not admissions.unmet(application, admission, now=now):
        _serve(application, now=now)
    else:
        mail.application_received(application, now=now)
    return application


def _fresh(cohort: Cohort) -> Cohort:
    return Cohort.objects.select_related("complex__site", "course", "venue").get(pk=cohort.pk)


def refuse(reason: str | None) -> None:
    """Raise what a query answered, where it answered."""
    if reason:
        raise DomainError(reason)


def refuse_incomplete(applicant: User) -> None:
    """Nobody comes into training without name and birth date."""
    if not applicant.name or applicant.birth_date is None:
        raise Incomplete(_("Your name and birth date are missing. Enter them on the application's first page."))


def refuse_unanswered(admission: Admission, draft: Application | None, kind: str) -> None:
    """What the program needs of everybody of this kind, in the words of the part where it is given."""
    if kind not in admission.kinds:
        raise Incomplete(_("Say in which way you apply: the part “How you apply” is not filled in."))
    if kind == ApplicantKind.SPONSORED and (draft is None or draft.sponsor_id is None):
        raise Incomplete(_("Say which employer sends you: the part “How you apply” is not filled in."))
    handed_in = draft.documents.kept().values_list("key", flat=True) if draft is not None else ()
    papers = requirements.missing(kind, admission.documents, handed_in)
    if papers:
        raise Incomplete(
            _("A paper is missing: %(title)s. Hand it in on the part “Papers”.")
            % {"title": admissions.title(papers[0])}
        )


def agree(complex: Complex, applicant: User, consents: Collection[int], now: datetime) -> None:
    """Record the consents of an application; the required ones must be among them."""
    asked = queries.consent_texts(complex, applicant, now=now)
    if any(text.required and text.pk not in consents for text in asked):
        raise Incomplete(_("Without the required consents we cannot take an application. Tick them and submit again."))
    accounts_consents.give(applicant, [text for text in asked if text.pk in consents], now=now)


def _submit(
    draft: Application | None, cohort: Cohort, applicant: User, kind: str, motivation: str, now: datetime
) -> Application:
    application = draft or Application.objects.create(
        complex=cohort.complex, cohort=cohort, applicant=applicant, kind=kind
    )
    application.cohort, application.applicant = cohort, applicant
    audit.move(
        application,
        ApplicationState.APPLIED,
        by=applicant,
        now=now,
        applied_at=now,
        kind=kind,
        motivation=motivation,
    )
    return application


def _serve(application: Application, *, now: datetime) -> None:
    """First come, first served: whoever waits goes first, so a newcomer gets a seat only where nobody waits."""
    offers.advance(application.cohort, now=now)
    expires_at = offers.deadline(application.cohort, now=now)
    if expires_at is not None and _nobody_waits(application):
        try:
            offer = offers.open_offer(application, expires_at=expires_at, by=None, now=now)
        except seats.Full:
            pass
        else:
            enrollment = offers.enroll(offer, by=None, now=now)
            mail.seat_given(enrollment, application, now=now)
            return
    _wait(application, by=None, now=now)


def _nobody_waits(application: Application) -> bool:
    """Whether nobody stands before a newcomer: those of the same kind, since another kind's quota may be full."""
    waiting = Application.objects.filter(cohort_id=application.cohort_id).queue()
    return not waiting.filter(kind=application.kind).exists()


def _wait(application: Application, *, by: Any, now: datetime, reason: str = "") -> None:
    offers.to_queue(application, by=by, now=now, reason=reason)
    mail.waitlisted(application, position=queries.queue_position(application) or 1, now=now)


@transaction.atomic
def withdraw(application: Application, *, by: Any, reason: str = "", now: datetime) -> None:
    """Withdraw before enrolling, also from the queue; a seat that an offer held goes to the next."""
    seats.lock_cohort(application.cohort)
    application = _again(application)
    offers.close_open_offer(application, by=by, now=now)
    audit.move(application, ApplicationState.WITHDRAWN, by=by, now=now, reason=reason)
    offers.advance(application.cohort, now=now)


def _again(application: Application) -> Application:
    """The row as it stands now that the pools are locked."""
    related = Application.objects.select_related(
        "cohort__complex__site", "cohort__course", "cohort__venue", "applicant"
    )
    return related.get(pk=application.pk)


@transaction.atomic
def rejoin(application: Application, *, by: Any, reason: str = "", now: datetime) -> None:
    """Back into the queue, at its end, on request: who withdrew is not offered a seat again unless they ask."""
    seats.lock_cohort(application.cohort)
    application = _again(application)
    cohort = application.cohort
    if application.state != ApplicationState.WITHDRAWN or not may_rejoin(application, now=now):
        raise DomainError(_("The queue of this cohort is not open to you now. Ask the office."))
    _wait(application, by=by, now=now, reason=reason)
    offers.advance(cohort, now=now)


def may_rejoin(application: Application, *, now: datetime) -> bool:
    """While seats are offered, and where people are reviewed only for those who had been chosen before."""
    cohort = application.cohort
    over = now >= offers.ends_at(cohort)
    reviewed = cohort.selection == Selection.REVIEWED
    chosen = application.queued_at is not None or application.offers.exists()
    return not over and application.applied_at is not None and (chosen or not reviewed)


def refuse_apart(application: Application) -> None:
    """Where people are reviewed, nobody learns a result before the others: the confirmed selection decides."""
    if queries.is_reviewed(application):
        raise DomainError(
            _("This cohort is reviewed, and all results come out together. Decide on the cohort's selection page.")
        )


@transaction.atomic
def select(application: Application, *, by: Any, reason: str = "", now: datetime) -> None:
    """An operator selects an applicant: an offer opens and holds a seat until its deadline. Raises seats.Full."""
    seats.lock_cohort(application.cohort)
    application = _again(application)
    refuse_apart(application)
    offers.advance(application.cohort, now=now)
    expires_at = offers.deadline(application.cohort, now=now)
    if expires_at is None:
        raise DomainError(_("Offers end when the course begins. Add the person to the roster instead."))
    if application.state == ApplicationState.SELECTED:
        raise DomainError(_("This applicant has an offer already."))
    offers.make(application, expires_at=expires_at, by=by, now=now, reason=reason)


@transaction.atomic
def waitlist(application: Application, *, by: Any, reason: str = "", now: datetime) -> None:
    """An operator puts an applicant into the queue."""
    seats.lock_cohort(application.cohort)
    application = _again(application)
    refuse_apart(application)
    _wait(application, by=by, now=now, reason=reason)
    offers.advance(application.cohort, now=now)


@transaction.atomic
def reject(application: Application, *, by: Any, reason: str, now: datetime) -> None:
    """An operator does not select an applicant. The reason is what the applicant reads."""
    seats.lock_cohort(application.cohort)
    application = _again(application)
    refuse_apart(application)
    if not reason.strip():
        raise DomainError(_("Write the reason. The applicant reads it."), field="reason")
    audit.move(application, ApplicationState.REJECTED, by=by, now=now, reason=reason)
    Application.objects.filter(pk=application.pk).update(reason=reason, decided_at=now)
    application.reason, application.decided_at = reason, now
    mail.not_selected(application, now=now)

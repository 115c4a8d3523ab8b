"""An employer nominates its staff for agreed seats; each nominee answers for themselves."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from enrollment import mail
from enrollment.models import Admission, Application, Cohort, Enrollment, Nomination, SeatAgreement
from enrollment.queries import admissions
from enrollment.queries import applications as application_queries
from enrollment.queries import nominations as queries
from enrollment.rules.nominations import Nominee
from enrollment.services import agreements, applications, offers, reservations, seats, shares
from enrollment.states import AgreementState, ApplicantKind, ApplicationState, CohortState, NominationState
from training.accounts.models import ConsentText, User
from training.accounts.queries import addresses
from training.core import audit, outbox, words
from training.core.errors import DomainError, TransitionRefused

EXPIRY = "enrollment.nomination_expiry"
INVITATION = "enrollment.invitation"
KEPT = timedelta(days=30)  # who did not come is forgotten after that


class Unfit(DomainError):
    """Some lines cannot be taken, so none was. `lines` says which and why."""

    status = 422

    def __init__(self, message: str, lines: dict[int, str]) -> None:
        super().__init__(message)
        self.lines = lines


@transaction.atomic
def nominate(agreement: SeatAgreement, people: Sequence[Nominee], *, by: Any, now: datetime) -> list[Nomination]:
    """Nominate all of these people or none; each is told. Raises Unfit with a sentence for each line that is wrong."""
    agreement = agreements.locked(agreement, now=now)
    if agreement.state != AgreementState.OPEN:
        raise DomainError(_("Nominations for these seats are over. Ask the office whether more can be agreed."))
    if agreement.cohort.state == CohortState.PLANNED:
        raise DomainError(
            _("This cohort opens on %(when)s. Nominate then, so that your staff can answer.")
            % {"when": words.moment(agreement.cohort.opens_at)}
        )
    wrong = queries.sentences(agreement, people, by=by)
    if wrong:
        raise Unfit(_("Nobody was nominated: some lines need a change."), wrong)
    over = queries.too_many(agreement, len(people))
    if over or not people:
        raise Unfit(over or _("Name at least one person."), {})
    expires_at = min(now + timedelta(days=agreement.answer_days), reservations.begins_at(agreement.cohort))
    return [_nominate(agreement, person, expires_at=expires_at, by=by, now=now) for person in people]


def _nominate(agreement: SeatAgreement, person: Nominee, *, expires_at: datetime, by: Any, now: datetime) -> Nomination:
    made = Nomination.objects.create(
        complex_id=agreement.complex_id,
        agreement=agreement,
        cohort=agreement.cohort,
        name=person.name,
        email=person.email,
        note=person.note,
        invited_at=now,
        invited_by=by,
        expires_at=expires_at,
    )
    audit.record(made, "nominated", by=by, at=now, after=made.state, facts={"agreement": agreement.pk})
    outbox.owe(EXPIRY, made.pk, now=now, due_at=expires_at, complex_id=made.complex_id)
    outbox.owe(INVITATION, made.pk, now=now, complex_id=made.complex_id)
    return made


@transaction.atomic
def invite(nomination_id: int, *, now: datetime) -> bool:
    """Send the invitation, once: as any mail to who has an account, else to the address alone."""
    rows = Nomination.objects.select_for_update(of=("self",)).select_related(*queries.RELATED)
    nomination = rows.filter(pk=nomination_id).first()
    if nomination is None or nomination.mailed_at or nomination.state != NominationState.INVITED:
        return False
    mail.nominated(nomination, person=addresses.owners([nomination.email]).get(nomination.email), now=now)
    return bool(Nomination.objects.filter(pk=nomination.pk).update(mailed_at=now))


def withdraw(nomination: Nomination, *, by: Any, now: datetime) -> None:
    """The employer takes a nomination back before it is answered: the seat is open for another nominee."""
    offers.advance(nomination.cohort, now=now)
    _end(nomination, NominationState.WITHDRAWN, by=by, now=now)


def decline(nomination: Nomination, *, by: Any, now: datetime) -> None:
    """The nominee does not want the seat: it is open for another nominee."""
    offers.advance(nomination.cohort, now=now)
    _end(nomination, NominationState.DECLINED, by=by, now=now)


@transaction.atomic
def _end(nomination: Nomination, state: str, *, by: Any, now: datetime) -> None:
    seats.lock_cohort(nomination.cohort)
    found = _waiting(nomination)
    reservations.end(found, state, by=by, now=now)
    tell = mail.nomination_withdrawn if state == NominationState.WITHDRAWN else mail.nomination_answered
    tell(found, now=now)
    offers.advance(found.cohort, now=now)


def expire(nomination: Nomination, *, now: datetime) -> None:
    """What a worker does at the deadline; doing it again, or after an answer, changes nothing."""
    if nomination.state == NominationState.INVITED and nomination.expires_at <= now:
        offers.advance(nomination.cohort, now=now)


def accept(
    nomination: Nomination,
    *,
    by: User,
    consents: Collection[int] = (),
    share: ConsentText | None = None,
    card_number: str = "",
    name: str = "",
    birth_date: date | None = None,
    now: datetime,
) -> Enrollment:
    """Take the seat that is kept. Too late, the nomination expires on the spot, whatever the worker does.

    `consents` are the ids of the texts that every application needs; `share` is the text by which the employer may see
    the progress, where the nominee agreed to it.
    """
    offers.advance(nomination.cohort, now=now)
    applications.complete_profile(by, name=name, birth_date=birth_date, now=now)
    return _accept(nomination, by=by, consents=consents, share=share, card_number=card_number, now=now)


@transaction.atomic
def _accept(
    nomination: Nomination,
    *,
    by: User,
    consents: Collection[int],
    share: ConsentText | None,
    card_number: str,
    now: datetime,
) -> Enrollment:
    seats.lock_cohort(nomination.cohort)
    found = _waiting(nomination)
    application = _application(found, by, card_number=card_number, now=now)
    applications.agree(found.complex, by, consents, now)
    seats.unreserve(reservations.serving(found.cohort), count=1)
    pool = found.agreement.pool
    offer = offers.open_offer(application, expires_at=found.expires_at, by=by, now=now, also=(pool,))
    enrollment = offers.enroll(offer, by=by, now=now)
    reservations.end(found, NominationState.ACCEPTED, by=by, now=now, person=by)
    if share is not None:
        shares.give(by, found.agreement.organization, share, now=now)
    mail.seat_given(enrollment, application, now=now)
    mail.nomination_answered(found, now=now)
    return enrollment


def _waiting(nomination: Nomination) -> Nomination:
    """The nomination as it stands now, or the refusal that says what became of it. The pools are locked."""
    found = Nomination.objects.select_related(*queries.RELATED).get(pk=nomination.pk)
    if found.state == NominationState.EXPIRED:
        raise DomainError(
            _("The seat was kept %(deadline)s, so this could not be answered. Ask your employer.")
            % {"deadline": words.deadline(found.expires_at)}
        )
    if found.state != NominationState.INVITED:
        raise TransitionRefused(_("This nomination was answered or withdrawn already. Reload to see how it stands."))
    return found


def _application(nomination: Nomination, person: User, *, card_number: str, now: datetime) -> Application:
    """The nominee's application, with all the program asks of them, brought to where a seat can be given."""
    cohort = nomination.cohort
    applications.refuse(application_queries.may_not_train(cohort, person, now=now))
    admission = Admission.of_program(cohort.program_id)
    application = _own(cohort, person)
    given = {"kind": ApplicantKind.SPONSORED, "sponsor": nomination.agreement.organization}
    given |= {"card_number": card_number} if card_number else {}
    Application.objects.filter(pk=application.pk).update(**given)
    application.refresh_from_db(fields=[*given])
    applications.refuse_incomplete(person)
    if application.state == ApplicationState.DRAFT:
        applications.refuse_unanswered(admission, application, ApplicantKind.SPONSORED)
    _refuse_unmet(application, admission, now=now)
    return _submitted(application, by=person, now=now)


def _own(cohort: Cohort, person: User) -> Application:
    application, _created = Application.objects.get_or_create(
        cohort=cohort, applicant=person, defaults={"complex_id": cohort.complex_id, "kind": ApplicantKind.SPONSORED}
    )
    application.cohort, application.applicant = cohort, person
    return application


def _refuse_unmet(application: Application, admission: Admission, *, now: datetime) -> None:
    """Whether an exception is made, a person decides: the office can put somebody on the roster by hand."""
    unmet = admissions.unmet(application, admission, now=now)
    if unmet:
        raise DomainError(
            _("%(reason)s The office can decide otherwise: ask there.")
            % {"reason": admissions.reason_words(unmet[0], admission)}
        )


def _submitted(application: Application, *, by: User, now: datetime) -> Application:
    """From wherever an application stands to where an offer can follow; what somebody said before stays said."""
    offers.close_open_offer(application, by=by, now=now)
    if application.state == ApplicationState.DRAFT:
        audit.move(application, ApplicationState.APPLIED, by=by, now=now, applied_at=now)
    if application.state == ApplicationState.SELECTED:
        audit.move(application, ApplicationState.WITHDRAWN, by=by, now=now)
    if application.state == ApplicationState.WITHDRAWN:
        offers.to_queue(application, by=by, now=now)
    return application


def forget(*, now: datetime) -> int:
    """Erase name, address and note of who did not come, 30 days after the nomination ended; beat asks daily."""
    ended = Nomination.objects.exclude(state__in=queries.LIVE).filter(erased_at=None, answered_at__lte=now - KEPT)
    return ended.update(name="", email="", note="", erased_at=now)

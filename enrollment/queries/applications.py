"""What an applicant may do and how an application stands."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from enrollment.models import Admission, Application, Cohort, Enrollment, Objection, Offer, SeatPool
from enrollment.queries import nominations
from enrollment.states import ApplicationState, CohortState, EnrollmentState, ObjectionState, Selection
from training.accounts.models import Consent, ConsentText, age_on
from training.accounts.queries import consents
from training.accounts.states import AskedAt
from training.core import clock, words
from training.core.models import AuditEntry, Complex

LEAST_AGE = 14  # PIPA §22의2: below it a guardian must agree, which this form cannot record


def not_accepting(cohort: Cohort, *, now: datetime) -> str | None:
    """Why the cohort takes no applications at this instant, as a sentence; None when it does."""
    if cohort.state == CohortState.CANCELED:
        return _("This cohort was canceled. See which other cohorts are open.")
    if cohort.state == CohortState.PLANNED or (cohort.state == CohortState.OPEN and now < cohort.opens_at):
        return _("Applications open on %(when)s. Come back then.") % {"when": words.moment(cohort.opens_at)}
    if now >= cohort.closes_at:
        return _("Applications were open %(deadline)s, so you could not apply. See which other cohorts are open.") % {
            "deadline": words.deadline(cohort.closes_at)
        }
    if cohort.state != CohortState.OPEN:
        return _("This cohort takes no more applications. See which other cohorts are open.")
    return None


def may_not_apply(cohort: Cohort, person: Any, *, now: datetime) -> str | None:
    """Why this person cannot apply to this cohort now, as a sentence; None when they can.

    Who was nominated by an employer prepares their papers as long as the nomination waits for their answer.
    """
    late = not_accepting(cohort, now=now)
    if late and nominations.waiting_in(cohort, person) is None:
        return late
    return _too_young(cohort, person, now) or _elsewhere(cohort, person)


def may_not_train(cohort: Cohort, person: Any, *, now: datetime) -> str | None:
    """Why a nominee cannot take a seat of their employer, as a sentence; None when they can."""
    if cohort.state not in {CohortState.OPEN, CohortState.CLOSED}:
        return _("This cohort takes nobody now. The day on which it opens stands on its page; answer then.")
    if Enrollment.objects.filter(cohort=cohort, trainee=person).exclude(state=EnrollmentState.ENROLLED).exists():
        return _("You were in this cohort before and left. Ask the office about another one.")
    return _too_young(cohort, person, now) or _elsewhere(cohort, person)


def nominated_instead(cohort: Cohort, person: Any) -> str | None:
    """The way of a nominee is the nomination; they may decline it and then apply as everybody."""
    if nominations.waiting_in(cohort, person) is None:
        return None
    return _("Your employer nominated you for this cohort. Accept that seat, or decline it and then apply yourself.")


def _too_young(cohort: Cohort, person: Any, now: datetime) -> str | None:
    if person.birth_date and age_on(person.birth_date, clock.day_of(now, cohort.complex.zone)) < LEAST_AGE:
        return _("People under 14 cannot apply here. Ask the office about courses for your age.")
    return None


def _elsewhere(cohort: Cohort, person: Any) -> str | None:
    """One course is taken in one cohort at a time: the other application must be withdrawn first."""
    same_time = Q(cohort__starts_on__lte=cohort.ends_on, cohort__ends_on__gte=cohort.starts_on)
    same = same_time & Q(cohort__course_id=cohort.course_id) & ~Q(cohort__state=CohortState.CANCELED)
    training = Enrollment.objects.current().filter(same, trainee=person).select_related("cohort").first()
    if training is not None and training.cohort_id == cohort.pk:
        return _("You are in this cohort already. Your desk shows what comes next.")
    waiting = Application.objects.live().exclude(state=ApplicationState.ENROLLED).exclude(cohort_id=cohort.pk)
    other = training or waiting.filter(same, applicant=person).select_related("cohort").first()
    if other is None:
        return None
    return _("You applied to %(cohort)s of this course, which runs at the same time. Withdraw there first.") % {
        "cohort": other.cohort.label
    }


def own(cohort: Cohort, person: Any) -> Application | None:
    return Application.objects.filter(cohort=cohort, applicant=person).first()


def consent_texts(complex: Complex, person: Any, *, now: datetime) -> list[ConsentText]:
    """What an application asks for and this person has not agreed to in the version in force; nobody is asked twice.

    An account asked for the sign-up's required texts already, so only those that changed since are asked again.
    """
    asked = consents.in_force(complex, asked_at=AskedAt.APPLICATION, now=now)
    renewed = [text for text in consents.asked_at_sign_up(complex, now=now) if text.required]
    given = set(Consent.objects.standing().filter(user=person).values_list("consent_text_id", flat=True))
    return [text for text in [*renewed, *asked] if text.pk not in given]


def is_reviewed(application: Application) -> bool:
    """Whether the result is that of a review, and not out yet: nobody learns theirs before the others."""
    return application.cohort.selection == Selection.REVIEWED and application.state == ApplicationState.APPLIED


def queue_position(application: Application) -> int | None:
    """1 for the longest waiting; None for somebody who does not wait. Where a kind has a quota, it has a queue of its own."""
    if application.state != ApplicationState.WAITLISTED:
        return None
    queue = Application.objects.filter(cohort_id=application.cohort_id).queue()
    if SeatPool.objects.filter(cohort_id=application.cohort_id, key=application.kind, closed_at=None).exists():
        queue = queue.filter(kind=application.kind)
    before = Q(queued_at__lt=application.queued_at) | Q(queued_at=application.queued_at, pk__lt=application.pk)
    return queue.filter(before).count() + 1


@dataclass(frozen=True)
class Standing:
    """How an application stands, for its status page."""

    application: Application
    offer: Offer | None  # the open one
    enrollment: Enrollment | None
    position: int | None
    trail: list[AuditEntry]
    has_begun: bool
    objection: Objection | None = None
    objection_until: datetime | None = None  # while it can be made


def standing(application: Application, *, now: datetime) -> Standing:
    """One answer and the dated trail behind it."""
    cohort = application.cohort
    offer = Offer.objects.open().filter(application=application, expires_at__gt=now).first()
    objection = application.objections.first()
    ends = objection_until(application)
    enrollment = Enrollment.objects.filter(cohort=cohort, trainee=application.applicant_id).first()
    return Standing(
        application=application,
        offer=offer,
        enrollment=enrollment,
        position=queue_position(application),
        trail=trail(application, enrollment),
        has_begun=now >= clock.start_of(cohort.starts_on, cohort.complex.zone),
        objection=objection,
        objection_until=ends if ends and now < ends and objection is None else None,
    )


def objection_until(application: Application) -> datetime | None:
    """Until when this applicant may object (half-open, the end of a day); None where there is nothing to object to."""
    if application.state != ApplicationState.REJECTED or application.decided_at is None:
        return None
    zone = application.cohort.complex.zone
    days = Admission.of_program(application.cohort.program_id).objection_days
    return clock.end_of(clock.day_of(application.decided_at, zone) + timedelta(days=days), zone)


def trail(application: Application, enrollment: Enrollment | None) -> list[AuditEntry]:
    """Every recorded step of the application, newest first; an offer's steps show through the application's own."""
    mine = Q(subject_type="enrollment.application", subject_id=str(application.pk))
    if enrollment is not None:
        mine |= Q(subject_type="enrollment.enrollment", subject_id=str(enrollment.pk), action="state")
    return list(AuditEntry.objects.filter(mine).order_by("-at", "-pk"))


def of_person(person: Any, complex: Complex) -> list[Application]:
    """A person's applications, the latest first."""
    return list(
        Application.objects.of(complex)
        .filter(applicant=person)
        .select_related("cohort__course", "cohort__complex")
        .order_by("-pk")
    )


@dataclass(frozen=True)
class Answer:
    """The one sentence of a status page: what is true, who acts next, by when."""

    word: str
    sentence: str
    kind: str  # the tone of its badge


def answer(standing: Standing) -> Answer:
    application = standing.application
    say, kind = _SAYS[ApplicationState(application.state)]
    word = application.get_state_display()
    if application.state == ApplicationState.ENROLLED and standing.enrollment is not None:
        word = standing.enrollment.get_state_display()
        kind = "ok" if standing.enrollment.state != EnrollmentState.WITHDRAWN else "info"
    return Answer(word=str(word), sentence=say(standing), kind=kind)


def _under_review(standing: Standing) -> str:
    return _("Under review. We answer before the course begins on %(day)s. Nothing for you to do now.") % {
        "day": words.date_words(standing.application.cohort.starts_on)
    }


def _waiting(standing: Standing) -> str:
    facts = {"position": standing.position, "hours": standing.application.cohort.offer_hours}
    if standing.has_begun:
        return _("The course has begun and no seat came free. You can apply to the next cohort.")
    return (
        _("You are number %(position)s in the queue. We mail you when a seat is free and hold it for %(hours)s hours.")
        % facts
    )


def _offered(standing: Standing) -> str:
    if standing.offer is None:
        return _("The offer has ended. Reload this page in a minute to see what follows.")
    return _("A seat is held for you %(deadline)s. Accept it or decline it.") % {
        "deadline": words.deadline(standing.offer.expires_at)
    }


def _not_selected(standing: Standing) -> str:
    facts = {"reason": standing.application.reason, "deadline": words.deadline(standing.objection_until)}
    objection = standing.objection
    if objection is not None and objection.state == ObjectionState.FILED:
        return _("You objected to not being selected. A person reads it and mails you the answer.")
    if objection is not None:
        return _("You were not selected, and your objection was refused. Answer: %(answer)s") % {
            "answer": objection.answer
        }
    if standing.objection_until is not None:
        return _("You were not selected. Reason: %(reason)s You can object %(deadline)s.") % facts
    return _("You were not selected. Reason: %(reason)s The time to object is over.") % facts


def _enrolled(standing: Standing) -> str:
    enrollment, cohort = standing.enrollment, standing.application.cohort
    if enrollment is None or enrollment.state == EnrollmentState.ENROLLED:
        day = words.date_words(cohort.starts_on)
        if standing.has_begun:
            return _("You are in this cohort, which began on %(day)s. Your desk shows what comes next.") % {"day": day}
        return _("You have a seat. The course begins on %(day)s. Nothing for you to do until then.") % {"day": day}
    if enrollment.state == EnrollmentState.WITHDRAWN and enrollment.ended_on:
        return _("You left this cohort on %(day)s.") % {"day": words.date_words(enrollment.ended_on)}
    if enrollment.state == EnrollmentState.CANCELED:
        return _("This cohort was canceled, so your place in it has ended. See which other cohorts are open.")
    return _("The course is over for you. Your desk shows how it ended.")


def _withdrawn(standing: Standing) -> str:
    if standing.application.cohort.state == CohortState.CANCELED:
        return _("This cohort was canceled, so your application has ended. See which other cohorts are open.")
    return _("Your application is withdrawn. No seat and no place in the queue is kept for you.")


def _not_submitted(standing: Standing) -> str:
    return _("Not submitted yet. Check and submit.")


_SAYS: dict[ApplicationState, tuple[Callable[[Standing], str], str]] = {
    ApplicationState.DRAFT: (_not_submitted, "warn"),
    ApplicationState.APPLIED: (_under_review, "info"),
    ApplicationState.WAITLISTED: (_waiting, "info"),
    ApplicationState.SELECTED: (_offered, "warn"),
    ApplicationState.REJECTED: (_not_selected, "info"),
    ApplicationState.ENROLLED: (_enrolled, "ok"),
    ApplicationState.WITHDRAWN: (_withdrawn, "info"),
}

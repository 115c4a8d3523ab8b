"""What applicants are told, in their language. The key names the event, so a second try sends nothing again."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from enrollment.models import (
    Application,
    Claim,
    Decision,
    Dismissal,
    Enrollment,
    Nomination,
    Objection,
    Offer,
    SeatAgreement,
)
from enrollment.queries import attendance_words, completion_words, feeds, partners
from enrollment.rules.attendance import Summary
from enrollment.rules.completion import Shortfall
from enrollment.states import ClaimState, EnrollmentState
from training.accounts.models import User
from training.accounts.queries import addresses
from training.core import mail as post
from training.core import words
from training.core.models import Delivery
from training.core.services import deliveries


def application_received(application: Application, *, now: datetime) -> None:
    """An application waits for review."""
    _send("application_received", application, now=now, key=application.applied_at, facts=dict)


def waitlisted(application: Application, *, position: int, now: datetime) -> None:
    """An applicant got a place in the queue."""
    hours = application.cohort.offer_hours
    _send(
        "waitlisted",
        application,
        now=now,
        key=application.queued_at,
        facts=lambda: {"position": position, "hours": hours},
    )


def offer_made(offer: Offer, *, now: datetime) -> None:
    """A seat is held until a deadline."""
    _send(
        "offer_made",
        offer.application,
        now=now,
        key=offer.pk,
        facts=lambda: {"deadline": words.deadline(offer.expires_at)},
    )


def offer_ending(offer: Offer, *, now: datetime) -> None:
    """Nobody has answered yet, and the seat is held a little longer only."""
    _send(
        "offer_ending",
        offer.application,
        now=now,
        key=offer.pk,
        facts=lambda: {"deadline": words.deadline(offer.expires_at)},
    )


def offer_expired(offer: Offer, *, now: datetime) -> None:
    """Nobody answered in time."""
    _send(
        "offer_expired",
        offer.application,
        now=now,
        key=offer.pk,
        facts=lambda: {"deadline": words.deadline(offer.expires_at)},
    )


def seat_given(enrollment: Enrollment, application: Application, *, now: datetime) -> None:
    """The applicant is in the course."""
    _send("seat_given", application, now=now, key=enrollment.pk, facts=dict, attach=feeds.ATTACHED)


def not_selected(application: Application, *, now: datetime) -> None:
    """The review chose others; the reason is the operator's."""
    _send("not_selected", application, now=now, key=now, facts=lambda: {"reason": application.reason})


def taken_out(application: Application, *, reason: str, now: datetime) -> None:
    """The office ended an application."""
    _send("taken_out", application, now=now, key=now, facts=lambda: {"reason": reason})


def objection_filed(application: Application, *, now: datetime) -> None:
    """An objection has come in, and somebody will answer."""
    _send("objection_filed", application, now=now, key="once", facts=dict)


def objection_answered(objection: Objection, *, granted: bool, now: datetime) -> None:
    """What an operator answered to an objection."""
    _send(
        "objection_answered",
        objection.application,
        now=now,
        key=objection.pk,
        facts=lambda: {
            "granted": granted,
            "decision": _("granted") if granted else _("refused"),
            "answer": objection.answer,
        },
    )


def ended(enrollment: Enrollment, kind: str, *, now: datetime) -> None:
    """A person has left training: `kind` names the mail."""
    facts = {"reason": enrollment.reason}
    _about(kind, enrollment, now=now, key=enrollment.pk, facts=facts, attach=feeds.ATTACHED)


def in_again(enrollment: Enrollment, *, now: datetime) -> None:
    """That somebody left was entered by mistake. What they were told of it may be said again, should they leave."""
    for kind in ("left", "no_show", "employed_early"):
        old = f"{kind}:{enrollment.pk}:{enrollment.pk}"
        rows = Delivery.objects.filter(user=enrollment.trainee_id, key=old)
        deliveries.call_back(rows)
        rows.update(key=f"{old}:until {now.isoformat()}")
    _about("in_again", enrollment, now=now, key=now, facts={}, attach=feeds.ATTACHED)


def moved(enrollment: Enrollment, *, before: str, reason: str, now: datetime) -> None:
    """A person goes on in another cohort."""
    facts = {"before": before, "reason": reason}
    _about("moved", enrollment, now=now, key=enrollment.pk, facts=facts, attach=feeds.ATTACHED)


def dismissal(kind: str, dismissal: Dismissal, *, now: datetime) -> None:
    """A notice of dismissal, or what became of it."""
    zone = dismissal.enrollment.cohort.complex.zone
    with translation.override(dismissal.enrollment.trainee.language), timezone.override(zone):
        facts = {
            "ground": str(dismissal.get_ground_display()),
            "deadline": words.deadline(dismissal.appeal_until),
            "reason": dismissal.reason,
            "answer": dismissal.answer,
        }
    link = reverse("enrollment:dismissal", args=[dismissal.pk])
    _about(kind, dismissal.enrollment, now=now, key=dismissal.pk, facts=facts, link=link)


def attendance_warning(enrollment: Enrollment, summary: Summary, *, threshold: str, now: datetime) -> None:
    """How few absences are left; the key names the threshold, so that each is told once."""
    with translation.override(enrollment.trainee.language), timezone.override(enrollment.cohort.complex.zone):
        news, *lines = attendance_words.prospects(summary)
    facts = {"news": news, "lines": lines, "left": summary.absences_left, "reachable": summary.reachable}
    link = reverse("enrollment:trainee_attendance", args=[enrollment.pk])
    _about("attendance_warning", enrollment, now=now, key=threshold, facts=facts, link=link)


def claim_decided(claim: Claim, *, now: datetime) -> None:
    """What a second person decided about a claim. Nothing that tells of health stands in a mail."""
    cohort = claim.enrollment.cohort
    with translation.override(claim.enrollment.trainee.language), timezone.override(cohort.complex.zone):
        facts = {
            "accepted": claim.state == ClaimState.ACCEPTED,
            "decision": str(claim.get_state_display()),
            "days": claim.days_words,
        }
    link = reverse("enrollment:claim", args=[claim.pk])
    _about("claim_decided", claim.enrollment, now=now, key=claim.pk, facts=facts, link=link)


def completion_decided(decision: Decision, *, now: datetime) -> None:
    """What was decided about completion; where something was missing, what."""
    enrollment = decision.enrollment
    with translation.override(enrollment.trainee.language):
        facts = {
            "completed": decision.outcome == EnrollmentState.COMPLETED,
            "decision": str(decision.get_outcome_display()),
            "lines": [completion_words.sentence(Shortfall(**row)) for row in decision.shortfalls],
        }
    _about("completion_decided", enrollment, now=now, key=decision.number, facts=facts)


def nominated(nomination: Nomination, *, person: User | None, now: datetime) -> None:
    """An employer keeps a seat for somebody: by account where there is one, else to the address alone."""
    link = reverse("enrollment:nomination", args=[nomination.pk])
    key = f"nominated:{nomination.pk}"
    if person is not None:
        context = {**_nomination_facts(nomination, person.language), "link": link}
        post.send("nominated", to=person, context=context, complex=nomination.cohort.complex, now=now, key=key)
        return
    context = {**_nomination_facts(nomination, "ko"), "name": nomination.name, "link": link}
    post.to_newcomer(
        "nominated",
        address=nomination.email,
        context=context,
        complex=nomination.cohort.complex,
        key=str(nomination.pk),
    )


def nomination_withdrawn(nomination: Nomination, *, now: datetime) -> None:
    """The employer, or the office, took the seat back before the answer. Who has no account yet reads it at the link."""
    person = addresses.owners([nomination.email]).get(nomination.email)
    if person is not None:
        context = {**_nomination_facts(nomination, person.language), "link": reverse("enrollment:learn")}
        key = f"nomination_withdrawn:{nomination.pk}"
        complex = nomination.cohort.complex
        post.send("nomination_withdrawn", to=person, context=context, complex=complex, now=now, key=key)


def nomination_answered(nomination: Nomination, *, now: datetime) -> None:
    """What became of a nomination, to the employer's managers. Nobody's name stands in it."""
    for person in partners.managers(nomination.agreement.organization):
        context = {**_nomination_facts(nomination, person.language), "state": str(nomination.state)}
        context["link"] = reverse("enrollment:partners")
        key = f"nomination_answered:{nomination.pk}"
        complex = nomination.cohort.complex
        post.send("nomination_answered", to=person, context=context, complex=complex, now=now, key=key)


def _nomination_facts(nomination: Nomination, language: str) -> dict[str, Any]:
    cohort = nomination.cohort
    with translation.override(language), timezone.override(cohort.complex.zone):
        return {
            "employer": str(nomination.agreement.organization),
            "course": str(cohort.course),
            "cohort": cohort.label,
            "first_day": words.date_words(cohort.starts_on),
            "deadline": words.deadline(nomination.expires_at),
        }


def agreement_made(agreement: SeatAgreement, *, now: datetime) -> None:
    """Seats are kept for an employer: to its managers."""
    _to_managers("agreement_made", agreement, key="made", now=now, facts={})


def agreement_changed(agreement: SeatAgreement, *, key: object, now: datetime) -> None:
    """Another number of seats, or another deadline: to its managers."""
    _to_managers("agreement_changed", agreement, key=key, now=now, facts={})


def agreement_withdrawn(agreement: SeatAgreement, *, returned: int, now: datetime) -> None:
    """The office took an agreement back: to its managers."""
    facts = {"returned": returned, "reason": agreement.reason}
    _to_managers("agreement_withdrawn", agreement, key="withdrawn", now=now, facts=facts)


def agreement_ended(agreement: SeatAgreement, *, returned: int, waiting: int, now: datetime) -> None:
    """The deadline has come: to the employer's managers, and to who agreed for the office."""
    facts = {"returned": returned, "waiting": waiting}
    _to_managers("agreement_ended", agreement, key="ended", now=now, facts=facts, also=(agreement.made_by,))


def _to_managers(
    kind: str,
    agreement: SeatAgreement,
    *,
    key: object,
    now: datetime,
    facts: dict[str, Any],
    also: tuple[User, ...] = (),
) -> None:
    cohort = agreement.cohort
    for person in [*partners.managers(agreement.organization), *also]:
        for_office = person in also
        name, args = ("cohort_agreements", [cohort.pk]) if for_office else ("partners", [])
        with translation.override(person.language), timezone.override(cohort.complex.zone):
            context = {
                "employer": str(agreement.organization),
                "course": str(cohort.course),
                "cohort": cohort.label,
                "seats": agreement.seats,
                "deadline": words.deadline(agreement.nominate_until),
                "link": reverse(f"enrollment:{name}", args=args),
                **facts,
            }
        complex = cohort.complex
        post.send(kind, to=person, context=context, complex=complex, now=now, key=f"{kind}:{agreement.pk}:{key}")


def _about(
    kind: str,
    enrollment: Enrollment,
    *,
    now: datetime,
    key: object,
    facts: dict[str, Any],
    link: str | None = None,
    attach: tuple[str, ...] = (),
) -> None:
    cohort, person = enrollment.cohort, enrollment.trainee
    with translation.override(person.language), timezone.override(cohort.complex.zone):
        context = {
            "name": str(person),
            "course": str(cohort.course),
            "cohort": cohort.label,
            "first_day": words.date_words(cohort.starts_on),
            "day": words.date_words(enrollment.ended_on),
            "link": link or reverse("enrollment:learn"),
            **facts,
        }
    key = f"{kind}:{enrollment.pk}:{key}"
    post.send(kind, to=person, context=context, complex=cohort.complex, now=now, key=key, attach=attach)


def _send(
    kind: str,
    application: Application,
    *,
    now: datetime,
    key: object,
    facts: Callable[[], dict[str, Any]],
    attach: tuple[str, ...] = (),
) -> None:
    cohort, person = application.cohort, application.applicant
    with translation.override(person.language), timezone.override(cohort.complex.zone):
        context = {
            "name": str(person),
            "course": str(cohort.course),
            "cohort": cohort.label,
            "first_day": words.date_words(cohort.starts_on),
            "venue": str(cohort.venue),
            "link": reverse("enrollment:application", args=[application.pk]),
            **facts(),
        }
    key = f"{kind}:{application.pk}:{key}"
    post.send(kind, to=person, context=context, complex=cohort.complex, now=now, key=key, attach=attach)

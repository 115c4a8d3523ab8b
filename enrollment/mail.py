"""What applicants are told, in their language. The key names the event, so a second try sends nothing again."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone, translation

from enrollment.models import Application, Enrollment, Offer
from training.core import mail as post
from training.core import words


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
    _send("seat_given", application, now=now, key=enrollment.pk, facts=dict)


def not_selected(application: Application, *, now: datetime) -> None:
    """The review chose others; the reason is the operator's."""
    _send("not_selected", application, now=now, key=now, facts=lambda: {"reason": application.reason})


def _send(
    kind: str, application: Application, *, now: datetime, key: object, facts: Callable[[], dict[str, Any]]
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
    post.send(kind, to=person, context=context, complex=cohort.complex, now=now, key=f"{kind}:{application.pk}:{key}")

"""What holders are told, once the file is stored."""

from datetime import datetime

from django.urls import reverse
from django.utils import translation

from certificates.models import Certificate
from certificates.queries import facts
from training.core import mail as post


def issued(certificate: Certificate, *, now: datetime) -> None:
    """The paper can be downloaded. Neither code nor number nor birth date goes into a mail."""
    with translation.override(certificate.person.language):
        context = {
            "title": facts.title(certificate),
            "course": facts.course(certificate.facts),
            "replaces": certificate.facts["replaces"] or "",
            "link": reverse("certificates:own", args=[certificate.pk]),
        }
    post.send(
        "certificate_issued",
        to=certificate.person,
        context=context,
        complex=certificate.complex,
        now=now,
        key=f"certificate_issued:{certificate.pk}",
    )


def expires(certificate: Certificate, *, lead: int, now: datetime) -> None:
    """Its validity ends in so many days; one mail for each lead."""
    with translation.override(certificate.person.language):
        context = {
            "title": facts.title(certificate),
            "course": facts.course(certificate.facts),
            "day": certificate.expires_on,
            "link": reverse("certificates:own", args=[certificate.pk]),
        }
    post.send(
        "certificate_expires",
        to=certificate.person,
        context=context,
        complex=certificate.complex,
        now=now,
        key=f"certificate_expires:{certificate.pk}:{lead}",
    )

"""What holders are told, once the file is stored."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import translation

from certificates.models import Certificate
from certificates.queries import facts
from training.core import mail as post
from training.core import words


def issued(certificate: Certificate, *, now: datetime) -> None:
    """The paper can be downloaded. Neither code nor number nor birth date goes into a mail."""
    _tell("certificate_issued", certificate, now=now, replaces=certificate.facts["replaces"] or "")


def revoked(certificate: Certificate, *, now: datetime) -> None:
    """The paper no longer counts; the reason is the public one. Where its content was erased, nothing can be said of it."""
    if certificate.erased_at is not None:
        return
    _tell("certificate_revoked", certificate, now=now, reason=str(certificate.get_revocation_code_display()))


def expires(certificate: Certificate, *, lead: int, now: datetime) -> None:
    """Its validity ends in so many days; one mail for each lead."""
    with translation.override(certificate.person.language):
        day = words.date_words(certificate.expires_on)
    _tell("certificate_expires", certificate, now=now, once=f":{lead}", day=day)


def _tell(kind: str, certificate: Certificate, *, now: datetime, once: str = "", **more: Any) -> None:
    with translation.override(certificate.person.language):
        context = {
            "title": facts.title(certificate),
            "course": facts.course(certificate.facts),
            "link": reverse("certificates:own", args=[certificate.pk]),
            **more,
        }
    post.send(
        kind,
        to=certificate.person,
        context=context,
        complex=certificate.complex,
        now=now,
        key=f"{kind}:{certificate.pk}{once}",
    )

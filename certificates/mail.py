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


def revoked(certificate: Certificate, *, now: datetime) -> None:
    """The paper no longer counts; the reason is the public one."""
    with translation.override(certificate.person.language):
        context = {
            "title": facts.title(certificate),
            "course": facts.course(certificate.facts),
            "reason": str(certificate.get_revocation_code_display()),
            "link": reverse("certificates:own", args=[certificate.pk]),
        }
    post.send(
        "certificate_revoked",
        to=certificate.person,
        context=context,
        complex=certificate.complex,
        now=now,
        key=f"certificate_revoked:{certificate.pk}",
    )

"""A holder's own certificates."""

from typing import Any

from certificates.models import Certificate
from certificates.models.awards import CertificateQuerySet
from certificates.queries import facts
from certificates.rules import truths
from certificates.states import Truth
from training.core import clock
from training.core.requests import Request


def of_person(request: Request) -> CertificateQuerySet:
    """What was given out to this person here; what they had erased is theirs on paper only."""
    given = Certificate.objects.of(request.complex).with_file().filter(person=request.user, erased_at=None)
    return given.select_related("superseded_by", "complex").order_by("-issued_on", "-number")


def panel(request: Request) -> dict[str, Any]:
    """The panel on /learn/: one query."""
    return {
        "certificates": [
            {
                "certificate": certificate,
                "title": facts.title(certificate),
                "course": facts.course(certificate.facts),
                "truth": truth(certificate, now=request.now),
            }
            for certificate in of_person(request)
        ]
    }


def truth(certificate: Certificate, *, now: Any) -> Truth:
    today = clock.day_of(now, certificate.complex.zone)
    return truths.truth(certificate.state, certificate.expires_on, today)

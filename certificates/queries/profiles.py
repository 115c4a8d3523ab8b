"""Adding a certificate to a profile elsewhere: what would be handed over, and the link that does."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from certificates.models import Certificate
from certificates.queries import facts
from certificates.rules import dates
from training.core import words

LINKEDIN = "https://www.linkedin.com/profile/add"


@dataclass(frozen=True)
class Handover:
    """The link, and in words everything that stands in it."""

    address: str
    shown: list[facts.Row]


def linkedin(certificate: Certificate, *, code: str) -> Handover:
    """LinkedIn's form for adding a certification, filled in; the holder's name is not part of it."""
    frozen, language = certificate.facts, words.language()
    name = f"{facts.course(frozen)}: {facts.title(certificate)}"
    issuer = frozen["issuer"][language] or frozen["issuer"]["ko"]
    address = certificate.complex.address(f"/verify/{code}/")
    fields: dict[str, Any] = {
        "startTask": "CERTIFICATION_NAME",
        "name": name,
        "organizationName": issuer,
        "issueYear": certificate.issued_on.year,
        "issueMonth": certificate.issued_on.month,
        "certId": certificate.register_number,
        "certUrl": address,
    }
    shown: list[facts.Row] = [
        (_("Certificate"), name),
        (_("Issuer"), issuer),
        (_("Date of issue"), f"{certificate.issued_on:%Y-%m}"),
        (_("Register number"), certificate.register_number),
        (_("Address for checking"), address),
    ]
    if certificate.expires_on:
        fields |= {"expirationYear": certificate.expires_on.year, "expirationMonth": certificate.expires_on.month}
        shown.insert(3, (_("Valid until"), dates.spoken(certificate.expires_on, language)))
    return Handover(f"{LINKEDIN}?{urlencode(fields)}", shown)

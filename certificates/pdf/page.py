"""The page of a certificate, composed from frozen facts and nothing else.

Nothing is looked up: what the register froze is what is printed, whatever became of the account, the course or the
design since.
"""

from datetime import date
from typing import Any

from django.template.loader import render_to_string

from certificates.pdf import art, borders
from certificates.rules import codes, dates, looks
from training.core.paper import Document

# Longest name that still stands on one line at each size (in letters of full width).
SIZES = ((8, "xl"), (14, "l"), (26, "m"), (52, "s"))
LONG_ISSUER = 12  # letters; a longer issuer is set smaller, so that it stands on one line beside its seal
ROOM = 15.0  # lines of words that fit above the foot at the usual sizes


def compose(
    facts: dict[str, Any], *, code: str, birth_date: date, address: str, sample: bool, specimen: bool = False
) -> Document:
    """The document of a certificate: page one is the certificate, page two its modules, hours and skills.

    A specimen says across itself that it is none.
    """
    look = looks.of(facts)
    standing = facts.get("standing")
    context = {
        "facts": facts,
        "look": look,
        "shows": dict.fromkeys(look.shows, True),
        "second": look.second_ko.split(),
        "specimen": specimen,
        "standing": {**standing, "on": _both(date.fromisoformat(standing["as_of"]))} if standing else None,
        "dense": is_dense(facts),
        "name_size": size_of(facts["holder"]["name"]),
        # WeasyPrint breaks Hangul between any two letters; words are kept whole in the template.
        "statement": facts["statement"]["ko"].split(),
        "signed": [*facts["issuer"]["ko"].split(), *facts["design"]["signatory_ko"].split()],
        "long_issuer": width(facts["issuer"]["ko"]) > LONG_ISSUER,
        "birth": _both(birth_date),
        "starts": _both(date.fromisoformat(facts["course"]["starts_on"])),
        "ends": _both(date.fromisoformat(facts["course"]["ends_on"])),
        "issued": _both(date.fromisoformat(facts["issued_on"])),
        "expires": _both(date.fromisoformat(facts["expires_on"])) if facts["expires_on"] else None,
        "code": codes.grouped(code),
        "address": address,
        "verify": address.removesuffix(f"{code}/").partition("://")[2],
        "sample": sample,
    }
    return Document(
        html=render_to_string("certificates/pdf/certificate.html", context),
        assets={
            "border.svg": borders.border(look.border, look.ink),
            "mark.svg": borders.mark(look.ink),
            "seal.svg": art.seal(facts["design"]["seal"], sample=sample),
            **({"seal2.svg": art.seal(look.second_seal, sample=sample)} if look.second_seal else {}),
            "qr.svg": art.qr(address),
        },
    )


def size_of(name: str) -> str:
    """Which size a name is set in."""
    return next((size for most, size in SIZES if width(name) <= most), "xs")


def is_dense(facts: dict[str, Any]) -> bool:
    """True where the words would push the page over its foot: everything but the code is then set smaller."""
    lines = (
        width(facts["holder"]["name"]) / 16
        + width(facts["holder"]["latin_name"]) / 36
        + width(facts["course"]["ko"]) / 30
        + width(facts["course"]["en"]) / 42
        + width(facts["statement"]["ko"]) / 34
        + width(facts["statement"]["en"]) / 48
        + width(facts["issuer"]["ko"] + facts["design"]["signatory_ko"]) / 14
        + (2.5 if looks.of(facts).second_ko else 0.0)
        + (1.5 if "standing" in facts else 0.0)
    )
    return lines > ROOM


def width(text: str) -> float:
    """In letters of full width: Hangul and other wide letters count one, Latin letters about half."""
    return sum(1.0 if ord(char) > 0x1100 else 0.55 for char in text)


def _both(day: date) -> dict[str, str]:
    return {"ko": dates.korean(day), "en": dates.english(day)}

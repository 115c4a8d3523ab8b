"""Links of a holder: what each shows to whom, and who looked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from certificates.models import Certificate, Disclosure, Look
from certificates.queries import facts
from certificates.states import Field
from enrollment.queries import skills

SHOWN_LOOKS = 50  # on the holder's page, the latest first


@dataclass(frozen=True)
class Seen:
    """One look, and as the how-maniest visitor of this link."""

    look: Look
    visitor: int


@dataclass(frozen=True)
class Link:
    """A link as its holder reads it."""

    disclosure: Disclosure
    recipient: str
    shows: list[str]
    is_open: bool
    looks: list[Seen]
    count: int


def of_certificate(certificate: Certificate, *, now: datetime) -> list[Link]:
    """The newest first. Two queries, whatever their number."""
    rows = certificate.disclosures.prefetch_related(Prefetch("looks", Look.objects.order_by("at", "pk")))
    return [_link(disclosure, now) for disclosure in rows.order_by("-made_at", "-pk")]


def choices(certificate: Certificate) -> list[tuple[str, Any]]:
    """What there is to show; a date of birth that was erased is no choice. The credential is a wallet's alone."""
    absent = {Field.CREDENTIAL} | ({Field.BIRTH_DATE} if certificate.birth_date is None else set())
    return [(field.value, field.label) for field in Field if field not in absent]


def labels(fields: Iterable[str]) -> list[str]:
    return [str(Field(field).label) for field in fields]


@dataclass(frozen=True)
class Skill:
    """A skill that was passed, and the reading by which it was."""

    title: str
    reading: str


@dataclass(frozen=True)
class Shown:
    """What an employer reads of a certificate by a link: nothing that the holder did not choose."""

    rows: list[facts.Row]
    modules: list[dict[str, str]]
    skills: list[Skill] | None  # none where they were not chosen
    pdf: bool


def shown(disclosure: Disclosure) -> Shown:
    chosen, certificate = set(disclosure.fields), disclosure.certificate
    return Shown(
        rows=facts.chosen(certificate, chosen),
        modules=facts.modules(certificate) if Field.MODULES in chosen else [],
        skills=_skills(certificate) if Field.SKILLS in chosen else None,
        pdf=Field.PDF in chosen,
    )


def _skills(certificate: Certificate) -> list[Skill]:
    asked = skills.asked(certificate.enrollment.cohort.course_id)
    found = skills.of_people([certificate.enrollment_id], asked)[certificate.enrollment_id]
    return [
        Skill(str(one.skill), skills.reading(one.counting)) for one in found if one.passed and one.counting is not None
    ]


def _link(disclosure: Disclosure, now: datetime) -> Link:
    looks = list(disclosure.looks.all())
    order = {visitor: place for place, visitor in enumerate(dict.fromkeys(look.visitor for look in looks), start=1)}
    seen = [Seen(look, order[look.visitor]) for look in reversed(looks[-SHOWN_LOOKS:])]
    is_open = disclosure.revoked_at is None and now < disclosure.expires_at
    recipient = _("A wallet") if disclosure.is_for_wallet else disclosure.recipient
    return Link(disclosure, recipient, labels(disclosure.fields), is_open, seen, len(looks))

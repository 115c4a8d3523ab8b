"""Agreements with organizations, their scans, and whom one calls there. Operators alone write and read them."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from enrollment.services import private_files, uploads
from enrollment.services.documents import Gone
from training.accounts.models import Organization
from training.accounts.permissions import demand_operator
from training.consortium.models import Agreement, AgreementFile, Contact
from training.core import audit
from training.core.errors import DomainError

MOST_FILES = 10


@dataclass(frozen=True)
class Terms:
    """What an operator says of an agreement."""

    kind: str
    title: str
    signed_on: date
    starts_on: date
    ends_on: date | None
    note: str = ""


def _check(terms: Terms) -> None:
    if terms.ends_on is not None and terms.ends_on < terms.starts_on:
        raise DomainError(_("The last day comes before the first. Enter a later last day."), field="ends_on")


@transaction.atomic
def record(organization: Organization, terms: Terms, *, by: Any, now: datetime) -> Agreement:
    """Keep what was signed with an organization."""
    demand_operator(by, organization.complex)
    _check(terms)
    agreement = Agreement.objects.create(complex=organization.complex, organization=organization, **vars(terms))
    audit.record(agreement, "agreement recorded", by=by, at=now, facts=_days(agreement))
    return agreement


@transaction.atomic
def change(agreement: Agreement, terms: Terms, *, by: Any, now: datetime) -> Agreement:
    """Correct or prolong it; the trail keeps the days that stood before."""
    demand_operator(by, agreement.complex)
    _check(terms)
    locked = Agreement.objects.select_for_update().get(pk=agreement.pk)
    before = _days(locked)
    for name, value in vars(terms).items():
        setattr(locked, name, value)
    locked.save(update_fields=list(vars(terms)))
    audit.record(locked, "agreement changed", by=by, at=now, facts={"before": before, "after": _days(locked)})
    return locked


def _days(agreement: Agreement) -> dict[str, Any]:
    return {name: str(getattr(agreement, name)) for name in ("kind", "signed_on", "starts_on", "ends_on")}


# --- scans ----------------------------------------------------------------------------------------
def keep(agreement: Agreement, *, name: str, raw: bytes, by: Any, now: datetime) -> AgreementFile:
    """Keep a clean copy of a scan. Raises uploads.Refused."""
    demand_operator(by, agreement.complex)
    paper = uploads.clean(name, raw)
    path = private_files.keep(f"agreements/{agreement.complex_id}", paper.content)
    try:
        with transaction.atomic():
            _check_room(agreement)
            kept = AgreementFile.objects.create(
                complex_id=agreement.complex_id,
                agreement=agreement,
                name=paper.name,
                kind=paper.kind,
                size=len(paper.content),
                sha256=hashlib.sha256(paper.content).hexdigest(),
                path=path,
                uploaded_at=now,
            )
            audit.record(kept, "handed in", by=by, at=now, facts={"kind": paper.kind})
    except DomainError:
        private_files.remove(path)
        raise
    return kept


def _check_room(agreement: Agreement) -> None:
    Agreement.objects.select_for_update().get(pk=agreement.pk)
    if AgreementFile.objects.kept().filter(agreement=agreement).count() >= MOST_FILES:
        raise DomainError(_("There are ten files already. Erase one first."), field="file")


@transaction.atomic
def opened(file: AgreementFile, *, by: Any, now: datetime) -> bytes:
    """The bytes of a scan, for an operator; that it was opened is recorded. Raises Gone."""
    demand_operator(by, file.complex)
    content = private_files.content(file)
    if content is None:
        raise Gone(_("This file was erased or cannot be read. Scan the paper again."))
    audit.record(file, "opened", by=by, at=now)
    return content


@transaction.atomic
def erase(file: AgreementFile, *, by: Any, now: datetime) -> None:
    demand_operator(by, file.complex)
    private_files.erase(file, by=by, now=now)


# --- contacts -------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Card:
    """Whom one calls."""

    name: str
    position: str
    phone: str
    email: str
    note: str


def _check_card(card: Card) -> None:
    if not (card.phone or card.email):
        raise DomainError(_("Enter a phone number or an e-mail address."), field="phone")


@transaction.atomic
def add_contact(organization: Organization, card: Card, *, by: Any, now: datetime) -> Contact:
    """Note whom to call. The trail says that there is one, and nothing of the person."""
    demand_operator(by, organization.complex)
    _check_card(card)
    contact = Contact.objects.create(
        complex=organization.complex, organization=organization, added_by=by, **vars(card)
    )  # fmt: skip
    audit.record(contact, "contact added", by=by, at=now)
    return contact


@transaction.atomic
def change_contact(contact: Contact, card: Card, *, by: Any, now: datetime) -> None:
    demand_operator(by, contact.complex)
    _check_card(card)
    for name, value in vars(card).items():
        setattr(contact, name, value)
    contact.save(update_fields=list(vars(card)))
    audit.record(contact, "contact changed", by=by, at=now)


@transaction.atomic
def remove_contact(contact: Contact, *, by: Any, now: datetime) -> None:
    """The person's details are gone; that somebody removed them stays."""
    demand_operator(by, contact.complex)
    audit.record(contact, "contact removed", by=by, at=now)
    contact.delete()

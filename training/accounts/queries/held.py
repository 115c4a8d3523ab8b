"""Everything held of a person in a complex: their account, and what apps above say of themselves."""

from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from training.accounts import ports
from training.accounts.models import AccessRecord, Consent, Membership, PrivacyRequest, User
from training.accounts.ports import Held
from training.core.models import Complex, Delivery

OF_THE_PERSON = frozenset({"account", "sessions"})  # one for all complexes


def everything(person: User, complex: Complex, *, now: datetime) -> list[Held]:
    found = [held for holdings in ports.holdings() for held in holdings.held(person, complex, now=now)]
    return sorted(found, key=lambda one: one.key != "account")


def obstacles(person: User, complex: Complex, *, now: datetime) -> list[str]:
    return [said for holdings in ports.holdings() for said in holdings.obstacles(person, complex, now=now)]


def elsewhere(person: User, complex: Complex, *, now: datetime) -> bool:
    """Whether another complex holds anything but the one account: then the account itself stays."""
    others = Complex.objects.exclude(pk=complex.pk)
    return any(
        held.count for other in others for held in everything(person, other, now=now) if held.key not in OF_THE_PERSON
    )


def of_account(person: User, complex: Complex) -> list[Held]:
    """What this app itself holds: six queries."""
    consent = _("your consent to collection and use for training (PIPA art. 15①1)")
    law = _("the law, without consent (PIPA art. 29; 안전성 확보조치 기준, art. 8)")
    closed = _("until you close the account")
    return [
        Held(
            "account", _("Account: e-mail, name, date of birth, phone"), 1,
            _("To know who you are, to write to you, and to issue papers in your name"), consent, closed,
        ),
        Held(
            "sessions", _("Where you are signed in: device and network address"),
            UserSession.objects.filter(user=person).count(),
            _("To let you see and end it"), law, _("until you sign out, at most two weeks"),
        ),
        Held(
            "consents", pgettext("held", "Consents given and taken back"),
            Consent.objects.of(complex).filter(user=person).count(),
            _("To prove what you agreed to"), _("the law, without consent (PIPA art. 22③)"),
            _("as long as the account, then without your name"),
        ),
        Held(
            "mail", _("Mail sent to you"), Delivery.objects.of(complex).filter(user=person).count(),
            _("To show what was said to you, and when"), _("the training contract, without consent (PIPA art. 15①4)"), closed,
        ),
        Held(
            "roles", _("Roles in organizations"), Membership.objects.of(complex).filter(user=person).count(),
            _("To say who may do what"), law, _("at least three years after the role ended, then without your name"),
        ),
        Held(
            "access", _("Records of who looked at your data"),
            AccessRecord.objects.of(complex).about(person).count(),
            _("To find out about looks without a reason"), law, _("at least two years"),
        ),
        Held(
            "requests", _("Your requests about your data"), PrivacyRequest.objects.of(complex).filter(person=person).count(),
            _("To answer them, and to prove that"), _("the law, without consent (PIPA art. 35–38)"), closed,
        ),
    ]  # fmt: skip


def copy(person: User, complex: Complex) -> dict[str, Any]:
    """The account's part of a person's copy."""
    names = ("email", "name", "latin_name", "birth_date", "phone", "language", "created_at")
    return {
        "account": {name: getattr(person, name) for name in names},
        "addresses": _rows(EmailAddress.objects.filter(user=person).order_by("pk"), "email", "verified", "primary"),
        "sessions": _rows(UserSession.objects.filter(user=person).order_by("pk"), "created_at", "ip", "user_agent"),
        "consents": _rows(
            Consent.objects.of(complex).filter(user=person),
            "consent_text__key", "consent_text__version", "consent_text__title_ko", "given_at", "withdrawn_at",
        ),
        "roles": _rows(
            Membership.objects.of(complex).filter(user=person), "organization__name_ko", "role", "granted_at", "revoked_at"
        ),
        "mail": _rows(Delivery.objects.of(complex).filter(user=person), "sent_at", "address", "subject", "text"),
        "looked_at_by": _rows(
            AccessRecord.objects.of(complex).about(person), "at", "actor__name", "what", "taken", "reason", "words"
        ),
        "requests": _rows(
            PrivacyRequest.objects.of(complex).filter(person=person), "kind", "field", "value", "text", "state",
            "asked_at", "decided_at", "answer",
        ),
    }  # fmt: skip


def _rows(rows: Any, *names: str) -> list[dict[str, Any]]:
    return [{name.replace("__", "."): value for name, value in row.items()} for row in rows.values(*names)]

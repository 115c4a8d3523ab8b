"""What a person's own page shows."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from training.accounts.models import Consent, ConsentText, User
from training.accounts.queries import consents
from training.core.clock import day_of
from training.core.errors import TransitionRefused
from training.core.models import Complex


def page(user: User, complex: Complex, *, now: datetime) -> dict[str, Any]:
    """Facts on the account, consents given, and optional ones that could be given."""
    given = consents.given(user, complex)
    return {"facts": _facts(user), "consents": given, "offered": _offered(given, complex, now=now)}


def demand_in_force(text: ConsentText, *, now: datetime) -> None:
    """Raises TransitionRefused for a text that a newer version replaced."""
    day = day_of(now, text.complex.zone)
    if not ConsentText.objects.of(text.complex).in_force(day).filter(pk=text.pk).exists():
        raise TransitionRefused(_("This text was replaced by a newer one. Read the newer one on your page."))


def _facts(user: User) -> list[tuple[str, Any]]:
    return [
        (_("E-mail"), user.email),
        (_("Name"), user.name or _("not given")),
        (_("Name in Latin letters"), user.latin_name or _("not given")),
        (_("Date of birth"), user.birth_date.isoformat() if user.birth_date else _("not given")),
        (_("Phone"), user.phone or _("not given")),
        (_("Resident registration number"), _("never held")),
    ]


def _offered(given: list[Consent], complex: Complex, *, now: datetime) -> list[ConsentText]:
    standing = {consent.consent_text.key for consent in given if consent.withdrawn_at is None}
    return [
        text for text in consents.asked_at_sign_up(complex, now=now) if not text.required and text.key not in standing
    ]

"""Which mail addresses are a person's, proved by them."""

from collections.abc import Iterable
from typing import Any

from allauth.account.models import EmailAddress

from training.accounts.models import User


def verified(user: Any) -> frozenset[str]:
    """The addresses a person has shown to be theirs, in small letters."""
    if not user.is_authenticated:
        return frozenset()
    rows = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    return frozenset(address.lower() for address in rows)


def owners(addresses: Iterable[str]) -> dict[str, User]:
    """The accounts of addresses that were verified; others have none."""
    rows = EmailAddress.objects.filter(email__in=[*addresses], verified=True).select_related("user")
    return {row.email.lower(): row.user for row in rows}

"""A person's own details."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from training.accounts.models import User
from training.core import audit

DETAILS = ("name", "latin_name", "birth_date", "phone", "language")


@transaction.atomic
def change_details(user: User, *, by: User | None, now: datetime, **details: str | date | None) -> list[str]:
    """Save what changed among DETAILS and note which fields those were, never their values.

    Certificates keep the name they were issued with: a correction there is a reissue.
    """
    current = User.objects.select_for_update().get(pk=user.pk)
    changed = _changed(current, details)
    if not changed:
        return []
    User.objects.filter(pk=user.pk).update(**{name: details[name] for name in changed})
    for name in changed:
        setattr(user, name, details[name])
    audit.record(user, "details", by=by, at=now, facts={"fields": changed})
    return changed


def _changed(current: User, details: dict[str, Any]) -> list[str]:
    unknown = details.keys() - set(DETAILS)
    if unknown:
        raise TypeError(f"Not among a person's details: {', '.join(sorted(unknown))}.")
    return [name for name in DETAILS if name in details and getattr(current, name) != details[name]]

"""A person's calendar address: made, replaced by another, ended."""

from datetime import datetime

from django.db import transaction

from enrollment.models import CalendarFeed
from training.accounts.models import User
from training.core.models import Complex


@transaction.atomic
def make(person: User, complex: Complex, *, now: datetime) -> CalendarFeed:
    """An address; whatever address stood before leads nowhere from now on."""
    feed, created = CalendarFeed.objects.select_for_update().get_or_create(
        complex=complex, person=person, defaults={"made_at": now}
    )
    if not created:
        feed.serial, feed.made_at, feed.ended_at = feed.serial + 1, now, None
        feed.save(update_fields=["serial", "made_at", "ended_at"])
    return feed


def end(person: User, complex: Complex, *, now: datetime) -> None:
    """Let the address lead nowhere. Harmless where there is none."""
    CalendarFeed.objects.of(complex).filter(person=person, ended_at=None).update(ended_at=now)

"""Keeping what a policy said."""

import hashlib
from datetime import datetime

from django.db import transaction
from wagtail.models import Page

from training.core import clock
from training.core.models import Complex, PolicyEdition, PolicyPage


@transaction.atomic
def keep(page: PolicyPage, *, now: datetime) -> PolicyEdition | None:
    """Append the published text of a policy as its next edition.

    None where nothing a reader can see differs from the newest edition, and where the page stands under no complex.
    """
    complex = _complex_of(page)
    if complex is None:
        return None
    Page.objects.select_for_update().get(pk=page.pk)  # two editors at once: the second waits and gets the next number
    content = str(page.body)
    edition = PolicyEdition(
        complex=complex,
        key=page.translation_key,
        language=page.locale.language_code,
        title=page.title,
        content=content,
        sha256=hashlib.sha256(content.encode()).hexdigest(),
        in_force_on=page.in_force_on or clock.day_of(now, complex.zone),
        published_at=now,
    )
    newest = page.editions.first()
    if newest and _same(newest, edition, said=page.in_force_on is not None):
        return None
    edition.number = newest.number + 1 if newest else 1
    edition.save()
    return edition


def _same(newest: PolicyEdition, edition: PolicyEdition, *, said: bool) -> bool:
    """Whether a reader would see the same text, title and, where an editor said one, the same day."""
    days = (newest.in_force_on, edition.in_force_on) if said else (None, None)
    return (newest.sha256, newest.title, days[0]) == (edition.sha256, edition.title, days[1])


def _complex_of(page: Page) -> Complex | None:
    """The complex under whose site the page stands, in whatever language."""
    site = page.get_site()
    return Complex.objects.filter(site=site).first() if site else None

"""Changing what a kind of mail says. Every version stays."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from training.core import audit, letters
from training.core.errors import DomainError
from training.core.models import Complex, MessageTemplate
from training.core.queries import letters as queries


@transaction.atomic
def rewrite(
    complex: Complex,
    letter: letters.Letter,
    language: str,
    *,
    subject: str,
    body: str,
    base: int,
    by: Any,
    now: datetime,
) -> MessageTemplate:
    """Let a kind of mail say this from now on. `base` is the version that the writer saw."""
    subject, body = subject.strip(), body.replace("\r\n", "\n").strip()
    refuse_faults(letter, subject=subject, body=body)
    return _add(complex, letter, language, base=base, by=by, now=now, subject=subject, body=body)


def refuse_faults(letter: letters.Letter, *, subject: str, body: str) -> None:
    """Raises DomainError with the first thing that is wrong with the words."""
    for field, sentence in letters.faults(letter, subject=subject, body=body).items():
        raise DomainError(sentence, field=field)


@transaction.atomic
def restore(
    complex: Complex, letter: letters.Letter, language: str, *, base: int, by: Any, now: datetime
) -> MessageTemplate | None:
    """Let a kind of mail say again what comes with the platform. None where it does already."""
    if queries.standing(complex, letter.kind, language) is None:
        return None
    return _add(complex, letter, language, base=base, by=by, now=now, shipped=True)


def _add(
    complex: Complex, letter: letters.Letter, language: str, *, base: int, by: Any, now: datetime, **said: Any
) -> MessageTemplate:
    Complex.objects.select_for_update().get(pk=complex.pk)  # two editors at once: the second sees the first's version
    newest = queries.versions(complex, letter.kind, language).first()
    number = newest.number if newest else 0
    if number != base:
        raise DomainError(_("Somebody else changed these words first. Reload the page and look at theirs."))
    row = MessageTemplate.objects.create(
        complex=complex, kind=letter.kind, language=language, number=number + 1, edited_at=now, edited_by=by, **said
    )
    facts = {"kind": letter.kind, "language": language, "version": row.number, "shipped": row.shipped}
    audit.record(row, "mail words changed", by=by, at=now, facts=facts)
    return row

"""The words of mails as they stand: an operator's newest version, or those that come with the platform."""

from django.db.models import QuerySet

from training.core.models import Complex, MessageTemplate


def standing(complex: Complex, kind: str, language: str) -> MessageTemplate | None:
    """The operator's words that count now; None where the shipped ones do."""
    newest = versions(complex, kind, language).first()
    return newest if newest and not newest.shipped else None


def versions(complex: Complex, kind: str, language: str) -> QuerySet[MessageTemplate]:
    """Every version, the newest first."""
    rows = MessageTemplate.objects.of(complex).filter(kind=kind, language=language)
    return rows.select_related("edited_by").order_by("-number")


def edited(complex: Complex) -> dict[tuple[str, str], MessageTemplate]:
    """Of each kind and language the newest version, where it is an operator's. One query."""
    newest: dict[tuple[str, str], MessageTemplate] = {}
    for row in MessageTemplate.objects.of(complex).select_related("edited_by").order_by("number"):
        newest[row.kind, row.language] = row
    return {key: row for key, row in newest.items() if not row.shipped}

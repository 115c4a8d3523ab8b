"""The list of reports, one report with its editions, and what the operator's desk says of them."""

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from training.consortium.models import Report, ReportEdition
from training.core.models import Complex

PER_PAGE = 25
RELATED = ("complex__site", "course", "organization", "made_by")


def of(complex: Complex) -> "QuerySet[Report]":
    return Report.objects.of(complex).select_related(*RELATED)


def listed(complex: Complex, *, number: str) -> "Page[Report]":
    """The newest first, each with its editions. Three queries."""
    rows = of(complex).prefetch_related("editions").order_by("-pk")
    return Paginator(rows, PER_PAGE).get_page(number)


def editions(report: Report) -> list[ReportEdition]:
    """The newest first, each with who submitted it and what it replaces."""
    rows = report.editions.select_related("submitted_by", "replaces").defer("content")
    return list(rows.order_by("-number"))


def edition(report: Report, number: str) -> ReportEdition | None:
    """The edition of a number, or the newest where none is named."""
    rows = report.editions.select_related("submitted_by", "replaces", "replaced_by").order_by("-number")
    if number:
        asked = int(number) if number.isascii() and number.isdigit() and len(number) < 9 else 0
        return rows.filter(number=asked).first()
    return rows.first()

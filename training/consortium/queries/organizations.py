"""Organizations as operators see them: their part, how their agreements stand, and whom to call."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Prefetch, Q

from training.accounts.models import Organization
from training.consortium.models import Agreement, AgreementFile, Contact, OrganizationPage
from training.core import clock
from training.core.models import Complex
from training.core.requests import Request

PAGE = 50
WORST = ("ending", "in_force", "coming", "over")  # what an organization's line says of several agreements


@dataclass(frozen=True)
class Line:
    """One organization of the list; `standing` is None where nothing was ever signed."""

    organization: Organization
    standing: str | None
    until: date | None
    managers: int
    page: OrganizationPage | None


def listed(complex: Complex, filters: dict[str, Any], *, number: str, today: date) -> Page:
    """Three queries for the page, whatever its length."""
    rows = Organization.objects.of(complex)
    if filters.get("kind"):
        rows = rows.filter(kind=filters["kind"])
    if filters.get("q"):
        rows = rows.filter(Q(name_ko__icontains=filters["q"]) | Q(name_en__icontains=filters["q"]))
    if filters.get("show") == "ending":
        rows = rows.filter(pk__in=Agreement.objects.of(complex).ending(today=today).values("organization"))
    managers = Count("memberships", filter=Q(memberships__role="manager", memberships__revoked_at=None))
    found = rows.annotate(managers=managers).prefetch_related("signed_agreements", _pages()).order_by("name_ko", "pk")
    page = Paginator(found, PAGE).get_page(number)
    lines: list[Any] = [_line(one, today) for one in page.object_list]
    page.object_list = lines
    return page


def _pages() -> Prefetch:
    return Prefetch("pages", OrganizationPage.objects.filter(language="ko").order_by("pk"), to_attr="korean_pages")


def _line(organization: Any, today: date) -> Line:
    agreements = list(organization.signed_agreements.all())
    standings = {agreement.standing(today): agreement for agreement in agreements}
    worst = next((word for word in WORST if word in standings), None)
    until = standings[worst].ends_on if worst else None
    return Line(organization, worst, until, organization.managers, next(iter(organization.korean_pages), None))


@dataclass(frozen=True)
class Shown:
    """An organization's page on the desk."""

    organization: Organization
    agreements: list[tuple[Agreement, str]]
    contacts: list[Contact]
    managers: list[Any]
    pages: list[OrganizationPage]


def shown(organization: Organization, *, today: date) -> Shown:
    """Five queries."""
    kept = Prefetch("files", AgreementFile.objects.kept(), to_attr="kept_files")
    agreements = organization.signed_agreements.prefetch_related(kept).order_by("-starts_on", "-pk")
    members = organization.memberships.filter(role="manager", revoked_at=None).select_related("user").order_by("pk")
    return Shown(
        organization,
        [(agreement, agreement.standing(today)) for agreement in agreements],
        list(organization.contacts.all()),
        [member.user for member in members],
        list(organization.pages.order_by("language")),
    )


def panel(request: Request) -> dict[str, Any]:
    """How many agreements end within 60 days. One query."""
    today = clock.day_of(request.now, request.complex.zone)
    return {"ending": Agreement.objects.of(request.complex).ending(today=today).count()}

"""The register of a year with everything that ever took a number, and what ends soon."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils.translation import gettext as _

from certificates.models import Certificate, ExpiryNotice, Register
from certificates.models.awards import CertificateQuerySet
from certificates.states import CertificateState, DesignKind
from training.core.models import Complex


@dataclass(frozen=True)
class Asked:
    """What is looked for, as the address says it. What makes no sense is left out."""

    year: int
    state: str = ""
    kind: str = ""
    text: str = ""

    @classmethod
    def of(cls, given: Any, *, years: list[int]) -> "Asked":
        year, state, kind = given.get("year", ""), given.get("state", ""), given.get("kind", "")
        return cls(
            year=int(year) if year.isdecimal() and int(year) in years else years[0],
            state=state if state in CertificateState.values else "",
            kind=kind if kind in DesignKind.values else "",
            text=given.get("q", "").replace("\x00", "").strip()[:100],
        )


def years(complex: Complex) -> list[int]:
    """The years in which a number was taken, the latest first."""
    return list(Register.objects.of(complex).order_by("-year").values_list("year", flat=True))


def of_year(complex: Complex, asked: Asked) -> CertificateQuerySet:
    """Every number of a year that fits, voided ones included, in their order."""
    rows = Certificate.objects.of(complex).filter(register__year=asked.year)
    for field in ("state", "kind"):
        if wanted := getattr(asked, field):
            rows = rows.filter(**{field: wanted})
    if asked.text:
        rows = rows.filter(Q(register_number__icontains=asked.text) | Q(person__name__icontains=asked.text))
    found: CertificateQuerySet = rows.select_related("person", "cohort__course", "superseded_by").order_by("number")
    return found


def table(rows: CertificateQuerySet) -> Iterator[list[str]]:
    """As a file. Names are those of the account now; no code and no birth date leaves the house this way."""
    yield [
        _("Register number"), _("Kind"), _("Name"), _("Course"), _("Cohort"), _("State"), _("Date of issue"),
        _("Valid until"), _("Public reason"), _("Replaced by"),
    ]  # fmt: skip
    for row in rows:
        yield [
            row.register_number, str(row.get_kind_display()), row.person.name, str(row.cohort.course),
            str(row.cohort.number), str(row.get_state_display()), row.issued_on.isoformat(),
            row.expires_on.isoformat() if row.expires_on else "",
            str(row.get_revocation_code_display()) if row.revocation_code else "",
            row.superseded_by.register_number if row.superseded_by else "",
        ]  # fmt: skip


def expiring(complex: Complex, *, today: date, within: int) -> CertificateQuerySet:
    """What stands and ends within so many days, unless the same person holds a later one for the same course."""
    newer = Certificate.objects.filter(
        Q(expires_on=None) | Q(expires_on__gt=OuterRef("expires_on")),
        person=OuterRef("person"),
        cohort__course=OuterRef("cohort__course"),
        kind=OuterRef("kind"),
        state=CertificateState.ISSUED,
    )
    rows = Certificate.objects.of(complex).filter(
        state=CertificateState.ISSUED,
        erased_at=None,
        expires_on__gte=today,
        expires_on__lte=today + timedelta(days=within),
    )
    found: CertificateQuerySet = rows.exclude(Exists(newer)).order_by("expires_on", "pk")
    return found


def expiring_list(complex: Complex, *, today: date, within: int, course: int | None) -> CertificateQuerySet:
    """The same for the desk, with who was told when."""
    rows = expiring(complex, today=today, within=within).select_related("person", "cohort__course")
    told = Prefetch("expiry_notices", ExpiryNotice.objects.order_by("-days"))
    found: CertificateQuerySet = (rows.filter(cohort__course=course) if course else rows).prefetch_related(told)
    return found

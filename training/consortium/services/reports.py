"""Reports: kept as drafts, submitted as they were read, and corrected by a further edition."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from courses.models import Course
from training.accounts.models import Organization
from training.accounts.permissions import demand_operator
from training.consortium.models import Report, ReportEdition, ReportSource
from training.consortium.queries.reports import figures, rows
from training.consortium.queries.reports.scope import Scope
from training.consortium.rules.figures import RULE_VERSION
from training.consortium.states import ReportState
from training.core import audit, canonical
from training.core.errors import DomainError
from training.core.models import Complex


@dataclass(frozen=True)
class Asked:
    """What a report is to be about."""

    since: date
    until: date
    unit: str
    course: Course | None = None
    organization: Organization | None = None


@transaction.atomic
def keep(complex: Complex, asked: Asked, *, title: str, by: Any, now: datetime) -> Report:
    """Keep what is asked as a draft. It holds no figures: they are reckoned when somebody looks."""
    demand_operator(by, complex)
    report = Report.objects.create(complex=complex, title=title, made_at=now, made_by=by, **vars(asked))
    audit.record(report, "report kept", by=by, at=now, after=report.state)
    return report


@transaction.atomic
def discard(report: Report, *, by: Any, now: datetime) -> None:
    """Take a draft away; what was submitted stays."""
    demand_operator(by, report.complex)
    if _locked(report).state != ReportState.DRAFT:
        raise DomainError(_("This report was submitted and stays. Submit a corrected edition instead."))
    audit.record(report, "report discarded", by=by, at=now, before=ReportState.DRAFT)
    report.delete()


@transaction.atomic
def submit(report: Report, *, seen: str, reason: str = "", by: Any, now: datetime) -> ReportEdition:
    """Freeze the figures with the rows they rest on, under the complex's next number.

    `seen` is the hash of the figures that were read; others are never submitted. A report that was submitted already
    gets a corrected edition, which names the one it replaces and says why.
    """
    demand_operator(by, report.complex)
    Complex.objects.select_for_update().get(pk=report.complex_id)  # numbers are given one after the other
    report = _locked(report)
    before = report.editions.order_by("number").last()
    if before is not None and not reason.strip():
        raise DomainError(_("Write why the report is corrected."), field="reason")
    scope = scope_of(report, now=now)
    found = figures.of(scope)
    if canonical.sha256(found) != seen:
        raise DomainError(_("The figures changed since you opened this page. Read them again and submit."))
    edition = _frozen(report, found, rows.of(scope), before=before, reason=reason.strip(), by=by, now=now)
    facts = {"number": edition.number, "sha256": edition.sha256, "source": edition.source_sha256}
    if before is None:
        audit.move(report, ReportState.SUBMITTED, by=by, now=now, facts=facts)
    else:
        audit.record(report, "report corrected", by=by, at=now, reason=edition.reason, facts=facts)
    return edition


def _locked(report: Report) -> Report:
    rows_of = Report.objects.select_for_update(of=("self",))
    return rows_of.select_related("complex__site", "course", "organization").get(pk=report.pk)


def _frozen(
    report: Report, found: dict[str, Any], lines: dict[str, rows.Lines], *, before: ReportEdition | None, reason: str,
    by: Any, now: datetime,
) -> ReportEdition:  # fmt: skip
    hashes = {kind: rows.hashed(of_kind) for kind, of_kind in lines.items()}
    last = ReportEdition.objects.of(report.complex).aggregate(last=Max("number"))["last"] or 0
    content = canonical.text(found)
    edition = ReportEdition.objects.create(
        complex=report.complex, report=report, number=last + 1, replaces=before, reason=reason if before else "",
        rule_version=RULE_VERSION, content=content, sha256=canonical.sha256_of_text(content),
        source_sha256=rows.hash_of(hashes), submitted_at=now, submitted_by=by,
    )  # fmt: skip
    ReportSource.objects.bulk_create(
        ReportSource(
            complex=report.complex, edition=edition, kind=kind, count=len(of_kind), sha256=hashes[kind],
            packed=ReportSource.pack(of_kind),
        )
        for kind, of_kind in lines.items()
    )  # fmt: skip
    return edition


def scope_of(report: Report, *, now: datetime) -> Scope:
    """What a report asks, to be counted now."""
    return Scope(
        [report.complex], report.since, report.until, report.unit, now, report.course, report.organization
    )  # fmt: skip


@transaction.atomic
def taken(report: Report, form: str, *, by: Any, now: datetime) -> None:
    """That a report left as a file. It names nobody, so no reason is asked."""
    audit.record(report, "report taken", by=by, at=now, facts={"form": form})

"""A report that was submitted beside the same reckoned now: every cell that differs, and why."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from training.consortium.models import ReportEdition
from training.consortium.queries.reports import figures, rows, screens
from training.consortium.queries.reports.scope import Scope
from training.consortium.rules import report_changes as rules
from training.consortium.rules.figures import FIGURES, RULE_VERSION
from training.consortium.rules.report_changes import Cell, Rows
from training.core import words


@dataclass(frozen=True)
class Differing:
    """One cell as it is read."""

    breakdown: str
    line: str
    figure: str
    before: str
    after: str
    reasons: list[str]


@dataclass(frozen=True)
class Comparison:
    """What was submitted and what is so now. `found` are the figures of now, `sha256` their hash to submit by."""

    edition: ReportEdition
    found: dict[str, Any]
    source_sha256: str
    cells: list[Differing]
    reasons: list[str]

    @property
    def same_source(self) -> bool:
        return self.source_sha256 == self.edition.source_sha256

    @property
    def rule_version(self) -> int:
        return RULE_VERSION


def compare(edition: ReportEdition, scope: Scope) -> Comparison:
    """Reckon anew and compare. What was submitted is read, and never changed."""
    found, lines = figures.of(scope), rows.of(scope)
    changed = _changed(edition, lines)
    source = rows.hash_of({kind: rows.hashed(of_kind) for kind, of_kind in lines.items()})
    cells = [_cell(edition, found, cell, changed) for cell in rules.cells(edition.figures, found)]
    return Comparison(edition, found, source, cells, _all_reasons(edition, changed))


def _changed(edition: ReportEdition, lines: dict[str, rows.Lines]) -> list[Rows]:
    before = {source.kind: source.lines for source in edition.sources.all()}
    kinds = [*lines, *(kind for kind in before if kind not in lines)]
    found = [rules.rows(kind, before.get(kind, {}), lines.get(kind, {})) for kind in kinds]
    return [one for one in found if one is not None]


def _cell(edition: ReportEdition, found: dict[str, Any], cell: Cell, changed: list[Rows]) -> Differing:
    reasons = [said for one in rules.reasons(cell, changed) for said in sentences(one, edition.submitted_at)]
    return Differing(
        screens.titles()[cell.breakdown],
        _line_name(edition.figures, found, cell),
        screens.head(FIGURES[cell.figure]) if cell.figure in FIGURES else cell.figure,
        screens.value_words(cell.before),
        screens.value_words(cell.after),
        [*_of_the_rules(edition), *reasons],
    )


def _line_name(before: dict[str, Any], after: dict[str, Any], cell: Cell) -> str:
    for found in (after, before):
        for line in found["lines"].get(cell.breakdown, []):
            if line["key"] == cell.line:
                return screens.name_of(found, cell.breakdown, line)
    return cell.line


def _all_reasons(edition: ReportEdition, changed: list[Rows]) -> list[str]:
    return [*_of_the_rules(edition), *(said for one in changed for said in sentences(one, edition.submitted_at))]


def _of_the_rules(edition: ReportEdition) -> list[str]:
    if edition.rule_version == RULE_VERSION:
        return []
    return [
        _("The rules changed from version %(before)d to version %(after)d.")
        % {"before": edition.rule_version, "after": RULE_VERSION}
    ]


def sentences(changed: Rows, since: datetime) -> list[str]:
    """“2 decisions reopened after 12 Mar 2026 (Thu)”"""
    day = words.date_words(since)
    reopened = changed.kind == "decisions"  # nothing else of a decision ever changes
    said = [
        (changed.added, _("%(rows)s added after %(day)s")),
        (changed.changed, _("%(rows)s reopened after %(day)s") if reopened else _("%(rows)s changed after %(day)s")),
        (changed.removed, _("%(rows)s no longer counted after %(day)s")),
    ]
    return [sentence % {"rows": rows_words(changed.kind, n), "day": day} for n, sentence in said if n]


def rows_words(kind: str, n: int) -> str:
    """So many rows of a kind."""
    said = {
        "cohorts": ngettext("%(n)s cohort", "%(n)s cohorts", n),
        "applications": ngettext("%(n)s application", "%(n)s applications", n),
        "enrollments": ngettext("%(n)s enrollment", "%(n)s enrollments", n),
        "decisions": ngettext("%(n)s decision", "%(n)s decisions", n),
        "sessions": ngettext("%(n)s session", "%(n)s sessions", n),
        "surveys": ngettext("%(n)s survey result", "%(n)s survey results", n),
        "skills": ngettext("%(n)s reading of a skill", "%(n)s readings of skills", n),
        "jobs": ngettext("%(n)s cohort’s job outcomes", "%(n)s cohorts’ job outcomes", n),
        "seats": ngettext("%(n)s seat agreement", "%(n)s seat agreements", n),
        "demands": ngettext("%(n)s demand", "%(n)s demands", n),
        "agreements": ngettext("%(n)s agreement", "%(n)s agreements", n),
        "projects": ngettext("%(n)s joint project", "%(n)s joint projects", n),
    }.get(kind, kind)
    return said % {"n": words.number(n)} if "%(n)s" in said else f"{said} {n}"

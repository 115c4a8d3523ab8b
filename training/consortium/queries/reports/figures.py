"""A report's figures: in all, by complex, by stretch of the period, by course and by organization."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

from courses.models import Course
from training.accounts.models import Organization
from training.consortium.queries.reports import facts
from training.consortium.queries.reports.facts import Fact
from training.consortium.queries.reports.scope import Scope
from training.consortium.rules import figures as rules
from training.consortium.rules import report_periods as periods
from training.consortium.rules.figures import Figure

Amounts = dict[str, int | Fraction]
Line = tuple[str, int | str]


def of(scope: Scope) -> dict[str, Any]:
    """Everything that is submitted, as canonical JSON can hold it. At most 18 queries, whatever there is to count."""
    lines = _added_up(facts.everything(scope))
    return {"rule": rules.RULE_VERSION, "asked": _asked(scope), "lines": dict(_lines(scope, lines))}


def _added_up(found: Iterable[Fact]) -> dict[Line, Amounts]:
    lines: dict[Line, Amounts] = defaultdict(Counter)  # type: ignore[arg-type]  # a counter of fractions too
    for fact in found:
        for line in _lines_of(fact):
            amounts = lines[line]
            for name, amount in fact.amounts.items():
                amounts[name] += amount
    return lines


def _lines_of(fact: Fact) -> Iterator[Line]:
    if fact.in_total:
        yield "total", ""
        yield "complexes", fact.complex
    yield from (("periods", stretch) for stretch in fact.stretches)
    yield from (("courses", course) for course in fact.courses)
    yield from (("organizations", organization) for organization in fact.organizations)


def _asked(scope: Scope) -> dict[str, Any]:
    return {
        "since": scope.since.isoformat(),
        "until": scope.until.isoformat(),
        "unit": str(scope.unit),
        "complexes": [complex.key for complex in scope.complexes],
        "course": scope.course and _named(scope.course, "title"),
        "organization": scope.organization and _named(scope.organization, "name"),
    }


def _named(row: Any, name: str) -> dict[str, str]:
    """A row by its key, with what it is called in both languages."""
    return {"key": str(row.pk), "ko": getattr(row, f"{name}_ko"), "en": getattr(row, f"{name}_en")}


def _lines(scope: Scope, amounts: dict[Line, Amounts]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    total = [{"key": ""}]
    yield "total", _filled("total", total, [""], scope, amounts)
    if len(scope.complexes) > 1:
        named = [_named(complex, "name") for complex in scope.complexes]
        yield "complexes", _filled("complexes", named, [one.pk for one in scope.complexes], scope, amounts)
    keys: list[Any] = [one.key for one in periods.cut(scope.since, scope.until, scope.unit)]
    yield "periods", _filled("periods", [{"key": key} for key in keys], keys, scope, amounts)
    for breakdown, model, name in (("courses", Course, "title"), ("organizations", Organization, "name")):
        wanted = [key for at, key in amounts if at == breakdown]
        rows: list[Any] = list(model._default_manager.filter(pk__in=wanted).order_by(f"{name}_ko", "pk"))
        shown = [row for row in rows if _is_asked(scope, breakdown, row.pk)]
        yield (
            breakdown,
            _filled(breakdown, [_named(row, name) for row in shown], [row.pk for row in shown], scope, amounts),
        )


def _is_asked(scope: Scope, breakdown: str, pk: int) -> bool:
    """Of one course or organization only its own line stands: a joint project has others too."""
    only = {"courses": scope.course, "organizations": scope.organization}[breakdown]
    return only is None or only.pk == pk


def known(asked: dict[str, Any], breakdown: str) -> list[Figure]:
    """The figures that can be given: by the breakdown, and by what alone is meant."""
    only = [f"{name}s" for name in ("course", "organization") if asked[name]]
    return rules.known(breakdown, *only)


def _filled(
    breakdown: str, lines: list[dict[str, Any]], keys: list[Any], scope: Scope, amounts: dict[Line, Amounts]
) -> list[dict[str, Any]]:
    asked = {"course": scope.course, "organization": scope.organization}
    shown = known(asked, breakdown)
    return [
        line | {"values": rules.values(amounts.get((breakdown, key), {}), shown)}
        for line, key in zip(lines, keys, strict=True)
    ]

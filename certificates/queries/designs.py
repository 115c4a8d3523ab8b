"""The designs of a complex as the CMS lists them: each kind with its versions, the one in use first."""

from dataclasses import dataclass

from django.db.models import Count

from certificates.models import Design
from certificates.states import DesignKind
from training.core.models import Complex


@dataclass(frozen=True)
class Kind:
    """One kind of paper. Without versions the standard wording is in use."""

    value: str
    label: str
    versions: list[Design]

    @property
    def in_use(self) -> Design | None:
        return self.versions[0] if self.versions else None

    @property
    def seen(self) -> int:
        return self.versions[0].version if self.versions else 0


def board(complex: Complex) -> list[Kind]:
    """All kinds: one query, whatever the number of versions. `papers` counts what a version was used for."""
    rows = Design.objects.of(complex).select_related("created_by", "equals").annotate(papers=Count("certificates"))
    found = list(rows.order_by("kind", "-version"))
    return [Kind(value, str(label), [row for row in found if row.kind == value]) for value, label in DesignKind.choices]


def kind(complex: Complex, value: str) -> Kind:
    """One of them; raises KeyError where there is no such kind."""
    return {found.value: found for found in board(complex)}[value]

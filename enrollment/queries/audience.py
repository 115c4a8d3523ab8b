"""Whom a notice to cohorts reaches: counted and named before it is sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from django.db.models import F, QuerySet

from enrollment.models import Application, Cohort, Enrollment, Teaching
from enrollment.queries.selection import being_scored
from enrollment.states import Audience
from training.accounts.models import User
from training.core.text import masked

SHOWN = 200  # names on the page that asks; the rest is counted


@dataclass(frozen=True)
class Reader:
    """One person, and the cohort through which the notice reaches them."""

    person_id: int
    cohort_id: int


@dataclass(frozen=True)
class Reached:
    """Everybody a notice is for, each once, in the order of the cohorts."""

    readers: list[Reader]

    @property
    def fingerprint(self) -> str:
        """Changes when anybody comes or goes."""
        keys = ",".join(str(key) for key in sorted(reader.person_id for reader in self.readers))
        return sha256(keys.encode()).hexdigest()[:32]


def reached(cohorts: Sequence[Cohort], audience: Sequence[str]) -> Reached:
    """One query for each kind of reader. Whoever is in several cohorts is reached through the first."""
    found: dict[int, Reader] = {}
    for kind in audience:
        for person_id, cohort_id in _pairs(kind, cohorts):
            found.setdefault(person_id, Reader(person_id, cohort_id))
    return Reached(list(found.values()))


def _pairs(kind: str, cohorts: Sequence[Cohort]) -> QuerySet:
    rows: QuerySet
    if kind == Audience.TRAINEES:
        rows = Enrollment.objects.reading().filter(trainee__is_active=True).annotate(reader=F("trainee"))
    elif kind == Audience.APPLICANTS:
        live = Application.objects.live().exclude(state="enrolled")
        rows = live.filter(applicant__is_active=True).annotate(reader=F("applicant"))
    else:
        rows = Teaching.objects.filter(ended_at=None, instructor__is_active=True).annotate(reader=F("instructor"))
    return rows.filter(cohort__in=cohorts).order_by("cohort", "pk").values_list("reader", "cohort")


def names(reached: Reached) -> list[str]:
    """The first so many, by name; applicants whom two people score without knowing who they are stay masked."""
    keys = [reader.person_id for reader in reached.readers]
    cohorts = {reader.cohort_id for reader in reached.readers}
    scored = _scored(cohorts)
    people = User.objects.filter(pk__in=keys).order_by("name", "pk")[:SHOWN]
    return [masked(str(person)) if person.pk in scored else str(person) for person in people]


def _scored(cohorts: set[int]) -> set[int]:
    rows = Cohort.objects.filter(pk__in=cohorts)
    return {key for cohort in rows for key in being_scored(cohort).values_list("applicant_id", flat=True)}

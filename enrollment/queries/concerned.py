"""Whom a change of a cohort concerns: its trainees, its live applicants, and its instructors."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from enrollment.models import Application, Cohort, Enrollment
from enrollment.queries.selection import being_scored
from enrollment.states import CohortState
from training.accounts.models import User
from training.core.text import masked

PUBLISHED = frozenset({CohortState.OPEN, CohortState.CLOSED, CohortState.RUNNING})


@dataclass(frozen=True)
class Concerned:
    """People by what they are to the cohort; a trainee is no applicant any more."""

    trainees: list[User]
    applicants: list[User]
    instructors: list[User]
    scored: frozenset[int] = frozenset()  # keys of applicants whom two people score without knowing their names

    @property
    def applicants_shown(self) -> list[str]:
        return [masked(str(person)) if person.pk in self.scored else str(person) for person in self.applicants]

    @property
    def people(self) -> list[User]:
        """Everybody once."""
        return list({person.pk: person for person in [*self.trainees, *self.applicants, *self.instructors]}.values())


def is_published(cohort: Cohort) -> bool:
    """Whether people outside the desk count on what this cohort says."""
    return cohort.state in PUBLISHED


def concerned(cohort: Cohort, *, also: Iterable[User | None] = ()) -> Concerned:
    """Everybody who counts on this cohort; `also` names instructors whom the change itself concerns.

    Three queries, and a fourth where applicants are scored.
    """
    people = User.objects.filter(is_active=True).order_by("name", "pk")
    trainees = list(people.filter(enrollments__cohort=cohort, enrollments__state="enrolled"))
    live = Application.objects.live().filter(cohort=cohort).exclude(state="enrolled")
    applicants = list(people.filter(pk__in=live.values("applicant_id")))
    extra = [person.pk for person in also if person is not None]
    teaching = Q(teachings__cohort=cohort, teachings__ended_at=None) | Q(pk__in=extra)
    scored = frozenset(being_scored(cohort).values_list("applicant_id", flat=True))
    return Concerned(trainees, applicants, list(people.filter(teaching).distinct()), scored)


def trainee_ids(cohort: Cohort) -> list[int]:
    """Whose data a page or file about a whole cohort holds: everybody who was ever in it."""
    return list(Enrollment.objects.filter(cohort=cohort).order_by("trainee_id").values_list("trainee_id", flat=True))

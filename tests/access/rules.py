"""The table of role × route × owner: every named route of ours has one rule, or the test fails."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from enrollment.models import Cohort, Enrollment
from enrollment.states import CohortState, EnrollmentState
from tests.cast import Cast

EVERYONE = frozenset(
    "stranger trainee other_trainee applicant instructor other_instructor lead operator admin employer neighbor".split()
)
SIGNED_IN = EVERYONE - {"stranger"}


@dataclass(frozen=True)
class Rule:
    """Who may go where. `address` builds the address for rows of the cast; it may create what it needs.

    `allowed` people get an answer below 400 that is no way to the sign-in page (a post may also get 400, 409 or 422: the
    door was open). Others who are signed in get 403 or 404, strangers the way to the sign-in page (302), 403 or 404.
    """

    address: Callable[[Cast], str]
    allowed: frozenset[str]
    method: str = "get"
    data: Callable[[Cast], dict] | None = None


def only(*names: str) -> frozenset[str]:
    return frozenset(names)


@contextmanager
def in_training(cast: Cast) -> Iterator[Enrollment]:
    """The trainee while the cohort runs, whatever another rule has made of both since; afterwards that stands again."""
    enrollment = Enrollment.objects.select_related("cohort").get(trainee=cast.trainee, cohort=cast.cohort)
    states = enrollment.cohort.state, enrollment.state
    _stand(enrollment, CohortState.RUNNING, EnrollmentState.ENROLLED)
    yield Enrollment.objects.select_related("cohort__complex", "cohort__course").get(pk=enrollment.pk)
    _stand(enrollment, *states)


def _stand(enrollment: Enrollment, cohort_state: str, state: str) -> None:
    Cohort.objects.filter(pk=enrollment.cohort_id).update(state=cohort_state)
    Enrollment.objects.filter(pk=enrollment.pk).update(state=state)

"""Rules of settling a cohort and of a trainee's progress."""

from courses.models import LessonEdition
from enrollment.models import Decision, Enrollment
from enrollment.states import EnrollmentState
from tests import factories
from tests.access.rules import Rule, only
from tests.cast import Cast
from training.core import canonical, clock

OPERATORS = only("operator", "admin")


def _enrollment(cast: Cast) -> Enrollment:
    return Enrollment.objects.get(trainee=cast.trainee)


def _edition(cast: Cast) -> int:
    module = factories.ModuleFactory(complex=cast.complex, course=cast.cohort.course)
    return factories.LessonEditionFactory(lesson=factories.LessonFactory(complex=cast.complex, module=module)).pk


def _decision(cast: Cast) -> int:
    """Of the trainee, by somebody outside the cast."""
    found = Decision.objects.filter(enrollment=_enrollment(cast)).first()
    if found is None:
        cohort, evidence = cast.cohort, {"lessons": {"published": 1, "finished": 1}}
        found = Decision.objects.create(
            complex=cast.complex, enrollment=_enrollment(cast), number=1, outcome=EnrollmentState.COMPLETED,
            policy=cohort.program.policy_on(cohort.ends_on), evidence=evidence,
            evidence_sha256=canonical.sha256(evidence), decided_at=clock.now(), decided_by=factories.UserFactory(),
        )  # fmt: skip
    return found.pk


RULES = {
    "enrollment:decision": Rule(lambda cast: f"/desk/decisions/{_decision(cast)}/", OPERATORS),
    "enrollment:completion": Rule(lambda cast: f"/desk/cohorts/{cast.cohort.pk}/completion/", OPERATORS),
    "enrollment:confirm_completion": Rule(
        lambda cast: f"/desk/cohorts/{cast.cohort.pk}/completion/confirm/", OPERATORS
    ),
    "enrollment:reopen_decision": Rule(lambda cast: f"/desk/enrollments/{_enrollment(cast).pk}/reopen/", OPERATORS),
    "enrollment:finish_lesson": Rule(
        lambda cast: f"/learn/lessons/{_edition(cast)}/finish/", only("trainee", "other_trainee"), method="post"
    ),
    "enrollment:lesson_changes": Rule(
        lambda cast: f"/learn/lessons/{LessonEdition.objects.get(pk=_edition(cast)).lesson_id}/changes/",
        only("trainee", "other_trainee"),
    ),
}

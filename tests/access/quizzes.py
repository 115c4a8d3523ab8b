"""Rules of quizzes: one's own attempts, and those of the cohorts one teaches."""

from courses.models import Quiz
from enrollment.models import Cohort, Enrollment, QuizAttempt
from enrollment.services import quizzes
from enrollment.states import CohortState, EnrollmentState
from tests.access.rules import Rule, only
from tests.cast import Cast
from tests.enrollment.quizzes import build
from training.core import clock

OWN, TRAINEES = only("trainee"), only("trainee", "other_trainee")
TEACHERS = only("instructor", "operator", "admin")


def _made(cast: Cast) -> Quiz:
    """Once for all who try it; with as many attempts as wanted."""
    found = Quiz.objects.filter(course=cast.cohort.course).first()
    return found or build.quiz(cast.cohort, said={"essay": build.ESSAY}, attempts=0)


def _quiz(cast: Cast) -> int:
    return _made(cast).pk


def _attempt(cast: Cast, *, done: bool = False) -> QuizAttempt:
    """Taken while the cohort was running, whatever another rule has made of it since."""
    enrollment = Enrollment.objects.get(trainee=cast.trainee, cohort=cast.cohort)
    states = enrollment.cohort.state, enrollment.state
    _stand(enrollment, CohortState.RUNNING, EnrollmentState.ENROLLED)
    enrollment = Enrollment.objects.get(pk=enrollment.pk)
    attempt = quizzes.start(enrollment, _made(cast), by=cast.trainee, now=clock.now())
    if done:
        quizzes.save(attempt, 1, {"text": "words"}, now=clock.now())
        quizzes.hand_in(attempt, by=cast.trainee, now=clock.now())
    _stand(enrollment, *states)
    return attempt


def _stand(enrollment: Enrollment, cohort_state: str, state: str) -> None:
    Cohort.objects.filter(pk=enrollment.cohort_id).update(state=cohort_state)
    Enrollment.objects.filter(pk=enrollment.pk).update(state=state)


def _taught(cast: Cast, rest: str = "") -> str:
    return f"/teach/cohorts/{cast.cohort.pk}/quizzes/{_quiz(cast)}/{rest}"


RULES = {
    "enrollment:quiz": Rule(lambda cast: f"/learn/quizzes/{_quiz(cast)}/", TRAINEES),
    "enrollment:start_quiz": Rule(lambda cast: f"/learn/quizzes/{_quiz(cast)}/start/", TRAINEES, method="post"),
    "enrollment:quiz_question": Rule(lambda cast: f"/learn/quizzes/attempts/{_attempt(cast).pk}/1/", OWN),
    "enrollment:save_answer": Rule(
        lambda cast: f"/learn/quizzes/attempts/{_attempt(cast).pk}/1/save/", OWN, method="post"
    ),
    "enrollment:quiz_review": Rule(lambda cast: f"/learn/quizzes/attempts/{_attempt(cast).pk}/review/", OWN),
    "enrollment:hand_in_quiz": Rule(
        lambda cast: f"/learn/quizzes/attempts/{_attempt(cast).pk}/hand-in/", OWN, method="post"
    ),
    "enrollment:quiz_result": Rule(lambda cast: f"/learn/quizzes/attempts/{_attempt(cast, done=True).pk}/result/", OWN),
    "enrollment:cohort_questions": Rule(lambda cast: f"/teach/cohorts/{cast.cohort.pk}/questions/", TEACHERS),
    "enrollment:bring_in_questions": Rule(
        lambda cast: f"/teach/cohorts/{cast.cohort.pk}/questions/bring-in/", TEACHERS, method="post"
    ),
    "enrollment:download_questions": Rule(lambda cast: f"/teach/cohorts/{cast.cohort.pk}/questions/moodle/", TEACHERS),
    "enrollment:cohort_quizzes": Rule(lambda cast: f"/teach/cohorts/{cast.cohort.pk}/quizzes/", TEACHERS),
    "enrollment:quiz_results": Rule(lambda cast: _taught(cast), TEACHERS),
    "enrollment:regrade_preview": Rule(lambda cast: _taught(cast, "regrade/"), TEACHERS),
    "enrollment:regrade_quiz": Rule(lambda cast: _taught(cast, "regrade/confirm/"), TEACHERS, method="post"),
    "enrollment:grade_answer": Rule(
        lambda cast: f"/teach/answers/{_attempt(cast, done=True).answers.get().pk}/grade/", TEACHERS
    ),
}

"""Rules of quizzes: one's own attempts, and those of the cohorts one teaches."""

from courses.models import Quiz
from enrollment.models import AnswerFile, QuizAnswer, QuizAttempt
from enrollment.services import quizzes, submissions
from tests.access.rules import Rule, in_training, only
from tests.cast import Cast
from tests.courses.said import PICTURES_PNG
from tests.enrollment.quizzes import build
from training.core import clock

OWN, TRAINEES = only("trainee"), only("trainee", "other_trainee")
TEACHERS = only("instructor", "operator", "admin")


def _made(cast: Cast) -> Quiz:
    """Once for all who try it; with as many attempts as wanted."""
    found = Quiz.objects.published().filter(course=cast.cohort.course).exclude(key="sheets").first()
    return found or build.quiz(cast.cohort, said={"essay": build.ESSAY}, attempts=0)


def _quiz(cast: Cast) -> int:
    return _made(cast).pk


def _attempt(cast: Cast, *, done: bool = False) -> QuizAttempt:
    with in_training(cast) as enrollment:
        attempt = quizzes.start(enrollment, _made(cast), by=cast.trainee, now=clock.now())
        if done:
            quizzes.save(attempt, 1, {"text": "words"}, now=clock.now())
            quizzes.hand_in(attempt, by=cast.trainee, now=clock.now())
    return attempt


def _of_files(cast: Cast) -> QuizAnswer:
    """A question that is answered with files, in an open attempt."""
    found = Quiz.objects.filter(course=cast.cohort.course, key="sheets").first()
    made = found or build.quiz(cast.cohort, said={"sheet": build.SHEET}, key="sheets", attempts=0)
    with in_training(cast) as enrollment:
        return quizzes.start(enrollment, made, by=cast.trainee, now=clock.now()).answers.get()


def _file(cast: Cast) -> AnswerFile:
    answer = _of_files(cast)
    kept = AnswerFile.objects.kept().filter(answer=answer).first()
    return kept or submissions.bring(answer, name="a.png", raw=PICTURES_PNG, by=cast.trainee, now=clock.now())


def _taught(cast: Cast, rest: str = "") -> str:
    return f"/teach/cohorts/{cast.cohort.pk}/quizzes/{_quiz(cast)}/{rest}"


RULES = {
    "enrollment:quiz": Rule(lambda cast: f"/learn/quizzes/{_quiz(cast)}/", TRAINEES),
    "enrollment:start_quiz": Rule(lambda cast: f"/learn/quizzes/{_quiz(cast)}/start/", TRAINEES, method="post"),
    "enrollment:quiz_question": Rule(lambda cast: f"/learn/quizzes/attempts/{_attempt(cast).pk}/1/", OWN),
    "enrollment:save_answer": Rule(
        lambda cast: f"/learn/quizzes/attempts/{_attempt(cast).pk}/1/save/", OWN, method="post"
    ),
    "enrollment:add_answer_file": Rule(
        lambda cast: f"/learn/quizzes/attempts/{_of_files(cast).attempt_id}/1/files/", OWN, method="post"
    ),
    "enrollment:answer_file": Rule(lambda cast: f"/learn/quizzes/files/{_file(cast).pk}/", OWN),
    "enrollment:erase_answer_file": Rule(
        lambda cast: f"/learn/quizzes/files/{_file(cast).pk}/erase/", OWN, method="post"
    ),
    "enrollment:taught_answer_file": Rule(lambda cast: f"/teach/answer-files/{_file(cast).pk}/", TEACHERS),
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

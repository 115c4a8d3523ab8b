"""Rules of questions to instructors: one's own, and those of the cohorts one teaches or runs."""

from enrollment.models import Thread
from tests.access.rules import SIGNED_IN, Rule, in_training, only
from tests.cast import Cast
from tests.enrollment.threads import build
from training.core import clock

OWN = only("trainee")
TEACHERS = only("instructor", "operator", "admin")


def _thread(cast: Cast) -> Thread:
    """Asked once for all who try it."""
    if standing := Thread.objects.first():
        return standing
    with in_training(cast):
        return build.thread(cast, now=clock.now())


def _own(cast: Cast, rest: str = "") -> str:
    return f"/learn/questions/{_thread(cast).pk}/{rest}"


def _asked(cast: Cast, rest: str = "") -> str:
    return f"/teach/cohorts/{cast.cohort.pk}/questions-asked/{_thread(cast).pk}/{rest}"


RULES = {
    "enrollment:cohort_notices": Rule(lambda cast: "/learn/notices/", SIGNED_IN),
    "enrollment:questions": Rule(lambda cast: "/learn/questions/", SIGNED_IN),
    "enrollment:ask_question": Rule(lambda cast: f"/learn/questions/ask/{build.enrollment(cast).pk}/", OWN),
    "enrollment:question": Rule(_own, OWN),
    "enrollment:close_question": Rule(lambda cast: _own(cast, "close/"), OWN, method="post"),
    "enrollment:questions_asked": Rule(lambda cast: f"/teach/cohorts/{cast.cohort.pk}/questions-asked/", TEACHERS),
    "enrollment:question_asked": Rule(_asked, TEACHERS),
    "enrollment:close_question_asked": Rule(lambda cast: _asked(cast, "close/"), TEACHERS, method="post"),
}

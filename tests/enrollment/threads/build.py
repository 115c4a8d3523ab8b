"""A question of the cast's trainee."""

from enrollment.models import Enrollment, Thread
from enrollment.services import threads
from tests.factories import NOW

WORDS = {"subject": "N/P 비율", "text": "왜 1.13입니까? secret-words"}


def enrollment(cast) -> Enrollment:
    return Enrollment.objects.get(cohort=cast.cohort, trainee=cast.trainee)


def thread(cast, *, now=NOW, **values) -> Thread:
    return threads.ask(enrollment(cast), **(WORDS | values), by=cast.trainee, now=now)

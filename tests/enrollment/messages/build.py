"""What the tests of messages and sheets begin with."""

from enrollment.queries import audience
from enrollment.services import notices
from tests import factories
from tests.factories import NOW

WORDS = {"subject": "실습복 안내", "text": "실습복을 가져오세요."}


def crowd(cohort, n, **person):
    """So many people in training, without a seat each, which notices do not ask for."""
    return [
        factories.EnrollmentFactory(complex=cohort.complex, cohort=cohort, seat=None, trainee__password="!", **person)
        for _ in range(n)
    ]


def write(cast, *cohorts, kinds=("trainees",), by=None, now=NOW, token="", **words):
    chosen = list(cohorts) or [cast.cohort]
    readers = audience.reached(chosen, kinds).readers
    writing = notices.Writing(**(WORDS | words))
    return notices.send(chosen, writing, readers=readers, by=by or cast.operator, now=now, token=token)


def enter(client, person):
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client

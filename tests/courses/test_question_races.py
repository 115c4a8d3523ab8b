"""Two instructors bring one file in at once: PostgreSQL only, since SQLite hides races."""

import io
import threading

import pytest
from django.db import IntegrityError, connection, connections

from courses.models import Question, QuestionVersion
from courses.services.questions import bank, exchange
from tests import factories
from tests.factories import NOW

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL"),
]
FILE = "\n\n".join(f"::q{n}::A{{=a}}" for n in range(50)).encode()
TWO = 2


def at_once(course) -> list:
    """The reports of two who bring the file in, or what they raised."""
    start, came = threading.Barrier(TWO), []

    def run():
        try:
            start.wait()
            came.append(exchange.bring_in(course, io.BytesIO(FILE), form="gift", by=None, now=NOW))
        except Exception as error:  # the test looks at what came
            came.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(TWO)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return came


@pytest.fixture
def course():
    return factories.CourseFactory(complex=factories.ground())


def test_each_question_comes_in_once(course):
    reports = at_once(course)
    assert sorted(str(report.rows[0].outcome) for report in reports) == ["new", "same"]
    assert (Question.objects.count(), QuestionVersion.objects.count()) == (50, 50)


def test_without_the_lock_one_of_them_fails(course, monkeypatch):
    both_looked, write_many = threading.Barrier(TWO), bank.write_many

    def after_both_looked(*args, **options):
        both_looked.wait(timeout=20)
        write_many(*args, **options)

    monkeypatch.setattr(bank, "held", lambda course: course)
    monkeypatch.setattr(bank, "write_many", after_both_looked)
    assert sorted(type(one).__name__ for one in at_once(course)) == [IntegrityError.__name__, "Report"]

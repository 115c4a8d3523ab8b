"""One trainee writing from many devices at once."""

import pytest
from django.db import connections

from enrollment.models import Enrollment, Message
from enrollment.services import threads
from tests import cast as casting
from tests.enrollment.seats.test_races import contend
from tests.enrollment.threads import build
from tests.factories import NOW
from training.core.errors import TooMany

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def write_forty(cast):
    enrollment = build.enrollment(cast)
    ask = lambda n: threads.ask(enrollment, subject=f"{n}", text="x", by=cast.trainee, now=NOW)  # noqa: E731
    return contend(ask, list(range(40)))


def test_twenty_of_forty_messages_at_once_are_written():
    results = write_forty(casting.make())

    assert Message.objects.count() == 20
    assert sum(isinstance(result, TooMany) for result in results) == 20


def test_without_the_lock_more_are_written(monkeypatch):
    """The teeth: the lock is what holds the limit."""
    cast = casting.make()
    unlocked = lambda enrollment: Enrollment.objects.select_related("cohort__complex", "trainee").get(pk=enrollment.pk)  # noqa: E731
    monkeypatch.setattr(threads, "_locked", unlocked)

    write_forty(cast)

    assert Message.objects.count() > 20


def test_messages_of_one_thread_get_numbers_without_gaps():
    cast = casting.make()
    thread = build.thread(cast)

    results = contend(lambda n: threads.answer(thread, text=f"{n}", by=cast.operator, now=NOW), list(range(40)))

    assert [result for result in results if isinstance(result, Exception)] == []
    assert list(Message.objects.order_by("number").values_list("number", flat=True)) == list(range(1, 42))
    connections.close_all()

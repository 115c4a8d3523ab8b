"""Owed work stands in the database until it is done."""

from datetime import timedelta

import pytest

from training.core import clock, outbox
from training.core.errors import NotYet
from training.core.models import Owed

pytestmark = pytest.mark.django_db


@pytest.fixture
def handlers(monkeypatch):
    table = {}
    monkeypatch.setattr(outbox, "_handlers", table)
    return table


def test_perform_runs_the_handler_once(handlers):
    done = []
    handlers["test.note"] = done.append
    owed = outbox.owe("test.note", 7, now=clock.now())

    assert [outbox.perform(owed.pk), outbox.perform(owed.pk)] == [True, False]
    assert done == ["7"]


def test_perform_keeps_a_failure_with_its_reason_and_a_later_try(handlers):
    def fail(subject):
        raise ValueError("the printer is out of ink")

    handlers["test.fail"] = fail
    now = clock.now()
    owed = outbox.owe("test.fail", 7, now=now)

    assert outbox.perform(owed.pk) is False
    owed.refresh_from_db()
    assert owed.last_error == "ValueError: the printer is out of ink"
    assert owed.done_at is None
    assert owed.due_at > now


def test_sweep_sends_again_what_a_dead_worker_held(handlers, monkeypatch):
    sent = []
    monkeypatch.setattr(outbox, "_messenger", [lambda owed_id, kind: sent.append(owed_id)])
    now = clock.now()
    held = Owed.objects.create(kind="test", subject="1", created_at=now, due_at=now, lease_until=now + outbox.LEASE)

    outbox.sweep(now=now)
    assert sent == []
    outbox.sweep(now=now + outbox.LEASE)
    assert sent == [held.pk]


def test_sweep_leaves_what_is_done_or_given_up_or_not_due(monkeypatch):
    sent = []
    monkeypatch.setattr(outbox, "_messenger", [lambda owed_id, kind: sent.append(owed_id)])
    now = clock.now()
    rows = {"kind": "test", "created_at": now}
    Owed.objects.create(**rows, subject="done", due_at=now, done_at=now)
    Owed.objects.create(**rows, subject="given up", due_at=now, given_up_at=now)
    Owed.objects.create(**rows, subject="later", due_at=now + timedelta(seconds=1))

    assert outbox.sweep(now=now) == 0


def test_owe_survives_a_broker_that_does_not_answer(handlers, monkeypatch, django_capture_on_commit_callbacks):
    def unreachable(owed_id, kind):
        raise ConnectionError

    monkeypatch.setattr(outbox, "_messenger", [unreachable])
    with django_capture_on_commit_callbacks(execute=True):
        owed = outbox.owe("test.note", 7, now=clock.now())

    assert Owed.objects.open().get() == owed


def test_what_waits_for_a_service_is_tried_soon_and_never_given_up_and_one_tries_for_all(handlers):
    def wait(subject):
        raise NotYet("the service does not answer")

    handlers["test.wait"] = wait
    now = clock.now()
    first, second, other = (
        outbox.owe(kind, n, now=now) for n, kind in enumerate(["test.wait", "test.wait", "test.other"])
    )
    Owed.objects.filter(pk=first.pk).update(attempts=outbox.GIVE_UP_AFTER)

    assert [outbox.perform(first.pk), outbox.perform(second.pk)] == [False, False]
    rows = {row.pk: row for row in Owed.objects.all()}
    assert rows[first.pk].given_up_at is None
    assert [rows[owed.pk].attempts for owed in (first, second)] == [outbox.GIVE_UP_AFTER + 1, 0]
    assert now < rows[second.pk].due_at < rows[first.pk].due_at < now + timedelta(seconds=60)
    assert rows[other.pk].due_at == now

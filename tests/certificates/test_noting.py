"""That somebody verified is written once, also where it waited in Redis and a writing was cut."""

import os

import pytest
from django.db import transaction
from django.test import override_settings

from certificates.models import Verification
from certificates.services import noting
from certificates.states import Question, Truth
from tests import factories as ground

pytestmark = pytest.mark.django_db


@pytest.fixture
def redis(redis_url, monkeypatch):
    """The cache is Redis, in a list of this test's own."""
    name = f"ochang:test:{os.getpid()}"
    monkeypatch.setattr(noting, "WAITING", name)
    monkeypatch.setattr(noting, "SETS", f"{name}:sets")
    cache = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": redis_url}
    with override_settings(CACHES={"default": cache, "renditions": cache}):
        client = noting._redis()
        yield client
        for key in client.keys(f"{name}*"):
            client.delete(key)


def row(number: int = 0, **fields) -> Verification:
    at = ground.NOW.replace(microsecond=number)
    return Verification(complex=ground.ground(), question=Question.CODE, answer=Truth.NEVER_ISSUED, at=at, **fields)


def test_without_redis_it_is_written_at_once():
    noting.note(row())
    assert Verification.objects.count() == 1
    assert noting.write() == 0


def test_with_redis_it_waits_and_is_written_as_it_was(redis):
    for number in range(3):
        noting.note(row(number, name_matched=bool(number)))
    assert Verification.objects.count() == 0
    assert noting.write() == 3
    assert noting.write() == 0
    kept = Verification.objects.order_by("at").values_list("at", "answer", "name_matched")
    assert list(kept) == [(row(n).at, Truth.NEVER_ISSUED, bool(n)) for n in range(3)]


def test_two_that_are_alike_are_two(redis):
    noting.note(row())
    noting.note(row())
    assert noting.write() == 2


@pytest.mark.parametrize("guarded", [True, False])
def test_writing_that_was_cut_after_its_commit_is_finished_without_doubles(redis, monkeypatch, guarded):
    """And without the look at what is there, its rows would stand twice."""
    for number in range(3):
        noting.note(row(number))
    real = redis.pipeline
    monkeypatch.setattr(noting, "_redis", lambda: redis)
    calls = []

    def cut(**asked):
        calls.append(1)
        if len(calls) == 2:  # the first names the set, the second forgets it
            raise KeyboardInterrupt
        return real(**asked)

    monkeypatch.setattr(redis, "pipeline", cut)
    with pytest.raises(KeyboardInterrupt):
        noting.write()
    assert Verification.objects.count() == 3
    noting.note(row(7))
    if not guarded:
        monkeypatch.setattr(noting, "_not_there", list)
    noting.write()
    assert Verification.objects.count() == (4 if guarded else 7)


def test_writing_that_was_cut_before_its_commit_loses_nothing(redis, monkeypatch):
    noting.note(row())
    with monkeypatch.context() as patched:
        patched.setattr(noting, "_not_there", lambda rows: 1 / 0)
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            noting.write()
    assert noting.write() == 1


def test_many_that_wait_are_written_by_who_adds_one(redis, monkeypatch):
    monkeypatch.setattr(noting, "MANY", 3)
    for number in range(3):
        noting.note(row(number))
    assert Verification.objects.count() == 3


def test_redis_that_does_not_answer_costs_no_row(monkeypatch):
    from redis import Redis

    monkeypatch.setattr(noting, "_redis", lambda: Redis(port=1))
    noting.note(row())
    assert Verification.objects.count() == 1

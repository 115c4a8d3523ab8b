"""An employer who corrects a demand while an operator answers it."""

from threading import Event, Thread

import pytest
from django.db import connections

from tests import factories
from tests.consortium import build
from tests.consortium.build import asked, state
from tests.factories import NOW
from training.consortium.models import Demand
from training.consortium.services import demands
from training.core.models import AuditEntry

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
LONG_ENOUGH = 1.0  # for an answer that nothing holds up


def run(group, demand, monkeypatch):
    """The change has read the demand; then the answer begins, and the change waits for it as long as is fair."""
    read, answered, checks = Event(), Event(), demands._check

    def check(*args, **kwargs):
        checks(*args, **kwargs)
        read.set()
        answered.wait(LONG_ENOUGH)

    def answer():
        read.wait(10)
        try:
            demands.answer(demand, text="봄에 엽니다.", by=group.operator, now=NOW)
        finally:
            answered.set()
            connections.close_all()

    monkeypatch.setattr(demands, "_check", check)
    other = Thread(target=answer)
    other.start()
    demands.change(demand, asked(group, people=30), by=group.manager, now=NOW)
    other.join(20)
    return list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))


def test_what_is_answered_is_what_the_employer_last_said(monkeypatch):
    group = build.group(factories.ground())
    demand = state(group)

    assert run(group, demand, monkeypatch) == ["demand stated", "demand changed", "state"]
    assert Demand.objects.values_list("state", "people").get() == ("answered", 30)


def test_without_the_lock_an_answered_demand_is_changed(monkeypatch):
    """The teeth."""
    group = build.group(factories.ground())
    demand = state(group)
    rows = Demand.objects.select_related("organization__complex__site")
    monkeypatch.setattr(demands, "_for_update", lambda one: rows.get(pk=one.pk))

    assert run(group, demand, monkeypatch) == ["demand stated", "state", "demand changed"]

"""Questions upwards: one answer, and none means refused."""

import pytest

from training.core import ports
from training.core.errors import NobodyAnswers
from training.core.ports import DeskPanel, Port


def test_a_port_that_nobody_answers_refuses():
    with pytest.raises(NobodyAnswers):
        Port("test.Question").ask()


def test_a_port_gives_the_registered_answer():
    port = Port("test.Question")
    port.register(len)
    assert port.ask() is len


def test_panels_come_in_order_and_only_to_those_who_may_see(monkeypatch, rf):
    def panel(order, desk="learn", seen=True):
        return DeskPanel(desk, order, str(order), "x.html", lambda request: seen, lambda request: {})

    monkeypatch.setattr(ports, "_panels", [panel(3), panel(1), panel(2, seen=False), panel(0, desk="teach")])
    assert [p.order for p in ports.panels("learn", rf.get("/"))] == [1, 3]

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


def test_the_menu_of_a_desk_keeps_pages_of_a_group_together(monkeypatch, rf):
    def page(order, group="", address="core:home"):
        panel = [lambda request: True, lambda request: {}]
        return DeskPanel("desk", order, str(order), "x.html", *panel, address=address, group=group)

    panels = [page(1, "a"), page(2), page(3, "b"), page(4, "a"), page(5, "b", address=None)]
    monkeypatch.setattr(ports, "_panels", panels)
    found = [(group.title, [one.order for one in group.pages]) for group in ports.menu("desk", rf.get("/"))]
    assert found == [("a", [1, 4]), ("", [2]), ("b", [3])]

"""A page drawn once and filled: what is filled is escaped, and only the shape decides which page is drawn."""

import pytest

from training.core import shells


@pytest.fixture
def drawn():
    return []


def ask(page: shells.Shells, drawn: list, key: object = "k", **values: str) -> str:
    def draw(marks):
        drawn.append(key)
        return "<p>" + " / ".join(marks.values()) + "</p>"

    return page.filled(key, draw, values)


def test_page_is_drawn_once_for_each_key(drawn):
    page = shells.Shells()
    assert ask(page, drawn, a="one", b="two") == "<p>one / two</p>"
    assert ask(page, drawn, a="three", b="four") == "<p>three / four</p>"
    assert ask(page, drawn, "other", a="five") == "<p>five</p>"
    assert drawn == ["k", "other"]


@pytest.mark.parametrize(
    "hostile", ["<script>alert(1)</script>", '"><img src=x>', "{{ 7 }}", f"{shells.BEGINS}b{shells.ENDS}"]
)
def test_words_are_escaped_and_never_read_as_marks(drawn, hostile):
    page = shells.Shells()
    ask(page, drawn, a="x", b="secret")
    filled = ask(page, drawn, a=hostile, b="secret")
    assert "<script" not in filled
    assert "<img" not in filled
    assert filled.count("secret") == 1


def test_number_of_kept_pages_is_bounded(drawn, monkeypatch):
    monkeypatch.setattr(shells, "KEPT", 2)
    page = shells.Shells()
    for key in ("a", "b", "c", "b", "a"):
        ask(page, drawn, key, word="w")
    assert drawn == ["a", "b", "c", "a"]

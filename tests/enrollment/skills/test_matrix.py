"""The skill matrix as a drawing: what it says is what the table says."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enrollment.queries.skill_screens import Head, Matrix, Person
from enrollment.rules.skills import Stand
from enrollment.templatetags.enrollment_matrix import BAR, CELL, NAMES, matrix_drawing, matrix_finding


def matrix(stands, *, blocks, names=None, held=()):
    """People by skills, as stands; `blocks` are the numbers of columns of each block."""
    people = [
        Person(
            SimpleNamespace(trainee=SimpleNamespace(name=(names or {}).get(n, f"사람{n}"))),
            [SimpleNamespace(stand=one, passed=one == Stand.PASSED) for one in row],
            ["퀴즈"] if n in held else [],
        )
        for n, row in enumerate(stands)
    ]
    heads = [Head(None, sum(row[at] == Stand.PASSED for row in stands)) for at in range(sum(blocks))]
    return Matrix(people, heads, [(f"블록{n}", count) for n, count in enumerate(blocks)])


P, A, W, B = Stand.PASSED, Stand.AGAIN, Stand.WAITING, Stand.BLANK


def test_every_stand_is_drawn_in_its_place_and_blocks_stand_apart():
    draw = matrix_drawing(matrix([[P, A, W], [P, B, P]], blocks=[2, 1], held={1}))
    assert draw.rows == [
        '<use href="#skill-passed" x="0" y="40"/><use href="#skill-again" x="21" y="40"/>'
        '<use href="#skill-waiting" x="50" y="40"/>',
        '<use href="#skill-passed" x="0" y="61"/><use href="#skill-blank" x="21" y="61"/>'
        '<use href="#skill-passed" x="50" y="61"/>',
    ]
    assert draw.blocks == [("블록0", 0), ("블", 50)]
    assert [(x, height) for x, _y, height in draw.bars] == [(0, BAR), (21, 0), (50, BAR // 2)]
    assert [held for _name, held, _y in draw.names] == [False, True]


def test_the_finding_counts_what_is_drawn():
    found = matrix_finding(matrix([[P, A, W], [P, B, P]], blocks=[2, 1]))
    assert found == "한 사람이 평균 3개 가운데 1.5개를 통과했습니다. 재평가할 것은 1개입니다."


def test_a_long_name_is_shortened_and_nobody_writes_markup():
    draw = matrix_drawing(matrix([[P], [P]], blocks=[1], names={0: "가나다라마바사아자차", 1: "<b>"}))
    assert [name for name, _held, _y in draw.names] == ["가나다라마바사아…", "<b>"]
    assert "<b>" not in "".join(draw.rows)


@given(st.lists(st.integers(1, 9), min_size=1, max_size=6), st.integers(1, 30))
def test_everything_stays_within_its_box(blocks, people):
    draw = matrix_drawing(matrix([[P] * sum(blocks)] * people, blocks=blocks))
    assert len(draw.bars) == sum(blocks)
    assert all(0 <= x <= draw.width - CELL and y >= 0 and y + height <= draw.foot_y for x, y, height in draw.bars)
    assert draw.foot_y < draw.height
    assert (draw.names_width, len(draw.names)) == (NAMES, people)


@pytest.mark.parametrize("people", [0, 1])
def test_without_skills_nothing_is_drawn(people):
    draw = matrix_drawing(matrix([[]] * people, blocks=[]))
    assert (draw.width, draw.bars, draw.numbers) == (0, [], [])

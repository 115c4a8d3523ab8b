"""What changed between two editions, as a reader is told."""

import time

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.rules.differences import Change, Kind, Piece, differences, words

SAME, ADDED, REMOVED, CHANGED, MOVED = Kind.SAME, Kind.ADDED, Kind.REMOVED, Kind.CHANGED, Kind.MOVED
HAZARD = {
    "type": "hazard",
    "value": {"signal": "danger", "ghs": ["GHS06"], "title": "NMP", "text": "증기를 마시지 않는다.", "ppe": ["장갑"]},
}


def text(html: str) -> dict:
    return {"type": "text", "value": html}


def content(*blocks: dict, **fields) -> dict:
    whole = {
        "title": "슬러리",
        "summary": "",
        "objectives": ["하나"],
        "blocks": list(blocks),
        "sources": [],
        "terms": [],
    }
    return whole | {"language": "ko", "hours": {"theory": "1.0", "practice": "0.0"}} | fields


COATING = "<h2>코팅</h2><p>속도는 2 m/min 이다.</p><p>두께를 잰다.</p>"
BEFORE = content(text(COATING), HAZARD)


def test_the_same_content_differs_in_nothing():
    assert differences(BEFORE, BEFORE) == []


def test_a_word_in_a_passage_is_marked_and_stands_under_its_heading():
    after = content(text(COATING.replace("2 m/min", "3 m/min")), HAZARD)
    assert differences(BEFORE, after) == [
        Change(
            CHANGED,
            "text",
            "코팅",
            (
                Piece(SAME, "코팅\n속도는 "),
                Piece(REMOVED, "2 "),
                Piece(ADDED, "3 "),
                Piece(SAME, "m/min 이다.\n두께를 잰다."),
            ),
        )
    ]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({}, {"title": "새 이름"}, [("changed", "title", "")]),
        ({}, {"summary": "요약"}, [("changed", "summary", "")]),
        ({}, {"objectives": ["하나", "둘"]}, [("changed", "objectives", "")]),
        ({}, {"sources": ["논문"]}, [("changed", "sources", "")]),
        ({}, {"hours": {"theory": "2.0", "practice": "0.0"}}, [("changed", "hours", "")]),
        ({}, {"blocks": [text(COATING), HAZARD, text("<p>덧붙인 글</p>")]}, [("added", "text", "코팅")]),
        ({}, {"blocks": [HAZARD]}, [("removed", "text", "코팅")]),
        ({}, {"blocks": [text(COATING)]}, [("removed", "hazard", "NMP")]),
        (
            {"blocks": [text(COATING), HAZARD, text("<p>끝</p>")]},
            {"blocks": [HAZARD, text("<p>끝</p>"), text(COATING)]},
            [("moved", "text", "코팅")],
        ),
        (
            {"blocks": [text(COATING), HAZARD, text("<p>끝</p>")]},
            {"blocks": [HAZARD, text("<p>끝</p>"), text(COATING + "<p>더</p>")]},
            [("changed", "text", "코팅")],
        ),
        (
            {"blocks": [text("<p>가 나 다</p>")]},
            {"blocks": [text("<p>전혀 다른 이야기를 쓴다</p>")]},
            [("added", "text", ""), ("removed", "text", "")],
        ),
        (
            {"terms": [{"key": "nmp", "term": "NMP", "meaning": "용매"}]},
            {"terms": [{"key": "nmp", "term": "NMP", "meaning": "극성 용매"}]},
            [("changed", "terms", "NMP")],
        ),
    ],
)
def test_what_became_of_a_part(before, after, expected):
    changes = differences(BEFORE | before, BEFORE | after)
    assert sorted((c.kind, c.part, c.title) for c in changes) == sorted(expected)


def test_what_only_the_markup_says_is_no_difference():
    again = COATING.replace("<p>", '<p class="x">').replace("속도", "<b>속도</b>")
    assert differences(BEFORE, content(text(again), HAZARD)) == []


def test_a_signal_word_a_machine_and_a_file_are_said_in_words():
    warning = {"type": "hazard", "value": HAZARD["value"] | {"signal": "warning"}}
    with translation.override("en"):
        (change,) = differences(BEFORE, content(text(COATING), warning))
    assert [p.text.strip() for p in change.pieces if p.kind != SAME] == ["Danger", "Warning"]

    figure = {"type": "figure", "value": {"image": "0123456789abcdef", "alt": "사진", "caption": "롤"}}
    other = {"type": "figure", "value": figure["value"] | {"image": "fedcba9876543210"}}
    (change,) = differences(content(figure), content(other))
    assert [p.text.strip() for p in change.pieces if p.kind != SAME] == ["01234567", "fedcba98"]

    said = {"name_ko": "믹서", "name_en": "Mixer", "purpose_ko": "섞는다", "purpose_en": "Mixes"}
    machine = {"type": "equipment", "value": {"key": "mixer", "here": "", "said": said}}
    other = {"type": "equipment", "value": machine["value"] | {"said": said | {"purpose_en": "Stirs"}}}
    assert differences(content(machine), content(other)) == []  # the Korean reader sees no English


def test_a_table_is_compared_row_by_row():
    def table(cell: str) -> dict:
        rows = [{"values": ["<p>속도</p>", f"<p>{cell}</p>"]}]
        columns = [{"type": "text", "heading": "항목"}, {"type": "text", "heading": "값"}]
        return {"type": "table", "value": {"caption": "", "columns": columns, "rows": rows}}

    (change,) = differences(content(table("2")), content(table("3")))
    assert change.pieces == (Piece(SAME, "항목 | 값\n속도 | "), Piece(REMOVED, "2"), Piece(ADDED, "3"))


def test_long_stretches_that_stayed_are_cut():
    long = "<p>" + "가나다라 " * 200 + "</p>"
    (change,) = differences(content(text(long + "<p>끝 하나</p>")), content(text(long + "<p>끝 둘</p>")))
    assert max(len(piece.text) for piece in change.pieces) < 150
    assert change.pieces[0].text.startswith("…")


def test_two_long_passages_are_compared_in_time():
    """A transcript may have 50,000 letters in one paragraph: beyond a bound it is shown as replaced."""
    old, new = " ".join(["가 나 다"] * 8_000), " ".join(["라 나 마"] * 8_000)
    begin = time.perf_counter()
    assert [piece.kind for piece in words(old, new)] == [REMOVED, ADDED]
    assert time.perf_counter() - begin < 2


TEXTS = st.lists(st.sampled_from(["전극", "은", " ", "\n", ".", "coat", "ing", "  ", "é"]), max_size=25).map("".join)


@settings(max_examples=80, deadline=None)
@given(TEXTS, TEXTS)
def test_no_word_is_lost(before, after):
    """Who leaves out the additions reads the old words, who leaves out the removals the new text."""
    pieces = words(before, after)
    stands = "".join(p.text for p in pieces if p.kind != REMOVED)
    stood = "".join(p.text for p in pieces if p.kind != ADDED)
    assert stands.split() == after.split()
    assert stood.split() == before.split()

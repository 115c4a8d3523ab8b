"""Terms inside a text: found whole, marked once, never inside a link or a heading."""

import pytest

from courses.rules.glossary import Word, mark, occurring

SEI = Word("sei", "SEI", "막")
SLURRY = Word("slurry", "슬러리", "액체")
DENSITY = Word("density", "슬러리 밀도", "밀도")


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>슬러리를 섞습니다.</p>", '<p><a class="oc-term" href="#term-slurry">슬러리</a>를 섞습니다.</p>'),
        ("<p>슬러리, 슬러리</p>", '<p><a class="oc-term" href="#term-slurry">슬러리</a>, 슬러리</p>'),
        ("<h2>슬러리</h2><p>없음</p>", "<h2>슬러리</h2><p>없음</p>"),
        ('<p><a href="/x/">슬러리</a></p>', '<p><a href="/x/">슬러리</a></p>'),
        ("<p>sei가 생깁니다</p>", '<p><a class="oc-term" href="#term-sei">sei</a>가 생깁니다</p>'),
        ("<p>SEIZE</p>", "<p>SEIZE</p>"),
        ("<p>슬러리 밀도</p>", '<p><a class="oc-term" href="#term-density">슬러리 밀도</a></p>'),
        ("<p>1 &lt; 2 슬러리 &amp;</p>", '<p>1 &lt; 2 <a class="oc-term" href="#term-slurry">슬러리</a> &amp;</p>'),
        ("<p>&lt;script&gt;</p>", "<p>&lt;script&gt;</p>"),
    ],
)
def test_the_first_place_is_linked(html, expected):
    assert mark(html, [SEI, SLURRY, DENSITY], marked=set()) == expected


def test_a_term_marked_in_one_text_is_left_in_the_next():
    marked: set[str] = set()
    mark("<p>슬러리</p>", [SLURRY], marked=marked)
    assert mark("<p>슬러리</p>", [SLURRY], marked=marked) == "<p>슬러리</p>"


def test_only_terms_that_occur_are_listed():
    assert occurring([SEI, SLURRY, DENSITY], ["<p>슬러<b>리</b></p>", "<p>SEI 막</p>"]) == [SEI]

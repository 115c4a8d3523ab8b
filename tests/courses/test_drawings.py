"""Drawings are written anew from an allow-list; anything else is refused as a whole."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.exceptions import ValidationError

from courses.blocks import LessonStream
from courses.queries import examples
from courses.rules import drawings

OPEN = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">'


def test_a_drawing_keeps_its_shapes_words_and_classes():
    svg = f'{OPEN}\n  <g class="line strong"><path d="M0 0L9.5,-1e1z"/></g><text x="1">1 &lt; 2</text>\n</svg>'
    assert drawings.markup(svg).replace("\n", "").replace("  ", "") == (
        '<g class="oc-drawn-line oc-drawn-strong"><path d="M0 0L9.5,-1e1z"></path></g><text x="1">1 &lt; 2</text>'
    )
    assert (drawings.view_box(svg), drawings.words(svg)) == ("0 0 10 10", "1 < 2")


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>", "<style>*{}</style>", "<image href='x'/>", "<use href='#a'/>", "<a href='x'/>",
        "<foreignObject/>", "<animate attributeName='x'/>", "<path d='M0 0' onclick='x'/>", "<path style='fill:red'/>",
        "<path fill='url(https://example.org)'/>", "<path class='btn'/>", "<path d='M0 0;'/>", "<g transform='skewX(1)'/>",
        "<!-- x -->", "<![CDATA[x]]>", "<path", "<x:path xmlns:x='urn:x'/>",
    ],
)  # fmt: skip
def test_anything_else_is_refused(inside):
    with pytest.raises(drawings.NotADrawing):
        drawings.markup(f"{OPEN}{inside}</svg>")


@pytest.mark.parametrize("svg", ["", "<p/>", "<svg/>", "<svg viewBox='0 0 1 1'/>", f"{OPEN}{' ' * 70_000}</svg>"])
def test_what_is_no_drawing_is_refused(svg):
    with pytest.raises(drawings.NotADrawing):
        drawings.markup(svg)


def test_the_cms_takes_no_other_drawing_either():
    block = LessonStream().child_blocks["drawing"]
    value = dict(dict(examples.EXAMPLES)["drawing"])
    block.clean(block.to_python(value))
    with pytest.raises(ValidationError):
        block.clean(block.to_python(value | {"svg": f"{OPEN}<script/></svg>"}))


@pytest.mark.django_db
@pytest.mark.sqlite_enough
def test_the_style_guide_shows_drawing_and_machine(client, complex, settings):
    settings.DEMO = True
    page = client.get("/styleguide/lessons/").content.decode()
    assert 'class="oc-drawn-fill-3"' in page
    assert "롤 프레스" in page
    captions = re.findall(r"</figcaption>\s*(<[^>]*>)", page)  # HTML: the first or last thing in a figure
    assert set(captions) == {"</figure>"}
    assert len(captions) > 3


def test_the_style_guide_shows_files_of_the_project(client, complex, settings):
    settings.DEMO = True
    page = client.get("/styleguide/lessons/").content.decode()
    for name in ("electrode.svg", "rolls.webm", "rolls.vtt", "lot-sheet.txt"):
        assert f'="/static/courses/examples/{name}"' in page
        assert finders.find(f"courses/examples/{name}")


SHIPPED = sorted((Path(__file__).parents[2] / "courses" / "curriculum").glob("*/*.ko.svg"))


def test_each_module_has_a_drawing():
    assert len({path.parent for path in SHIPPED}) == 22


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_a_drawing_has_the_same_shapes_in_both_languages_and_letters_that_a_phone_shows(path):
    korean, english = (path.with_name(path.name.replace(".ko.", f".{code}.")).read_text() for code in ("ko", "en"))
    assert shapes(korean) == shapes(english)
    assert drawings.view_box(korean) == drawings.view_box(english)
    assert drawings.view_box(korean).startswith("0 0 480 ")
    for svg in (korean, english):
        assert all("label" in row for row in svg.splitlines() if row.strip().startswith("<text"))


def shapes(svg: str) -> list[str]:
    return [row for row in drawings.markup(svg).splitlines() if row.strip() and "<text" not in row]

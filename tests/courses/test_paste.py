"""A paste from a word processor, and what somebody may post past the editor: only what the block allows is kept."""

import json

import pytest
from wagtail.test.utils.form_data import streamfield

from courses.models import LessonPage
from tests.courses.test_authoring import edit, sign_in

pytestmark = pytest.mark.django_db


def paragraph(text: str, *, kind: str = "unstyled", styles: tuple[str, ...] = (), entity: int | None = None) -> dict:
    return {
        "key": "abcde",
        "text": text,
        "type": kind,
        "depth": 0,
        "inlineStyleRanges": [{"offset": 0, "length": len(text), "style": style} for style in styles],
        "entityRanges": [] if entity is None else [{"offset": 0, "length": len(text), "key": entity}],
    }


def link(**data) -> dict:
    return {"type": "LINK", "mutability": "MUTABLE", "data": data}


FORGED = {
    "blocks": [
        paragraph("굵은 글", styles=("BOLD", "MSO_FONT", "COLOR_RED", "UNDERLINE")),
        paragraph("머리", kind="header-two"),
        paragraph("표의 칸", kind="mso-table"),
        paragraph("수상한 링크", entity=0),
        paragraph("숨긴 링크", entity=1),
        paragraph("바른 링크", entity=2),
        paragraph("그림", entity=3),
        paragraph("영상", kind="atomic", entity=4),
        paragraph("<script>alert(1)</script><o:p>문단</o:p>"),
    ],
    "entityMap": {
        "0": link(url="javascript:alert(1)"),
        "1": link(url=" java\tscript:alert(1)"),
        "2": link(url="https://example.com/", onclick="alert(1)", style="mso-x:y"),
        "3": {"type": "IMAGE", "mutability": "MUTABLE", "data": {"id": 1, "format": "left", "alt": "x"}},
        "4": {"type": "EMBED", "mutability": "MUTABLE", "data": {"url": "https://example.com/film"}},
    },
}


def test_only_what_a_text_block_allows_is_stored_and_shown(client, school):
    page = school.page("m1-1")
    body = streamfield([("text", json.dumps(FORGED))])
    assert edit(sign_in(client, school.lead), page, body=body, **{"action-publish": "1"}).status_code == 302

    stored = LessonPage.objects.get(pk=page.pk).body[0].value.source.replace(' data-block-key="abcde"', "")
    assert stored == (
        "<p><b>굵은 글</b></p><h2>머리</h2><p><a>수상한 링크</a></p><p><a>숨긴 링크</a></p>"
        '<p><a href="https://example.com/">바른 링크</a></p><p></p>'
        "<p>&lt;script&gt;alert(1)&lt;/script&gt;&lt;o:p&gt;문단&lt;/o:p&gt;</p>"
    )
    shown = client.get("/courses/cells/m1/m1-1/").content.decode()
    assert "굵은 글" in shown
    for trace in ("<script>alert", "javascript:alert", "onclick", "mso-", "<o:p"):
        assert trace not in shown


def test_no_block_takes_raw_markup():
    from wagtail.blocks import RawHTMLBlock, StreamBlock, StructBlock

    from courses.blocks import LessonStream
    from training.core.blocks import HomeStream

    def within(block) -> list:
        children = (
            list(getattr(block, "child_blocks", {}).values()) if isinstance(block, StreamBlock | StructBlock) else []
        )
        inner = [block.child_block] if hasattr(block, "child_block") else []
        return [block, *(found for child in [*children, *inner] for found in within(child))]

    blocks = [*within(LessonStream()), *within(HomeStream())]
    assert len(blocks) > 60
    assert [block for block in blocks if isinstance(block, RawHTMLBlock)] == []

"""Markdown to what the CMS keeps: rich text without attributes, and tables.

The rich text is written just as Wagtail's editor writes it, so that saving a lesson there without changing it
leaves the same text.
"""

import re
from collections.abc import Iterator
from html import escape
from typing import Any

from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from courses.services.curriculum.nodes import CurriculumError, Place

PARSER = MarkdownIt("commonmark").enable("table")
INLINE = {"strong": "b", "em": "i"}
TAGS = frozenset(f"<{end}{tag}>" for tag in ("sub", "sup", "b", "i") for end in ("", "/"))  # beyond Markdown
LISTS = {"bullet_list": "ul", "ordered_list": "ol"}
Raw = dict[str, Any]


def blocks(text: str, place: Place) -> list[Raw]:
    """The blocks of one piece of Markdown: runs of text, and each table by itself."""
    found: list[Raw] = []
    run: list[str] = []
    for node in SyntaxTreeNode(PARSER.parse(text)).children:
        if node.type == "table":
            _flush(run, found)
            found.append({"type": "table", "value": _table(node, place)})
        else:
            run.append(_block(node, place))
    _flush(run, found)
    return found


def escaped(text: str, *, quote: bool = False) -> str:
    """Text as it stands in the CMS's rich text."""
    return escape(text, quote=quote)


def _flush(run: list[str], found: list[Raw]) -> None:
    if run:
        found.append({"type": "text", "value": "".join(run)})
        run.clear()


def _refuse(node: SyntaxTreeNode, place: Place, sentence: str) -> CurriculumError:
    while node.map is None and node.parent is not None:
        node = node.parent
    return place.refuse(sentence, below=node.map[0] if node.map else 0)


def _block(node: SyntaxTreeNode, place: Place) -> str:
    if node.type == "heading":
        if node.tag not in ("h2", "h3", "h4"):
            raise _refuse(node, place, _("Headings go from “##” to “####”; the title is in the head of the file."))
        return f"<{node.tag}>{_inside(node, place)}</{node.tag}>"
    if node.type == "paragraph":
        return f"<p>{_inside(node, place)}</p>"
    if node.type in LISTS:
        return _list(node, place)
    if node.type == "blockquote":
        return "".join(f"<blockquote>{_inside(child, place)}</blockquote>" for child in node.children)
    if node.type == "hr":
        return "<hr/>"
    if node.type == "html_block":
        raise _refuse(node, place, _("HTML is not allowed in lessons. Use Markdown or one of the containers."))
    raise _refuse(node, place, _("Lessons know headings, text, lists, quotes and tables; this is something else."))


def _list(node: SyntaxTreeNode, place: Place) -> str:
    tag = LISTS[node.type]
    return f"<{tag}>{''.join(f'<li>{_item(item, place)}</li>' for item in node.children)}</{tag}>"


def _item(item: SyntaxTreeNode, place: Place) -> str:
    return "".join(_list(child, place) if child.type in LISTS else _inside(child, place) for child in item.children)


def _inside(node: SyntaxTreeNode, place: Place) -> str:
    if node.children and node.children[0].type != "inline" and node.type not in INLINE:
        raise _refuse(node, place, _("Lessons know headings, text, lists, quotes and tables; this is something else."))
    inside = "".join(_span(child, place) for inline in node.children for child in inline.children)
    _refuse_crossed(inside, node, place)
    return inside


def _refuse_crossed(inside: str, node: SyntaxTreeNode, place: Place) -> None:
    """Each tag that was opened is closed, the last one first."""
    opened: list[str] = []
    for end, tag in re.findall(r"<(/?)(\w+)(?:\s[^>]*)?(?<!/)>", inside):
        if not end:
            opened.append(tag)
        elif not opened or opened.pop() != tag:
            opened = ["crossed"]
            break
    if opened:
        raise _refuse(node, place, _("A tag is not closed where it should be. Write <sub>…</sub> around the letters."))


def _span(node: SyntaxTreeNode, place: Place) -> str:
    if node.type == "text":
        return escaped(node.content)
    if node.type in INLINE:
        tag = INLINE[node.type]
        return f"<{tag}>{_spans(node, place)}</{tag}>"
    if node.type == "code_inline":
        return f"<code>{escaped(node.content)}</code>"
    if node.type == "softbreak":
        return " "
    if node.type == "hardbreak":
        return "<br/>"
    if node.type == "link":
        return f'<a href="{escaped(_address(node, place), quote=True)}">{_spans(node, place)}</a>'
    if node.type == "html_inline" and node.content in TAGS:
        return node.content
    if node.type == "image":
        raise _refuse(node, place, _("Show a picture by a container “::: figure”, which asks for its description."))
    raise _refuse(node, place, _("HTML is not allowed in lessons. Use Markdown or one of the containers."))


def _spans(node: SyntaxTreeNode, place: Place) -> str:
    return "".join(_span(child, place) for child in node.children)


def _address(node: SyntaxTreeNode, place: Place) -> str:
    href = str(node.attrs.get("href", ""))
    if not href.startswith(("https://", "http://", "mailto:")):
        raise _refuse(node, place, _("Links begin with https://, http:// or mailto:."))
    return href


def _cells(row: SyntaxTreeNode, place: Place) -> Iterator[str]:
    for cell in row.children:
        yield _inside(cell, place)


def _table(node: SyntaxTreeNode, place: Place) -> Raw:
    """A table as Wagtail's typed table keeps it: every column is text, the heads are plain."""
    head = node.children[0].children[0]
    body = node.children[1].children if len(node.children) > 1 else []
    return {
        "caption": "",
        "columns": [{"type": "text", "heading": _plain(cell)} for cell in head.children],
        "rows": [{"values": [f"<p>{cell}</p>" if cell else "" for cell in _cells(row, place)]} for row in body],
    }


def _plain(node: SyntaxTreeNode) -> str:
    return "".join(part.content for part in node.walk() if part.type in ("text", "code_inline"))

"""Rich text back to Markdown: of the ways to write a piece, the plainest that reads as the very same text."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from courses.services.curriculum import markdown
from courses.services.curriculum.nodes import CurriculumError, Place

NOWHERE = Place(Path("text"))
SPECIAL = re.compile(r"([\\`*_\[\]<>&|#])")
STARTS = re.compile(r"^(\s*\d*)([-+.)~=])(?=\s|$|[~=-])", re.MULTILINE)  # what opens a list or rules off a line
MARKS = {"b": ("**", "**"), "strong": ("**", "**"), "i": ("*", "*"), "em": ("*", "*"), "code": ("`", "`")}
TAGS = {"sub": "sub", "sup": "sup", "b": "b", "strong": "b", "i": "i", "em": "i"}
BLOCKS = frozenset({"p", "h2", "h3", "h4", "ul", "ol", "blockquote", "hr"})


class Unwritable(ValueError):
    """The text holds something that a lesson file cannot say; the message is that piece."""


@dataclass
class Element:
    """A piece of rich text: a tag with what is in it, text as plain strings."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    inside: "list[Element | str]" = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Element("")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs if name != "data-block-key"})
        self.open[-1].inside.append(element)
        if tag not in ("br", "hr", "embed"):
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if len(self.open) > 1 and self.open[-1].tag == tag:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(data)


def written(html: str) -> str:
    """Markdown, one paragraph a line. Raises Unwritable."""
    reader = _Reader()
    reader.feed(html)
    return "\n\n".join(_block(element) for element in reader.open[0].inside if element != "\n")


def inline(html: str) -> str:
    """Markdown of a table's cell, which holds one paragraph or nothing."""
    reader = _Reader()
    reader.feed(html)
    pieces = reader.open[0].inside
    if not pieces:
        return ""
    if len(pieces) > 1 or not isinstance(pieces[0], Element) or pieces[0].tag != "p":
        raise Unwritable(html[:60])
    return _plainest(pieces[0], "")


def _block(element: Element | str) -> str:
    if isinstance(element, str) or element.tag not in BLOCKS:
        raise Unwritable(element[:60] if isinstance(element, str) else f"<{element.tag}>")
    if element.tag == "hr":
        return "---"
    if element.tag in ("ul", "ol"):
        return _list(element, "")
    heads = {"h2": "## ", "h3": "### ", "h4": "#### ", "blockquote": "> "}
    return _plainest(element, heads.get(element.tag, ""))


def _list(element: Element, indent: str) -> str:
    rows = []
    for number, item in enumerate((each for each in element.inside if isinstance(each, Element)), start=1):
        mark = f"{number}. " if element.tag == "ol" else "- "
        below = [each for each in item.inside if isinstance(each, Element) and each.tag in ("ul", "ol")]
        text = Element("p", inside=[each for each in item.inside if each not in below])
        rows.append(f"{indent}{mark}{_plainest(text, '')}")
        rows += [_list(each, indent + " " * len(mark)) for each in below]
    return "\n".join(rows)


def _plainest(element: Element, head: str) -> str:
    """Without escapes if that reads the same, else with them, else with tags for what Markdown cannot mark."""
    wanted = _html(element)
    for escaped, tags in ((False, False), (True, False), (False, True), (True, True)):
        text = head + _spans(element.inside, escaped=escaped, tags=tags)
        if _reads(text, element.tag, wanted):
            return text
    raise Unwritable(wanted[:60])


def _reads(text: str, tag: str, wanted: str) -> bool:
    try:
        made = markdown.blocks(text, NOWHERE)
    except CurriculumError:
        return False
    return made == ([{"type": "text", "value": f"<{tag}>{wanted}</{tag}>"}] if wanted or tag != "p" else [])


def _html(element: Element) -> str:
    return "".join(markdown.escaped(each) if isinstance(each, str) else _tagged(each) for each in element.inside)


def _tagged(element: Element) -> str:
    """As the reader of Markdown would write it."""
    if element.tag == "br":
        return "<br/>"
    if element.tag == "a":
        if set(element.attributes) != {"href"}:
            raise Unwritable("a link to a page or document of the site")
        return f'<a href="{markdown.escaped(element.attributes["href"], quote=True)}">{_html(element)}</a>'
    tag = "code" if element.tag == "code" else TAGS.get(element.tag)
    if tag is None:
        raise Unwritable(f"<{element.tag}>")
    return f"<{tag}>{_html(element)}</{tag}>"


def _spans(pieces: "list[Element | str]", *, escaped: bool, tags: bool) -> str:
    found = []
    for each in pieces:
        if isinstance(each, str):
            found.append(STARTS.sub(r"\1\\\2", SPECIAL.sub(r"\\\1", each)) if escaped else each)
        else:
            found.append(_span(each, escaped=escaped, tags=tags))
    return "".join(found)


def _span(element: Element, *, escaped: bool, tags: bool) -> str:
    inside = _spans(element.inside, escaped=escaped and element.tag != "code", tags=tags)
    if element.tag == "br":
        return "  \n"
    if element.tag == "a":
        return f"[{inside}]({element.attributes.get('href', '')})"
    if element.tag in TAGS and (tags or element.tag not in MARKS):
        return f"<{TAGS[element.tag]}>{inside}</{TAGS[element.tag]}>"
    before, after = MARKS.get(element.tag, ("", ""))
    return f"{before}{inside}{after}"

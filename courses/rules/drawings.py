"""Line drawings of the project: SVG kept to an allow-list, colored by classes, so that they read in light and dark.

What is not on the list is refused, not stripped: a drawing is shown as it was drawn or not at all.
"""

import re
from html import escape
from xml.etree.ElementTree import Element, ParseError, fromstring

NAMESPACE = "{http://www.w3.org/2000/svg}"
LARGEST = 60_000  # letters
SHAPES = frozenset({"g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan"})
CLASSES = frozenset({"fill-1", "fill-2", "fill-3", "fill-4", "line", "thin", "dash", "solid", "label", "strong"})
NUMBERS = re.compile(r"[-+0-9.eE,\s]+")
VALUES = {
    **dict.fromkeys(
        ("x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "dx", "dy", "width", "height", "points",
         "viewBox", "font-size"),
        NUMBERS,
    ),
    "d": re.compile(r"[MmLlHhVvCcSsQqTtAaZz0-9eE+\-.,\s]+"),
    "transform": re.compile(r"(?:\s*(?:translate|rotate|scale)\([-+0-9.eE,\s]+\))+\s*"),
    "text-anchor": re.compile(r"start|middle|end"),
}  # fmt: skip


class NotADrawing(ValueError):
    """The text is no drawing of this kind; the message is the English reason, short."""


def markup(svg: str) -> str:
    """The drawing's inside, written anew from what was understood. Raises NotADrawing."""
    return "".join(_written(child) for child in _root(svg))


def view_box(svg: str) -> str:
    return " ".join(_root(svg).get("viewBox", "").replace(",", " ").split())


def words(svg: str) -> str:
    """What is written in it, for the search."""
    return " ".join(part for part in (text.strip() for text in _root(svg).itertext()) if part)


def _root(svg: str) -> Element:
    if len(svg) > LARGEST:
        raise NotADrawing("too large")
    if "<!" in svg:  # a document type could declare entities that grow without end
        raise NotADrawing("<!")
    try:
        root = fromstring(svg)  # noqa: S314 - without a document type there is nothing to expand
    except (ParseError, ValueError) as error:
        raise NotADrawing("no XML") from error
    if root.tag != f"{NAMESPACE}svg" or len(re.findall(r"[-+0-9.]+", root.get("viewBox", ""))) != 4:
        raise NotADrawing("no viewBox")
    _check(root, {"viewBox"})
    return root


def _check(root: Element, allowed: set[str]) -> None:
    for name in root.attrib:
        if name not in allowed:
            raise NotADrawing(name)
    if not NUMBERS.fullmatch(root.get("viewBox", "")):
        raise NotADrawing("viewBox")


def _written(element: Element) -> str:
    tag = str(element.tag).removeprefix(NAMESPACE)
    if tag not in SHAPES:
        raise NotADrawing(tag[:40])
    attributes = "".join(_attribute(name, value) for name, value in element.attrib.items())
    inside = "".join(_written(child) + escape(child.tail or "", quote=False) for child in element)
    return f"<{tag}{attributes}>{escape(element.text or '', quote=False)}{inside}</{tag}>"


def _attribute(name: str, value: str) -> str:
    if name == "class":
        names = value.split()
        if not CLASSES.issuperset(names):
            raise NotADrawing(f"class {value[:40]}")
        return f' class="{" ".join(f"oc-drawn-{each}" for each in names)}"'
    if name not in VALUES or not VALUES[name].fullmatch(value):
        raise NotADrawing(f"{name[:40]}")
    return f' {name}="{escape(value)}"'

"""LaTeX to MathML, which browsers draw and read aloud without a script."""

from functools import lru_cache
from xml.etree import ElementTree

from latex2mathml.converter import convert

NAMESPACE = "http://www.w3.org/1998/Math/MathML"
ELEMENTS = frozenset(
    "math mrow mi mn mo ms mtext mspace mfrac msqrt mroot msub msup msubsup munder mover munderover mtable mtr mtd "
    "mpadded mphantom mfenced menclose mstyle".split()
)
ATTRIBUTES = frozenset(
    "display mathvariant stretchy fence form separator lspace rspace width height depth accent accentunder "
    "movablelimits columnalign rowspacing columnspacing minsize maxsize linethickness displaystyle scriptlevel "
    "notation symmetric largeop open close separators columnlines rowlines".split()
)


class NotAnEquation(ValueError):
    """The text is not LaTeX that can be drawn."""


@lru_cache(maxsize=2_000)
def mathml(latex: str) -> str:
    """The equation as MathML, with none but the elements and attributes of plain mathematics."""
    if latex.count("{") - latex.count(r"\{") != latex.count("}") - latex.count(r"\}") or not latex.strip():
        raise NotAnEquation(latex)
    try:
        root = ElementTree.fromstring(convert(latex, display="block"))  # noqa: S314 - made here, not received
    except Exception as error:
        raise NotAnEquation(latex) from error
    for element in root.iter():
        _refuse_or_strip(element, latex)
    ElementTree.register_namespace("", NAMESPACE)
    return ElementTree.tostring(root, encoding="unicode")


def _refuse_or_strip(element: ElementTree.Element, latex: str) -> None:
    name = element.tag.removeprefix(f"{{{NAMESPACE}}}")
    unknown_command = (element.text or "").startswith("\\") and len(element.text or "") > 1
    if name not in ELEMENTS or unknown_command:
        raise NotAnEquation(latex)
    for attribute in set(element.attrib) - ATTRIBUTES:
        del element.attrib[attribute]

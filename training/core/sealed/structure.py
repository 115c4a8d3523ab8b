"""The structure tree while WeasyPrint still holds it, before anything is written."""

from collections.abc import Iterator
from typing import Any

OWN, PLAIN = "/Art", "/Div"


def own(pdf: Any) -> list[list[tuple[int, int, str | None]]]:
    """For each own part in reading order, its content as (page, number, words for who cannot see it).

    Their mark is taken off: in the file they are plain divisions.
    """
    pages = {reference: number for number, reference in enumerate(pdf.page_references)}
    found = []
    for element in _elements(pdf, pdf.objects[_number(pdf.catalog["StructTreeRoot"])]):
        if element.get("S") == OWN:
            element["S"] = PLAIN
            found.append(list(_content(pdf, element, pages)))
    return found


def _elements(pdf: Any, element: Any) -> Iterator[Any]:
    for child in element["K"]:
        if isinstance(child, bytes) and "K" in (below := pdf.objects[_number(child)]):
            yield below
            yield from _elements(pdf, below)


def _content(pdf: Any, element: Any, pages: dict[bytes, int]) -> Iterator[tuple[int, int, Any]]:
    for child in element["K"]:
        if isinstance(child, int):
            yield pages[element["Pg"]], child, element.get("Alt")
        else:
            yield from _content(pdf, pdf.objects[_number(child)], pages)


def _number(reference: bytes) -> int:
    return int(reference.split()[0])

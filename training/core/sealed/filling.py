"""A page drawn once with holes, and what each person's own words make of it.

The holes are found through the structure tree: the content of an own part keeps its number, its place in the reading
order and its element, and receives other operators. So tags, table heads and languages are those of the drawn page.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pikepdf
import pydyf

from training.core.sealed import streams, structure
from training.core.sealed.parts import Divided, Part

Box = tuple[float, float, float, float]
OWN = b"own"
NEAR = 0.75  # of a CSS pixel: a letter from another font may stand a little higher; another line takes ten and more
# A part stands alone at the place that the shared page gave it: whatever surrounded it gives style, and no room.
ALONE = """
@page { margin: 0; background: none; @bottom-center { content: none; } }
html, body { margin: 0; padding: 0; }
.alone { position: absolute; }
.alone div { display: block !important; position: static !important; page: auto !important; width: auto !important;
  margin: 0 !important; padding: 0 !important; border: 0 !important; background: none !important; }
.alone article > :first-child { margin-top: 0 !important; }
.alone article > :last-child { margin-bottom: 0 !important; }
"""


class DoesNotFit(Exception):
    """These words need other room than the shared page gives; the page must be drawn whole."""


@dataclass(frozen=True)
class Hole:
    """Where content of an own part stands: the page, its stream among the page's, and what surrounds it."""

    page: int
    stream: int
    marked: streams.Marked


@dataclass(frozen=True)
class Blank:
    """A page drawn once. It holds nothing that is not on every page filled from it."""

    pdf: bytes
    style: Any
    boxes: dict[str, Box]
    holes: list[list[Hole]]  # for each part in order


class Content:
    """WeasyPrint's `finisher` that keeps what it finds: the tagged content of each own part."""

    def __init__(self, finish: Callable[[Any, Any], None]) -> None:
        self.finish = finish
        self.parts: list[list[tuple[int, int, Any]]] = []
        self.pages: list[list[streams.Marked | bytes]] = []

    def __call__(self, document: Any, pdf: Any) -> None:
        self.finish(document, pdf)
        self.parts = structure.own(pdf)
        for page in _pages(pdf):
            self.pages.append(list(streams.pieces(pdf.objects[int(page["Contents"].split()[0])].stream)))

    def marked(self, page: int, number: int) -> streams.Marked:
        return next(p for p in self.pages[page] if isinstance(p, streams.Marked) and p.number == number)


def drawn(document: Any, divided: Divided, *, style: Any, options: dict[str, Any], finish: Any) -> Blank:
    """The shared page as a blank, from its layout."""
    content = Content(finish)
    holes: dict[tuple[int, int], Hole] = {}

    def finisher(document: Any, pdf: Any) -> None:
        content(document, pdf)
        wanted = {(page, number) for part in content.parts for page, number, _alt in part}
        for number, page in enumerate(_pages(pdf)):
            holes.update(_cut(pdf, page, number, content.pages[number], wanted))

    packed = document.write_pdf(finisher=finisher, **options)
    boxes = {name: box for page in document.pages for name, box in page.anchors.items()}
    found = [[holes[page, number] for page, number, _alt in part] for part in content.parts]
    if len(found) != len(divided.parts) or any(part.name not in boxes for part in divided.parts):
        raise DoesNotFit
    return Blank(_tidied(packed), style, boxes, found)


def own_html(divided: Divided, blank: Blank) -> str:
    """The person's own words alone, each at its place."""
    body = "".join(_alone(part, blank.boxes[part.name]) for part in divided.parts)
    return f'<!doctype html><html lang="ko"><head>{divided.about}</head>{divided.body}{body}</body></html>'


def filled(blank: Blank, document: Any, divided: Divided, *, options: dict[str, Any], finish: Any) -> bytes:
    """The blank with a person's own words in its holes. Raises DoesNotFit."""
    if len(document.pages) != 1 or not _same_room(document.pages[0].anchors, blank, divided):
        raise DoesNotFit
    content = Content(finish)
    packed = document.write_pdf(finisher=content, **options)
    if [len(part) for part in content.parts] != [len(part) for part in blank.holes]:
        raise DoesNotFit
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(blank.pdf)) as target, pikepdf.open(io.BytesIO(packed)) as own:
        target.Root.Metadata = target.copy_foreign(own.Root.Metadata)
        target.trailer.Info = target.copy_foreign(own.trailer.Info)
        _bring_resources(target, own)
        for part, holes in zip(content.parts, blank.holes, strict=True):
            for (page, number, words), hole in zip(part, holes, strict=True):
                _fill(target, hole, content.marked(page, number), words)
        target.save(made, fix_metadata_version=False)
    return made.getvalue()


def _alone(part: Part, box: Box) -> str:
    left, top, right, _bottom = box
    inner = f'<article id="{part.name}" class="{part.classes}">{part.inner}</article>'
    for classes in reversed(part.inside):
        inner = f'<div class="{classes.strip()}">{inner}</div>'
    return f'<div class="alone" style="left: {left}px; top: {top}px; width: {right - left}px">{inner}</div>'


def _same_room(found: dict[str, Box], blank: Blank, divided: Divided) -> bool:
    return all(
        part.name in found
        and all(abs(a - b) < NEAR for a, b in zip(found[part.name], blank.boxes[part.name], strict=True))
        for part in divided.parts
    )


def _pages(pdf: Any) -> list[Any]:
    return [pdf.objects[int(reference.split()[0])] for reference in pdf.page_references]


def _cut(
    pdf: Any, page: Any, number: int, content: list[streams.Marked | bytes], wanted: set[tuple[int, int]]
) -> dict[tuple[int, int], Hole]:
    """Divide a page's content into streams: one for each hole, and what lies between them."""
    holes: dict[tuple[int, int], Hole] = {}
    streams_of_page: list[list[bytes]] = []
    between: list[bytes] = []
    for piece in content:
        if isinstance(piece, bytes):
            between.append(piece)
        elif (number, piece.number) not in wanted:
            between += [piece.opening, *piece.lines, b"EMC"]
        else:
            streams_of_page += [between, []]
            holes[number, piece.number] = Hole(number, len(streams_of_page) - 1, piece)
            between = []
    references: list[Any] = []
    for lines in [*streams_of_page, between]:
        stream = pydyf.Stream(list(lines), compress=True)
        pdf.add_object(stream)
        references.append(stream.reference)
    page["Contents"] = pydyf.Array(references)
    return holes


def _tidied(packed: bytes) -> bytes:
    """Without what nothing refers to any more."""
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(packed)) as document:
        document.save(made, fix_metadata_version=False)
    return made.getvalue()


def _bring_resources(target: pikepdf.Pdf, own: pikepdf.Pdf) -> None:
    """Fonts and other means of the own words, under names of their own."""
    theirs = own.pages[0].Resources
    del theirs.ColorSpace
    brought, here = target.copy_foreign(theirs), target.pages[0].Resources
    for kind, values in brought.items():
        if kind not in here:
            here[kind] = pikepdf.Dictionary()
        for name, value in values.items():
            here[kind][f"/{OWN.decode()}{name[1:]}"] = value
            if kind == "/Font":
                _rename_subset(value)


def _rename_subset(font: Any) -> None:
    """Two subsets of one font in a file must not bear the same tag."""
    below = font.DescendantFonts[0]
    tag, plus, name = str(font.BaseFont)[1:].partition("+")
    renamed = pikepdf.Name("/" + "".join(chr(65 + (ord(letter) - 64) % 26) for letter in tag) + plus + name)
    font.BaseFont = below.BaseFont = below.FontDescriptor.FontName = renamed


def _fill(target: pikepdf.Pdf, hole: Hole, content: streams.Marked, words: Any) -> None:
    if content.matrices != hole.marked.matrices:
        raise DoesNotFit
    lines = [*content.set_before, *content.lines]
    inner = [streams.renamed(line, OWN) for line in lines]
    whole = [hole.marked.opening, b"q", *inner, b"Q", hole.marked.left_behind(), b"EMC"]
    page = target.pages[hole.page]
    page.Contents[hole.stream].write(b"\n".join(whole))
    if words is not None:
        parents = target.Root.StructTreeRoot.ParentTree.Nums[2 * hole.page + 1]
        parents[hole.marked.number].Alt = pikepdf.String(words.string)

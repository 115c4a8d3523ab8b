"""The questions of Moodle's XML as small trees, one at a time.

A file that defines entities or points to other files is not read at all: a question needs neither. Only one question
is held; what is too large, too many or too deep is let go while it passes by.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler

from defusedxml import DefusedXmlException
from defusedxml.expatreader import create_parser
from django.utils.translation import gettext as _

from courses.rules.questions.moodle.found import LONGEST, Broken

DEEPEST = 100
MOST_NODES = 2_000
QUIETEST = 1 << 22  # characters without a tag or text between them: one tag of megabytes
MOST_FILED = 4_000_000  # letters of the files of one question, which are written in base64
SKIPPED = frozenset({"dataset_items"})


@dataclass
class Element:
    """A tag with what it holds; `too_much` says what of it was let go."""

    tag: str
    attributes: dict[str, str]
    line: int
    children: list["Element"] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    too_much: str = ""

    def all(self, tag: str) -> list["Element"]:
        return [child for child in self.children if child.tag == tag]

    def first(self, tag: str) -> "Element":
        """The child, or an empty one."""
        return next((child for child in self.children if child.tag == tag), Element(tag, {}, self.line))

    def below(self, tag: str) -> list["Element"]:
        """All of a tag, however deep."""
        return [*self.all(tag), *(found for child in self.children for found in child.below(tag))]

    @property
    def words(self) -> str:
        """What stands in it, or in the `<text>` it holds."""
        inner = next((child for child in self.children if child.tag == "text"), None)
        return "".join(inner.texts) if inner else "".join(self.texts).strip()


def questions(pieces: Iterable[str]) -> Iterator[Element]:
    """Each `<question>`. Raises Broken, after those that were whole."""
    parser = create_parser(forbid_dtd=True)
    handler = _Handler(parser.getLineNumber)
    parser.setContentHandler(handler)
    try:
        for piece in pieces:
            parser.feed(piece)
            yield from handler.taken()
            handler.refuse_quiet(len(piece))
        parser.close()
    except (SAXParseException, DefusedXmlException, Broken) as error:
        yield from handler.taken()
        raise Broken(_sentence(error)) from error
    yield from handler.taken()


def _sentence(error: Exception) -> str:
    if isinstance(error, SAXParseException):
        return _(
            "Line %(line)d is no XML, so nothing from there on was read. Export the file again, or mend that line."
        ) % {"line": error.getLineNumber() or 1}
    if isinstance(error, DefusedXmlException):
        return _("The file defines entities or points to other files, so it was not read. Export it from Moodle again.")
    return str(error)


class _Handler(ContentHandler):
    """Builds the tree of one question; what is outside of questions passes by."""

    def __init__(self, line: Callable[[], int | None]) -> None:
        super().__init__()
        self.line = line
        self.done: deque[Element] = deque()
        self.stack: list[Element] = []
        self.depth = self.skipped_from = self.nodes = self.length = self.filed = self.quiet = 0
        self.heard = False

    def taken(self) -> Iterator[Element]:
        while self.done:
            yield self.done.popleft()

    def refuse_quiet(self, length: int) -> None:
        """The parser keeps a tag until it ends, so a tag without end would fill the memory."""
        self.quiet = 0 if self.heard else self.quiet + length
        self.heard = False
        if self.quiet > QUIETEST:
            raise Broken(_("One tag of the file has no end. Export the file again."))

    def startElement(self, tag: str, attrs: object) -> None:
        self.heard = True
        self.depth += 1
        if self.depth > DEEPEST:
            raise Broken(_("The file is nested too deeply. Export it from Moodle again."))
        if self.depth == 1 and tag != "quiz":
            raise Broken(_("This is no Moodle XML: it begins with <%(tag)s>, not with <quiz>.") % {"tag": tag[:40]})
        if self.skipped_from or not (self.stack or (self.depth == 2 and tag == "question")):
            return
        if not self.stack:
            self.nodes = self.length = self.filed = 0
        elif tag in SKIPPED or not self._has_room(1, 0):
            self.skipped_from = self.depth
            return
        self._open(tag, attrs)

    def _open(self, tag: str, attrs: object) -> None:
        element = Element(tag, dict(attrs.items()), self.line() or 1)  # type: ignore[attr-defined]
        if self.stack:
            self.stack[-1].children.append(element)
        self.stack.append(element)
        self._has_room(0, sum(map(len, element.attributes.values())))

    def _has_room(self, nodes: int, length: int) -> bool:
        self.nodes, self.length = self.nodes + nodes, self.length + length
        if not self.stack or self.stack[0].too_much:
            return False
        if self.nodes > MOST_NODES or self.length > LONGEST:
            self.stack[0].too_much = _("It is longer than %(most)d characters.") % {"most": LONGEST}
        return not self.stack[0].too_much

    def _has_room_for_files(self, length: int) -> bool:
        self.filed += length
        if self.filed > MOST_FILED:
            self.stack[0].too_much = _("Its pictures are larger than %(most)d MB.") % {
                "most": MOST_FILED * 3 // 4_000_000
            }
            self._let_go_of_files(self.stack[0])
        return not self.stack[0].too_much

    def _let_go_of_files(self, element: Element) -> None:
        for file in element.below("file"):
            file.texts.clear()

    def characters(self, content: str) -> None:
        self.heard = True
        if not self.stack or self.skipped_from:
            return
        filed = self.stack[-1].tag == "file"
        if self._has_room_for_files(len(content)) if filed else self._has_room(0, len(content)):
            self.stack[-1].texts.append(content)

    def endElement(self, tag: str) -> None:
        self.heard = True
        if self.skipped_from:
            if self.depth == self.skipped_from:
                self.skipped_from = 0
        elif self.stack:
            element = self.stack.pop()
            if not self.stack:
                self.done.append(element)
        self.depth -= 1

"""YAML with its line numbers, so that a refusal names file and line."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

from training.core.errors import DomainError


class CurriculumError(DomainError):
    """One sentence about the first thing that is wrong in the files; nothing was loaded."""

    status = 422

    def __init__(self, path: Path | str, line: int, sentence: str) -> None:
        super().__init__(f"{path}:{line}: {sentence}")
        self.path, self.line, self.sentence = str(path), line, sentence


KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True)
class Place:
    """A file and the line at which a piece of it begins."""

    path: Path
    line: int = 1

    def refuse(self, sentence: str, *, below: int = 0) -> CurriculumError:
        return CurriculumError(self.path, self.line + below, sentence)


@dataclass(frozen=True)
class Node:
    """A piece of YAML that knows where it stands and says what it should have been."""

    raw: yaml.Node
    place: Place

    def refuse(self, sentence: str) -> CurriculumError:
        return self.place.refuse(sentence, below=self.raw.start_mark.line)

    @property
    def is_mapping(self) -> bool:
        return isinstance(self.raw, yaml.MappingNode)

    @property
    def place_here(self) -> Place:
        return Place(self.place.path, self.place.line + self.raw.start_mark.line)

    def under(self, name: str) -> "Node":
        """The same as the only value of a mapping."""
        start, end = self.raw.start_mark, self.raw.end_mark
        key = yaml.ScalarNode("tag:yaml.org,2002:str", name, start, start)
        return Node(yaml.MappingNode("tag:yaml.org,2002:map", [(key, self.raw)], start, end), self.place)

    def mapping(self, *, required: tuple[str, ...] = (), optional: tuple[str, ...] = ()) -> dict[str, "Node"]:
        """The values by key; a missing, unknown or doubled key is refused."""
        if not isinstance(self.raw, yaml.MappingNode):
            raise self.refuse(_("Expected “key: value” lines here."))
        found: dict[str, Node] = {}
        for key, value in self.raw.value:
            name = str(key.value)
            here = Node(key, self.place)
            if name in found:
                raise here.refuse(_("“%(key)s” is given twice.") % {"key": name})
            if name not in required and name not in optional:
                raise here.refuse(_("“%(key)s” is not known here.") % {"key": name})
            found[name] = Node(value, self.place)
        for name in required:
            if name not in found:
                raise self.refuse(_("“%(key)s” is missing.") % {"key": name})
        return found

    def items(self) -> list["Node"]:
        if not isinstance(self.raw, yaml.SequenceNode):
            raise self.refuse(_("Expected a list, one “- item” a line."))
        return [Node(item, self.place) for item in self.raw.value]

    def text(self) -> str:
        if not isinstance(self.raw, yaml.ScalarNode):
            raise self.refuse(_("Expected a text. Put quotes around it if it contains “: ”."))
        return str(self.raw.value).strip()

    def needed_text(self) -> str:
        if not self.text():
            raise self.refuse(_("This must not be empty."))
        return self.text()

    def short_text(self, most: int) -> str:
        """Not empty, and short enough for its column."""
        if len(self.needed_text()) > most:
            raise self.refuse(_("This is longer than %(most)s letters.") % {"most": most})
        return self.text()

    def key(self, most: int = 50) -> str:
        if not KEY.fullmatch(self.text()):
            raise self.refuse(
                _("A key is made of small letters, digits and hyphens, not “%(key)s”.") % {"key": self.text()[:40]}
            )
        return self.short_text(most)

    def one_of(self, known: list[str]) -> str:
        if self.text() not in known:
            sentence = _("“%(text)s” is none of: %(known)s.")
            raise self.refuse(sentence % {"text": self.text(), "known": ", ".join(known)})
        return self.text()

    def texts(self) -> list[str]:
        return [item.needed_text() for item in self.items()]

    def number(self) -> Decimal:
        try:
            value = Decimal(self.text())
        except InvalidOperation:
            value = Decimal(-1)
        if not (value.is_finite() and 0 <= value <= 9999):
            raise self.refuse(_("Expected a number, not “%(text)s”.") % {"text": self.text()})
        return value

    def whole(self) -> int:
        value = self.number()
        if value != int(value):
            raise self.refuse(_("Expected a whole number, not “%(text)s”.") % {"text": self.text()})
        return int(value)

    def yes(self) -> bool:
        if self.text() not in ("true", "false"):
            raise self.refuse(_("Expected true or false, not “%(text)s”.") % {"text": self.text()})
        return self.text() == "true"


# libyaml reads the whole curriculum ten times faster; where PyYAML was built without it, the same in Python.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
PLAIN = "tag:yaml.org,2002:"
DEEPEST = 20  # levels of lists and mappings; the formats here know five
LARGEST = 1_000_000  # bytes of a file of text
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
INDENTED_BY_TAB = re.compile(r"^ *\t", re.MULTILINE)


def parse(text: str, place: Place) -> Node:
    """The one YAML document in a text. Raises CurriculumError for what is no plain YAML."""
    tab = INDENTED_BY_TAB.search(text)
    if tab:
        raise place.refuse(_("YAML is indented by blanks, not by tabs."), below=text.count("\n", 0, tab.start()))
    try:
        root: Any = yaml.compose(text, Loader=LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        sentence = _("This is not YAML: %(problem)s. Quote values that contain “: ”.") % {"problem": error.problem}
        raise place.refuse(sentence, below=mark.line if mark else 0) from error
    except yaml.YAMLError as error:
        raise place.refuse(_("This is not YAML: it contains a character that YAML does not allow.")) from error
    except RecursionError as error:
        raise place.refuse(_("Lists stand too deep inside each other here.")) from error
    if root is None:
        raise place.refuse(_("Nothing is written here."))
    _refuse_tricks(root, place)
    return Node(root, place)


def _refuse_tricks(root: yaml.Node, place: Place) -> None:
    """Tags could name what is not text, and anchors let a few lines stand for millions: neither is needed here."""
    seen: set[int] = set()
    waiting = [(root, 0)]
    while waiting:
        node, depth = waiting.pop()
        here = Node(node, place)
        if id(node) in seen:
            raise here.refuse(_("Anchors (&) and their repetition (*) are not used here. Write it out."))
        seen.add(id(node))
        if not node.tag.startswith(PLAIN) or node.tag.startswith(f"{PLAIN}python"):
            raise here.refuse(_("Tags such as “%(tag)s” are not used here.") % {"tag": node.tag[:60]})
        if depth > DEEPEST:
            raise here.refuse(_("Lists stand too deep inside each other here."))
        if isinstance(node, yaml.MappingNode):
            waiting += [(part, depth + 1) for pair in node.value for part in pair]
        elif isinstance(node, yaml.SequenceNode):
            waiting += [(part, depth + 1) for part in node.value]


def read_text(path: Path) -> str:
    """The text of a file, which must be UTF-8, stand here itself, and be of a size that people write."""
    refuse_link(path)
    try:
        if path.stat().st_size > LARGEST:
            raise CurriculumError(path, 1, _("This file is larger than 1 MB. A lesson is text; put files beside it."))
        data = path.read_bytes()
    except OSError as error:
        raise CurriculumError(path, 1, _("This file cannot be read.")) from error
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise CurriculumError(path, 1, _("This is UTF-16. Save the file as UTF-8."))
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise CurriculumError(path, line, _("This is not UTF-8. Save the file as UTF-8.")) from error
    control = CONTROL.search(text)
    if control:
        line = text.count("\n", 0, control.start()) + 1
        raise CurriculumError(path, line, _("This line contains a control character. Remove it."))
    return text


def refuse_link(path: Path) -> None:
    """A link may lead out of the folder, to a file of the machine."""
    if path.is_symlink():
        raise CurriculumError(path, 1, _("This is a link to another place. Put the file itself here."))

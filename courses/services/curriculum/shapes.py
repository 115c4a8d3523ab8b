"""Containers of a lesson file, checked against the very blocks that the CMS uses.

A container's YAML has the names of the block's own fields, so that a new block needs no line here. Those that show a
file say `file` (or `film` and `captions`) and name what lies beside the lesson.
"""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail import blocks

from courses.blocks import LessonStream
from courses.services.curriculum import files, markdown
from courses.services.curriculum.nodes import Node, Place, parse, read_text

STREAM = LessonStream()
FROM_MARKDOWN = ("text",)
ONLY_FILES = {"drawing": "figure"}  # a container of another name writes it
KINDS = tuple(kind for kind in STREAM.child_blocks if kind not in FROM_MARKDOWN and kind not in ONLY_FILES)
Raw = dict[str, Any]


def container(kind: str, text: str, place: Place) -> Raw:
    """One container as a block of the stream. `place` is the line of its `:::`."""
    if kind not in KINDS:
        raise place.refuse(
            _("There is no container “%(kind)s”. Known are: %(known)s.") % {"kind": kind, "known": ", ".join(KINDS)}
        )
    node = parse(text, Place(place.path, place.line + 1))
    return SPECIAL.get(kind, _plain)(kind, node, place)


def _plain(kind: str, node: Node, place: Place) -> Raw:
    block = STREAM.child_blocks[kind]
    value = _value(block, node)
    try:
        block.clean(block.to_python(value))
    except ValidationError as error:
        raise place.refuse(_first_sentence(error)) from error
    return {"type": kind, "value": value}


def _parameters(kind: str, node: Node, place: Place) -> Raw:
    """The rows alone, or a mapping of caption and rows."""
    return _plain(kind, node if node.is_mapping else node.under("rows"), place)


def _table(kind: str, node: Node, place: Place) -> Raw:
    """A table that has a caption; one without is written in Markdown."""
    found = node.mapping(required=("caption", "head", "rows"))
    head = found["head"].texts()
    rows = []
    for row in found["rows"].items():
        cells = row.items()
        if len(cells) != len(head):
            raise row.refuse(_("Each row of a table has as many cells as its head."))
        rows.append({"values": [_cell(cell) for cell in cells]})
    columns = [{"type": "text", "heading": heading} for heading in head]
    return {"type": kind, "value": {"caption": found["caption"].needed_text(), "columns": columns, "rows": rows}}


def _cell(node: Node) -> str:
    if not node.text():
        return ""
    made = markdown.blocks(node.text(), node.place_here)
    return "".join(str(block["value"]) for block in made)


def _figure(kind: str, node: Node, place: Place) -> Raw:
    """A picture of the site, or a drawing of the project where the file is an SVG."""
    found = node.mapping(required=("file", "alt"), optional=("caption", "credit", "licence"))
    if found["file"].text().endswith(files.DRAWING):
        path = files.name_of(found["file"])
        shown = {"name": path.name, "svg": read_text(path).strip() + "\n"}
        return _checked("drawing", shown, found, found["file"])
    return _checked("figure", {"image": files.kept(found["file"], "picture")}, found, place)


def _document(kind: str, node: Node, place: Place) -> Raw:
    found = node.mapping(required=("file",), optional=("about",))
    return _checked(kind, {"document": files.kept(found["file"], "document")}, found, place)


def _video(kind: str, node: Node, place: Place) -> Raw:
    found = node.mapping(required=("title", "film", "captions", "transcript"), optional=("credit",))
    shown = {name: files.kept(found[name], name) for name in ("film", "captions")}
    return _checked(kind, shown, found, place)


SPECIAL: dict[str, Callable[[str, Node, Place], Raw]] = {
    "parameters": _parameters,
    "table": _table,
    "figure": _figure,
    "document": _document,
    "video": _video,
}


def _checked(kind: str, shown: Raw, found: dict[str, Node], place: Place | Node) -> Raw:
    """The files that a block shows, and its texts, each checked by its own field."""
    children = STREAM.child_blocks[kind].child_blocks
    texts = {}
    for name, child in children.items():
        if name in found and name not in shown:
            texts[name] = _value(child, found[name])
            _refuse_unfit(child, texts[name], found[name])
    if kind == "drawing":
        value = shown | texts
        try:
            STREAM.child_blocks[kind].clean(STREAM.child_blocks[kind].to_python(value))
        except ValidationError as error:
            raise place.refuse(_first_sentence(error)) from error
    return {"type": kind, "value": {**shown, **texts}}


def _refuse_unfit(child: blocks.Block, value: Any, node: Node) -> None:
    try:
        child.clean(child.to_python(value))
    except ValidationError as error:
        raise node.refuse(_first_sentence(error)) from error


def _value(block: blocks.Block, node: Node) -> Any:
    if isinstance(block, blocks.StructBlock):
        return _struct(block, node)
    if isinstance(block, blocks.ListBlock):
        return [_value(block.child_block, item) for item in node.items()]
    if isinstance(block, blocks.MultipleChoiceBlock):
        return [_choice(block, item) for item in node.items()]
    if isinstance(block, blocks.ChoiceBlock):
        return _choice(block, node)
    if isinstance(block, blocks.BooleanBlock):
        return node.yes()
    return node.needed_text() if block.required else node.text()


def _struct(block: blocks.StructBlock, node: Node) -> Raw:
    children = block.child_blocks
    needed = tuple(name for name, child in children.items() if _is_needed(child))
    found = node.mapping(required=needed, optional=tuple(set(children) - set(needed)))
    return {name: _value(children[name], item) for name, item in found.items()}


def _is_needed(block: blocks.Block) -> bool:
    if isinstance(block, blocks.ListBlock):
        return bool(block.meta.min_num)
    return bool(block.required)


def _choice(block: Any, node: Node) -> str:
    """The field itself says what it takes: the choices of some are not known before they stand in the database."""
    if not block.field.valid_value(node.text()):
        known = ", ".join(str(value) for value, label in block.field.choices if value)
        if not known:
            raise node.refuse(
                _("A key is made of small letters, digits and hyphens, not “%(key)s”.") % {"key": node.text()}
            )
        raise node.refuse(_("“%(text)s” is none of: %(known)s.") % {"text": node.text(), "known": known})
    return node.text()


def _first_sentence(error: ValidationError) -> str:
    """The sentence at the bottom of the nested errors of blocks."""
    nested = getattr(error, "block_errors", None)
    if isinstance(nested, dict) and nested:
        return _first_sentence(next(iter(nested.values())))
    if isinstance(nested, list) and any(nested):
        return _first_sentence(next(item for item in nested if item))
    return str(error.messages[0]) if error.messages else str(error)

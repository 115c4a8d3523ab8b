"""Containers of a lesson file, checked against the very blocks that the CMS uses."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail import blocks

from courses.blocks import LessonStream
from courses.services.curriculum.nodes import Node, Place, parse

KINDS = ("parameters", "hazard", "steps", "equation", "worked", "defect", "check", "references")
STREAM = LessonStream()


def container(kind: str, text: str, place: Place) -> dict[str, Any]:
    """One container as a block of the stream. `place` is the line of its `:::`."""
    if kind not in KINDS:
        raise place.refuse(
            _("There is no container “%(kind)s”. Known are: %(known)s.") % {"kind": kind, "known": ", ".join(KINDS)}
        )
    block = STREAM.child_blocks[kind]
    node = parse(text, Place(place.path, place.line + 1))
    value = (
        {"caption": "", "rows": _value(block.child_blocks["rows"], node)}
        if kind == "parameters"
        else _value(block, node)
    )
    try:
        block.clean(block.to_python(value))
    except ValidationError as error:
        raise place.refuse(_first_sentence(error)) from error
    return {"type": kind, "value": value}


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


def _struct(block: blocks.StructBlock, node: Node) -> dict[str, Any]:
    children = block.child_blocks
    needed = tuple(name for name, child in children.items() if _is_needed(child))
    found = node.mapping(required=needed, optional=tuple(set(children) - set(needed)))
    return {name: _value(children[name], item) for name, item in found.items()}


def _is_needed(block: blocks.Block) -> bool:
    if isinstance(block, blocks.ListBlock):
        return bool(block.meta.min_num)
    return bool(block.required)


def _choice(block: Any, node: Node) -> str:
    known = [value for value, label in block.field.choices if value]
    if node.text() not in known:
        raise node.refuse(_("“%(text)s” is none of: %(known)s.") % {"text": node.text(), "known": ", ".join(known)})
    return node.text()


def _first_sentence(error: ValidationError) -> str:
    """The sentence at the bottom of the nested errors of blocks."""
    nested = getattr(error, "block_errors", None)
    if isinstance(nested, dict) and nested:
        return _first_sentence(next(iter(nested.values())))
    if isinstance(nested, list) and any(nested):
        return _first_sentence(next(item for item in nested if item))
    return str(error.messages[0]) if error.messages else str(error)

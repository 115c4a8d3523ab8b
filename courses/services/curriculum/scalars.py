"""How a single value is written in the normal form."""

import re

import yaml

from courses.services.curriculum.nodes import LOADER

STRANGE = re.compile(r"^[\s\-?:,\[\]{}#&*!|>'\"%@`~=<]|: |:$| #|\s$|\n")


def plain(text: str, *, flow: bool = False, double: bool = False) -> str:
    """Without quotes where YAML reads the same text, else in single or double quotes."""
    simple = text and not STRANGE.search(text) and not (flow and re.search(r"[,\[\]{}]", text)) and _same(text)
    if simple:
        return text
    return quoted(text) if double or "\n" in text else single(text)


def _same(text: str) -> bool:
    """A plain text that is no number, date or truth for other readers of YAML."""
    try:
        root = yaml.compose(f"- {text}", Loader=LOADER)
    except yaml.YAMLError:
        return False
    node = root.value[0] if root else None
    return node is not None and bool(node.tag == "tag:yaml.org,2002:str" and node.value == text)


def quoted(text: str) -> str:
    escaped = str(text).replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


def single(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def yes(value: bool) -> str:
    return "true" if value else "false"

"""A module's `skills.yaml` in its normal form: one way to write each thing, shared by export and lint.

What stands at its default is left out; words people read and units stand in double quotes, one language a line, and
each level of a rubric in one line. Reading what is written here gives the same skills in the same order.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import fields
from decimal import Decimal
from typing import Any

import yaml

from courses.rules import skills as rules
from courses.rules.questions.content import Text
from courses.services.skills.loading import FLAGS, Entry

PLAIN = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
ODD = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
FIRST, LAST = ("needs_second", "title", "task"), ("source",)
NAMES = {
    rules.Measured: ("unit", "least", "lower", "target", "upper", "most"),
    rules.Rubric: ("levels", "pass_level"),
}


def written(entries: Mapping[str, Entry]) -> str:
    """The file of a module's skills, in the order in which they are shown."""
    rows = ["skills:" if entries else "skills: []"]
    for key, entry in entries.items():
        rows += [f"- key: {_name(key)}", f"  kind: {entry.said.KIND}"]
        rows += [f"  {name}: {_scalar(entry.flags[name])}" for name in FLAGS if entry.flags[name] != FLAGS[name]]
        rows += [row for name in (*FIRST, *NAMES[type(entry.said)], *LAST) for row in _field(entry.said, name)]
    return "\n".join(rows) + "\n"


def _field(said: rules.Skill, name: str) -> list[str]:
    value = getattr(said, name)
    if value == next(field.default for field in fields(said) if field.name == name):
        return []
    if isinstance(value, Text):
        return [f"  {name}:", *(f"    {code}: {_quoted(text)}" for code, text in _languages(value))]
    if isinstance(value, tuple):
        return [f"  {name}:", *(f"  - {{{_flow(level)}}}" for level in value)]
    return [f"  {name}: {_name(value) if name == 'source' else _scalar(value)}"]


def _flow(text: Text) -> str:
    return ", ".join(f"{code}: {_quoted(said)}" for code, said in _languages(text))


def _languages(text: Text) -> list[tuple[str, str]]:
    return [(code, said) for code, said in (("ko", text.ko), ("en", text.en)) if said]


def _scalar(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return rules.number(value)
    return str(value) if isinstance(value, int) else _quoted(value)


def _name(text: str) -> str:
    """A key stands plain, unless YAML would read a number, a date or a truth."""
    return text if PLAIN.fullmatch(text) and yaml.safe_load(text) == text else _quoted(text)


def _quoted(text: str) -> str:
    """Of JSON's strings, each is one of YAML's in double quotes; YAML has more line ends and fewer letters."""
    return ODD.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))

"""A module's `questions.yaml`: read with its line numbers, and written in one way, the normal form.

Texts stand in double quotes, in the lines of a question one language a line; choices, steps, pairs and what else is
listed stand in one line each. All settings of a quiz are written; of a question, what has its default is left out.
Questions stand in the order of their keys, as the bank has them: in which order they are asked, a quiz decides.
"""

from dataclasses import fields, is_dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

from courses.models.questions import Reveal
from courses.rules.questions import content, fairness
from courses.rules.questions.content import Figure, Question, Text
from courses.services.curriculum.nodes import Node, Place, parse, read_text
from courses.services.curriculum.question_figures import Beside
from courses.services.curriculum.scalars import plain, quoted, yes
from courses.services.questions.standing import SETTINGS, HeldQuiz, Pool, default

NAME = "questions.yaml"
LAST = tuple(field.name for field in fields(Question) if field.name not in ("prompt", "figure"))
TITLES = ("title_ko", "title_en")


def read(path: Path) -> HeldQuiz:
    """The quiz and the questions of a file. Raises CurriculumError with the line; no database is asked."""
    root = parse(read_text(path), Place(path)).mapping(required=("quiz", "questions"))
    found: dict[str, Question] = {}
    beside = Beside()
    for item in root["questions"].items():
        key, said = _question(item, beside)
        if key in found:
            raise item.refuse(_("Two questions have the key “%(key)s”.") % {"key": key})
        found[key] = said
    questions = dict(sorted(found.items()))
    optional = (*(name for name in SETTINGS if name not in TITLES), "pools")
    head = root["quiz"].mapping(required=("key", *TITLES), optional=optional)
    values = {name: _setting(name, head[name]) if name in head else default(name) for name in SETTINGS}
    pools = _pools(head["pools"], questions) if "pools" in head else (Pool(0, tuple(questions)),)
    return HeldQuiz(head["key"].key(80), values, pools, questions, beside.pictures)


def _setting(name: str, node: Node) -> Any:
    if name in TITLES:
        return node.short_text(150)
    if isinstance(default(name), bool):
        return node.yes()
    if name == "reveal":
        return node.one_of(Reveal.values)
    if name == "pass_percent" and node.whole() > 100:
        raise node.refuse(_("A pass mark is at most 100 %."))
    return node.whole()


def _pools(node: Node, questions: dict[str, Question]) -> tuple[Pool, ...]:
    return tuple(_pool(item.mapping(required=("draw", "questions")), questions) for item in node.items())


def _pool(head: dict[str, Node], questions: dict[str, Question]) -> Pool:
    for item in head["questions"].items():
        if item.text() not in questions:
            raise item.refuse(_("This file has no question “%(key)s”.") % {"key": item.text()})
    return Pool(head["draw"].whole(), tuple(sorted(set(head["questions"].texts()))))


def _question(node: Node, beside: Beside) -> tuple[str, Question]:
    head = node.mapping(required=("key",), optional=_names(node))
    try:
        said = content.read({name: _named(name, value, beside) for name, value in head.items() if name != "key"})
    except content.NotAQuestion as error:
        raise node.refuse(str(error)) from error
    if faults := fairness.faults(said):
        raise node.refuse(faults[0])
    return head["key"].key(80), said


def _names(node: Node) -> tuple[str, ...]:
    return tuple(str(key.value) for key, _value in node.raw.value) if node.is_mapping else ()


def _named(name: str, node: Node, beside: Beside) -> Any:
    """A figure names a file that lies beside this one; everything else stands here."""
    if name != "figure":
        return _value(node, beside)
    found = node.mapping(required=("file", "alt"))
    return {"alt": _value(found["alt"], beside), **beside.read(found["file"])}


def _value(node: Node, beside: Beside) -> Any:
    """Plain values; a number with a point stays the text it is, which is exact."""
    if node.is_mapping:
        return {name: _named(name, value, beside) for name, value in node.mapping(optional=_names(node)).items()}
    if isinstance(node.raw, yaml.SequenceNode):
        return [_value(item, beside) for item in node.items()]
    kind, text = node.raw.tag.rpartition(":")[2], str(node.raw.value)
    if kind == "bool":
        return node.yes()
    return int(text) if kind == "int" and text.lstrip("-").isdecimal() else text


def written(quiz: HeldQuiz) -> str:
    """The file of a quiz, with its questions."""
    rows = ["quiz:", f"  key: {quiz.key}", *(f"  {name}: {_scalar(quiz.values[name])}" for name in SETTINGS)]
    if not quiz.takes_all:
        rows.append("  pools:" if quiz.pools else "  pools: []")
        rows += [f"  - {{draw: {pool.draw}, questions: [{', '.join(pool.keys)}]}}" for pool in quiz.pools]
    rows.append("questions:" if quiz.questions else "questions: []")
    for key, said in sorted(quiz.questions.items()):
        rows += [f"- key: {key}", f"  kind: {said.KIND}"]
        for name in _ordered(said):
            rows += _field(name, getattr(said, name))
    return "\n".join(rows) + "\n"


def _ordered(said: Question) -> list[str]:
    """The prompt, then what belongs to the type, then what all questions have."""
    differing = [field.name for field in fields(said) if getattr(said, field.name) != field.default]
    return sorted(differing, key=lambda name: LAST.index(name) if name in LAST else -1)


def _field(name: str, value: Any) -> list[str]:
    if isinstance(value, Text):
        said = (("ko", value.ko), ("en", value.en))
        return [f"  {name}:", *(f"    {code}: {quoted(text)}" for code, text in said if text)]
    if isinstance(value, Figure) or name == "skills":
        return [f"  {name}: {_flow(value)}"]
    if isinstance(value, tuple):
        return [f"  {name}:" if value else f"  {name}: []", *(f"  - {_flow(item)}" for item in value)]
    return [f"  {name}: {_scalar(value)}"]


def _flow(value: Any) -> str:
    if isinstance(value, Figure):
        return f"{{file: {value.name}, alt: {_flow(value.alt)}}}"
    if isinstance(value, tuple):
        return f"[{', '.join(map(_flow, value))}]"
    if not is_dataclass(value):
        return _scalar(value, flow=True)
    held = {field.name: (getattr(value, field.name), field.default) for field in fields(value)}
    differing = [f"{name}: {_listed(name, item)}" for name, (item, default) in held.items() if item != default]
    return f"{{{', '.join(differing)}}}"


def _listed(name: str, value: Any) -> str:
    """Words people read stand in quotes, keys and names plain."""
    return quoted(value) if name in ("ko", "en", "text") and isinstance(value, str) else _flow(value)


def _scalar(value: Any, *, flow: bool = False) -> str:
    if isinstance(value, bool):
        return yes(value)
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return str(value) if isinstance(value, int) else plain(str(value), flow=flow, double=True)

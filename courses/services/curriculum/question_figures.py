"""Figures beside a module's questions: drawings as text, pictures as bytes, and both out again under one name each."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from courses.rules import pictures
from courses.rules.pictures import Picture
from courses.rules.questions.content import Choice, Figure, Question
from courses.services.curriculum import files
from courses.services.curriculum.nodes import Node, read_text


@dataclass
class Beside:
    """What the questions of one file show; the pictures by hash, to be kept when the questions are."""

    pictures: dict[str, Picture] = field(default_factory=dict)

    def read(self, node: Node) -> dict[str, Any]:
        """The plain values of a figure, but for its `alt`. Raises CurriculumError."""
        name = node.text()
        if name.endswith(files.DRAWING):
            return {"name": name, "svg": read_text(files.name_of(node)).strip() + "\n"}
        kept = files.kept(node, "picture")
        try:
            picture = pictures.clean(kept.path.read_bytes())
        except (OSError, pictures.NotAPicture) as error:
            raise node.refuse(_("“%(name)s” is no picture that can be read.") % {"name": name}) from error
        self.pictures[picture.sha256] = picture
        return {"name": name, "sha256": picture.sha256, "width": picture.width, "height": picture.height}


def apart(
    questions: dict[str, Question], stands: Callable[[str], str | None]
) -> tuple[dict[str, Question], dict[str, Figure]]:
    """The questions with a name of its own for each figure that differs, and the figures by name.

    `stands` says what lies beside them already under a name: a drawing's text, or the hash of a clean picture.
    """
    named: dict[str, Figure] = {}

    def own(figure: Figure | None) -> Figure | None:
        if figure is None:
            return None
        name, other = figure.name, named.get(figure.name)
        if (_seen(other) if other else stands(name)) not in (None, _seen(figure)):
            name = f"{pictures.short_hash(_seen(figure))}-{name}"[-80:]
        named.setdefault(name, figure)
        return replace(figure, name=name)

    return {key: _with(said, own) for key, said in questions.items()}, named


def seen_in(raw: bytes) -> str:
    """The hash by which a question would show this picture; none fits what is no picture."""
    try:
        return pictures.clean(raw).sha256
    except pictures.NotAPicture:
        return "-"


def _seen(figure: Figure) -> str:
    return figure.svg or figure.sha256


def _with(said: Question, own: Any) -> Question:
    changed: dict[str, Any] = {"figure": own(said.figure)}
    if hasattr(said, "choices"):
        changed["choices"] = tuple(_choice(one, own) for one in said.choices)
    return replace(said, **changed)


def _choice(one: Choice, own: Any) -> Choice:
    return replace(one, figure=own(one.figure)) if one.figure else one


def sentences(said: Question, skills: set[str]) -> Iterator[str]:
    """What a reader should not see in the figures and skills of a question."""
    figures = [said.figure, *(choice.figure for choice in getattr(said, "choices", ()))]
    if any(figure and not (figure.alt.ko and figure.alt.en) for figure in figures):
        yield _("A figure says in both languages what is to be seen in it.")
    for key in said.skills:
        if key not in skills:
            yield _("No skills.yaml has the skill “%(key)s”.") % {"key": key}

"""The content of a question, one frozen class a type, and its canonical JSON."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from courses.rules import frozen
from training.core import canonical


class NotAQuestion(ValueError):
    """The content is no question; its text says why, for whoever wrote it."""


@dataclass(frozen=True)
class Text:
    """One text in both languages; English may be missing."""

    ko: str = ""
    en: str = ""

    def of(self, language: str) -> str:
        return (self.en if language.startswith("en") else self.ko) or self.ko or self.en


@dataclass(frozen=True)
class Figure:
    """What a question or choice shows: a drawing, whose `svg` stands here, or a picture, known by its bytes' hash.

    So a version holds exactly what was shown. `alt` says it for people who cannot see it; sizes are in pixels.
    """

    name: str
    alt: Text
    svg: str = ""
    sha256: str = ""
    width: int = 0
    height: int = 0


@dataclass(frozen=True)
class Choice:
    """`fraction` is what choosing it is worth: 1 is everything, below 0 takes away."""

    key: str
    text: Text
    fraction: Decimal = Decimal(0)
    feedback: Text = Text()
    figure: Figure | None = None


@dataclass(frozen=True)
class Item:
    """A step to be ordered, or one side of a pair."""

    key: str
    text: Text


@dataclass(frozen=True)
class Pair:
    key: str
    left: Text
    right: Text


@dataclass(frozen=True)
class Parameter:
    """A number drawn anew for each attempt, between two bounds and with so many decimals."""

    name: str
    low: Decimal
    high: Decimal
    decimals: int = 0


@dataclass(frozen=True)
class Accepted:
    """A wording that counts, and what it is worth."""

    text: str
    fraction: Decimal = Decimal(1)
    feedback: Text = Text()


@dataclass(frozen=True, kw_only=True)
class Question:
    """What all types have. `level` is 1 (easy) to 3 (hard); `skills` are the keys of those it supports."""

    KIND: ClassVar[str] = ""
    prompt: Text
    figure: Figure | None = None
    hint: Text = Text()
    feedback: Text = Text()
    source: str = ""
    level: int = 2
    skills: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Single(Question):
    KIND: ClassVar[str] = "single"
    choices: tuple[Choice, ...]


@dataclass(frozen=True, kw_only=True)
class Multiple(Question):
    KIND: ClassVar[str] = "multiple"
    choices: tuple[Choice, ...]


@dataclass(frozen=True, kw_only=True)
class Numeric(Question):
    """`tolerance` is in `unit`, or a share of the value where it is `relative`."""

    KIND: ClassVar[str] = "numeric"
    value: Decimal
    unit: str = ""
    tolerance: Decimal = Decimal(0)
    relative: bool = False


@dataclass(frozen=True, kw_only=True)
class Calculated(Question):
    """`{name}` in the prompt shows a parameter; `formula` reckons the value from them."""

    KIND: ClassVar[str] = "calculated"
    parameters: tuple[Parameter, ...]
    formula: str
    unit: str = ""
    tolerance: Decimal = Decimal("0.01")
    relative: bool = True


@dataclass(frozen=True, kw_only=True)
class Ordering(Question):
    """The steps in their right order."""

    KIND: ClassVar[str] = "ordering"
    steps: tuple[Item, ...]


@dataclass(frozen=True, kw_only=True)
class Matching(Question):
    KIND: ClassVar[str] = "matching"
    pairs: tuple[Pair, ...]
    extra: tuple[Item, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Short(Question):
    KIND: ClassVar[str] = "short"
    accepted: tuple[Accepted, ...]


@dataclass(frozen=True, kw_only=True)
class Essay(Question):
    """Graded by an instructor, who reads `rubric`."""

    KIND: ClassVar[str] = "essay"
    rubric: Text = Text()


@dataclass(frozen=True, kw_only=True)
class Files(Question):
    """Answered with photos or PDFs, at most so many; graded by an instructor, who reads `rubric`."""

    KIND: ClassVar[str] = "files"
    rubric: Text = Text()
    at_most: int = 3


TYPES: dict[str, type[Question]] = {
    kind.KIND: kind for kind in (Single, Multiple, Numeric, Calculated, Ordering, Matching, Short, Essay, Files)
}
BY_HAND = (Essay, Files)


def figures(question: Question) -> list[Figure]:
    """Those of the question and of its choices, in order."""
    found = [question.figure, *(choice.figure for choice in getattr(question, "choices", ()))]
    return [figure for figure in found if figure is not None]


def write(question: Question) -> str:
    """Canonical JSON; what stands at its default is left out, so that a later field changes no hash."""
    return canonical.text({"kind": question.KIND, **frozen.plain(question)})


def read(values: Mapping[str, Any]) -> Question:
    """The question in plain values, as JSON or YAML gives them. Raises NotAQuestion."""
    kind = TYPES.get(str(values.get("kind")))
    if kind is None:
        raise NotAQuestion(_("There is no type of question “%(kind)s”.") % {"kind": str(values.get("kind"))[:40]})
    try:
        question: Question = frozen.made(
            kind, {name: value for name, value in values.items() if name != "kind"}, kind.KIND
        )
    except frozen.Misfit as error:
        raise NotAQuestion(str(error)) from error
    return question

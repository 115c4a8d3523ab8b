"""What a calculator is: declared once, shown, checked and worked everywhere by the same code."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from courses.rules.calculators.quantities import NotAQuantity, Text, number, parse, shown

MANY = 60  # values of a list


class Impossible(ValueError):
    """The inputs fit their ranges one by one but not together; `key` names the one to change."""

    def __init__(self, key: str, sentence: str) -> None:
        super().__init__(sentence)
        self.key = key


@dataclass(frozen=True)
class Input:
    """A number to type, in `unit` unless another is written beside it, from `least` to `most`."""

    key: str
    label: Text
    unit: str
    least: float
    most: float
    example: str
    symbol: str = ""

    @property
    def written_example(self) -> str:
        return f"{self.example} {shown(self.unit)}".strip()

    def read(self, text: str) -> float:
        value = parse(text, self.unit, example=self.written_example)
        return self.within(value)

    def within(self, value: float) -> float:
        slack = 1e-9 * max(abs(self.least), abs(self.most))  # of converting a value that stands on the edge
        if not self.least - slack <= value <= self.most + slack:
            raise NotAQuantity(
                _("Give a value from %(least)s to %(most)s %(unit)s.")
                % {"least": plain(self.least), "most": plain(self.most), "unit": shown(self.unit)}
            )
        return value


@dataclass(frozen=True)
class Series(Input):
    """Several numbers with blanks or semicolons between them."""

    def read_all(self, text: str) -> tuple[float, ...]:
        parts = text.replace(";", " ").split()
        if not 0 < len(parts) <= MANY:
            raise NotAQuantity(_("Give from one to %(many)s numbers with blanks between them.") % {"many": MANY})
        return tuple(self.within(self._one(part)) for part in parts)

    def _one(self, part: str) -> float:
        try:
            return number(part.removesuffix("%"))
        except ValueError as error:
            raise NotAQuantity(
                _("“%(text)s” is not a number. Write for example %(example)s.")
                % {"text": part[:40], "example": self.example}
            ) from error


@dataclass(frozen=True)
class Output:
    """A result, rounded to so many digits after the point."""

    key: str
    label: Text
    unit: str
    digits: int


Values = Mapping[str, float]
Answer = dict[str, float]


@dataclass(frozen=True)
class Calculator:
    """A formula with its inputs and results, and the worked example that its tests repeat."""

    key: str
    title: Text
    what: Text
    latex: str
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    work: Callable[..., Answer]
    source: str
    verdict: Callable[[Values], Text] | None = None
    note: Text = field(default="")

    def calculate(self, values: Mapping[str, object]) -> Answer:
        """The results by key. Raises Impossible where the inputs contradict each other."""
        try:
            answer = self.work(**values)
        except (ZeroDivisionError, OverflowError) as error:
            raise Impossible(
                self.inputs[0].key, _("These values together give no result. Check each of them.")
            ) from error
        if not all(math.isfinite(value) for value in answer.values()):
            raise Impossible(self.inputs[0].key, _("These values together give no result. Check each of them."))
        return answer


def plain(value: float) -> str:
    """A bound as people write it: 0.1, 2500."""
    return f"{value:g}" if abs(value) < 1e6 else f"{value:,.0f}"

"""GIFT, read into our form. The type of a question is told by the signs of its answers, as Moodle does."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from courses.rules.questions import content
from courses.rules.questions.content import Choice, Item, Pair, Text
from courses.rules.questions.moodle import encodings, found, gift_blocks, numbers, texts, wordings
from courses.rules.questions.moodle.found import Found, Unsaid
from courses.rules.questions.moodle.gift_blocks import BLANKS, Block, shown
from courses.rules.questions.moodle.xml_reading import FALSE, NEIGHBORS, TRUE

FORMATS = ("html", "plain", "moodle", "markdown")
WEIGHT = re.compile(r"%(-?\d{1,3}(?:\.\d*)?)%")
ORDER = re.compile(r">[ \t]*(?:(?:\d+|[A-Z_]+)[ \t]*)*\n")
GRADED = re.compile(r"ABS\w*|ALL_OR_\w*|RELATIVE_\w+|LONGEST_\w+")
TRUTH = re.compile(r"(T|TRUE|F|FALSE)\s*(?=#|$)")


def read(file: BinaryIO, *, language: str = "ko") -> Iterator[Found]:
    """Every question of a file. Raises Broken where it is no text."""
    for number, block in enumerate(gift_blocks.blocks(encodings.pieces(file)), 1):
        yield _found(block, number, language)


def _found(block: Block, number: int, language: str) -> Found:
    name = ""
    try:
        reader = _Reader(block, language)
        name = reader.name
        said = found.checked(reader.question())
    except Unsaid as refusal:
        return Found(number, block.line, name, found.key_of(block.note("id"), name), refusal=str(refusal))
    key = found.key_of(block.note("id"), name)
    return Found(number, block.line, name, key, said, "", tuple(dict.fromkeys(reader.remarks)), reader.keyed)


@dataclass
class _Reader:
    """One block taken apart: name, text, answers and what follows them."""

    block: Block
    language: str
    remarks: list[str] = field(default_factory=list)
    markup: str = "moodle"
    keyed: bool = True

    def __post_init__(self) -> None:
        text = self.block.text
        named = re.match(r"::(.*?)::", text, re.DOTALL)
        self.prompt = text[named.end() :] if named else text
        words = shown(named[1] if named else re.sub(r"\{.*", "", self.prompt, flags=re.DOTALL))
        self.name = " ".join(texts.clean(words).split())[:200]

    def question(self) -> content.Question:
        before, answers, after = self._parts()
        answers, _sign, feedback = answers.rpartition("####") if "####" in answers else (answers, "", "")
        prompt = f"{before}_____{after}" if after.strip(BLANKS) else before
        prompt, self.markup = self._format(prompt, self.markup)
        self.answers = answers.strip(BLANKS)
        tags = [words for name, words in self.block.notes if name == "tag"]
        common = {
            "prompt": self.words(prompt),
            "feedback": self.words(feedback) if feedback else self.noted("feedback"),
            "hint": self.noted("hint"),
            **found.tagged(tags, self.remarks),
        }
        return self._kind()(self, common)

    def _parts(self) -> tuple[str, str, str]:
        before, opened, rest = self.prompt.partition("{")
        answers, closed, after = rest.partition("}")
        if not opened and "}" not in before:
            raise Unsaid(_("It has no answers in braces, so it asks nothing."))
        if not closed or "}" in before or "{" in answers or "{" in after or "}" in after:
            raise Unsaid(_("Its braces do not match. Write \\{ and \\} for braces in a text."))
        return before, answers, after

    def _kind(self) -> Any:
        """As Moodle decides it."""
        answers = self.answers
        if not answers:
            return _essay
        if answers[0] in "#>":
            return _numerical if answers[0] == "#" else _ordering
        if "~" in answers:
            return _multichoice
        if "=" in answers and "->" in answers:
            return _match
        return _truefalse if TRUTH.match(answers) else _shortanswer

    def _format(self, words: str, markup: str) -> tuple[str, str]:
        words = words.strip(BLANKS)
        known = next((name for name in FORMATS if words.startswith(f"[{name}]")), None)
        return (words[len(known) + 2 :], known) if known else (words, markup)

    def words(self, raw: str) -> Text:
        words, markup = self._format(raw, self.markup)
        return texts.read(shown(words), markup, language=self.language, remarks=self.remarks)

    def noted(self, name: str) -> Text:
        return texts.read(self.block.note(name), "html", language=self.language, remarks=self.remarks)

    def keys(self, many: int) -> list[str]:
        """Those of the comment where all are good, else letters."""
        given = self.block.note("keys").split()
        self.keyed = len(given) == many and found.are_keys(given)
        return given if self.keyed else [found.key_at(place) for place in range(many)]

    def weighed(self, answer: str, default: Decimal) -> tuple[Decimal, str, str]:
        """What an answer is worth, its words, and its feedback."""
        weight = WEIGHT.match(answer)
        words, _sign, feedback = (answer[weight.end() :] if weight else answer).partition("#")
        return found.share(weight[1]) if weight else default, words.strip(BLANKS), feedback

    def parts(self, answers: str) -> list[str]:
        return [part.strip(BLANKS) for place, part in enumerate(answers.split("=")) if place or part.strip(BLANKS)]


def _essay(reader: _Reader, common: dict[str, Any]) -> content.Question:
    return content.Essay(rubric=reader.noted("rubric"), **common)


def _multichoice(reader: _Reader, common: dict[str, Any]) -> content.Question:
    single = "=" in reader.answers
    parts = [part.strip(BLANKS) for part in reader.answers.replace("~=", "=").replace("=", "~=").split("~")]
    parts = parts if parts[0] else parts[1:]
    choices = []
    for key, part in zip(reader.keys(len(parts)), parts, strict=True):
        default = Decimal(1) if part.startswith("=") else Decimal(0)
        fraction, words, feedback = reader.weighed(part.removeprefix("=").strip(BLANKS), default)
        choices.append(Choice(key, reader.words(words), fraction, reader.words(feedback)))
    return (content.Single if single else content.Multiple)(choices=tuple(choices), **common)


def _truefalse(reader: _Reader, common: dict[str, Any]) -> content.Question:
    answer, *said = reader.answers.split("#", 2)
    wrong, right = (reader.words(words) for words in [*said, "", ""][:2])
    true = answer.strip(BLANKS).startswith("T")
    sides = (("true", TRUE, true), ("false", FALSE, not true))
    choices = tuple(
        Choice(key, words, Decimal(int(counts)), right if counts else wrong) for key, words, counts in sides
    )
    return content.Single(choices=choices, **common)


def _match(reader: _Reader, common: dict[str, Any]) -> content.Question:
    sides = reader.parts(reader.answers)
    pairs, extra = [], []
    for key, side in zip(reader.keys(len(sides)), sides, strict=True):
        left, arrow, right = side.partition("->")
        if not arrow:
            raise Unsaid(_("A pair has no arrow (->)."))
        one, other = reader.words(left), reader.words(right)
        pairs += [Pair(key, one, other)] if one != Text() else []
        extra += [Item(key, other)] if one == Text() else []
    return content.Matching(pairs=tuple(pairs), extra=tuple(extra), **common)


def _shortanswer(reader: _Reader, common: dict[str, Any]) -> content.Question:
    answers = []
    for part in reader.parts(reader.answers):
        fraction, words, feedback = reader.weighed(part, Decimal(1))
        answers.append((shown(reader._format(words, "")[0]), fraction, reader.words(feedback)))
    return content.Short(accepted=wordings.accepted(answers, reader.remarks), **common)


def _numerical(reader: _Reader, common: dict[str, Any]) -> content.Question:
    counted, _sign, others = reader.answers[1:].partition("~")
    answers = [numbers.Answer("*", "", Decimal(0), others)] if others else []
    for part in reader.parts(counted):
        fraction, words, feedback = reader.weighed(part, Decimal(1))
        number, width = _range(shown(words)) if ".." in words else (shown(words).partition(":")[::2])
        answers.append(numbers.Answer(number, width, fraction, feedback.strip(BLANKS), reader.block.note("relative")))
    answer = numbers.the_one(answers, reader.remarks)
    value = found.decimal(answer.value)
    tolerance, relative = numbers.tolerance(answer, value)
    unit = numbers.unit([(reader.block.note("unit"), "1")] if reader.block.note("unit") else [])
    return content.Numeric(value=value, unit=unit, tolerance=tolerance, relative=relative, **common)


def _range(words: str) -> tuple[str, str]:
    """From lowest to highest, as a middle and how far off it may be."""
    low, _dots, high = words.partition("..")
    lowest, highest = found.decimal(low), found.decimal(high)
    return str((lowest + highest) / 2), str((highest - lowest) / 2)


def _ordering(reader: _Reader, common: dict[str, Any]) -> content.Question:
    options = ORDER.match(reader.answers + "\n")
    if options is None:
        raise Unsaid(_("Its steps stand on no lines of their own."))
    graded = GRADED.search(options[0])
    if (graded[0] if graded else "") not in NEIGHBORS:
        reader.remarks.append(_("Here an order is worth the share of steps that follow each other as they should."))
    steps = [line for line in reader.answers[options.end() :].split("\n") if line.strip(BLANKS)]
    keys = reader.keys(len(steps))
    return content.Ordering(
        steps=tuple(Item(key, reader.words(step)) for key, step in zip(keys, steps, strict=True)), **common
    )

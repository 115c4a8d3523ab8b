"""Moodle's XML, read into our form."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from courses.rules.pictures import Picture
from courses.rules.questions import content
from courses.rules.questions.content import Choice, Figure, Item, Pair, Text
from courses.rules.questions.fairness import MOST_FILES
from courses.rules.questions.moodle import elements, embedded, encodings, expressions, found, numbers, texts, wordings
from courses.rules.questions.moodle.elements import Element
from courses.rules.questions.moodle.found import Found, Unsaid

TRUE, FALSE = Text("참", "True"), Text("거짓", "False")
COMBINED = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")
NEIGHBORS = frozenset({"", "1", "RELATIVE_NEXT_EXCLUDE_LAST", "RELATIVE", "REL"})
RELATIVE, NOMINAL = "1", "2"


def read(file: BinaryIO, *, language: str = "ko") -> Iterator[Found]:
    """Every question of a file; categories pass by. Raises Broken after those that were whole.

    `language` is that of texts that do not say theirs.
    """
    number = 0
    for element in elements.questions(encodings.pieces(file)):
        if element.attributes.get("type") != "category":
            number += 1
            yield _found(element, number, language)


def _found(element: Element, number: int, language: str) -> Found:
    reader = _Reader(element, language)
    name = _name(element)
    key = found.key_of(" ".join(element.first("idnumber").words.split()), name)
    try:
        said = found.checked(reader.question())
    except Unsaid as refusal:
        return Found(number, element.line, name, key, refusal=str(refusal))
    remarks, kept = tuple(dict.fromkeys(reader.remarks)), tuple(reader.pictures.values())
    return Found(number, element.line, name, key, said, "", remarks, reader.keyed, kept)


def _name(element: Element) -> str:
    """The name of a question; of one without, how it begins."""
    words = element.first("name").words.strip() or re.sub(r"<[^<>]*>", " ", element.first("questiontext").words)
    return " ".join(texts.clean(words).split())[:200]


@dataclass
class _Reader:
    """Reads one question, and notes what of it has no place here."""

    element: Element
    language: str
    remarks: list[str] = field(default_factory=list)
    keyed: bool = True
    pictures: dict[str, Picture] = field(default_factory=dict)

    def question(self) -> content.Question:
        kind = self.element.attributes.get("type", "")
        if kind not in KINDS:
            raise Unsaid(_("There is no such type of question here: “%(type)s”.") % {"type": kind[:40]})
        if self.element.too_much:
            raise Unsaid(self.element.too_much)
        shows = [self.element.first("questiontext"), *self.element.all("answer")]
        if len(self.element.below("file")) > sum(len(part.all("file")) for part in shows):
            raise Unsaid(_("A picture or file belongs to a text that holds words alone. Write it without."))
        common = self._common()
        return KINDS[kind](self, common)

    def _common(self) -> dict[str, Any]:
        element = self.element
        tags = [tag.words.strip() for tag in element.first("tags").all("tag")]
        hints = [self.text(hint) for hint in element.all("hint")]
        if element.first("defaultgrade").words not in ("", "1") and Decimal(1) != found.decimal(
            element.first("defaultgrade").words
        ):
            self.remarks.append(_("Its marks were left out: here all questions of a quiz count alike."))
        if any(self.text(part) != Text() for name in COMBINED for part in element.all(name)):
            self.remarks.append(_("What it says to every right or wrong answer was left out."))
        prompt, figure = self.shown(element.first("questiontext"))
        return {
            "prompt": prompt,
            "figure": figure,
            "feedback": self.text(element.first("generalfeedback")),
            "hint": Text(
                "\n".join(filter(None, (hint.ko for hint in hints))),
                "\n".join(filter(None, (hint.en for hint in hints))),
            ),
            **found.tagged(tags, self.remarks),
        }

    def shown(self, element: Element) -> tuple[Text, Figure | None]:
        """A text that may show a picture, and what it shows."""
        images: list[texts.Image] = []
        words = self.text(element, images)
        return words, embedded.read(element, images, self.language, self.pictures)

    def text(self, element: Element, images: list[texts.Image] | None = None) -> Text:
        default = self.element.first("questiontext").attributes.get("format", "moodle_auto_format")
        if any(child.children for child in element.all("text")):
            raise Unsaid(_("Its text holds tags that are not escaped."))
        markup = element.attributes.get("format", default)
        return texts.read(element.words, markup, language=self.language, remarks=self.remarks, images=images)

    def keys(self, things: list[Element]) -> list[str]:
        """Those of the file where all are good, else letters."""
        given = [thing.attributes.get("key", "") for thing in things]
        self.keyed = found.are_keys(given)
        return given if self.keyed else [found.key_at(place) for place in range(len(given))]

    def choices(self) -> tuple[Choice, ...]:
        answers = self.element.all("answer")
        keys = self.keys(answers)
        return tuple(self.choice(key, answer) for key, answer in zip(keys, answers, strict=True))

    def choice(self, key: str, answer: Element) -> Choice:
        words, figure = self.shown(answer)
        return Choice(key, words, share_of(answer), self.text(answer.first("feedback")), figure)

    def numbers(self) -> list[numbers.Answer]:
        return [
            numbers.Answer(
                answer.words.strip() or "*",
                answer.first("tolerance").words,
                share_of(answer),
                self.text(answer.first("feedback")).of(self.language),
                answer.first("tolerance").attributes.get("relative", ""),
            )
            for answer in self.element.all("answer")
        ]

    def unit(self) -> str:
        units = self.element.first("units").all("unit")
        return numbers.unit([(unit.first("unit_name").words.strip(), unit.first("multiplier").words) for unit in units])


def share_of(answer: Element) -> Decimal:
    return found.share(answer.attributes.get("fraction", "0"))


def _multichoice(reader: _Reader, common: dict[str, Any]) -> content.Question:
    several = reader.element.first("single").words.strip().lower() in ("false", "0")
    return (content.Multiple if several else content.Single)(choices=reader.choices(), **common)


def _truefalse(reader: _Reader, common: dict[str, Any]) -> content.Question:
    by_word = {answer.words.strip().lower(): answer for answer in reader.element.all("answer")}
    if set(by_word) != {"true", "false"}:
        raise Unsaid(_("It has no answers “true” and “false”."))
    choices = tuple(
        Choice(key, words, share_of(by_word[key]), reader.text(by_word[key].first("feedback")))
        for key, words in (("true", TRUE), ("false", FALSE))
    )
    return content.Single(choices=choices, **common)


def _numerical(reader: _Reader, common: dict[str, Any]) -> content.Question:
    answer = numbers.the_one(reader.numbers(), reader.remarks)
    value = found.decimal(answer.value)
    width, relative = numbers.tolerance(answer, value)
    return content.Numeric(value=value, unit=reader.unit(), tolerance=width, relative=relative, **common)


def _calculated(reader: _Reader, common: dict[str, Any]) -> content.Question:
    if any("{=" in text for text in (common["prompt"].ko, common["prompt"].en)):
        raise Unsaid(_("Its text reckons a formula, which ours cannot."))
    answers = reader.numbers()
    answer = numbers.the_one(answers, reader.remarks)
    element = reader.element.all("answer")[answers.index(answer)]
    kind = element.first("tolerancetype").words.strip() or RELATIVE
    if kind not in (RELATIVE, NOMINAL):
        raise Unsaid(_("Its tolerance is geometric. Use a share or a width."))
    formula, own = expressions.ours(answer.value), element.attributes.get("formula", "")
    if own and expressions.moodles(own) == answer.value:
        formula = own
    return content.Calculated(
        parameters=tuple(_parameter(one) for one in reader.element.first("dataset_definitions").children),
        formula=formula,
        unit=reader.unit(),
        tolerance=found.decimal(answer.tolerance or "0"),
        relative=kind == RELATIVE,
        **common,
    )


def _parameter(element: Element) -> content.Parameter:
    if element.first("distribution").words.strip() not in ("", "uniform"):
        raise Unsaid(_("Its numbers are not drawn evenly."))
    decimals = found.decimal(element.first("decimals").words or "0")
    if decimals not in range(11):
        raise Unsaid(_("“%(text)s” is no number of decimals.") % {"text": decimals})
    return content.Parameter(
        expressions.name(element.first("name").words),
        found.decimal(element.first("minimum").words),
        found.decimal(element.first("maximum").words),
        int(decimals),
    )


def _ordering(reader: _Reader, common: dict[str, Any]) -> content.Question:
    answers = reader.element.all("answer")
    if any(reader.text(answer.first("feedback")) != Text() for answer in answers):
        reader.remarks.append(_("What it says about single steps was left out."))
    if reader.element.first("gradingtype").words.strip() not in NEIGHBORS:
        reader.remarks.append(_("Here an order is worth the share of steps that follow each other as they should."))
    keys = reader.keys(answers)
    steps = tuple(Item(key, reader.text(answer)) for key, answer in zip(keys, answers, strict=True))
    return content.Ordering(steps=steps, **common)


def _match(reader: _Reader, common: dict[str, Any]) -> content.Question:
    sides = reader.element.all("subquestion")
    keys = reader.keys(sides)
    pairs, extra = [], []
    for key, side in zip(keys, sides, strict=True):
        answer = side.first("answer")
        right = texts.read(answer.words, "html", language=reader.language, remarks=reader.remarks)
        left = reader.text(side)
        pairs += [Pair(key, left, right)] if left != Text() else []
        extra += [Item(key, right)] if left == Text() else []
    return content.Matching(pairs=tuple(pairs), extra=tuple(extra), **common)


def _shortanswer(reader: _Reader, common: dict[str, Any]) -> content.Question:
    if reader.element.first("usecase").words.strip() == "1":
        reader.remarks.append(_("Capital and small letters count alike here."))
    answers = [(one.words, share_of(one), reader.text(one.first("feedback"))) for one in reader.element.all("answer")]
    return content.Short(accepted=wordings.accepted(answers, reader.remarks), **common)


def _essay(reader: _Reader, common: dict[str, Any]) -> content.Question:
    rubric = reader.text(reader.element.first("graderinfo"))
    if found.decimal(reader.element.first("attachmentsrequired").words or "0") > 0:
        most = found.decimal(reader.element.first("attachments").words or "0")
        if not 0 < most <= MOST_FILES:
            reader.remarks.append(_("An answer takes 1 to %(most)d files.") % {"most": MOST_FILES})
        if reader.element.first("responseformat").words.strip() != "noinline":
            reader.remarks.append(_("Here files are its answer; a text beside them was left out."))
        return content.Files(rubric=rubric, at_most=int(most) if 0 < most <= MOST_FILES else MOST_FILES, **common)
    if reader.element.first("attachments").words.strip() not in ("", "0"):
        reader.remarks.append(_("No file can be added to an answer here."))
    if reader.text(reader.element.first("responsetemplate")) != Text():
        reader.remarks.append(_("The text that stands in the answer from the start was left out."))
    return content.Essay(rubric=rubric, **common)


KINDS = {
    "multichoice": _multichoice,
    "truefalse": _truefalse,
    "numerical": _numerical,
    "calculated": _calculated,
    "calculatedsimple": _calculated,
    "ordering": _ordering,
    "match": _match,
    "matching": _match,
    "shortanswer": _shortanswer,
    "essay": _essay,
}

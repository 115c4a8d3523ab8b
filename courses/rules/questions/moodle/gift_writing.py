"""Our questions as GIFT. What GIFT has no sign for stands in brackets in a comment, where Moodle keeps id and tags."""

import io
import re
from decimal import Decimal
from functools import singledispatch

from django.utils.translation import gettext as _

from courses.rules.questions import content
from courses.rules.questions.content import Text
from courses.rules.questions.moodle import embedded, found, gift_reading, texts, wordings
from courses.rules.questions.moodle.embedded import Bytes
from courses.rules.questions.moodle.gift_blocks import escape, note

HEAD = FOOT = ""


def question(key: str, said: content.Question, pictures: Bytes = embedded.no_picture) -> str:
    """One block. Raises Unsaid where reading it would not give exactly this question again."""
    if content.figures(said):
        raise found.Unsaid(_("GIFT has no figures. Use Moodle XML."))
    notes, answers = _answers(said)
    notes = [note("id", key), *(note("tag", tag) for tag in found.tags_of(said)), *notes]
    if said.hint != Text():
        notes.append(note("hint", texts.html(said.hint)))
    noted = isinstance(said, content.Ordering) or said.feedback == Text()
    feedback = "" if noted else "####" + _words(said.feedback)
    written = f"// {' '.join(notes)}\n::{escape(key)}::[html]{_words(said.prompt)}{{{answers}{feedback}}}\n\n"
    read = list(gift_reading.read(io.BytesIO(written.encode())))
    if len(read) != 1 or read[0].said != said or read[0].key != key:
        raise found.Unsaid(_("GIFT cannot hold all that it says. Use Moodle XML."))
    return written


def comment(words: str) -> str:
    """For whoever reads the file."""
    return f"// {' '.join(words.split())}\n\n"


@singledispatch
def _answers(said: content.Question) -> tuple[list[str], str]:
    raise TypeError(said)


@_answers.register(content.Single)
@_answers.register(content.Multiple)
def _choices(said: "content.Single | content.Multiple") -> tuple[list[str], str]:
    """Only a question with a tilde is one of choices, so at most the first right one is written as such."""
    signs = [_weight("~", one.fraction) for one in said.choices]
    if isinstance(said, content.Single) and Decimal(1) in (fractions := [one.fraction for one in said.choices]):
        signs[fractions.index(Decimal(1))] = "="
    lines = [
        f"\t{sign}{_words(one.text)}#{_words(one.feedback)}\n" for sign, one in zip(signs, said.choices, strict=True)
    ]
    return [note("keys", " ".join(one.key for one in said.choices))], "\n" + "".join(lines)


@_answers.register
def _numeric(said: content.Numeric) -> tuple[list[str], str]:
    width = said.tolerance * abs(said.value) if said.relative else said.tolerance
    notes = [note("unit", said.unit)] if said.unit else []
    notes += [note("relative", _plain(said.tolerance))] if said.relative else []
    return notes, f"#{_plain(said.value)}:{_plain(width)}"


@_answers.register
def _calculated(said: content.Calculated) -> tuple[list[str], str]:
    raise found.Unsaid(_("GIFT has no calculated questions. Use Moodle XML."))


@_answers.register
def _files(said: content.Files) -> tuple[list[str], str]:
    raise found.Unsaid(_("GIFT has no questions that are answered with files. Use Moodle XML."))


@_answers.register
def _ordering(said: content.Ordering) -> tuple[list[str], str]:
    """Moodle takes the lines as they are, without escapes, so signs are written as HTML does."""
    notes = [note("keys", " ".join(step.key for step in said.steps))]
    notes += [note("feedback", texts.html(said.feedback))] if said.feedback != Text() else []
    lines = "".join(_step(texts.html(step.text)) + "\n" for step in said.steps)
    return notes, f">{len(said.steps)} ALL VERTICAL RELATIVE_NEXT_EXCLUDE_LAST SHOW\n{lines}"


def _step(html: str) -> str:
    """References by number bring a `#` of their own, which is no sign here."""
    inner = re.sub(r"&#\d+;|[#{}\\]", lambda sign: sign[0] if len(sign[0]) > 1 else _reference(sign[0]), html)
    return _reference(inner[0]) + inner[1:] if inner[:1] in ("/", "[", "$") else inner


def _reference(sign: str) -> str:
    return f"&#{ord(sign)};"


@_answers.register
def _matching(said: content.Matching) -> tuple[list[str], str]:
    sides = [(one.left, one.right) for one in said.pairs] + [(Text(), one.text) for one in said.extra]
    keys = " ".join([one.key for one in said.pairs] + [one.key for one in said.extra])
    lines = "".join(f"\t={_words(left)} -> {_words(right)}\n" for left, right in sides)
    return [note("keys", keys)], "\n" + lines


@_answers.register
def _short(said: content.Short) -> tuple[list[str], str]:
    lines = [
        f"\t{_weight('=', one.fraction, always=True)}{escape(wordings.written(one.text))}#{_words(one.feedback)}\n"
        for one in said.accepted
    ]
    return [], "\n" + "".join(lines)


@_answers.register
def _essay(said: content.Essay) -> tuple[list[str], str]:
    return [note("rubric", texts.html(said.rubric))] if said.rubric != Text() else [], ""


def _words(text: Text) -> str:
    """A text that begins like a format or a weight is kept from being one."""
    html = texts.html(text)
    return escape(_reference(html[0]) + html[1:] if html[:1] in ("[", "%") else html)


def _weight(sign: str, fraction: Decimal, *, always: bool = False) -> str:
    return f"{sign}%{_plain(fraction.scaleb(2))}%" if always or fraction else sign


def _plain(number: Decimal) -> str:
    return format(number.normalize(), "f")

"""Our questions as Moodle's XML. What Moodle does not read stands in attributes, which it passes over."""

import io
from decimal import Decimal
from functools import singledispatch
from xml.sax.saxutils import escape, quoteattr

from django.utils.translation import gettext as _

from courses.rules.calculators import quantities
from courses.rules.questions import content, drawing
from courses.rules.questions.content import Figure, Text
from courses.rules.questions.moodle import embedded, expressions, found, texts, wordings, xml_reading
from courses.rules.questions.moodle.embedded import Bytes

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n'
FOOT = "</quiz>\n"
DRAWN = 10  # sets of numbers for Moodle, which draws from a list


def question(key: str, said: content.Question, pictures: Bytes = embedded.no_picture) -> str:
    """One `<question>` with its figures. Raises Unsaid where reading it would not give exactly this question again."""
    kind, body = _body(said, pictures)
    written = _element("question", _head(key, said, pictures) + body + _foot(said), type=kind)
    read = next(xml_reading.read(io.BytesIO((HEAD + written + FOOT).encode())))
    if read.said != said or read.key != key:
        raise found.Unsaid(read.refusal or _("Moodle XML cannot hold all that it says."))
    return written


def comment(words: str) -> str:
    """For whoever reads the file. Two hyphens would end it."""
    return f"<!-- {texts.clean(words).replace('--', '- -')} -->\n"


def _head(key: str, said: content.Question, pictures: Bytes) -> str:
    return (
        _element("name", _text(escape(key)))
        + _shown("questiontext", said.prompt, said.figure, pictures)
        + _words("generalfeedback", said.feedback)
        + _element("defaultgrade", "1")
        + _element("idnumber", escape(key))
    )


def _foot(said: content.Question) -> str:
    tags = "".join(_element("tag", _text(escape(tag))) for tag in found.tags_of(said))
    return (_words("hint", said.hint) if said.hint != Text() else "") + (_element("tags", tags) if tags else "")


@singledispatch
def _body(said: content.Question, pictures: Bytes) -> tuple[str, str]:
    raise TypeError(said)


@_body.register(content.Single)
@_body.register(content.Multiple)
def _choices(said: "content.Single | content.Multiple", pictures: Bytes) -> tuple[str, str]:
    single = _element("single", "true" if isinstance(said, content.Single) else "false")
    answers = [
        _shown(
            "answer",
            one.text,
            one.figure,
            pictures,
            _words("feedback", one.feedback),
            fraction=_percent(one.fraction),
            key=one.key,
        )
        for one in said.choices
    ]
    return "multichoice", single + _element("shuffleanswers", "true") + "".join(answers)


@_body.register
def _numeric(said: content.Numeric, pictures: Bytes) -> tuple[str, str]:
    width = said.tolerance * abs(said.value) if said.relative else said.tolerance
    own = {"relative": _plain(said.tolerance)} if said.relative else {}
    answer = _element("answer", _text(_plain(said.value)) + _element("tolerance", _plain(width), **own), fraction="100")
    return "numerical", answer + _units(said.unit)


@_body.register
def _calculated(said: content.Calculated, pictures: Bytes) -> tuple[str, str]:
    inner = (
        _text(escape(expressions.moodles(said.formula)))
        + _element("tolerance", _plain(said.tolerance))
        + _element("tolerancetype", "1" if said.relative else "2")
        + _element("correctanswerformat", "1")
        + _element("correctanswerlength", "4")
        + _words("feedback", Text())
    )
    answer = _element("answer", inner, fraction="100", formula=said.formula)
    sets = [drawing.numbers(said, str(seed)) for seed in range(DRAWN)]
    parameters = "".join(_parameter(one, [drawn[one.name] for drawn in sets]) for one in said.parameters)
    sync = _element("synchronize", "0") + _element("single", "0")
    return "calculated", sync + answer + _units(said.unit) + _element("dataset_definitions", parameters)


def _parameter(one: content.Parameter, drawn: list[Decimal]) -> str:
    items = "".join(
        _element("dataset_item", _element("number", str(number)) + _element("value", _plain(value)))
        for number, value in enumerate(drawn, 1)
    )
    values = {
        "status": "private", "name": escape(one.name), "distribution": "uniform", "minimum": _plain(one.low),
        "maximum": _plain(one.high), "decimals": str(one.decimals),
    }  # fmt: skip
    return _element(
        "dataset_definition",
        "".join(_element(tag, _text(value)) for tag, value in values.items())
        + _element("type", "calculated")
        + _element("itemcount", str(len(drawn)))
        + _element("dataset_items", items)
        + _element("number_of_items", str(len(drawn))),
    )


@_body.register
def _ordering(said: content.Ordering, pictures: Bytes) -> tuple[str, str]:
    how = {
        "layouttype": "VERTICAL", "selecttype": "ALL", "selectcount": str(len(said.steps)),
        "gradingtype": "RELATIVE_NEXT_EXCLUDE_LAST", "showgrading": "SHOW",
    }  # fmt: skip
    steps = [_words("answer", step.text, fraction=str(place), key=step.key) for place, step in enumerate(said.steps, 1)]
    return "ordering", "".join(_element(tag, value) for tag, value in how.items()) + "".join(steps)


@_body.register
def _matching(said: content.Matching, pictures: Bytes) -> tuple[str, str]:
    sides = [(one.key, one.left, one.right) for one in said.pairs] + [(one.key, Text(), one.text) for one in said.extra]
    return "matching", _element("shuffleanswers", "true") + "".join(
        _words("subquestion", left, _element("answer", _text(_cdata(texts.html(right)))), key=key)
        for key, left, right in sides
    )


@_body.register
def _short(said: content.Short, pictures: Bytes) -> tuple[str, str]:
    answers = [
        _element(
            "answer",
            _text(escape(wordings.written(one.text), {"\r": "&#13;"})) + _words("feedback", one.feedback),
            fraction=_percent(one.fraction),
        )
        for one in said.accepted
    ]
    return "shortanswer", _element("usecase", "0") + "".join(answers)


@_body.register
def _essay(said: content.Essay, pictures: Bytes) -> tuple[str, str]:
    how = {"responseformat": "plain", "responserequired": "1", "responsefieldlines": "15", "attachments": "0"}
    return "essay", "".join(_element(tag, value) for tag, value in how.items()) + _words("graderinfo", said.rubric)


@_body.register
def _files(said: content.Files, pictures: Bytes) -> tuple[str, str]:
    how = {
        "responseformat": "noinline", "responserequired": "0", "attachments": str(said.at_most),
        "attachmentsrequired": "1", "filetypeslist": ".pdf,.jpg,.jpeg,.png",
    }  # fmt: skip
    return "essay", "".join(_element(tag, value) for tag, value in how.items()) + _words("graderinfo", said.rubric)


def _units(unit: str) -> str:
    """The unit, and the way it is shown, which are one."""
    names = dict.fromkeys([unit, quantities.shown(unit)]) if unit else {}
    units = [_element("unit", _element("multiplier", "1") + _element("unit_name", escape(name))) for name in names]
    shown = _element("unitgradingtype", "0") + _element("showunits", "0" if unit else "3")
    return (_element("units", "".join(units)) if units else "") + shown


def _words(tag: str, text: Text, more: str = "", **attributes: str) -> str:
    return _element(tag, _text(_cdata(texts.html(text))) + more, format="html", **attributes)


def _shown(tag: str, text: Text, figure: Figure | None, pictures: Bytes, more: str = "", **attributes: str) -> str:
    """A text with its figure, whose file stands beside it."""
    inner = _text(_cdata(texts.html(text, figure)))
    if figure:
        inner += _element("file", embedded.written(figure, pictures), name=figure.name, path="/", encoding="base64")
    return _element(tag, inner + more, format="html", **attributes)


def _text(escaped: str) -> str:
    return f"<text>{escaped}</text>"


def _cdata(html: str) -> str:
    """HTML of ours has no bare `>`, so no section ends early."""
    return f"<![CDATA[{html}]]>" if html else ""


def _element(tag: str, inner: str, **attributes: str) -> str:
    said = "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items())
    return f"<{tag}{said}>{inner}</{tag}>\n"


def _percent(fraction: Decimal) -> str:
    return _plain(fraction.scaleb(2))


def _plain(number: Decimal) -> str:
    return format(number.normalize(), "f")

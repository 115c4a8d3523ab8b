"""Blocks of lessons, each with a form that an instructor understands. None holds raw HTML."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from courses.rules.equations import NotAnEquation, mathml

GHS = [
    ("GHS01", _("explosive (GHS01)")),
    ("GHS02", _("flammable (GHS02)")),
    ("GHS03", _("oxidizing (GHS03)")),
    ("GHS04", _("gas under pressure (GHS04)")),
    ("GHS05", _("corrosive (GHS05)")),
    ("GHS06", _("toxic (GHS06)")),
    ("GHS07", _("harmful or irritating (GHS07)")),
    ("GHS08", _("health hazard (GHS08)")),
    ("GHS09", _("dangerous to the environment (GHS09)")),
]


def line(label: Any, *, required: bool = True, **kwargs: Any) -> blocks.CharBlock:
    return blocks.CharBlock(label=label, required=required, max_length=500, **kwargs)


def passage(label: Any, *, required: bool = True, **kwargs: Any) -> blocks.TextBlock:
    return blocks.TextBlock(label=label, required=required, rows=2, max_length=3000, **kwargs)


class ParameterBlock(blocks.StructBlock):
    name = line(_("name"))
    symbol = line(_("symbol"), required=False)
    range = line(_("range"))
    unit = line(_("unit"), required=False)
    why = passage(_("why it matters"), required=False)
    source = line(_("source"), required=False)


class ParametersBlock(blocks.StructBlock):
    """Typical ranges of a step's settings."""

    caption = line(_("caption"), required=False)
    rows = blocks.ListBlock(ParameterBlock(), label=_("parameters"), min_num=1)

    class Meta:
        icon = "table"
        label = _("parameter table")
        template = "courses/blocks/parameters.html"


class HazardBlock(blocks.StructBlock):
    """What can hurt, what to wear, what to do."""

    signal = blocks.ChoiceBlock(
        choices=[
            ("danger", pgettext_lazy("GHS signal word", "Danger")),
            ("warning", pgettext_lazy("GHS signal word", "Warning")),
        ],
        label=_("signal word"),
    )
    ghs = blocks.MultipleChoiceBlock(choices=GHS, required=False, label=_("GHS classes"))
    title = line(_("title"))
    text = passage(_("text"))
    ppe = blocks.ListBlock(line(_("item")), label=_("protective equipment"), default=[])
    first_aid = passage(_("first aid"), required=False)
    source = line(_("source"), required=False)

    class Meta:
        icon = "warning"
        label = _("hazard notice")
        template = "courses/blocks/hazard.html"


class StepBlock(blocks.StructBlock):
    text = passage(_("what to do"))
    check = passage(_("check mark"), required=False)
    caution = passage(_("caution"), required=False)


class StepsBlock(blocks.StructBlock):
    """A work instruction, step by step, with check marks."""

    title = line(_("title"))
    steps = blocks.ListBlock(StepBlock(), label=_("steps"), min_num=1)

    class Meta:
        icon = "list-ol"
        label = _("work instruction")
        template = "courses/blocks/steps.html"


class SymbolBlock(blocks.StructBlock):
    symbol = line(_("symbol"))
    meaning = line(_("meaning"))
    unit = line(_("unit"), required=False)


class EquationBlock(blocks.StructBlock):
    """A formula kept as LaTeX, drawn as MathML, and read out in words."""

    latex = passage(_("formula (LaTeX)"))
    reading = passage(_("the formula in words"))
    where = blocks.ListBlock(SymbolBlock(), label=_("where"), default=[])

    class Meta:
        icon = "superscript"
        label = _("equation")
        template = "courses/blocks/equation.html"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        try:
            mathml(cleaned["latex"])
        except NotAnEquation as error:
            sentence = ValidationError(_("This formula cannot be drawn. Check its braces and commands."))
            raise StructBlockValidationError({"latex": sentence}) from error
        return cleaned


class WorkedBlock(blocks.StructBlock):
    """A calculation done once with real numbers."""

    title = line(_("title"))
    given = blocks.ListBlock(passage(_("given")), label=_("given"), default=[])
    steps = blocks.ListBlock(passage(_("step")), label=_("steps"), min_num=1)
    result = passage(_("result"))
    source = line(_("source"), required=False)

    class Meta:
        icon = "form"
        label = _("worked number")
        template = "courses/blocks/worked.html"


class DefectBlock(blocks.StructBlock):
    """A fault: how it looks, where it comes from, how it is found, what to do."""

    name = line(_("name"))
    looks_like = passage(_("looks like"))
    cause = passage(_("cause"))
    detection = passage(_("how it is detected"))
    action = passage(_("what to do"))
    source = line(_("source"), required=False)

    class Meta:
        icon = "search"
        label = _("defect card")
        template = "courses/blocks/defect.html"


class ChoiceOfCheckBlock(blocks.StructBlock):
    text = passage(_("answer"))
    right = blocks.BooleanBlock(label=_("this is the right one"), required=False)
    feedback = passage(_("what to say to it"), required=False)


class CheckBlock(blocks.StructBlock):
    """A question to oneself; nothing is recorded."""

    question = passage(_("question"))
    choices = blocks.ListBlock(ChoiceOfCheckBlock(), label=_("answers"), min_num=2)

    class Meta:
        icon = "help"
        label = _("knowledge check")
        template = "courses/blocks/check.html"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if sum(bool(choice["right"]) for choice in cleaned["choices"]) != 1:
            raise StructBlockValidationError({"choices": ValidationError(_("Exactly one answer is the right one."))})
        return cleaned

"""What a lesson is made of."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

from courses.blocks.cards import (
    GHS,
    CheckBlock,
    DefectBlock,
    EquationBlock,
    HazardBlock,
    ParametersBlock,
    StepsBlock,
    WorkedBlock,
    passage,
)
from courses.blocks.drawn import (
    CalculatorBlock,
    DocumentBlock,
    EquipmentBlock,
    PlotBlock,
    ProcessStepBlock,
    VideoBlock,
)
from courses.blocks.pictures import DrawingBlock, LessonFigureBlock

__all__ = ["GHS", "LessonStream"]
INLINE = ["bold", "italic", "superscript", "subscript", "code"]
TEXT_FEATURES = ["h2", "h3", "h4", *INLINE, "ol", "ul", "blockquote", "hr", "link", "document-link"]


class LessonStream(blocks.StreamBlock):
    """What a lesson is made of."""

    text = blocks.RichTextBlock(label=_("text"), features=TEXT_FEATURES, template="courses/blocks/text.html")
    table = TypedTableBlock(
        [("text", blocks.RichTextBlock(label=_("text"), features=INLINE))],
        label=_("table"),
        template="courses/blocks/table.html",
    )
    parameters = ParametersBlock()
    hazard = HazardBlock()
    steps = StepsBlock()
    equation = EquationBlock()
    worked = WorkedBlock()
    defect = DefectBlock()
    check = CheckBlock()
    calculator = CalculatorBlock()
    plot = PlotBlock()
    process_step = ProcessStepBlock()
    figure = LessonFigureBlock()
    drawing = DrawingBlock()
    video = VideoBlock()
    document = DocumentBlock()
    equipment = EquipmentBlock()
    references = blocks.ListBlock(
        passage(_("reference")), label=_("references"), icon="openquote", template="courses/blocks/references.html"
    )

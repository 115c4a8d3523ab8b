"""Blocks that any page may use. There is no raw HTML block."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

PROSE_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link"]


class FigureBlock(blocks.StructBlock):
    """A picture that says what is to be seen."""

    image = ImageChooserBlock(label=_("image"))
    alt = blocks.CharBlock(label=_("what is to be seen (for people who cannot see it)"), max_length=250)
    caption = blocks.CharBlock(label=_("caption"), required=False, max_length=250)
    credit = blocks.CharBlock(label=_("credit and licence"), required=False, max_length=250)

    class Meta:
        icon = "image"
        label = _("figure")
        template = "components/blocks/figure.html"


class ProseStream(blocks.StreamBlock):
    """Text and pictures of the site's own pages."""

    text = blocks.RichTextBlock(label=_("text"), features=PROSE_FEATURES, template="components/blocks/text.html")
    figure = FigureBlock()


class ProcessStepBlock(blocks.StructBlock):
    """One block of the process: its mark, its name, and what is done there."""

    mark = blocks.ChoiceBlock(
        label=_("mark"),
        choices=[
            ("circle", _("circle (roll)")),
            ("square", _("square (stack)")),
            ("hexagon", _("hexagon (bolt)")),
            ("diamond", _("diamond (check)")),
        ],
    )
    name = blocks.CharBlock(label=_("name"), max_length=60)
    detail = blocks.CharBlock(label=_("what is done there"), max_length=160, required=False)


class ProcessChainBlock(blocks.StructBlock):
    """The complex's process, drawn as up to four blocks in order."""

    title = blocks.CharBlock(label=_("heading"), max_length=100)
    steps = blocks.ListBlock(ProcessStepBlock(label=_("block of the process")), label=_("blocks"), min_num=1, max_num=4)

    class Meta:
        icon = "list-ol"
        label = _("process in blocks")
        template = "components/blocks/process_chain.html"


class HomeStream(ProseStream):
    """The front door may also draw the process."""

    process = ProcessChainBlock()

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

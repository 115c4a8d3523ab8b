"""Pictures and drawings of a lesson."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.images import get_image_model

from courses.blocks.cards import line
from courses.blocks.files import at_hand
from courses.rules import drawings
from training.core.blocks import FigureBlock


class LessonFigureBlock(FigureBlock):
    """A picture of the site, with the licence under which the course may show it."""

    licence = line(_("licence"), required=False, help_text=_("For example: CC BY 4.0."))

    class Meta:
        template = "courses/blocks/figure.html"

    def bulk_to_python(self, values: list[dict[str, Any]]) -> list[Any]:
        """The pictures of all figures in one question, or in none where they were read before."""
        images = at_hand(get_image_model(), {value.get("image") for value in values})
        structs: list[Any] = super().bulk_to_python([{**value, "image": None} for value in values])
        for struct, value in zip(structs, values, strict=True):
            struct["image"] = images.get(value.get("image") or 0)
        return structs


class SourceBlock(blocks.TextBlock):
    """The text of a drawing: it comes from the curriculum files and is shown, not written, in the CMS."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.field_options["max_length"] = drawings.LARGEST

    def get_form_state(self, value: Any) -> Any:
        self.field.widget.attrs["readonly"] = True
        return super().get_form_state(value)

    def get_searchable_content(self, value: Any) -> list[str]:
        try:
            return [drawings.words(value)]
        except drawings.NotADrawing:
            return []


class DrawingBlock(blocks.StructBlock):
    """A line drawing of the project, which takes the reader's colors. It comes with the curriculum files."""

    name = line(_("name of the file"))
    svg = SourceBlock(label=_("drawing"), rows=4, help_text=_("Drawings are changed in the curriculum files."))
    alt = blocks.CharBlock(label=_("what is to be seen (for people who cannot see it)"), max_length=500)
    caption = line(_("caption"), required=False)
    credit = line(_("credit"), required=False)
    licence = line(_("licence"), required=False)

    class Meta:
        icon = "image"
        label = _("drawing")
        template = "courses/blocks/drawing.html"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        try:
            drawings.markup(cleaned["svg"])
        except drawings.NotADrawing as error:
            sentence = ValidationError(
                _("A drawing is made of plain SVG shapes and the classes of the course; “%(part)s” is none of them.")
                % {"part": error}
            )
            raise StructBlockValidationError({"svg": sentence}) from error
        return cleaned

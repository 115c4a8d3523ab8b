"""Blocks that the server works or draws, and those that show a row or a file."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents import get_document_model
from wagtail.documents.blocks import DocumentChooserBlock

from courses import ports
from courses.blocks.cards import line, passage
from courses.blocks.files import at_hand
from courses.rules import films
from courses.rules.calculators import CALCULATORS
from courses.rules.plots import TITLES

KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def calculators() -> list[tuple[str, Any]]:
    """Asked when the form is shown, so that a new calculator needs no migration."""
    return [(key, found.title) for key, found in CALCULATORS.items()]


def plots() -> list[tuple[str, Any]]:
    return list(TITLES.items())


class CalculatorBlock(blocks.StructBlock):
    """A calculator inside a lesson, worked on the server."""

    key = blocks.ChoiceBlock(choices=calculators, label=_("calculator"))
    intro = passage(_("what to try with it"), required=False)

    class Meta:
        icon = "cogs"
        label = _("calculator")
        template = "courses/blocks/calculator.html"


class PlotBlock(blocks.StructBlock):
    """A curve drawn from example data, with its source and a table."""

    key = blocks.ChoiceBlock(choices=plots, label=_("plot"))

    class Meta:
        icon = "order"
        label = _("plot")
        template = "courses/blocks/plot.html"


class ProcessStepBlock(blocks.StructBlock):
    """One step of the process at a glance: what goes in, what is done, what comes out."""

    name = line(_("step"))
    goes_in = line(_("goes in"))
    done = passage(_("what is done"))
    comes_out = line(_("comes out"))
    checked_by = line(_("checked by"), required=False)

    class Meta:
        icon = "arrow-right"
        label = _("process step")
        template = "courses/blocks/process_step.html"


class WithFiles(blocks.StructBlock):
    """A block whose files are read in one question for all blocks of its kind."""

    def bulk_to_python(self, values: list[dict[str, Any]]) -> list[Any]:
        names = self.file_names()
        files = at_hand(get_document_model(), {value.get(name) for value in values for name in names})
        structs = super().bulk_to_python([{k: v for k, v in value.items() if k not in names} for value in values])
        for struct, value in zip(structs, values, strict=True):
            for name in names:
                struct[name] = files.get(value.get(name) or 0)
        found: list[Any] = structs
        return found

    @classmethod
    def file_names(cls) -> list[str]:
        return [name for name, block in cls.base_blocks.items() if isinstance(block, DocumentChooserBlock)]


class DocumentBlock(WithFiles):
    """A file to download, served after the lesson's own access check."""

    document = DocumentChooserBlock(label=_("document"))
    about = line(_("what it is"), required=False)

    class Meta:
        icon = "doc-full"
        label = _("document")
        template = "courses/blocks/document.html"


class VideoBlock(WithFiles):
    """A film with captions and a transcript, for those who cannot hear or cannot play it."""

    title = line(_("title"))
    film = DocumentChooserBlock(label=_("film (MP4 or WebM)"))
    captions = DocumentChooserBlock(label=_("captions (WebVTT)"))
    transcript = blocks.TextBlock(label=_("transcript"), rows=6, max_length=50_000)
    credit = line(_("credit and licence"), required=False)

    class Meta:
        icon = "media"
        label = _("video")
        template = "courses/blocks/video.html"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        faults = {
            name: ValidationError(sentence)
            for name, wanted, sentence in (
                ("film", films.FILMS, _("This file is neither MP4 nor WebM. Choose a film in one of these.")),
                ("captions", films.CAPTIONS, _("This file is not WebVTT: it must begin with the word WEBVTT.")),
            )
            if films.kind(_head(cleaned[name])) not in wanted
        }
        if faults:
            raise StructBlockValidationError(faults)
        return cleaned


def _head(document: Any) -> bytes:
    with document.open_file() as file:
        return bytes(file.read(64))


def machines() -> list[tuple[str, str]]:
    """By name, of the complex being written in; asked when the form is shown."""
    return ports.machines.ask().choices() or []


class MachineField(forms.ChoiceField):
    """What is stored is the machine's key, so that files and other complexes may use the same."""

    def valid_value(self, value: Any) -> bool:
        """Where no author is at work, as when files are loaded, any key will do: the list may come later."""
        if ports.machines.ask().choices() is None:
            return bool(KEY.fullmatch(str(value)))
        return super().valid_value(value)


class MachineBlock(blocks.ChoiceBlock):
    def __init__(self, **kwargs: Any) -> None:
        kwargs.pop("choices", None)
        super().__init__(choices=machines, **kwargs)

    def get_field(self, **kwargs: Any) -> MachineField:
        return MachineField(**kwargs)


class EquipmentBlock(blocks.StructBlock):
    """A machine or instrument from the list, as it stands there."""

    key = MachineBlock(
        label=_("equipment"), help_text=_("A machine that is missing is added under Curriculum, Equipment.")
    )
    here = passage(_("what it does in this lesson"), required=False)

    class Meta:
        icon = "cog"
        label = _("equipment")
        template = "courses/blocks/equipment.html"

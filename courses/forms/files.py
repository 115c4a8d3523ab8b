"""Pictures and documents as authors bring them in. There are no tags: they would tell of every course's files."""

from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from courses.rules import filetypes
from training.core.forms import SafeFormMixin

TOO_MANY_PIXELS = _(
    "This picture has %(num_pixels)s pixels, and at most %(max_pixels_count)s can be shown: make it smaller first."
)
NOT_WHAT_IT_SAYS = _(
    "This file is not what its name says, or of a kind that is not taken here. Choose one of these: %(kinds)s."
)


class ImageForm(SafeFormMixin, BaseImageForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("tags", None)
        if "file" in self.fields:
            self.fields["file"].error_messages["file_too_many_pixels"] = TOO_MANY_PIXELS


class DocumentForm(SafeFormMixin, BaseDocumentForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("tags", None)

    def clean_file(self) -> Any:
        file = self.cleaned_data.get("file")
        if file and "file" in self.changed_data and not _fits(file):
            kinds = ", ".join(filetypes.ALLOWED)
            raise ValidationError(NOT_WHAT_IT_SAYS, code="wrong_type", params={"kinds": kinds})
        return file


def _fits(file: Any) -> bool:
    head = file.read(filetypes.HEAD)
    file.seek(0)
    return filetypes.fits(PurePath(file.name).suffix, head)

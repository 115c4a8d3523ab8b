"""Closing a unit period, and the state system's file."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from training.core.forms import SafeForm

MOST_BYTES = 4 * 1024 * 1024
ZIPPED = b"PK"  # how a workbook begins


class CloseForm(SafeForm):
    """The fingerprint of what the operator read travels with the form."""

    submit_label = _("Close the unit period")
    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, seen: str, **kwargs: Any) -> None:
        super().__init__(*args, initial={"seen": seen}, **kwargs)


class ComparisonForm(SafeForm):
    """The state system's file, to be compared and forgotten."""

    submit_label = _("Compare the files")
    file = forms.FileField(
        label=_("File of the state system (CSV)"),
        help_text=_(
            "CSV in UTF-8 or CP949, up to 4 MB, with the columns 성명, 일자 and 상태; 생년월일, 입실 and 퇴실 where it has "
            "them. It is compared and not kept."
        ),
        error_messages={
            "required": _("Choose the file of the state system."),
            "empty": _("The file is empty. Choose another."),
        },
    )

    def clean_file(self) -> bytes:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise ValidationError(_("The file is larger than 4 MB. Take fewer months at once."))
        content = file.read()
        if content.startswith(ZIPPED):
            raise ValidationError(_("This is a workbook. Save it as CSV first, then choose the CSV file."))
        return content

    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        helper.attrs["enctype"] = "multipart/form-data"
        return helper

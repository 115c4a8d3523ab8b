"""The training log of a session."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from training.core.forms import SafeForm


class TrainingLogForm(SafeForm):
    """What was taught, by lesson and in words, and what else there is to say."""

    submit_label = _("Save the training log")
    lessons: Any = forms.ModelMultipleChoiceField(
        label=_("Lessons taught"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("From the module that the timetable names."),
    )
    taught = forms.CharField(
        label=_("What was taught"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write what was taught.")},
    )
    remarks = forms.CharField(
        label=_("Remarks"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Accidents, changes, equipment. No names of illnesses."),
    )
    seen = forms.IntegerField(min_value=0, max_value=30_000, widget=forms.HiddenInput)

    def __init__(self, *args: Any, lessons: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lessons"].queryset = lessons  # type: ignore[attr-defined]  # a ModelMultipleChoiceField has one
        if not lessons:
            del self.fields["lessons"]

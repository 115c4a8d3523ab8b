"""Why something is taken out, and the word on a month of records."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from training.accounts.services.access import Why
from training.accounts.states import AccessReason
from training.core.forms import SafeForm


class ReasonForm(SafeForm):
    """The reason of a download (안전성 확보조치 기준 §8②): a usual one, or one's own words."""

    submit_label = _("Record the reason and download")

    reason = forms.ChoiceField(
        label=_("Why do you need it?"),
        choices=AccessReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the reason that fits, or “another reason” with words of your own.")},
    )
    words = forms.CharField(
        label=_("In your words (needed for “another reason”)"),
        required=False,
        max_length=200,
        help_text=_("The person reads this. Write no name and no diagnosis."),
    )
    remember = forms.BooleanField(
        label=_("The same reason for the next 30 minutes, for this kind only"),
        required=False,
        help_text=_("Each download is still recorded by itself."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("reason") == AccessReason.OTHER and not cleaned.get("words"):
            self.add_error("words", _("Say in a few words why you need it."))
        return cleaned

    @property
    def why(self) -> Why:
        return Why(self.cleaned_data["reason"], self.cleaned_data["words"])


class ReviewForm(SafeForm):
    """What a look through a month of records found."""

    submit_label = _("Mark the month as reviewed")

    note = forms.CharField(
        label=_("What you found"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example: nothing unusual; or whom you asked about what, and the answer."),
        error_messages={"required": _("Write what you found, even if it was nothing unusual.")},
    )

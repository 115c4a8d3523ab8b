"""A notice to cohorts, as it is written."""

import secrets
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from enrollment.models import Cohort
from enrollment.services.notices import Writing
from enrollment.states import Audience
from training.core.forms import SafeForm

AT_ONCE = 20


def new_token() -> str:
    return secrets.token_hex(16)


class CohortChoice(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple


class WriteNoticeForm(SafeForm):
    """To whom, and what: Korean words for everybody, English ones for who reads English."""

    submit_label = _("See who gets it")

    cohorts = CohortChoice(label=_("Cohorts"), queryset=Cohort.objects.none())
    audience = forms.MultipleChoiceField(
        label=_("To whom"), choices=Audience.choices, widget=forms.CheckboxSelectMultiple, initial=[Audience.TRAINEES]
    )
    subject = forms.CharField(label=_("Subject"), max_length=120)
    text = forms.CharField(label=_("Text"), max_length=3000, widget=forms.Textarea(attrs={"rows": 7}))
    subject_en = forms.CharField(
        label=_("Subject in English (optional)"),
        max_length=120,
        required=False,
        help_text=_("Who reads English gets the Korean words where these are empty."),
    )
    text_en = forms.CharField(
        label=_("Text in English (optional)"),
        max_length=3000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 7}),
    )
    urgent = forms.BooleanField(
        label=_("Urgent: also as a text message to those who gave a phone number"), required=False
    )
    token = forms.CharField(widget=forms.HiddenInput, max_length=40, initial=new_token)

    def __init__(self, *args: Any, cohorts: Any, operates: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cohorts"].queryset = cohorts  # type: ignore[attr-defined]  # a ModelMultipleChoiceField
        if not operates:  # who applied is the office's to know
            self.fields["audience"].choices = [  # type: ignore[attr-defined]  # a choice field
                choice for choice in Audience.choices if choice[0] != Audience.APPLICANTS
            ]

    def clean_cohorts(self) -> list[Cohort]:
        found = list(self.cleaned_data["cohorts"])
        if len(found) > AT_ONCE:
            raise ValidationError(_("Choose at most %(most)d cohorts at once.") % {"most": AT_ONCE})
        return found

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if bool(given.get("subject_en")) != bool(given.get("text_en")):
            missing = "text_en" if given.get("subject_en") else "subject_en"
            self.add_error(missing, _("Write both subject and text in English, or leave both empty."))
        return given

    def writing(self) -> Writing:
        return Writing(**{name: self.cleaned_data[name] for name in Writing.__dataclass_fields__})

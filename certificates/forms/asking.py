"""What is asked of a verifier, and what an operator says of an act."""

from collections.abc import Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from certificates.models import Certificate
from certificates.states import RevocationReason
from training.core.forms import NameField, SafeForm


class AskForm(SafeForm):
    """Number, code or a pasted address, and the name where it is a number."""

    submit_label = _("Check the certificate")

    what = forms.CharField(
        label=_("Verification code or register number"),
        max_length=300,
        help_text=_(
            "As printed on the certificate. Spaces, dashes and case do not matter; a pasted address works too."
        ),
    )
    name = NameField(
        label=_("Name on the certificate"),
        required=False,
        help_text=_("Needed only together with a register number."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["what"].widget.attrs.update(autocomplete="off", autocapitalize="characters", spellcheck="false")
        self.fields["name"].widget.attrs.update(autocomplete="off")


class NameForm(SafeForm):
    """The name that a verifier has on paper, to be confirmed or denied."""

    submit_label = _("Compare the name")

    name = NameField(label=_("Name on the certificate"), help_text=_("In Hangul or in Latin letters."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs.update(autocomplete="off")


class ReasonForm(SafeForm):
    """Why, for the records of the operators."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only operators see it."),
    )

    @property
    def helper(self) -> FormHelper:
        return _fields_only(super().helper)


class RevokeForm(SafeForm):
    """The public reason, and a private note that says more."""

    code = forms.ChoiceField(
        label=_("Public reason"),
        choices=RevocationReason.choices,
        widget=forms.RadioSelect,
        help_text=_("Anyone who checks the certificate reads it."),
    )
    note = forms.CharField(
        label=_("Private note"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only operators see it."),
    )

    @property
    def helper(self) -> FormHelper:
        return _fields_only(super().helper)


class RevokeSeveralForm(RevokeForm):
    """Which certificates, besides the reasons."""

    certificates = forms.TypedMultipleChoiceField(
        label=_("Certificates"), coerce=int, widget=forms.CheckboxSelectMultiple
    )

    field_order = ("certificates", "code", "note")

    def __init__(self, *args: Any, standing: Sequence[Certificate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["certificates"]
        field.choices = [(row.pk, f"{row.register_number} · {row.person}") for row in standing]


def _fields_only(helper: FormHelper) -> FormHelper:
    """The page brings its own form element and button (components/confirm.html)."""
    helper.form_tag = False
    helper.inputs = []
    return helper

"""What is asked of a verifier, and what an operator says of an act."""

from collections.abc import Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from certificates.models import Certificate
from certificates.queries.sheets import Preview
from certificates.rules.sheets import Columns
from certificates.states import Field, RevocationReason
from training.core.forms import NameField, SafeForm

LINK_DAYS = (1, 7, 30, 90)
WALLET_DAYS = (1, 7, 30)


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


class SheetForm(SafeForm):
    """A list as a file, or pasted."""

    submit_label = _("Read the list")

    file = forms.FileField(
        label=_("File"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv"}),
        help_text=_(
            "XLSX or CSV, at most 1,000 lines and 2 MB, with numbers or codes in one column and names in another."
        ),
    )
    pasted = forms.CharField(
        label=_("Or paste the list"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "autocomplete": "off"}),
        help_text=_("One line for each person: number or code, then the name."),
    )

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if not self.errors and not found.get("file") and not (found.get("pasted") or "").strip():
            self.add_error("file", _("Choose a file, or paste the list."))
        return found

    @property
    def sent(self) -> bytes:
        """The bytes of whichever came; a file counts before what was pasted."""
        upload = self.cleaned_data.get("file")
        return bytes(upload.read()) if upload else str(self.cleaned_data["pasted"]).encode()


class ColumnsForm(SafeForm):
    """Which column is which."""

    submit_label = _("Check the list")

    what = forms.TypedChoiceField(label=_("Number or code"), coerce=int)
    second = forms.TypedChoiceField(label=_("A second column of numbers or codes"), coerce=int, required=False)
    name = forms.TypedChoiceField(label=_("Name"), coerce=int)
    headed = forms.BooleanField(label=_("The first row holds heads"), required=False)

    def __init__(self, *args: Any, preview: Preview, **kwargs: Any) -> None:
        super().__init__(*args, initial=preview.columns.stored(), **kwargs)
        choices: dict[str, Any] = {
            "what": preview.choices, "second": preview.second_choices, "name": preview.choices
        }  # fmt: skip
        for key, found in choices.items():
            self.fields[key].choices = found  # type: ignore[attr-defined]  # fields of choices

    @property
    def columns(self) -> Columns:
        return Columns(**self.cleaned_data)

    @property
    def helper(self) -> FormHelper:
        return _fields_only(super().helper)


class LinkForm(SafeForm):
    """For whom, what they see, and how long."""

    submit_label = _("Make the link")

    recipient = forms.CharField(
        label=_("For whom"), max_length=100, help_text=_("The employer's name. It stands on the page they see.")
    )
    fields_shown = forms.MultipleChoiceField(
        label=_("What they see"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Whether the certificate is valid is always shown. The PDF bears your name, date of birth and code."
        ),
    )
    days = forms.TypedChoiceField(label=_("How long it works"), coerce=int, widget=forms.RadioSelect, initial=7)

    def __init__(self, *args: Any, choices: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fields_shown"].choices = choices  # type: ignore[attr-defined]  # a field of choices
        self.fields["fields_shown"].initial = [Field.NAME.value, Field.COURSE.value, Field.HOURS.value]
        self.fields["days"].choices = _days(LINK_DAYS)  # type: ignore[attr-defined]  # a field of choices


class WalletForm(SafeForm):
    """How long a wallet can fetch the credential."""

    submit_label = _("Make the address")

    days = forms.TypedChoiceField(label=_("How long it works"), coerce=int, widget=forms.RadioSelect, initial=1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["days"].choices = _days(WALLET_DAYS)  # type: ignore[attr-defined]  # a field of choices


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


def _days(numbers: Sequence[int]) -> list[tuple[int, str]]:
    return [(days, ngettext("%(n)d day", "%(n)d days", days) % {"n": days}) for days in numbers]


def _fields_only(helper: FormHelper) -> FormHelper:
    """The page brings its own form element and button (components/confirm.html)."""
    helper.form_tag = False
    helper.inputs = []
    return helper

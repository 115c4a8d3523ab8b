"""What people ask about their data, and what operators answer."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from training.accounts.forms.details import refuse_child
from training.accounts.forms.fields import BirthDateField, LatinNameField, PersonNameField
from training.accounts.services import requests
from training.accounts.states import CorrectedField
from training.core.forms import SafeForm

JUDGES = {
    CorrectedField.NAME: PersonNameField,
    CorrectedField.LATIN_NAME: LatinNameField,
    CorrectedField.BIRTH_DATE: BirthDateField,
}


class CorrectionForm(SafeForm):
    """What is wrong, and how it should be; the new value is judged as the field itself judges it."""

    submit_label = _("Ask for the correction")

    field = forms.ChoiceField(
        label=_("What is wrong?"),
        choices=CorrectedField.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is wrong.")},
    )
    value = forms.CharField(
        label=_("How it should be"),
        max_length=150,
        required=False,
        help_text=_("A date of birth with eight digits, such as 19990517. Never a resident registration number."),
    )
    text = forms.CharField(
        label=_("Where it stands, and why it is wrong"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Say where it stands and why it is wrong.")},
    )

    def __init__(self, *args: Any, today: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        field = cleaned.get("field", "")
        judge = JUDGES.get(field)
        if judge is None or "value" in self.errors:
            return cleaned
        try:
            cleaned["value"] = requests.refuse_unreadable(field, cleaned.get("value", ""), judge().clean)
            if field == CorrectedField.BIRTH_DATE:
                refuse_child(judge().clean(cleaned["value"]), self.today)
        except ValidationError as error:
            self.add_error("value", error)
        return cleaned


class ErasureForm(SafeForm):
    """The wish to be erased, said once more."""

    submit_label = _("Ask for the erasure")

    text = forms.CharField(
        label=_("Anything we should know (optional)"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    understood = forms.BooleanField(
        label=_("I have read what goes, what stays, and that this cannot be taken back once it is done."),
        error_messages={"required": _("Tick that you have read what follows.")},
    )


class AnswerForm(SafeForm):
    """An operator's answer, which the person reads."""

    answer = forms.CharField(
        label=_("Your answer, which the person reads"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write what the person shall read.")},
    )

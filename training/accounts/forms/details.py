"""A person's own details."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from training.accounts.forms.fields import BirthDateField, LatinNameField, PersonNameField, refuse_no_phone
from training.accounts.models import age_on
from training.accounts.states import Language
from training.core.forms import SafeForm

MINIMUM_AGE = 14


def refuse_child(birth_date: date, today: date) -> None:
    """Under 14 a guardian would have to consent (PIPA §22의2); a birthday today is old enough."""
    if birth_date > today:
        raise ValidationError(_("This day has not come yet. Enter your date of birth."))
    if age_on(birth_date, today) < MINIMUM_AGE:
        raise ValidationError(
            _("We cannot open an account for anybody under 14. Ask the office together with a parent or guardian.")
        )


class DetailsForm(SafeForm):
    """What the person's page lets them change. `today` is the day in the complex's zone."""

    name = PersonNameField()
    latin_name = LatinNameField()
    birth_date = BirthDateField()
    phone = forms.CharField(
        label=_("Phone (optional)"),
        required=False,
        max_length=30,
        validators=[refuse_no_phone],
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        help_text=_("Only for urgent news about your training."),
    )
    language = forms.ChoiceField(label=_("Language of pages and mail"), choices=Language.choices)

    def __init__(self, *args: Any, today: date, is_recorded: bool = False, **kwargs: Any) -> None:
        """`is_recorded`: records of training stand under the name, which then changes by a request alone."""
        super().__init__(*args, **kwargs)
        self.today = today
        if is_recorded:
            for name in ("name", "birth_date"):
                self.fields[name].disabled = bool(self.initial.get(name))
                self.fields[name].help_text = _("Records stand under it. Ask for a correction on the page “Your data”.")

    def clean_birth_date(self) -> date:
        birth_date: date = self.cleaned_data["birth_date"]
        refuse_child(birth_date, self.today)
        return birth_date

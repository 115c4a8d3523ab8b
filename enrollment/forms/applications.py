"""What an applicant fills in, checks and submits."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from enrollment.queries.applications import LEAST_AGE
from enrollment.states import ApplicantKind
from training.accounts.models import ConsentText, User, age_on
from training.core.forms import NameField, SafeForm


class DraftForm(SafeForm):
    """The first page: what the program needs, and what the account lacks."""

    submit_label = _("Save and check")

    name = NameField(label=_("Name"), help_text=_("As it stands on your papers."))
    birth_date = forms.DateField(
        label=_("Date of birth"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Like 1999-05-17. It tells people of the same name apart; we keep no resident number."),
    )
    kind = forms.ChoiceField(
        label=_("I am"),
        choices=ApplicantKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two: it decides which rules apply to you.")},
    )
    motivation = forms.CharField(
        label=_("Why this course"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Two or three sentences are enough. You may leave this empty."),
    )

    def __init__(self, *args: Any, person: User, today: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        for name in ("name", "birth_date"):
            if getattr(person, name):
                del self.fields[name]

    def clean_birth_date(self) -> Any:
        born = self.cleaned_data["birth_date"]
        if born > self.today or born.year < 1900:
            raise forms.ValidationError(_("This cannot be a date of birth. Check the year."))
        if age_on(born, self.today) < LEAST_AGE:
            raise forms.ValidationError(
                _("People under 14 cannot apply here. Ask the office about courses for your age.")
            )
        return born


class SubmitForm(SafeForm):
    """The check page: one unticked box for each consent that is still to be given."""

    submit_label = _("Submit")

    def __init__(self, *args: Any, texts: list[ConsentText], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.texts = texts
        for text in texts:
            self.fields[f"consent_{text.pk}"] = forms.BooleanField(
                label=text.text("title"),
                required=text.required,
                error_messages={"required": _("Without this consent we cannot take the application. Tick the box.")},
            )

    def asked(self) -> list[tuple[ConsentText, forms.BoundField]]:
        return [(text, self[f"consent_{text.pk}"]) for text in self.texts]

    def consents(self) -> frozenset[int]:
        """The ids of the texts that were agreed to."""
        return frozenset(text.pk for text in self.texts if self.cleaned_data.get(f"consent_{text.pk}"))

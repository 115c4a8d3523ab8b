"""What an applicant fills in, checks and submits."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from enrollment.models import Admission
from enrollment.queries.applications import LEAST_AGE
from enrollment.sealed import MOST_BYTES
from enrollment.states import ApplicantKind
from training.accounts.models import ConsentText, Organization, User, age_on
from training.accounts.states import OrganizationKind
from training.core.forms import NameField, SafeForm
from training.core.models import Complex


class PersonForm(SafeForm):
    """Name and birth date, as far as the account lacks them."""

    submit_label = _("Save")

    name = NameField(label=_("Name"), help_text=_("As it stands on your papers; your certificate will bear it."))
    birth_date = forms.DateField(
        label=_("Date of birth"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Like 1999-05-17. It tells people of the same name apart; we keep no resident number."),
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


class KindForm(SafeForm):
    """In which way somebody applies; the employer and the card's number where the program asks for them."""

    submit_label = _("Save")

    kind = forms.ChoiceField(
        label=_("I am"),
        widget=forms.RadioSelect,
        help_text=_("It decides which seats, papers and rules apply to you."),
        error_messages={"required": _("Choose one: it decides which rules apply to you.")},
    )
    sponsor = forms.ModelChoiceField(
        label=_("Employer that sends me"),
        queryset=Organization.objects.none(),
        required=False,
        empty_label=_("None sends me"),
        help_text=_("Only if your employer has an agreement with us. It sees your progress only if you agree to that."),
    )
    card_number = forms.CharField(
        label=_("Learning card number"),
        required=False,
        max_length=25,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text=_("For the funding of your seat. Leave it empty while your card is being issued."),
    )

    def __init__(self, *args: Any, admission: Admission, complex: Complex, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = dict(ApplicantKind.choices)
        kinds = [(kind, labels[kind]) for kind in ApplicantKind.values if kind in admission.kinds]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]  # of a ChoiceField
        if ApplicantKind.SPONSORED not in admission.kinds:
            del self.fields["sponsor"]
        else:
            employers = Organization.objects.of(complex).filter(
                kind__in=[OrganizationKind.PARTNER, OrganizationKind.ANCHOR]
            )
            self.fields["sponsor"].queryset = employers.order_by("name_ko")  # type: ignore[attr-defined]
        if not admission.asks_card_number:
            del self.fields["card_number"]

    def clean_card_number(self) -> str:
        number = "".join(char for char in self.cleaned_data["card_number"] if char not in " -")
        if number and not (number.isascii() and number.isdigit() and 10 <= len(number) <= 19):
            raise forms.ValidationError(_("A card number has 10 to 19 digits. Copy it from the front of the card."))
        return number

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("kind") == ApplicantKind.SPONSORED and "sponsor" not in self.errors and not given.get("sponsor"):
            self.add_error("sponsor", _("Choose the employer that sends you, or apply in another way."))
        if "sponsor" in given and given.get("kind") != ApplicantKind.SPONSORED:
            given["sponsor"] = None
        return given


class MotivationForm(SafeForm):
    """Why this course; it may stay empty."""

    submit_label = _("Save")

    motivation = forms.CharField(
        label=_("Why this course"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_("Two or three sentences are enough. You may leave this empty."),
    )


class PaperForm(SafeForm):
    """One file."""

    submit_label = _("Hand in")

    file = forms.FileField(
        label=_("File"),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
        help_text=_("PDF, JPEG or PNG, up to 5 MB."),
        error_messages={
            "required": _("Choose a file first."),
            "empty": _("This file is empty. Choose the file again."),
            "max_length": _("The file's name is too long. Give it a shorter one."),
        },
    )

    def clean_file(self) -> UploadedFile:
        """A file that is too large is refused before it is read."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(
                _("This file is larger than 5 MB. Scan it with a lower resolution and send it again.")
            )
        return file


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

    def required(self) -> list[tuple[ConsentText, forms.BoundField]]:
        return [(text, field) for text, field in self.asked() if text.required]

    def optional(self) -> list[tuple[ConsentText, forms.BoundField]]:
        return [(text, field) for text, field in self.asked() if not text.required]

    def consents(self) -> frozenset[int]:
        """The ids of the texts that were agreed to."""
        return frozenset(text.pk for text in self.texts if self.cleaned_data.get(f"consent_{text.pk}"))

"""What an operator, an employer and a nominee fill in about sponsored seats."""

from copy import deepcopy
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from enrollment.forms.applications import KindForm, PersonForm
from enrollment.forms.cohorts import instant_field, seats_field
from enrollment.models import Admission, SeatAgreement
from enrollment.queries.nominee_sheets import LIMITS
from enrollment.rules.nominations import Nominee
from enrollment.states import NominationState
from training.accounts.models import ConsentText, Organization, User
from training.accounts.states import OrganizationKind
from training.core.forms import NameField, SafeForm
from training.core.models import Complex


class AgreementForm(SafeForm):
    """How many seats, until when. The employer is chosen once."""

    submit_label = _("Keep these seats")

    organization = forms.ModelChoiceField(label=_("Employer"), queryset=Organization.objects.none())
    seats = seats_field()
    nominate_until = instant_field(_("Nominations until"))
    answer_days = forms.IntegerField(
        label=_("Days to answer"),
        min_value=1,
        max_value=30,
        initial=7,
        help_text=_("So long a nominee can think about it; never longer than until the course begins."),
    )

    def __init__(self, *args: Any, complex: Complex, agreement: SeatAgreement | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seats"].help_text = _("They must be free now. Nobody else can take them while they are kept.")
        self.fields["nominate_until"].help_text = _("Seats without a nominee go back to everybody at this time.")
        if agreement is not None:
            del self.fields["organization"]
            self.submit_label = _("Change the agreement")
            return
        employers = Organization.objects.of(complex).filter(
            kind__in=[OrganizationKind.PARTNER, OrganizationKind.ANCHOR]
        )
        self.fields["organization"].queryset = employers.order_by("name_ko")  # type: ignore[attr-defined]


class NomineeForm(SafeForm):
    """One person."""

    submit_label = _("Nominate")

    name = NameField(label=_("Name"), help_text=_("As it stands on papers."))
    email = forms.EmailField(
        label=_("Work e-mail"),
        help_text=_("The invitation goes there, and the person signs in or signs up with it."),
        error_messages={"invalid": _("This is no mail address. Write it like kim@company.example.")},
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=200,
        help_text=_("For yourself, for example the team. Nothing about health. The person can read it."),
    )

    def nominee(self) -> Nominee:
        given = self.cleaned_data
        return Nominee(given["name"], given["email"].lower(), given["note"])


class SheetForm(SafeForm):
    """Many people: a file, or pasted lines."""

    submit_label = _("Check the list")

    file = forms.FileField(
        label=_("File"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx,.txt"}),
        help_text=_("CSV or XLSX, up to 1 MB: a column of names, a column of work addresses, and a note if you like."),
    )
    text = forms.CharField(
        label=_("Or paste lines"),
        required=False,
        max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text=_("One person in each line, as they come out of a spreadsheet: name, work address, note."),
    )

    def clean_file(self) -> UploadedFile | None:
        file: UploadedFile | None = self.cleaned_data["file"]
        if file and (file.size or 0) > LIMITS.bytes:
            raise forms.ValidationError(_("This file is larger than 1 MB. Keep only names and addresses in it."))
        return file

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors and not given.get("file") and not given.get("text", "").strip():
            raise forms.ValidationError(_("Choose a file or paste some lines."))
        return given


class AnswerForm(SafeForm):
    """What a nominee still has to say before the seat is theirs; the last box is theirs to leave empty."""

    submit_label = _("Accept the seat")

    def __init__(
        self,
        *args: Any,
        person: User,
        today: date,
        admission: Admission,
        texts: list[ConsentText],
        share: ConsentText | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.texts, self.share_text, self.today = texts, share, today
        for name, field in PersonForm(person=person, today=today).fields.items():
            self.fields[name] = field
        if admission.asks_card_number:
            self.fields["card_number"] = deepcopy(KindForm.base_fields["card_number"])
        for text in texts:
            self.fields[f"consent_{text.pk}"] = forms.BooleanField(
                label=text.text("title"),
                required=text.required,
                error_messages={"required": _("Without this consent we cannot give you the seat. Tick the box.")},
            )
        if share is not None:
            self.fields["share"] = forms.BooleanField(label=share.text("title"), required=False)

    def clean_birth_date(self) -> Any:
        return PersonForm.clean_birth_date(self)  # type: ignore[arg-type]  # the same two attributes

    def clean_card_number(self) -> str:
        return KindForm.clean_card_number(self)  # type: ignore[arg-type]  # the same attribute

    def own(self) -> list[forms.BoundField]:
        """What is asked about the person."""
        return [self[name] for name in ("name", "birth_date", "card_number") if name in self.fields]

    def asked(self) -> list[tuple[ConsentText, forms.BoundField]]:
        return [(text, self[f"consent_{text.pk}"]) for text in self.texts]

    def answers(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "consents": frozenset(text.pk for text in self.texts if given.get(f"consent_{text.pk}")),
            "share": self.share_text if given.get("share") else None,
            **{name: given[name] for name in ("name", "birth_date", "card_number") if name in given},
        }


class PeopleFilter(forms.Form):
    """The filter of the employer's list; it stands in the address."""

    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", pgettext_lazy("state", "all")), *NominationState.choices],
    )

"""What operators fill in about an organization."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from enrollment.forms.cohorts import DAY, day_field, refuse_far_day
from training.accounts.states import OrganizationKind
from training.consortium.models import Agreement, Contact
from training.consortium.services.agreements import Card, Terms
from training.consortium.states import AgreementKind
from training.core.forms import NameField, SafeForm


class OrganizationForm(SafeForm):
    """Its names and its part in the program."""

    name_ko = forms.CharField(label=_("Name (Korean)"), max_length=150)
    name_en = forms.CharField(label=_("Name (English)"), max_length=150)
    kind = forms.ChoiceField(
        label=_("Part in the program"), choices=OrganizationKind.choices, widget=forms.RadioSelect
    )  # fmt: skip


class AgreementForm(SafeForm):
    """What was signed, and from when until when."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("agreement", "Kind"), choices=AgreementKind.choices, widget=forms.RadioSelect
    )
    title = forms.CharField(label=pgettext_lazy("agreement", "Title"), max_length=150)
    signed_on = day_field(_("Signed on"))
    starts_on = day_field(_("First day"))
    ends_on = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
        validators=[refuse_far_day],
        help_text=_("Empty: until somebody ends it. The desk reminds you 60 days before a last day."),
    )
    note = forms.CharField(
        label=_("Note"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )  # fmt: skip

    def __init__(self, *args: Any, agreement: Agreement | None = None, **kwargs: Any) -> None:
        if agreement is not None:
            kwargs["initial"] = {name: getattr(agreement, name) for name in Terms.__dataclass_fields__}
        super().__init__(*args, **kwargs)

    def terms(self) -> Terms:
        return Terms(**{name: self.cleaned_data[name] for name in Terms.__dataclass_fields__})


class ContactForm(SafeForm):
    """Whom one calls."""

    name = NameField(label=_("Name"))
    position = forms.CharField(label=pgettext_lazy("contact", "Position"), required=False, max_length=100)
    phone = forms.CharField(label=_("Phone"), required=False, max_length=30)
    email = forms.EmailField(label=_("E-mail"), required=False, max_length=254)
    note = forms.CharField(label=pgettext_lazy("contact", "What for"), required=False, max_length=200)

    def __init__(self, *args: Any, contact: Contact | None = None, **kwargs: Any) -> None:
        if contact is not None:
            kwargs["initial"] = {name: getattr(contact, name) for name in Card.__dataclass_fields__}
        super().__init__(*args, **kwargs)

    def card(self) -> Card:
        return Card(**{name: self.cleaned_data[name] for name in Card.__dataclass_fields__})


class OrganizationFilterForm(forms.Form):
    """The filters of the list; they stand in the address."""

    kind = forms.ChoiceField(
        label=_("Part in the program"), required=False, choices=[("", _("all")), *OrganizationKind.choices]
    )
    show = forms.ChoiceField(
        label=_("Agreements"), required=False, choices=[("", _("all")), ("ending", _("ending within 60 days"))]
    )
    q = forms.CharField(label=_("Name"), required=False, max_length=100)

    def wanted(self) -> dict[str, Any]:
        """What is valid of it; the rest filters nothing."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

"""Granting and revoking roles."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from training.accounts import permissions
from training.accounts.models import Organization, User
from training.accounts.states import Role
from training.core.forms import SafeForm
from training.core.models import Complex


class GrantForm(SafeForm):
    """Whom, where, what. The person signs up first, so that the account is theirs."""

    submit_label = _("Grant the role")
    email = forms.EmailField(
        label=_("E-mail of the person"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text=_("The person signs up first."),
        error_messages={
            "required": _("Enter the e-mail address of the person's account."),
            "invalid": _("Enter an e-mail address such as name@example.com."),
        },
    )
    organization = forms.ModelChoiceField(
        label=_("Organization"),
        queryset=Organization.objects.none(),
        error_messages={"required": _("Choose an organization.")},
    )
    role = forms.ChoiceField(label=_("Role"), error_messages={"required": _("Choose a role.")})

    def __init__(self, *args: Any, complex: Complex, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        grantable = [choice for choice in Role.choices if permissions.may_grant(by, complex, choice[0])]
        self.fields["role"].choices = [("", "---------"), *grantable]  # type: ignore[attr-defined]
        self.fields["organization"].queryset = Organization.objects.of(complex).order_by("name_ko")  # type: ignore[attr-defined]

    def clean_email(self) -> User:
        user = User.objects.filter(email__iexact=self.cleaned_data["email"], is_active=True).first()
        if user is None:
            raise ValidationError(_("No open account has this address. Ask the person to sign up first."))
        return user


class RevokeForm(SafeForm):
    submit_label = _("Take the role away")
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        help_text=_("Kept in the history of roles."),
        error_messages={"required": _("Write why the role ends.")},
    )

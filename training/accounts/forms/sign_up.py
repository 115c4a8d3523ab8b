"""Sign-up: address and password, who the person is, and what they agree to."""

from datetime import date
from secrets import token_hex
from typing import Any

from allauth.account import forms as allauth
from allauth.core import context
from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Field, Fieldset, Layout
from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from training.accounts.forms.details import refuse_child
from training.accounts.forms.entrance import PASSWORD_HINT
from training.accounts.forms.fields import BirthDateField, InOurWords, LatinNameField, PersonNameField
from training.accounts.models import ConsentText, User
from training.accounts.queries import consents as asked
from training.accounts.services import consents, people
from training.accounts.services.holdings import NOWHERE
from training.core.clock import day_of
from training.core.requests import Request


class ConsentField(forms.BooleanField):
    """One unticked box for one version of one text; `text` holds the four rows shown above it."""

    def __init__(self, text: ConsentText) -> None:
        super().__init__(
            label=_("I agree"),
            required=text.required,
            error_messages={"required": _("Without this consent we cannot open an account. Read it and tick the box.")},
        )
        self.text = text


class SignupForm(InOurWords, allauth.SignupForm):
    """Nothing is saved unless all of it is: the account, the details and the consents in one transaction."""

    submit_label = _("Sign up")
    words = {
        "email": (_("E-mail"), _("We mail you a link to confirm it.")),
        "password1": (_("Password"), PASSWORD_HINT),
    }
    name = PersonNameField()
    latin_name = LatinNameField()
    birth_date = BirthDateField()
    field_order = ["email", "password1", "name", "latin_name", "birth_date"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.request: Request = context.request
        super().__init__(*args, **kwargs)
        self.texts = asked.asked_at_sign_up(self.request.complex, now=self.request.now)
        for text in self.texts:
            self.fields[f"consent_{text.key}"] = ConsentField(text)

    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        helper.layout = Layout(
            Fieldset(_("To sign in"), "email", "password1"),
            Fieldset(_("About you"), "name", "latin_name", "birth_date"),
            Fieldset(_("Required consent"), *self._boxes(required=True)),
        )
        optional = self._boxes(required=False)
        if optional:
            calm = HTML(format_html("<p>{}</p>", _("You can apply without the optional consents.")))
            helper.layout.append(Fieldset(_("Optional consent"), calm, *optional))
        return helper

    def _boxes(self, *, required: bool) -> list[Field]:
        return [
            Field(f"consent_{text.key}", template="accounts/consent_field.html")
            for text in self.texts
            if text.required == required
        ]

    def clean_birth_date(self) -> date:
        birth_date: date = self.cleaned_data["birth_date"]
        refuse_child(birth_date, day_of(self.request.now, self.request.complex.zone))
        return birth_date

    @transaction.atomic
    def save(self, request: Request) -> User:
        return super().save(request)

    def signup(self, request: Request, user: User) -> None:
        """Called by allauth between the account and its address."""
        given = {name: self.cleaned_data[name] for name in ("name", "latin_name", "birth_date")}
        people.change_details(user, by=user, now=request.now, language=request.LANGUAGE_CODE, **given)
        ticked = [text for text in self.texts if self.cleaned_data[f"consent_{text.key}"]]
        consents.give(user, ticked, now=request.now)

    def try_save(self, request: Request) -> tuple[User | None, HttpResponse | None]:
        """A known address takes as long and looks the same as a new one; its owner is told by mail."""
        if self.account_already_exists:
            self._save_as_if_new(request)
        saved: tuple[User | None, HttpResponse | None] = super().try_save(request)
        for notice in self.notices:
            messages.info(request, notice)
        return saved

    def _save_as_if_new(self, request: Request) -> None:
        """The work of an account for a made-up address, of which nothing stays: only then are both equally slow."""
        address = self.cleaned_data["email"]
        self.cleaned_data["email"] = f"{token_hex(16)}@{NOWHERE}"
        self.account_already_exists = False
        with transaction.atomic():
            self.save(request)
            transaction.set_rollback(True)
        self.account_already_exists, self.cleaned_data["email"] = True, address

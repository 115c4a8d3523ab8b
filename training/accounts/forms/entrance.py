"""Signing in, and finding the way back in."""

from typing import Any

from allauth.account import forms as allauth
from django.utils.translation import gettext_lazy as _

from training.accounts.forms.fields import InOurWords

PASSWORD_HINT = _("At least 10 characters. You can paste it, and a password manager may make it.")


class LoginForm(InOurWords, allauth.LoginForm):
    submit_label = _("Sign in")
    words = {
        "login": (_("E-mail"), ""),
        "password": (_("Password"), ""),
        "remember": (_("Stay signed in on this device"), _("Not on a shared computer.")),
    }


class ReauthenticateForm(InOurWords, allauth.ReauthenticateForm):
    submit_label = _("Go on")
    words = {"password": (_("Password"), "")}


class ResetPasswordForm(InOurWords, allauth.ResetPasswordForm):
    submit_label = _("Mail me a link")
    words = {"email": (_("E-mail"), "")}


class OnePassword(InOurWords):
    """A new password is typed once and can be shown, instead of typed twice unseen."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("password2", None)  # type: ignore[attr-defined]  # a mixin of forms


class ResetPasswordKeyForm(OnePassword, allauth.ResetPasswordKeyForm):
    submit_label = _("Save the new password")
    words = {"password1": (_("New password"), PASSWORD_HINT)}

"""Codes of an authenticator app, and security keys."""

from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from crispy_forms.helper import FormHelper
from django.utils.translation import gettext_lazy as _

from training.accounts.forms.fields import InOurWords

CODE = {"code": (_("Code"), _("Six digits from your authenticator app, or one of your recovery codes."))}


class AuthenticateForm(InOurWords, base.AuthenticateForm):
    submit_label = _("Sign in")
    words = CODE


class ReauthenticateCodeForm(InOurWords, base.ReauthenticateForm):
    submit_label = _("Go on")
    words = CODE


class ActivateTOTPForm(InOurWords, totp.ActivateTOTPForm):
    submit_label = _("Switch on")
    words = {"code": (_("Code"), _("The six digits that the app shows now."))}


class AddWebAuthnForm(InOurWords, webauthn.AddWebAuthnForm):
    words = {
        "name": (_("Name of the key"), _("To tell your keys apart, such as “phone” or “office key”.")),
        "passwordless": (
            _("Sign in with this key alone (passkey)"),
            _("The device then asks for your fingerprint, face or PIN instead of the password."),
        ),
    }

    @property
    def helper(self) -> FormHelper:
        """The button is in the page: a script asks the device and then sends the form."""
        helper = super().helper
        helper.inputs = []
        helper.form_tag = False
        return helper


class EditWebAuthnForm(InOurWords, webauthn.EditWebAuthnForm):
    words = {"name": (_("Name of the key"), "")}

"""Addresses and passwords of somebody who is signed in."""

from allauth.account import forms as allauth
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django.utils.translation import gettext_lazy as _

from training.accounts.forms.entrance import PASSWORD_HINT, OnePassword
from training.accounts.forms.fields import InOurWords


class AddEmailForm(InOurWords, allauth.AddEmailForm):
    submit_label = _("Add the address")
    words = {"email": (_("Another e-mail address"), _("We mail you a link to confirm it."))}

    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        helper.inputs = [Submit("action_add", self.submit_label, css_class="btn-primary")]
        return helper


class ChangePasswordForm(OnePassword, allauth.ChangePasswordForm):
    submit_label = _("Change the password")
    words = {
        "oldpassword": (_("Current password"), ""),
        "password1": (_("New password"), PASSWORD_HINT),
    }


class SetPasswordForm(OnePassword, allauth.SetPasswordForm):
    submit_label = _("Set the password")
    words = {"password1": (_("New password"), PASSWORD_HINT)}

"""Sign-up, sign-in, the person's own details, and roles."""

from training.accounts.forms.access import ReasonForm, ReviewForm
from training.accounts.forms.breaches import BreachForm, EntryForm, TellForm
from training.accounts.forms.breaches import CloseForm as BreachCloseForm
from training.accounts.forms.details import DetailsForm
from training.accounts.forms.duplicates import MergeForm
from training.accounts.forms.entrance import LoginForm, ReauthenticateForm, ResetPasswordForm, ResetPasswordKeyForm
from training.accounts.forms.manage import AddEmailForm, ChangePasswordForm, SetPasswordForm
from training.accounts.forms.privacy import AnswerForm, CorrectionForm, ErasureForm
from training.accounts.forms.roles import GrantForm, RevokeForm
from training.accounts.forms.second_factor import (
    ActivateTOTPForm,
    AddWebAuthnForm,
    AuthenticateForm,
    EditWebAuthnForm,
    ReauthenticateCodeForm,
)
from training.accounts.forms.sign_up import SignupForm

__all__ = [
    "ActivateTOTPForm",
    "AddEmailForm",
    "AddWebAuthnForm",
    "AnswerForm",
    "AuthenticateForm",
    "BreachCloseForm",
    "BreachForm",
    "ChangePasswordForm",
    "CorrectionForm",
    "DetailsForm",
    "EditWebAuthnForm",
    "EntryForm",
    "ErasureForm",
    "GrantForm",
    "LoginForm",
    "MergeForm",
    "ReasonForm",
    "ReauthenticateCodeForm",
    "ReauthenticateForm",
    "ResetPasswordForm",
    "ResetPasswordKeyForm",
    "ReviewForm",
    "RevokeForm",
    "SetPasswordForm",
    "SignupForm",
    "TellForm",
]

"""What verifiers and operators fill in."""

from certificates.forms.asking import AskForm, NameForm, ReasonForm, RevokeForm, RevokeSeveralForm
from certificates.forms.designs import DesignForm

__all__ = ["AskForm", "DesignForm", "NameForm", "ReasonForm", "RevokeForm", "RevokeSeveralForm"]

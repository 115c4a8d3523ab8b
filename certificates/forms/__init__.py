"""What verifiers, holders and operators fill in."""

from certificates.forms.asking import (
    AskForm,
    ColumnsForm,
    LinkForm,
    NameForm,
    ReasonForm,
    RevokeForm,
    RevokeSeveralForm,
    SheetForm,
    WalletForm,
)
from certificates.forms.designs import DesignForm

__all__ = [
    "AskForm",
    "ColumnsForm",
    "DesignForm",
    "LinkForm",
    "NameForm",
    "ReasonForm",
    "RevokeForm",
    "RevokeSeveralForm",
    "SheetForm",
    "WalletForm",
]

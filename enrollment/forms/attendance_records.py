"""Closing a unit period, and the state system's file."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from training.core.forms import SafeForm


class CloseForm(SafeForm):
    """The fingerprint of what the operator read travels with the form."""

    submit_label = _("Close the unit period")
    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, seen: str, **kwargs: Any) -> None:
        super().__init__(*args, initial={"seen": seen}, **kwargs)

"""Where a kiosk stands."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from enrollment.forms.attendance import CHOOSE
from training.core.forms import SafeForm


class StartKioskForm(SafeForm):
    """A venue or one of its rooms, and whether the person stays signed in on the device."""

    submit_label = _("Start the kiosk on this device")
    place = forms.ChoiceField(label=_("Place"), error_messages=CHOOSE)
    leave = forms.BooleanField(
        label=_("Sign me out of this device"),
        required=False,
        initial=True,
        help_text=_("For a tablet at the gate, which others touch. On your own phone, clear the box."),
    )

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [("", "–"), *places]  # type: ignore[attr-defined]  # a ChoiceField has them

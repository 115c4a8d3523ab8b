"""Which of two accounts stays, and why they are one person's."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from training.accounts.models import User
from training.core.forms import SafeForm


class MergeForm(SafeForm):
    """The account that stays, and how it is known that both belong to one person."""

    submit_label = _("Go on to the confirmation")

    stays = forms.ChoiceField(
        label=_("Which one stays?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the account that stays.")},
    )
    reason = forms.CharField(
        label=_("How do you know it is one person?"),
        max_length=250,
        help_text=_("For example: asked by phone and answered from both addresses."),
        error_messages={"required": _("Say how you know it. A name and a date of birth alone may be two people’s.")},
    )

    def __init__(self, *args: Any, both: tuple[User, User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["stays"]
        choices.choices = [(str(user.pk), f"{user.name or '–'} · {user.email}") for user in both]

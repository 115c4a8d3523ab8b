"""Confirming and reopening decisions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from enrollment.queries.completion import Proposal
from training.core.forms import SafeForm


class ConfirmForm(SafeForm):
    """One tick for each exception, and the fingerprint of what was read."""

    submit_label = _("Confirm the decisions")
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, exceptions: list[Proposal], seen: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = seen
        for proposal in exceptions:
            self.fields[f"exception-{proposal.enrollment.pk}"] = forms.BooleanField(
                label=_("%(name)s: not completed. %(why)s")
                % {"name": proposal.enrollment.trainee, "why": " ".join(proposal.sentences)},
                error_messages={"required": _("Tick this to say that you have read it.")},
            )


class ReopenForm(SafeForm):
    """Why a decision is opened again."""

    submit_label = _("Open the decision again")
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("It is kept with both decisions."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
    )

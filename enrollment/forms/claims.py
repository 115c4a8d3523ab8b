"""What is filled in to claim a day, to prove it, and to decide it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from enrollment.forms.applications import PaperForm
from enrollment.forms.attendance import CHOOSE
from enrollment.queries import claim_words
from enrollment.rules import claims as rules
from enrollment.rules.attendance import Schedule
from enrollment.rules.claims import Asked
from enrollment.states import ClaimKind, ClaimReason
from training.core import words
from training.core.forms import SafeForm


def day_field(label: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, coerce=date.fromisoformat, error_messages=CHOOSE)


def clock_field(label: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": _("Write a time like 09:00."), "invalid": _("Write a time like 09:00.")},
    )


class ClaimForm(SafeForm):
    """What both kinds share. `by_office` adds why a claim is allowed late."""

    submit_label = _("File the claim")
    kind: ClaimKind

    reason = forms.ChoiceField(label=_("Reason"), error_messages=CHOOSE)
    text = forms.CharField(
        label=pgettext_lazy("claim", "What happened"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One or two sentences. No names of illnesses: the paper says what is needed."),
        error_messages={"required": _("Write what happened, in a sentence.")},
    )
    late_reason = forms.CharField(
        label=_("Why it is allowed late"),
        required=False,
        max_length=250,
        help_text=_(
            "Only after the deadline, the end of the day after the day it is about. It stands in the register."
        ),
    )

    def __init__(self, *args: Any, plan: Schedule, days: Sequence[date], by_office: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = [("", "–"), *self.reasons(plan, days)]  # type: ignore[attr-defined]  # a ChoiceField
        choices = [(day.isoformat(), words.date_words(day)) for day in days]
        for name in {"first_on", "last_on"} & self.fields.keys():
            self.fields[name].choices = choices  # type: ignore[attr-defined]  # a ChoiceField
        if not by_office:
            del self.fields["late_reason"]

    def reasons(self, plan: Schedule, days: Sequence[date]) -> list[tuple[str, Any]]:
        raise NotImplementedError

    @property
    def asked(self) -> Asked:
        raise NotImplementedError


class RecognitionForm(ClaimForm):
    """A recognized absence of one day or more."""

    kind = ClaimKind.RECOGNITION

    first_on = day_field(pgettext_lazy("claim", "First day"))
    last_on = day_field(pgettext_lazy("claim", "Last day"))

    field_order = ("reason", "first_on", "last_on", "text", "late_reason")

    def reasons(self, plan: Schedule, days: Sequence[date]) -> list[tuple[str, Any]]:
        """Each with its days, by the list of the first day that can be chosen; leave only where the course has any."""
        listed = rules.recognition_on(plan, min(days, default=plan.ends_on))
        return [
            (reason.value, claim_words.limit(reason, plan, listed))
            for reason in rules.reasons(self.kind, listed)
            if reason != ClaimReason.LEAVE or rules.has_leave(plan, listed)
        ]

    @property
    def asked(self) -> Asked:
        data = self.cleaned_data
        return Asked(self.kind, data["reason"], data["first_on"], data["last_on"])


class CorrectionForm(ClaimForm):
    """A correction of one day by the times in the room."""

    kind = ClaimKind.CORRECTION

    first_on = day_field(_("Day"))
    came = clock_field(_("Came at"))
    left = clock_field(_("Left at"))

    field_order = ("first_on", "reason", "came", "left", "text", "late_reason")

    def __init__(self, *args: Any, by_office: bool, **kwargs: Any) -> None:
        super().__init__(*args, by_office=by_office, **kwargs)
        if by_office:
            for name in ("came", "left"):
                self.fields[name].required = False
            self.fields["left"].help_text = _("Both empty: the person was not there.")

    def reasons(self, plan: Schedule, days: Sequence[date]) -> list[tuple[str, Any]]:
        return [(reason.value, reason.label) for reason in rules.CORRECTED_FOR]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors and bool(data.get("came")) != bool(data.get("left")):
            self.add_error("left" if data.get("came") else "came", _("Write both times, or neither."))
        return data

    @property
    def asked(self) -> Asked:
        data = self.cleaned_data
        return Asked(self.kind, data["reason"], data["first_on"], data["first_on"], data["came"], data["left"])


FORMS: dict[str, type[ClaimForm]] = {form.kind: form for form in (RecognitionForm, CorrectionForm)}


class ClaimPaperForm(PaperForm):
    """One file; what tells of health is kept only with consent."""

    consent = forms.BooleanField(
        label=_("I agree that this paper, which tells of my health, is kept for this claim."),
        error_messages={"required": _("Agree to our keeping this paper, or show it at the office instead.")},
    )

    def __init__(self, *args: Any, health: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not health:
            del self.fields["consent"]


class DecisionOfClaimForm(SafeForm):
    """Accept or reject, with the reason the claimant reads."""

    submit_label = _("Decide")

    outcome = forms.ChoiceField(
        label=_("Decision"),
        choices=[("accept", _("Accept the claim")), ("reject", _("Reject the claim"))],
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    reason = forms.CharField(
        label=_("Reason of the decision"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The claimant reads it. Needed to reject; otherwise say what paper was shown."),
    )

"""Typed digits, acts, marks and decisions."""

import re
from datetime import UTC, date, datetime
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from enrollment.rules.acts import SCANS
from enrollment.services.attendance import MARKS
from enrollment.states import ClaimReason, EventKind
from training.core import words
from training.core.forms import SafeForm

LATEST = 4_102_444_800_000  # the year 2100


class MissedForm(forms.Form):
    """Which coming day would be missed. It stands in the address."""

    missed = forms.ChoiceField(
        label=_("If I miss a day"),
        error_messages={"invalid_choice": _("Choose one of the coming training days.")},
    )

    def __init__(self, *args: Any, days: list[date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choices = [(day.isoformat(), words.date_words(day)) for day in days]
        self.fields["missed"].choices = self.choices  # type: ignore[attr-defined]  # a ChoiceField has them

    @property
    def day(self) -> date:
        return date.fromisoformat(self.cleaned_data["missed"])


class DigitsForm(SafeForm):
    """The six digits beside the QR; spaces and dashes are ignored."""

    submit_label = _("Use the digits")
    digits = forms.CharField(
        label=_("Six digits on the screen"),
        max_length=20,
        error_messages={"required": _("Type the six digits beside the QR.")},
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "oc-code", "maxlength": False}
        ),
    )

    def clean_digits(self) -> str:
        digits = re.sub(r"[\s\-–]", "", self.cleaned_data["digits"])
        if not re.fullmatch(r"[0-9]{6}", digits):
            raise ValidationError(_("Type the six digits beside the QR."))
        return digits

    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        helper.attrs["data-again"] = ""
        return helper


class ActForm(forms.Form):
    """Which act is spent on the scan."""

    kind = forms.ChoiceField(choices=[(kind.value, kind.label) for kind in SCANS])
    person = forms.IntegerField(required=False)  # who opened the page
    clock = forms.IntegerField(required=False, min_value=0, max_value=LATEST)  # milliseconds, where script runs
    scanned = forms.IntegerField(required=False, min_value=0, max_value=LATEST)

    @property
    def pressed_at(self) -> datetime | None:
        """The instant on the phone's clock when the button was pressed."""
        return self._instant("clock")

    @property
    def device_at(self) -> datetime | None:
        """The instant on the phone's clock when the scan was made: when its page was asked for."""
        return self._instant("scanned")

    def _instant(self, field: str) -> datetime | None:
        sent = self.cleaned_data[field]
        return None if sent is None else datetime.fromtimestamp(sent / 1000, tz=UTC)


class MarkForm(forms.Form):
    """One of five marks for one person."""

    enrollment = forms.IntegerField(min_value=1)
    status = forms.ChoiceField(choices=[(mark.value, mark.label) for mark in MARKS])


def time_field(label: Any, *, required: bool = True) -> forms.TimeField:
    """Hours and minutes on one day."""
    return forms.TimeField(
        label=label,
        required=required,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": _("Write a time like 09:00."), "invalid": _("Write a time like 09:00.")},
    )


class MoveForm(SafeForm):
    """That somebody went out or came back, as the instructor saw it."""

    submit_label = _("Record it")
    kind = forms.ChoiceField(
        label=_("What happened"),
        choices=[(EventKind.AWAY.value, EventKind.AWAY.label), (EventKind.BACK.value, EventKind.BACK.label)],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one."), "invalid_choice": _("Choose one.")},
    )
    clock = time_field(_("At what time"))
    note = forms.CharField(
        label=_("Reason"),
        max_length=250,
        help_text=_("A few words. No names of illnesses."),
        error_messages={"required": _("Write why, in a few words.")},
    )


class PaperLineForm(SafeForm):
    """What one person wrote on the paper sheet; what is recorded already stays out of it."""

    came = time_field(_("Check in"), required=False)
    went = time_field(_("Go out"), required=False)
    back = time_field(_("Come back"), required=False)
    left = time_field(_("Check out"), required=False)

    KINDS = (("came", EventKind.IN), ("went", EventKind.AWAY), ("back", EventKind.BACK), ("left", EventKind.OUT))

    def __init__(self, *args: Any, name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs |= {"aria-label": f"{name} · {field.label}", "class": "form-control"}

    @property
    def times(self) -> list[tuple[EventKind, Any]]:
        """Those that were filled in."""
        return [(kind, self.cleaned_data[name]) for name, kind in self.KINDS if self.cleaned_data[name]]


class RecheckForm(SafeForm):
    """Whom to ask to scan once more, and for how long."""

    submit_label = _("Ask them to scan again")
    people = forms.IntegerField(
        label=_("How many people"),
        required=False,
        min_value=1,
        max_value=500,
        help_text=_("Drawn at random among those who are in. Empty: everybody who is in."),
    )
    minutes = forms.TypedChoiceField(
        label=_("For how long"),
        coerce=int,
        initial=5,
        choices=[(n, n) for n in (3, 5, 10)],
        error_messages={"required": _("Choose one."), "invalid_choice": _("Choose one.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = [(n, ngettext("%(n)d minute", "%(n)d minutes", n) % {"n": n}) for n in (3, 5, 10)]
        self.fields["minutes"].choices = said  # type: ignore[attr-defined]  # a ChoiceField has them


CHOOSE = {"required": _("Choose one from the list."), "invalid_choice": _("Choose one from the list.")}


class DecisionForm(SafeForm):
    """A recognized absence or a correction of one day, with its reason."""

    submit_label = _("Record the decision")
    day = forms.ChoiceField(label=_("Day"), error_messages=CHOOSE)
    kind = forms.ChoiceField(
        label=_("Kind"),
        error_messages=CHOOSE,
        choices=[
            (EventKind.RECOGNIZED.value, EventKind.RECOGNIZED.label),
            (EventKind.CORRECTION.value, EventKind.CORRECTION.label),
        ],
        widget=forms.RadioSelect,
    )
    status = forms.ChoiceField(
        label=_("Corrected to"),
        error_messages=CHOOSE,
        required=False,
        choices=[("", "–"), *((mark.value, mark.label) for mark in MARKS)],
        help_text=_("Only for a correction."),
    )
    reason = forms.ChoiceField(label=_("Reason"), choices=[("", "–"), *ClaimReason.choices], error_messages=CHOOSE)
    note = forms.CharField(
        label=_("Note"),
        max_length=250,
        required=False,
        help_text=_("What paper was shown. No names of illnesses."),
    )

    def __init__(self, *args: Any, days: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(day.isoformat(), words.date_words(day)) for day in days]
        self.fields["day"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField has them

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("kind") == EventKind.CORRECTION and not data.get("status"):
            self.add_error("status", _("Choose what the day is corrected to."))
        if data.get("reason") == ClaimReason.OTHER and not data.get("note"):
            self.add_error("note", _("Write what the other reason is."))
        return data

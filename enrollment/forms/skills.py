"""What an assessor enters at the bench."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from courses.rules import skills as rules
from courses.rules.calculators import quantities
from enrollment.forms.cohorts import instant_field
from enrollment.services.readings import Reading
from enrollment.services.skills import Circumstances, Row
from training.core.forms import SafeForm


def typed_field(said: rules.Skill, label: Any) -> forms.Field:
    """A value with its unit beside it, or the described levels."""
    if isinstance(said, rules.Rubric):
        language = get_language() or "ko"
        levels = [(str(at), f"{at} · {level.of(language)}") for at, level in enumerate(said.levels, start=1)]
        return forms.ChoiceField(
            label=label,
            required=False,
            choices=[("", "–"), *levels],
            widget=forms.Select(attrs={"class": "form-select", "data-bench": ""}),
            error_messages={"invalid_choice": _("Choose one of the described levels.")},
        )
    unit = quantities.shown(getattr(said, "unit", ""))
    attrs = {
        "inputmode": "decimal",
        "autocomplete": "off",
        "class": "form-control",
        "data-bench": "",
        "data-unit": unit,
    }
    return forms.CharField(label=label, required=False, max_length=40, widget=forms.TextInput(attrs=attrs))


def _short(label: Any, most: int = 60) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=most, widget=forms.TextInput(attrs={"class": "form-control"})
    )


class BenchForm(SafeForm):
    """A group at one skill: what is the same for all, and a line for each person who may practice.

    A line that stays empty is left out. `lines` are the fields of each person, for the template.
    """

    ticket = forms.CharField(widget=forms.HiddenInput, max_length=43)
    taken_at = instant_field(_("Shown at"))
    instrument = _short(_("Instrument"))
    place = _short(_("Place"))

    def __init__(self, *args: Any, people: list[tuple[int, str]], said: rules.Skill, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        for key, name in people:
            self.fields[f"typed-{key}"] = typed_field(said, name)
            self.fields[f"specimen-{key}"] = _short(_("Cell or lot number"))
            self.fields[f"remark-{key}"] = _short(_("Remark"), 500)
            self.fields[f"confirmed-{key}"] = forms.BooleanField(
                label=_("The value is right"),
                required=False,
                widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
            )
        self.rows: dict[int, Row] = {}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not self.readings(cleaned):
            raise forms.ValidationError(_("Enter a value for at least one person."))
        return cleaned

    def readings(self, cleaned: dict[str, Any] | None = None) -> dict[int, Reading]:
        """What was typed, by enrollment id."""
        given = self.cleaned_data if cleaned is None else cleaned
        return {
            key: Reading(
                given[f"typed-{key}"], given[f"confirmed-{key}"], given[f"specimen-{key}"], given[f"remark-{key}"]
            )
            for key, _name in self.people
            if given.get(f"typed-{key}", "").strip()
        }

    @property
    def around(self) -> Circumstances:
        given = self.cleaned_data
        return Circumstances(given["taken_at"], given["ticket"], given["instrument"], given["place"])

    def refuse(self, rows: dict[int, Row]) -> None:
        """Put each person's sentence beside their line."""
        self.rows = rows
        for key, row in rows.items():
            self.add_error(f"typed-{key}" if f"typed-{key}" in self.fields else None, row.sentence)

    def line(self, key: int) -> dict[str, Any]:
        """One person's fields; `to_confirm` once a value was found out of range."""
        if f"typed-{key}" not in self.fields:
            return {}
        parts = {part: self[f"{part}-{key}"] for part in ("typed", "specimen", "remark", "confirmed")}
        row = self.rows.get(key)
        return parts | {"to_confirm": bool(self[f"confirmed-{key}"].value()) or (row is not None and row.to_confirm)}


class CorrectForm(SafeForm):
    """Another reading in the place of one that was entered wrongly."""

    submit_label = _("Correct")
    ticket = forms.CharField(widget=forms.HiddenInput, max_length=43)
    specimen = _short(_("Cell or lot number"))
    remark = _short(_("Remark"), 500)
    reason = forms.CharField(label=_("Why it is corrected"), max_length=250)

    def __init__(self, *args: Any, said: rules.Skill, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        typed = typed_field(said, _("Right value") if isinstance(said, rules.Measured) else _("Right level"))
        typed.required = True
        confirmed = forms.BooleanField(label=_("The value is right, even if it is out of range"), required=False)
        self.fields = {"typed": typed, "confirmed": confirmed} | self.fields
        if isinstance(said, rules.Rubric):
            del self.fields["confirmed"]

    @property
    def reading(self) -> Reading:
        given = self.cleaned_data
        return Reading(given["typed"], given.get("confirmed", True), given["specimen"], given["remark"])


class SecondForm(SafeForm):
    """A second assessor's word, with their own reading if they took one."""

    submit_label = _("Sign as second assessor")
    agrees = forms.TypedChoiceField(
        label=_("Do you agree?"),
        choices=[("yes", _("I agree")), ("no", _("I do not agree"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    remark = _short(_("Remark, needed if you do not agree"), 500)

    def __init__(self, *args: Any, said: rules.Skill, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["typed"] = typed_field(said, _("Your own reading, if you took one"))


class PhotoForm(SafeForm):
    """A picture of what was shown."""

    submit_label = _("Add the picture")
    file = forms.FileField(
        label=_("Picture (JPEG or PNG, up to 5 MB)"),
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png", "capture": "environment"}),
        error_messages={"required": _("Choose a picture."), "empty": _("This file is empty. Choose the file again.")},
    )

"""What operators choose of a report, and what they write when they keep or submit it."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.models import Course
from enrollment.forms.cohorts import DAY, refuse_far_day
from training.accounts.models import Organization
from training.consortium.rules import report_periods as periods
from training.consortium.services.reports import Asked
from training.consortium.states import ReportUnit
from training.core.forms import SafeForm
from training.core.models import Complex


def _day(label: Any) -> forms.DateField:
    widget = forms.DateInput(attrs=DAY, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, validators=[refuse_far_day])


class ChoicesForm(forms.Form):
    """What a report is about; it stands in the address. Without any choice, the quarter that is over."""

    since = _day(pgettext_lazy("report", "First day"))
    until = _day(pgettext_lazy("report", "Last day"))
    unit = forms.ChoiceField(label=pgettext_lazy("report", "Cut into"), choices=ReportUnit.choices)
    course = forms.ModelChoiceField(
        label=_("Course"), required=False, queryset=Course.objects.none(),
        empty_label=pgettext_lazy("report", "all courses"),
    )  # fmt: skip
    organization = forms.ModelChoiceField(
        label=_("Organization"), required=False, queryset=Organization.objects.none(),
        empty_label=pgettext_lazy("report", "all organizations"),
    )  # fmt: skip

    def __init__(self, data: Any, *, complex: Complex, today: date) -> None:
        super().__init__(data if "since" in data else vars(periods.offered(today)[0]))
        self.fields["course"].queryset = Course.objects.of(complex)  # type: ignore[attr-defined]
        self.fields["organization"].queryset = Organization.objects.of(complex)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day is before the first. Choose a later one."))
        elif since and until and until.year - since.year >= periods.MOST_YEARS:
            self.add_error("until", ValidationError(
                _("A report covers at most %(years)d years. Choose fewer."), params={"years": periods.MOST_YEARS}
            ))  # fmt: skip
        return data

    def asked(self) -> Asked:
        return Asked(**self.cleaned_data)


class KeepForm(SafeForm):
    """What a draft is called."""

    submit_label = _("Keep as a draft")
    title = forms.CharField(label=_("Title"), max_length=150)


class SubmitForm(SafeForm):
    """The hash of the figures that were read."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)


class CorrectForm(SubmitForm):
    """Why a further edition replaces the last."""

    reason = forms.CharField(
        label=_("Why it is corrected"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write why the report is corrected.")},
    )  # fmt: skip

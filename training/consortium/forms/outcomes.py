"""What a graduate, or an operator for them, says of the time after the training."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from enrollment.forms.cohorts import DAY, refuse_far_day
from enrollment.models import Cohort
from training.accounts.models import Organization
from training.consortium.models import JobOutcome
from training.consortium.services.outcomes import Answer
from training.consortium.states import OutcomeStatus
from training.core.forms import SafeForm
from training.core.models import Complex

ANSWERS = [choice for choice in OutcomeStatus.choices if choice[0] != OutcomeStatus.NOT_ANSWERED]


class OutcomeForm(SafeForm):
    """What somebody does now."""

    status = forms.ChoiceField(label=_("What do you do now?"), choices=ANSWERS, widget=forms.RadioSelect)
    organization = forms.ModelChoiceField(
        label=_("Organization"), queryset=Organization.objects.none(), required=False, empty_label=_("not on this list")
    )
    employer = forms.CharField(label=_("Another company or school"), max_length=150, required=False)
    started_on = forms.DateField(
        label=_("Since"),
        required=False,
        widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
        validators=[refuse_far_day],
    )

    def __init__(self, *args: Any, complex: Complex, outcome: JobOutcome | None = None, **kwargs: Any) -> None:
        if outcome is not None:
            kwargs["initial"] = {name: getattr(outcome, name) for name in Answer.__dataclass_fields__}
        super().__init__(*args, **kwargs)
        self.fields["organization"].queryset = Organization.objects.of(complex)  # type: ignore[attr-defined]

    def answer(self) -> Answer:
        return Answer(**{name: self.cleaned_data[name] for name in Answer.__dataclass_fields__})


class OwnOutcomeForm(OutcomeForm):
    """The same, with the consent it rests on."""

    submit_label = _("Send")

    agree = forms.BooleanField(
        label=_("I agree to the text above"), error_messages={"required": _("Tick the box if you agree.")}
    )


class EnteredOutcomeForm(OutcomeForm):
    """The same from the desk."""

    checked = forms.BooleanField(label=_("I saw it proved (contract, insurance record, or a call)"), required=False)


class OutcomeFilterForm(forms.Form):
    """The one filter of the overview; it stands in the address."""

    cohort = forms.ModelChoiceField(
        label=_("Cohort"), required=False, queryset=Cohort.objects.none(), empty_label=_("all")
    )

    def __init__(self, *args: Any, complex: Complex, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Cohort.objects.of(complex).select_related("course").order_by("-ends_on", "-pk")
        self.fields["cohort"].queryset = rows  # type: ignore[attr-defined]

    def wanted(self) -> Cohort | None:
        self.is_valid()
        return self.cleaned_data.get("cohort")

"""How a person leaves training, or moves."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from enrollment.forms.cohorts import day_field
from enrollment.models import Cohort, Enrollment
from enrollment.states import CohortState, DismissalGround
from training.core.forms import SafeForm


class EmploymentForm(SafeForm):
    """That a trainee took up work."""

    employed_on = day_field(_("Employed since"))
    employer = forms.CharField(label=_("Employer"), max_length=150)


class MoveForm(SafeForm):
    """Which cohort a person goes on in, and why."""

    to = forms.ModelChoiceField(label=_("Cohort to move to"), queryset=Cohort.objects.none())
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, enrollment: Enrollment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cohorts = Cohort.objects.filter(
            complex=enrollment.complex_id,
            course=enrollment.cohort.course_id,
            state__in=[CohortState.OPEN, CohortState.CLOSED, CohortState.RUNNING],
        )
        found = cohorts.exclude(pk=enrollment.cohort_id).select_related("course")
        self.fields["to"].queryset = found  # type: ignore[attr-defined]  # of a ModelChoiceField


class NoticeForm(SafeForm):
    """A written notice of dismissal."""

    ground = forms.ChoiceField(label=_("Ground"), choices=DismissalGround.choices, widget=forms.RadioSelect)
    caused_on = day_field(_("Day of the cause"))
    reason = forms.CharField(
        label=_("What happened"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The trainee reads this. No health reasons here."),
    )


class DismissalAnswerForm(SafeForm):
    """What an operator answers when a notice takes effect or is taken back."""

    answer = forms.CharField(
        label=_("Answer"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )


class AppealForm(SafeForm):
    """Why a trainee appeals."""

    submit_label = _("Appeal")

    grounds = forms.CharField(label=_("Why you appeal"), max_length=2000, widget=forms.Textarea(attrs={"rows": 6}))


class NothingForm(SafeForm):
    """An act that asks for nothing but the decision."""

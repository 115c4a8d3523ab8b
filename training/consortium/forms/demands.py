"""What an employer needs, what an operator answers, and the plan that comes of it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.models import ProcessBlock, Skill
from enrollment.forms.cohorts import MOST_SEATS, CohortForm
from training.accounts.models import Organization
from training.consortium.models import Demand
from training.consortium.queries.quarter_words import quarter_words
from training.consortium.rules.demands import MOST_PEOPLE
from training.consortium.rules.quarters import Quarter, coming
from training.consortium.services.demands import Asked
from training.consortium.states import DemandFor, Level
from training.core.forms import SafeForm

AHEAD = 8  # quarters that can be planned for
Subjects = Sequence[tuple[ProcessBlock, Sequence[Skill]]]
CHOOSE = {"required": _("Choose one of the list."), "invalid_choice": _("Choose one of the list.")}


class DemandForm(SafeForm):
    """Nine answers at most. `subject` is a process step or one of its skills."""

    submit_label = _("State the demand")

    organization = forms.ModelChoiceField(label=_("Organization"), queryset=Organization.objects.none())
    subject = forms.ChoiceField(
        label=_("What people should learn"),
        error_messages=CHOOSE,
        help_text=_("A whole process step, or one skill of it."),
    )
    people = forms.IntegerField(
        label=_("How many people"),
        min_value=1,
        max_value=MOST_PEOPLE,
        error_messages={"required": _("Enter how many people need it.")},
    )
    quarter = forms.ChoiceField(label=_("From which quarter on"), error_messages=CHOOSE)
    training_for = forms.ChoiceField(
        label=_("For whom"), choices=DemandFor.choices, widget=forms.RadioSelect, error_messages=CHOOSE
    )
    level = forms.ChoiceField(
        label=pgettext_lazy("training", "Level"), choices=Level.choices, widget=forms.RadioSelect, error_messages=CHOOSE
    )
    note = forms.CharField(
        label=_("What else we should know"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Equipment, shifts, days that are impossible. No names of people."),
    )

    def __init__(
        self, *args: Any, subjects: Subjects, organizations: Sequence[Organization], today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._skills = {skill.pk: (block, skill) for block, skills in subjects for skill in skills}
        self._blocks = {block.pk: block for block, _skills in subjects}
        self.fields["subject"].choices = [("", "–"), *map(_choices, subjects)]  # type: ignore[attr-defined]  # a ChoiceField
        quarters = [(one.key, quarter_words(one)) for one in coming(today, AHEAD)]
        self.fields["quarter"].choices = [("", "–"), *quarters]  # type: ignore[attr-defined]
        ours = Organization.objects.filter(pk__in=[one.pk for one in organizations]).select_related("complex__site")
        self.fields["organization"].queryset = ours  # type: ignore[attr-defined]  # of a ModelChoiceField
        if len(organizations) == 1:  # nothing to choose
            self.fields["organization"].initial = organizations[0]
            self.fields["organization"].widget = self.fields["organization"].hidden_widget()

    def asked(self) -> Asked:
        data = self.cleaned_data
        kind, _colon, key = data["subject"].partition(":")
        block, skill = self._skills[int(key)] if kind == "skill" else (self._blocks[int(key)], None)
        quarter = Quarter.read(data["quarter"])
        assert quarter is not None  # noqa: S101 - it is one of the choices
        return Asked(
            block, skill, data["people"], quarter, data["level"], data["training_for"], data["note"]
        )  # fmt: skip


def _choices(subject: tuple[ProcessBlock, Sequence[Skill]]) -> tuple[str, list[tuple[str, str]]]:
    """One group of the list: the step as a whole, then its skills."""
    block, skills = subject
    whole = _now("%(step)s: the whole step") % {"step": block}
    return f"{block.course} · {block}", [
        (f"block:{block.pk}", whole),
        *((f"skill:{skill.pk}", str(skill)) for skill in skills),
    ]


def initial(demand: Demand) -> dict[str, Any]:
    """A demand as its form shows it."""
    return {
        "organization": demand.organization_id,
        "subject": f"skill:{demand.skill_id}" if demand.skill_id else f"block:{demand.block_id}",
        "people": demand.people,
        "quarter": demand.quarter.key,
        "training_for": demand.training_for,
        "level": demand.level,
        "note": demand.note,
    }


class DemandFilterForm(forms.Form):
    """The filters of the operator's list; they stand in the address."""

    show = forms.ChoiceField(
        label=pgettext_lazy("filter", "Show"),
        required=False,
        choices=[
            ("", pgettext_lazy("demands", "open")),
            ("waiting", pgettext_lazy("demands", "without an answer")),
            ("overdue", pgettext_lazy("demands", "without an answer for 30 days")),
            ("planned", pgettext_lazy("demands", "planned")),
            ("declined", pgettext_lazy("demands", "declined")),
            ("all", _("all")),
        ],
    )
    quarter = forms.ChoiceField(label=_("Quarter"), required=False)
    block = forms.ModelChoiceField(
        label=_("Process block"), required=False, queryset=ProcessBlock.objects.none(), empty_label=_("all")
    )
    level = forms.ChoiceField(
        label=pgettext_lazy("training", "Level"), required=False, choices=[("", _("all")), *Level.choices]
    )
    training_for = forms.ChoiceField(label=_("For whom"), required=False, choices=[("", _("all")), *DemandFor.choices])

    def __init__(self, *args: Any, complex: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        quarters = [(one.key, quarter_words(one)) for one in coming(Quarter.of(today).later(-4).first_day, 4 + AHEAD)]
        self.fields["quarter"].choices = [("", _("all")), *quarters]  # type: ignore[attr-defined]  # a ChoiceField
        blocks = ProcessBlock.objects.filter(course__complex=complex).select_related("course")
        self.fields["block"].queryset = blocks.order_by("course", "order")  # type: ignore[attr-defined]

    def wanted(self) -> dict[str, Any]:
        """What is valid of it; the rest filters nothing."""
        self.is_valid()
        data = {name: value for name, value in self.cleaned_data.items() if value}
        return data | ({"quarter": Quarter.read(data["quarter"])} if "quarter" in data else {})


class GroupForm(SafeForm):
    """The name under which several are looked at as one."""

    title = forms.CharField(
        label=_("Name of the group"), max_length=100, error_messages={"required": _("Give the group a name.")}
    )


class AnswerForm(SafeForm):
    """What the employer reads."""

    text = forms.CharField(
        label=_("Answer to the employer"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write what the employer will read.")},
    )


class PlanForm(CohortForm):
    """A cohort's plan, with the most seats that sponsored people may take."""

    submit_label = _("Plan the cohort and tell those who asked")
    field_order = "course program number venue starts_on ends_on opens_at closes_at capacity sponsored".split()
    sponsored = forms.IntegerField(
        label=_("Seats for people sent by their employer, at most"),
        min_value=0,
        max_value=MOST_SEATS,
        required=False,
        help_text=_("Empty: no limit of its own."),
    )

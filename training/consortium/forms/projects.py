"""What operators fill in about a joint project."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.models import Course, Skill
from enrollment.forms.cohorts import DAY, refuse_far_day
from training.accounts.models import Organization
from training.consortium.models import Project
from training.consortium.services.projects import LINKS, Sketch
from training.consortium.states import ProjectKind
from training.core.forms import SafeForm
from training.core.models import Complex


def _day(label: Any) -> forms.DateField:
    widget = forms.DateInput(attrs=DAY, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget, validators=[refuse_far_day])


def _text(label: Any, most: int, *, required: bool = False) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 4})
    return forms.CharField(label=label, required=required, max_length=most, widget=widget)


def _several(label: Any, rows: Any) -> forms.ModelMultipleChoiceField:
    return forms.ModelMultipleChoiceField(
        label=label, queryset=rows, required=False, widget=forms.CheckboxSelectMultiple
    )  # fmt: skip


class ProjectForm(SafeForm):
    """A project; the choices are those of one complex."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("project", "Kind"), choices=ProjectKind.choices, widget=forms.RadioSelect
    )
    title_ko = forms.CharField(label=_("Title (Korean)"), max_length=150)
    title_en = forms.CharField(label=_("Title (English)"), max_length=150)
    summary_ko = _text(_("What it is about (Korean)"), 2000, required=True)
    summary_en = _text(_("What it is about (English)"), 2000)
    partners = _several(_("Who takes part"), Organization.objects.none())
    starts_on = _day(_("First day"))
    ends_on = _day(_("Last day"))
    courses = _several(_("Courses it serves"), Course.objects.none())
    skills = _several(_("Skills it serves"), Skill.objects.none())
    results_ko = _text(_("Results (Korean)"), 4000)
    results_en = _text(_("Results (English)"), 4000)
    is_public = forms.BooleanField(label=_("Show it to everybody once it is approved"), required=False)

    def __init__(self, *args: Any, complex: Complex, project: Project | None = None, **kwargs: Any) -> None:
        if project is not None:
            kwargs["initial"] = {
                name: getattr(project, name) for name in Sketch.__dataclass_fields__ if name not in LINKS
            }
            kwargs["initial"] |= {name: list(getattr(project, name).all()) for name in LINKS}
        super().__init__(*args, **kwargs)
        self.fields["partners"].queryset = Organization.objects.of(complex)  # type: ignore[attr-defined]
        self.fields["courses"].queryset = Course.objects.of(complex)  # type: ignore[attr-defined]
        skills = Skill.objects.of(complex).filter(retired_at=None).order_by("course", "module__order", "order", "pk")
        self.fields["skills"].queryset = skills  # type: ignore[attr-defined]

    def sketch(self) -> Sketch:
        data = {name: self.cleaned_data[name] for name in Sketch.__dataclass_fields__}
        return Sketch(**data | {name: list(data[name]) for name in LINKS})


class ProjectFilterForm(forms.Form):
    """The filters of the board; they stand in the address."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("project", "Kind"), required=False, choices=[("", _("all")), *ProjectKind.choices]
    )
    partner = forms.ModelChoiceField(
        label=_("Who takes part"), required=False, queryset=Organization.objects.none(), empty_label=_("all")
    )

    def __init__(self, *args: Any, complex: Complex, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partner"].queryset = Organization.objects.of(complex)  # type: ignore[attr-defined]

    def wanted(self) -> dict[str, Any]:
        """What is valid of it; the rest filters nothing."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class StepForm(SafeForm):
    """Why a project goes back."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write why it goes back.")},
    )


class AheadForm(SafeForm):
    """Nothing to fill in: the step itself is what is asked."""

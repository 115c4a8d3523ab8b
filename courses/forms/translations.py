"""The filters of the report on translations; they stay in the address."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.models import Course
from courses.states import Translation

STATES = [Translation.MISSING, Translation.OUTDATED, Translation.UNCHECKED, Translation.CURRENT]


class FilterForm(forms.Form):
    """A wish that makes no sense is no wish."""

    course = forms.TypedChoiceField(label=_("course"), required=False, coerce=int, empty_value=None)
    state = forms.ChoiceField(
        label=_("state of the translation"),
        required=False,
        choices=[("", _("all")), *((state.value, state.label) for state in STATES)],
    )

    def __init__(self, *args: Any, courses: list[Course], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: list[tuple[Any, Any]] = [("", _("all"))]
        self.fields["course"].choices = choices + [(c.pk, str(c)) for c in courses]  # type: ignore[attr-defined]  # a choice field

    def wishes(self) -> dict[str, Any]:
        given = getattr(self, "cleaned_data", {})
        return {"course": given.get("course"), "state": given.get("state", "")}

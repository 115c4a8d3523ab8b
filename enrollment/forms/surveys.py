"""The survey's questions as a form. Each may stay without an answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from enrollment.models import SurveyQuestion
from enrollment.rules.surveys import MOST_WORDS
from enrollment.states import SurveyKind
from training.core.forms import SafeForm, refuse_resident_number

STEPS = [
    ("1", pgettext_lazy("survey", "not at all")),
    ("2", pgettext_lazy("survey", "rather not")),
    ("3", pgettext_lazy("survey", "in between")),
    ("4", pgettext_lazy("survey", "rather yes")),
    ("5", pgettext_lazy("survey", "fully")),
]


class SurveyForm(SafeForm):
    """`answers` holds what was given, by the keys of the questions."""

    submit_label = _("Send my answers")

    def __init__(self, *args: Any, questions: list[SurveyQuestion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in questions:
            self.fields[question.key] = _scale(question) if question.kind == SurveyKind.SCALE else _text(question)

    @property
    def scales(self) -> list[forms.BoundField]:
        return [field for field in self if isinstance(field.field, forms.TypedChoiceField)]

    @property
    def texts(self) -> list[forms.BoundField]:
        return [field for field in self if not isinstance(field.field, forms.TypedChoiceField)]

    @property
    def answers(self) -> dict[str, Any]:
        return {key: value for key, value in self.cleaned_data.items() if value not in ("", None)}


def _scale(question: SurveyQuestion) -> forms.Field:
    return forms.TypedChoiceField(
        label=question.text("text"),
        choices=STEPS,
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )


def _text(question: SurveyQuestion) -> forms.Field:
    return forms.CharField(
        label=question.text("text"),
        required=False,
        max_length=MOST_WORDS,
        validators=[refuse_resident_number],
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("No names, and nothing that tells who you are."),
    )

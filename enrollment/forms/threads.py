"""A question to instructors, and what is written after it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.models import Lesson
from enrollment.models import Enrollment
from enrollment.queries import threads as queries
from training.core.forms import SafeForm


def text_field(label: Any, *, rows: int) -> forms.CharField:
    return forms.CharField(label=label, max_length=3000, widget=forms.Textarea(attrs={"rows": rows}))


class QuestionForm(SafeForm):
    """What a trainee asks, and about what."""

    submit_label = _("Ask")

    lesson = forms.ModelChoiceField(
        label=_("About"), queryset=Lesson.objects.none(), required=False, empty_label=_("The course as a whole")
    )
    subject = forms.CharField(label=_("Question in a few words"), max_length=120)
    text = text_field(_("What you would like to know"), rows=6)

    def __init__(self, *args: Any, enrollment: Enrollment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lesson"].queryset = queries.lessons(enrollment)  # type: ignore[attr-defined]  # a ModelChoiceField


class MessageForm(SafeForm):
    """What the trainee adds."""

    submit_label = _("Send")

    text = text_field(_("Your message"), rows=4)


class AnswerForm(SafeForm):
    """What an instructor answers."""

    submit_label = _("Send the answer")

    text = text_field(_("Answer"), rows=6)

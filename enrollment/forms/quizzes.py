"""What a browser sends as an answer, and what instructors write beside one."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from courses.rules.questions.content import Files, Matching, Multiple, Ordering, Question, Single
from courses.services.questions.exchange import Format
from training.core.forms import SafeForm

DIGITS = 15
MOST_BYTES = 5 * 1024 * 1024
MOST_QUESTIONS = 2_000


def answer_of(said: Question, data: QueryDict) -> dict[str, Any]:
    """The answer in the form of courses.rules.questions.grading; whatever does not fit is left out."""
    if isinstance(said, Single):
        return {"choice": data.get("choice", "")[:80]}
    if isinstance(said, Multiple):
        return {"choices": sorted({key[:80] for key in data.getlist("choices")[:50]})}
    if isinstance(said, Ordering):
        return {"order": [data.get(f"order-{place}", "")[:80] for place in range(len(said.steps))]}
    if isinstance(said, Matching):
        return {"pairs": {pair.key: data.get(f"pair-{pair.key}", "")[:80] for pair in said.pairs}}
    return {} if isinstance(said, Files) else {"text": data.get("text", "").replace("\x00", "")}


def sequence_of(data: QueryDict) -> int | None:
    """The browser's stamp, where there is one."""
    stamp = data.get("sequence", "")
    return int(stamp) if stamp.isascii() and stamp.isdecimal() and len(stamp) <= DIGITS else None


class GradeForm(SafeForm):
    percent = forms.IntegerField(label=_("Worth (%)"), min_value=0, max_value=100)
    remark = forms.CharField(
        label=_("Remark for the trainee"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    reason = forms.CharField(label=_("Why the grade changes, if there was one"), max_length=250, required=False)


class RegradeForm(SafeForm):
    """The fingerprint of what was read, and why the scores change."""

    submit_label = _("Change these scores")
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    reason = forms.CharField(label=_("Why the scores change"), max_length=250)


class ExtraTimeForm(SafeForm):
    enrollment = forms.IntegerField(widget=forms.HiddenInput)
    minutes = forms.IntegerField(label=_("More minutes"), min_value=0, max_value=600)
    reason = forms.CharField(label=_("Reason"), max_length=250)


class QuestionFileForm(SafeForm):
    """A file of questions, of a size that a page can show."""

    submit_label = _("Look at the questions")

    file = forms.FileField(label=_("File"), help_text=_("Up to 5 MB and 2,000 questions. Nothing is written yet."))
    form = forms.ChoiceField(label=_("Format"), choices=Format.choices)
    language = forms.ChoiceField(
        label=_("Language"),
        choices=[("ko", "한국어"), ("en", "English")],
        help_text=_("Of texts that do not say theirs. Texts in both languages say it themselves."),
    )

    def clean_file(self) -> Any:
        if self.cleaned_data["file"].size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 5 MB. Split it, or leave its pictures out."))
        return self.cleaned_data["file"]

"""What a browser sends as an answer, and what instructors write beside one."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from courses.rules.questions.content import Matching, Multiple, Ordering, Question, Single
from training.core.forms import SafeForm

DIGITS = 15


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
    return {"text": data.get("text", "").replace("\x00", "")}


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

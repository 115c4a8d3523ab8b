"""Filters of the list of messages, and the words of a mail."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from enrollment.models import Cohort
from training.core import letters
from training.core.forms import SafeForm
from training.core.models import Complex
from training.core.models.messages import Channel, DeliveryState

ALL = [("", _("all"))]


class MessageFilterForm(forms.Form):
    """Stands in the address. A value that is none of these filters nothing."""

    state = forms.ChoiceField(label=_("State"), required=False, choices=ALL + DeliveryState.choices)
    kind = forms.ChoiceField(label=pgettext_lazy("mail", "Kind"), required=False)
    channel = forms.ChoiceField(label=_("Channel"), required=False, choices=ALL + Channel.choices)
    cohort = forms.ModelChoiceField(
        label=_("People of a cohort"), required=False, queryset=Cohort.objects.none(), empty_label=_("all")
    )
    person = forms.CharField(label=_("Name or address"), required=False, max_length=100)
    notice = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=1, max_value=2**62)

    def __init__(self, *args: Any, complex: Complex, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = sorted((str(letter.label), letter.kind) for letter in letters.known())
        self.fields["kind"].choices = ALL + [(kind, label) for label, kind in kinds]  # type: ignore[attr-defined]  # a choice field
        cohorts = Cohort.objects.of(complex).select_related("course").order_by("-starts_on", "-pk")
        self.fields["cohort"].queryset = cohorts  # type: ignore[attr-defined]  # of a ModelChoiceField


class WordsForm(SafeForm):
    """What a kind of mail says, with placeholders. The fixed rules are the service's."""

    subject = forms.CharField(label=_("Subject"), max_length=150)
    body = forms.CharField(label=_("Text"), max_length=5000, widget=forms.Textarea(attrs={"rows": 12}))
    base = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

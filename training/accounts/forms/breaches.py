"""The six things the law asks about a breach, and what is added later."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from training.accounts.states import BreachAct
from training.core.forms import SafeForm

ADDED = [(act.value, act.label) for act in (BreachAct.FOUND, BreachAct.MEASURE, BreachAct.REPORTED)]


class FactsForm(SafeForm):
    """What is known of a breach now."""

    happened = forms.CharField(
        label=_("How it came about, as far as known"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("No names of people: this register is read by many."),
        error_messages={"required": _("Write what is known so far, however little.")},
    )
    items = forms.CharField(
        label=_("Which data"),
        max_length=500,
        help_text=_("For example: names, e-mail addresses, attendance. The people read this in the mail."),
        error_messages={"required": _("Name the kinds of data.")},
    )
    people_count = forms.IntegerField(
        label=_("How many people"),
        min_value=0,
        max_value=10_000_000,
        help_text=_("From 1,000 on the authority must be told. Not known yet: the most it can be."),
        error_messages={"required": _("Enter a number; if it is not known yet, the most it can be.")},
    )
    is_sensitive = forms.BooleanField(label=_("Health data or other sensitive data is among it"), required=False)
    is_intrusion = forms.BooleanField(label=_("Somebody broke in from outside"), required=False)
    is_only_possible = forms.BooleanField(label=_("It is not certain yet that it happened"), required=False)


class BreachForm(FactsForm):
    """A breach as it is first recorded."""

    submit_label = _("Record the breach")
    field_order = ["title", "noticed_at"]

    title = forms.CharField(
        label=_("What happened, in one line"),
        max_length=150,
        error_messages={"required": _("Say in one line what happened.")},
    )
    noticed_at = forms.DateTimeField(
        label=_("When it was noticed"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
        help_text=_("The 72 hours run from here."),
        error_messages={
            "required": _("Enter day and time, such as 2026-11-30 09:00."),
            "invalid": _("Enter day and time, such as 2026-11-30 09:00."),
        },
    )


class EntryForm(FactsForm):
    """Something that is added, with the facts as they are known now."""

    submit_label = _("Add it to the history")
    field_order = ["act", "text"]

    act = forms.ChoiceField(label=_("What is added"), choices=ADDED)
    text = forms.CharField(
        label=_("In words"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A report: to whom, by which way, under which number."),
        error_messages={"required": _("Write what is added.")},
    )


class TellForm(SafeForm):
    """Whom to tell, and what they can do."""

    submit_label = _("Tell these people by mail")

    addresses = forms.CharField(
        label=_("E-mail addresses of their accounts, one a line"),
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Enter at least one address.")},
    )
    text = forms.CharField(
        label=_("What they can do, what you did, and whom to ask"),
        max_length=1500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The law asks for: which data, when and how, what they can do, our measures, and where to claim."),
        error_messages={"required": _("Write what they can do and whom to ask.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["addresses"].strip = False  # type: ignore[attr-defined]  # lines are parted later


class CloseForm(SafeForm):
    submit_label = _("Close the breach")

    text = forms.CharField(
        label=_("What was learned"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write what was learned, and what prevents it from now on.")},
    )

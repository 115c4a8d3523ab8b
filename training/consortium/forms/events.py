"""What operators fill in about an event, and what people fill in who come."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.models import Course
from enrollment.forms.cohorts import instant_field, seats_field
from enrollment.models import Venue
from training.accounts.models import Membership, Organization
from training.consortium.models import Event
from training.consortium.services.events import LINKS, Plan
from training.consortium.states import EventKind, EventState, RegistrationState
from training.core.forms import SafeForm
from training.core.models import Complex


def _long(label: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 5}))


def _several(label: Any, rows: Any) -> forms.ModelMultipleChoiceField:
    return forms.ModelMultipleChoiceField(
        label=label, queryset=rows, required=False, widget=forms.CheckboxSelectMultiple
    )  # fmt: skip


class EventForm(SafeForm):
    """An event; the choices are those of one complex."""

    kind = forms.ChoiceField(label=pgettext_lazy("event", "Kind"), choices=EventKind.choices, widget=forms.RadioSelect)
    title_ko = forms.CharField(label=_("Title (Korean)"), max_length=150)
    title_en = forms.CharField(label=_("Title (English)"), max_length=150)
    summary_ko = forms.CharField(label=_("In one sentence (Korean)"), max_length=300)
    summary_en = forms.CharField(label=_("In one sentence (English)"), max_length=300, required=False)
    description_ko = _long(_("Description (Korean)"))
    description_en = _long(_("Description (English)"))
    venue = forms.ModelChoiceField(
        label=_("Venue"), queryset=Venue.objects.none(), required=False, empty_label=_("another place")
    )
    place = forms.CharField(label=_("Room, or another place"), max_length=150, required=False)
    starts_at = instant_field(_("Begins"))
    ends_at = instant_field(_("Ends"))
    opens_at = instant_field(_("Registration opens"))
    closes_at = instant_field(_("Registration closes"))
    capacity = seats_field()
    hosts = _several(_("Who hosts it"), Organization.objects.none())
    courses = _several(_("Courses it belongs to"), Course.objects.none())

    def __init__(self, *args: Any, complex: Complex, event: Event | None = None, **kwargs: Any) -> None:
        if event is not None:
            plain = [name for name in Plan.__dataclass_fields__ if name not in (*LINKS, "capacity")]
            kwargs["initial"] = {name: getattr(event, name) for name in plain} | {"capacity": event.pool.capacity}
            kwargs["initial"] |= {name: list(getattr(event, name).all()) for name in LINKS}
        super().__init__(*args, **kwargs)
        self.fields["venue"].queryset = Venue.objects.of(complex)  # type: ignore[attr-defined]
        self.fields["hosts"].queryset = Organization.objects.of(complex)  # type: ignore[attr-defined]
        self.fields["courses"].queryset = Course.objects.of(complex)  # type: ignore[attr-defined]

    def plan(self) -> Plan:
        data = {name: self.cleaned_data[name] for name in Plan.__dataclass_fields__}
        return Plan(**data | {name: list(data[name]) for name in LINKS})


def _wanted(form: forms.Form) -> dict[str, Any]:
    """What is valid of it; the rest filters nothing."""
    form.is_valid()
    return {name: value for name, value in form.cleaned_data.items() if value}


class EventFilterForm(forms.Form):
    """The filters of the list; they stand in the address."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("event", "Kind"), required=False, choices=[("", _("all")), *EventKind.choices]
    )
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("all")), *EventState.choices])

    def wanted(self) -> dict[str, Any]:
        return _wanted(self)


class RegistrationFilterForm(forms.Form):
    """The filters of the registrations; they stand in the address."""

    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("all")), *RegistrationState.choices])
    name = forms.CharField(label=_("Name"), required=False, max_length=100)

    def wanted(self) -> dict[str, Any]:
        return _wanted(self)


class CancelForm(SafeForm):
    """Why an event does not take place."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write why it does not take place.")},
    )


class AskedForm(SafeForm):
    """Nothing to fill in: the step itself is what is asked."""


class JoinForm(SafeForm):
    """Taking part in introductions: for an organization, or as a graduate with a line about oneself."""

    submit_label = _("Agree and take part")

    words = forms.CharField(
        label=_("A line about what you look for"),
        max_length=200,
        required=False,
        help_text=_("Companies read this line and the course you completed, and not your name."),
    )
    membership = forms.ModelChoiceField(
        label=_("For which organization"), queryset=Membership.objects.none(), required=False, widget=forms.RadioSelect
    )
    agree = forms.BooleanField(
        label=_("I agree to the text above"), error_messages={"required": _("Tick the box if you agree.")}
    )

    def __init__(self, *args: Any, memberships: list[Membership], graduate: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if memberships:
            held = self.fields["membership"]
            held.queryset = Membership.objects.filter(pk__in=[one.pk for one in memberships])  # type: ignore[attr-defined]
            held.label_from_instance = lambda one: str(one.organization)  # type: ignore[attr-defined]
            held.empty_label = _("for myself, as a graduate") if graduate else None  # type: ignore[attr-defined]
            held.required = not graduate
        else:
            del self.fields["membership"]
        if not graduate:
            del self.fields["words"]

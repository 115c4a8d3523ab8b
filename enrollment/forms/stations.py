"""Stations of a session, and the places where people meet."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from enrollment.models import Room, Station, Venue
from training.core.forms import SafeForm, SafeModelForm
from training.core.models import Complex

MOST_GROUPS, MOST_TURNS = 20, 12


class StationChoices(forms.ModelMultipleChoiceField):
    """Stations with their places."""

    def label_from_instance(self, obj: Any) -> str:
        sentence = ngettext("%(station)s (%(n)d place)", "%(station)s (%(n)d places)", obj.places)
        return sentence % {"station": obj, "n": obj.places}


class RotationForm(SafeForm):
    """Which stations a session runs, how many groups go round, and in how many turns."""

    submit_label = _("Make the groups")
    stations = StationChoices(label=_("Stations"), queryset=Station.objects.none(), widget=forms.CheckboxSelectMultiple)
    groups = forms.IntegerField(label=_("Groups"), min_value=1, max_value=MOST_GROUPS)
    turns = forms.IntegerField(
        label=_("Turns"),
        min_value=1,
        max_value=MOST_TURNS,
        help_text=_("As many turns as stations, and everybody was at each of them once."),
    )

    def __init__(self, *args: Any, stations: list[Station], **kwargs: Any) -> None:
        count = max(1, len(stations))
        kwargs.setdefault("initial", {"stations": [one.pk for one in stations], "groups": count, "turns": count})
        super().__init__(*args, **kwargs)
        choices = Station.objects.filter(pk__in=[one.pk for one in stations]).order_by("pk")
        self.fields["stations"].queryset = choices  # type: ignore[attr-defined]  # of a ModelMultipleChoiceField


class GroupsForm(forms.Form):
    """The group of each person, one select a person: `group-<enrollment>`."""

    def __init__(self, *args: Any, people: list[tuple[Any, int | None]], groups: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for enrollment, group in people:
            self.fields[f"group-{enrollment.pk}"] = forms.TypedChoiceField(
                label=str(enrollment.trainee),
                required=False,
                coerce=int,
                empty_value=None,
                initial=group,
                choices=[("", "–"), *((n, str(n)) for n in range(1, groups + 1))],
                widget=forms.Select(attrs={"class": "form-select"}),
            )

    def chosen(self) -> dict[int, int]:
        """The group of each person for whom one was chosen, by the key of the enrollment."""
        return {int(name.split("-")[1]): group for name, group in self.cleaned_data.items() if group is not None}


class VenueForm(SafeModelForm):
    """A building."""

    class Meta:
        model = Venue
        fields = ["name_ko", "name_en", "address_ko", "address_en"]


class RoomForm(SafeModelForm):
    """A room of a venue."""

    class Meta:
        model = Room
        fields = ["venue", "name_ko", "name_en", "capacity"]


class StationForm(SafeModelForm):
    """A practice station of a room."""

    class Meta:
        model = Station
        fields = ["room", "name_ko", "name_en", "places"]


FORMS: dict[str, type[SafeModelForm]] = {"venue": VenueForm, "room": RoomForm, "station": StationForm}


def place_form(kind: str, complex: Complex, **kwargs: Any) -> SafeModelForm:
    """The form of one kind of place; its choices are those of the complex."""
    form = FORMS[kind](**kwargs)
    for name, model in (("venue", Venue), ("room", Room)):
        if name in form.fields:
            form.fields[name].queryset = model.objects.of(complex)  # type: ignore[attr-defined]  # a ModelChoiceField
    return form

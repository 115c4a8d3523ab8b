"""Instruments, what they measure, their calibration and outages; and their booking by a session."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.models import Equipment, Skill
from enrollment.forms.cohorts import DAY, day_field, instant_field, refuse_far_day
from enrollment.models import Booking, Instrument, Measurand, Outage, Room, Session, Venue
from enrollment.queries.instruments import bookable
from enrollment.rules.timetable import Slot
from training.core.forms import SafeForm, SafeModelForm
from training.core.models import Complex


class RoomChoices(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.venue} · {obj}"


class SkillChoices(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.module} · {obj}"


class InstrumentForm(SafeModelForm):
    """One unit. Its calibration is recorded on a form of its own, so that the trail has each."""

    class Meta:
        model = Instrument
        fields = ["room", "name_ko", "name_en", "serial", "equipment", "safety_class", "skills"]
        field_classes = {"room": RoomChoices, "skills": SkillChoices}
        widgets = {"safety_class": forms.RadioSelect, "skills": forms.SelectMultiple(attrs={"size": 10})}
        help_texts = {
            "serial": _("As it stands on the instrument. Operators and instructors alone see it."),
            "safety_class": _(
                "“Supervised only” is not booked once its calibration is overdue; others are, with a warning."
            ),
            "skills": _("Skills that trainees show at it. Several may be chosen."),
        }

    def __init__(self, *args: Any, complex: Complex, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rooms = Room.objects.of(complex).select_related("venue").order_by("venue__name_ko", "name_ko", "pk")
        skills = Skill.objects.of(complex).asked().select_related("module")
        choices: dict[str, Any] = {"room": rooms, "equipment": Equipment.objects.of(complex), "skills": skills}
        for name, rows in choices.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]  # of a ModelChoiceField


class MeasurandForm(SafeModelForm):
    """A quantity with its range."""

    class Meta:
        model = Measurand
        fields = ["quantity_ko", "quantity_en", "unit", "low", "high"]
        help_texts = {"low": _("Empty: no limit is stated.")}


class CalibrationForm(SafeForm):
    """When it was calibrated, and until when that holds."""

    done_on = day_field(_("Calibrated on"))
    due_on = forms.DateField(
        label=_("Due again on"),
        required=False,
        widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
        validators=[refuse_far_day],
        help_text=_("Empty: it needs no further calibration. The desk reminds you 30 days before."),
    )


def _open_end(label: Any, help_text: Any) -> forms.DateTimeField:
    field = instant_field(label)
    field.required, field.help_text = False, help_text
    return field


class OutageForm(SafeForm):
    """From when, until when as far as anybody knows, and why."""

    submit_label = _("Go on")
    starts_at = instant_field(_("From"))
    expected_until = _open_end(_("Expected until"), _("Empty: nobody knows yet."))
    reason = forms.CharField(
        label=_("Reason"), max_length=250, help_text=_("Those concerned read it in their mail as you write it.")
    )

    def __init__(self, *args: Any, outage: Outage | None = None, **kwargs: Any) -> None:
        if outage is not None:
            kwargs["initial"] = {name: getattr(outage, name) for name in ("expected_until", "reason")}
        super().__init__(*args, **kwargs)
        if outage is not None:
            del self.fields["starts_at"]


class InstrumentChoices(forms.ModelChoiceField):
    """Instruments with their room; a calibration that is over on the day of the session stands beside the name."""

    day: date

    def label_from_instance(self, obj: Any) -> str:
        said = f"{obj} · {obj.room.venue} · {obj.room}"
        if obj.calibration(self.day).standing == "overdue":
            return _("%(instrument)s (calibration overdue)") % {"instrument": said}
        return said


class BookingForm(SafeForm):
    """Which instrument, and when; without a time the whole session."""

    submit_label = _("Book it")
    instrument = InstrumentChoices(label=pgettext_lazy("lab", "Instrument"), queryset=Instrument.objects.none())
    starts_at = _open_end(_("From"), _("Empty: with the session. Quarters of an hour are booked, rounded outwards."))
    ends_at = _open_end(_("Until"), _("Empty: with the session. A long test may go on after it, for 7 days at most."))

    def __init__(self, *args: Any, session: Session, booking: Booking | None = None, **kwargs: Any) -> None:
        if booking is not None:
            kwargs["initial"] = {"starts_at": booking.starts_at, "ends_at": booking.ends_at}
        super().__init__(*args, **kwargs)
        self.session = session
        choices: Any = self.fields["instrument"]
        choices.queryset, choices.day = bookable(session), session.day
        if booking is not None:
            del self.fields["instrument"]
            self.submit_label = _("Save")

    def slot(self) -> Slot:
        return Slot(self._instant("starts_at"), self._instant("ends_at"))

    def _instant(self, name: str) -> datetime:
        return self.cleaned_data[name] or getattr(self.session, name)


class InstrumentFilterForm(forms.Form):
    """The filters of the list; they stand in the address."""

    venue = forms.ModelChoiceField(
        label=_("Venue"), required=False, queryset=Venue.objects.none(), empty_label=_("all")
    )
    show = forms.ChoiceField(
        label=pgettext_lazy("instruments", "Which"),
        required=False,
        choices=[
            ("", _("in use")),
            ("due", _("calibration due within 30 days or overdue")),
            ("out", _("out of order")),
            ("retired", pgettext_lazy("instruments", "retired")),
        ],
    )
    q = forms.CharField(label=_("Name, serial number or quantity"), required=False, max_length=100)

    def __init__(self, *args: Any, complex: Complex, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["venue"].queryset = Venue.objects.of(complex)  # type: ignore[attr-defined]  # of a ModelChoiceField

    def wanted(self) -> dict[str, Any]:
        """What is valid of it; the rest filters nothing."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

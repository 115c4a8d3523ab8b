"""What an operator fills in about cohorts, seats, people and the timetable."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.models import Course, Module
from enrollment.models import Cohort, Program, Room, Session, Venue
from enrollment.services.cohorts import Plan
from enrollment.services.timetable import Entry
from enrollment.states import ApplicantKind, ApplicationState, Selection
from training.accounts.models import Membership, User
from training.accounts.states import Role
from training.core.forms import SafeForm
from training.core.models import Complex

DAY = {"type": "date"}
TIME = {"type": "time"}
MOST_SEATS = 1000
# Days that a timetable can mean. At the ends of the calendar a day has no instant in another zone.
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)
WEEKDAYS = [
    (0, _("Monday")),
    (1, _("Tuesday")),
    (2, _("Wednesday")),
    (3, _("Thursday")),
    (4, _("Friday")),
    (5, _("Saturday")),
    (6, _("Sunday")),
]


def refuse_far_day(value: date) -> None:
    day = value.date() if isinstance(value, datetime) else value
    if not FIRST_DAY <= day <= LAST_DAY:
        raise forms.ValidationError(_("Enter a day between 2000 and 2100."))


def day_field(label: Any) -> forms.DateField:
    widget = forms.DateInput(attrs=DAY, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, validators=[refuse_far_day])


def time_field(label: Any, **kwargs: Any) -> forms.TimeField:
    return forms.TimeField(label=label, widget=forms.TimeInput(attrs=TIME, format="%H:%M"), **kwargs)


def seats_field() -> forms.IntegerField:
    return forms.IntegerField(label=_("Seats"), min_value=1, max_value=MOST_SEATS)


class InstantWidget(forms.DateTimeInput):
    """A local day and time in the one field that browsers offer for it."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


def instant_field(label: Any) -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label,
        widget=InstantWidget(),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"],
        validators=[refuse_far_day],
    )


class CohortForm(SafeForm):
    """A cohort's plan. The choices are those of one complex."""

    course = forms.ModelChoiceField(label=_("Course"), queryset=Course.objects.none())
    program = forms.ModelChoiceField(label=_("Program"), queryset=Program.objects.none())
    number = forms.IntegerField(label=_("Number (기수)"), min_value=1, max_value=999)
    venue = forms.ModelChoiceField(label=_("Venue"), queryset=Venue.objects.none())
    starts_on = day_field(_("First day"))
    ends_on = day_field(_("Last day"))
    opens_at = instant_field(_("Applications open"))
    closes_at = instant_field(_("Applications close"))
    capacity = seats_field()
    selection = forms.ChoiceField(label=_("Selection"), choices=Selection.choices, widget=forms.RadioSelect)
    offer_hours = forms.IntegerField(label=_("Hours to answer an offer"), min_value=1, max_value=336, initial=48)
    minimum_people = forms.IntegerField(
        label=_("Least number of people"),
        min_value=0,
        max_value=MOST_SEATS,
        required=False,
        help_text=_("With fewer, the desk warns you before the course begins. 0 means no least number."),
    )

    def __init__(self, *args: Any, complex: Complex, cohort: Cohort | None = None, **kwargs: Any) -> None:
        if cohort is not None:
            kwargs["initial"] = {name: getattr(cohort, name) for name in Plan.__dataclass_fields__}
        super().__init__(*args, **kwargs)
        self.fields["course"].queryset = Course.objects.of(complex)  # type: ignore[attr-defined]  # of a ModelChoiceField
        self.fields["program"].queryset = Program.objects.of(complex)  # type: ignore[attr-defined]
        self.fields["venue"].queryset = Venue.objects.of(complex)  # type: ignore[attr-defined]
        if cohort is not None:
            del self.fields["capacity"]  # seats have a page of their own: a change of theirs makes offers

    def clean_minimum_people(self) -> int:
        return self.cleaned_data["minimum_people"] or 0

    def plan(self) -> Plan:
        return Plan(**{name: self.cleaned_data[name] for name in Plan.__dataclass_fields__})


class CapacityForm(SafeForm):
    """The number of seats."""

    submit_label = _("Change the seats")
    capacity = seats_field()


class AddPersonForm(SafeForm):
    """A person whom an operator gives a seat."""

    submit_label = _("Give the seat")
    email = forms.EmailField(label=_("E-mail of the account"), max_length=254)
    kind = forms.ChoiceField(
        label=pgettext_lazy("applicant", "Kind"), choices=ApplicantKind.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        person = User.objects.filter(email__iexact=email, is_active=True).first()
        if person is None:
            raise forms.ValidationError(_("No account has this e-mail. Ask the person to sign up first."))
        self.person = person
        return email


class ReasonForm(SafeForm):
    """Why: kept in the record and, where the page says so, read by the person."""

    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class ReopenForm(SafeForm):
    """Until when applications are taken again, and why."""

    submit_label = pgettext_lazy("step", "Open applications again")
    closes_at = instant_field(_("Applications close"))
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class OptionalReasonForm(SafeForm):
    """Why, where nothing forces it."""

    reason = forms.CharField(
        label=_("Reason"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class FilterForm(forms.Form):
    """The filters of the list of applicants; they stand in the address."""

    state = forms.ChoiceField(
        label=pgettext_lazy("filter", "State"),
        required=False,
        choices=[("", _("all")), *[c for c in ApplicationState.choices if c[0] != ApplicationState.DRAFT]],
    )
    kind = forms.ChoiceField(
        label=pgettext_lazy("applicant", "Kind"), required=False, choices=[("", _("all")), *ApplicantKind.choices]
    )
    tag = forms.CharField(label=pgettext_lazy("application", "Tag"), required=False, max_length=30)
    q = forms.CharField(label=_("Name, e-mail or number"), required=False, max_length=100)


class RoomChoiceField(forms.ModelChoiceField):
    """A room with its venue and its places: a course may meet in several venues."""

    def label_from_instance(self, obj: Any) -> str:
        return _("%(room)s (%(venue)s, %(places)d places)") % {
            "room": obj,
            "venue": obj.venue,
            "places": obj.capacity,
        }


def instructor_field() -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        label=_("Instructor"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("whoever teaches the cohort"),
        help_text=_("Another person is a substitute: they keep the roll of this session only."),
    )


def instructors_of(complex: Complex) -> QuerySet[User]:
    """Who may teach here."""
    members = Membership.objects.of(complex).current().filter(role__in=[Role.INSTRUCTOR, Role.LEAD])
    return User.objects.filter(pk__in=members.values("user_id"), is_active=True).order_by("name", "pk")


class SessionForm(SafeForm):
    """One session of the timetable."""

    title_ko = forms.CharField(label=_("Title (Korean)"), max_length=150)
    title_en = forms.CharField(label=_("Title (English)"), max_length=150)
    module = forms.ModelChoiceField(label=_("Module"), queryset=Module.objects.none(), required=False)
    day = day_field(_("Day"))
    start = time_field(_("Starts"))
    end = time_field(_("Ends"))
    room = RoomChoiceField(label=_("Room"), queryset=Room.objects.none(), required=False)
    instructor = instructor_field()
    is_practice = forms.BooleanField(label=_("Practice"), required=False)
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, cohort: Cohort, session: Session | None = None, **kwargs: Any) -> None:
        if session is not None:
            kwargs["initial"] = _initial(session)
        super().__init__(*args, **kwargs)
        _scope(self, cohort)

    def entry(self) -> Entry:
        return Entry(**{name: self.cleaned_data[name] for name in Entry.__dataclass_fields__})


def _initial(session: Session) -> dict[str, Any]:
    zone = session.cohort.complex.zone
    names = ("title_ko", "title_en", "module", "room", "day", "is_practice", "instructor", "revision")
    values = {name: getattr(session, name) for name in names}
    return values | {"start": _clock(session.starts_at, zone), "end": _clock(session.ends_at, zone)}


def _clock(instant: datetime, zone: Any) -> Any:
    return instant.astimezone(zone).time()


def _scope(form: forms.Form, cohort: Cohort) -> None:
    modules, rooms = form.fields["module"], form.fields["room"]
    modules.queryset = Module.objects.filter(course_id=cohort.course_id)  # type: ignore[attr-defined]
    rooms.queryset = Room.objects.of(cohort.complex).select_related("venue")  # type: ignore[attr-defined]
    form.fields["instructor"].queryset = instructors_of(cohort.complex)  # type: ignore[attr-defined]


class PatternForm(SafeForm):
    """A weekly pattern that becomes sessions."""

    submit_label = _("Make the sessions")
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Weekdays"), choices=WEEKDAYS, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    start = time_field(_("Starts"))
    end = time_field(_("Ends"))
    first = day_field(_("From"))
    last = day_field(_("To"))
    title_ko = forms.CharField(label=_("Title (Korean)"), max_length=150)
    title_en = forms.CharField(label=_("Title (English)"), max_length=150)
    module = forms.ModelChoiceField(label=_("Module"), queryset=Module.objects.none(), required=False)
    room = RoomChoiceField(label=_("Room"), queryset=Room.objects.none(), required=False)
    instructor = instructor_field()
    is_practice = forms.BooleanField(label=_("Practice"), required=False)

    def entries(self, days: list[date]) -> list[Entry]:
        """What stands in the timetable on each of these days."""
        names = ("start", "end", "title_ko", "title_en", "room", "module", "is_practice", "instructor")
        return [Entry(day, **{name: self.cleaned_data[name] for name in names}) for day in days]

    def __init__(self, *args: Any, cohort: Cohort, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"first": cohort.starts_on, "last": cohort.ends_on, "weekdays": [0, 1, 2, 3, 4]})
        super().__init__(*args, **kwargs)
        _scope(self, cohort)


class AssignForm(SafeForm):
    """Who teaches from now on."""

    submit_label = _("Assign")
    instructor = forms.ModelChoiceField(label=_("Instructor"), queryset=User.objects.none())

    def __init__(self, *args: Any, cohort: Cohort, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["instructor"].queryset = instructors_of(cohort.complex)  # type: ignore[attr-defined]

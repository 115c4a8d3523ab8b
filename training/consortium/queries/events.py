"""Events as the public, who registered, and the operator read them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core import signing
from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from enrollment.models import Enrollment
from enrollment.states import EnrollmentState
from training.accounts.models import ConsentText
from training.accounts.queries import consents
from training.accounts.states import AskedAt, ConsentKey
from training.consortium.models import Event, EventMaterial, Introduction, Registration, Wish
from training.consortium.queries import event_surveys
from training.consortium.rules import events as rules
from training.consortium.rules.introductions import met
from training.consortium.states import EventState, RegistrationState
from training.core import words
from training.core.models import Complex
from training.core.requests import Request

ON_A_PAGE = 30
PEOPLE_ON_A_PAGE = 100
PAST = 50
TICKET = "consortium.ticket"


def related(rows: "QuerySet[Event]") -> "QuerySet[Event]":
    return rows.select_related("venue", "pool", "complex__site")


# --- the public -------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Listing:
    """What everybody reads: what comes, the next first; what was, the last first."""

    upcoming: list[Event]
    past: list[Event]


def listing(complex: Complex, *, kind: str, now: datetime) -> Listing:
    """Two queries."""
    rows = related(Event.objects.of(complex).public())
    rows = rows.filter(kind=kind) if kind else rows
    upcoming = rows.filter(ends_at__gt=now).order_by("starts_at", "pk")
    past = rows.filter(ends_at__lte=now).exclude(state=EventState.CANCELED).order_by("-starts_at", "-pk")
    return Listing(list(upcoming), list(past[:PAST]))


@dataclass(frozen=True)
class Standing:
    """How one reader and one event stand to each other."""

    registration: Registration | None
    can_register: bool
    can_cancel: bool
    can_answer: bool
    can_meet: bool
    place: int  # on the waiting list
    materials: list[EventMaterial]

    @property
    def is_open(self) -> bool:
        return self.registration is not None and self.registration.state != RegistrationState.CANCELED


def standing(event: Event, person: Any, *, now: datetime) -> Standing:
    """Three queries at most; none for strangers."""
    own = registration_of(event, person)
    live = own if own is not None and own.state != RegistrationState.CANCELED else None
    came = live is not None and live.state == RegistrationState.CAME
    return Standing(
        registration=own,
        can_register=live is None and event.takes_registrations(now),
        can_cancel=live is not None and live.state in rules.OPEN and now < event.starts_at,
        can_answer=came and event_surveys.is_open(event, now=now) and not event_surveys.has_answered(own),  # type: ignore[arg-type]
        can_meet=live is not None and live.state in rules.THERE and rules.may_meet(event.kind, event.ends_at, now=now),
        place=_place(live),
        materials=list(EventMaterial.objects.kept().filter(event=event)) if live else [],
    )


def registration_of(event: Event, person: Any) -> Registration | None:
    if not person.is_authenticated:
        return None
    rows = Registration.objects.filter(event=event, person=person)
    return rows.select_related("event__complex__site", "complex", "consent", "organization").first()


def _place(registration: Registration | None) -> int:
    if registration is None or registration.state != RegistrationState.WAITING:
        return 0
    ahead = Registration.objects.waiting().filter(event=registration.event_id)
    earlier = Q(registered_at__lt=registration.registered_at)
    return ahead.filter(earlier | Q(registered_at=registration.registered_at, pk__lte=registration.pk)).count()


def own_panel(request: Request) -> dict[str, Any]:
    """One's registrations for what has not ended, a page of them. Two queries."""
    rows = (
        Registration.objects.of(request.complex).expected().filter(person=request.user, event__ends_at__gt=request.now)
    )
    rows = rows.select_related("event__venue").order_by("event__starts_at", "pk")
    return {"registrations": Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page", "1"))}


# --- tickets ----------------------------------------------------------------------------------------
def ticket(registration: Registration) -> str:
    """What the QR of a registration says. Without the platform's key nobody makes one for another number."""
    return signing.Signer(salt=TICKET, sep=".").sign(str(registration.pk))


def registered_by(ticket: str) -> int | None:
    """The registration of a ticket; None where it is none of ours."""
    try:
        return int(signing.Signer(salt=TICKET, sep=".").unsign(ticket))
    except signing.BadSignature:
        return None


# --- the desk ---------------------------------------------------------------------------------------
def desk(complex: Complex, filters: dict[str, Any], *, number: str) -> Page[Any]:
    """The latest first. Two queries."""
    rows = related(Event.objects.of(complex)).filter(**filters).order_by("-starts_at", "-pk")
    waiting = Count("registrations", filter=Q(registrations__state=RegistrationState.WAITING))
    came = Count("registrations", filter=Q(registrations__state=RegistrationState.CAME))
    return Paginator(rows.annotate(waiting=waiting, came=came), ON_A_PAGE).get_page(number)


def panel(request: Request) -> dict[str, Any]:
    """What comes next, and what waits to be closed. One query: what is announced is closed one day."""
    announced = related(Event.objects.of(request.complex)).filter(state=EventState.ANNOUNCED)
    rows = list(announced.order_by("starts_at", "pk"))
    coming = [row for row in rows if row.ends_at > request.now]
    return {"next": coming[0] if coming else None, "to_close": len(rows) - len(coming)}


def registrations(event: Event, filters: dict[str, Any]) -> "QuerySet[Registration]":
    rows: QuerySet[Registration] = Registration.objects.filter(event=event, person__isnull=False)
    if filters.get("state"):
        rows = rows.filter(state=filters["state"])
    if filters.get("name"):
        rows = rows.filter(person__name__icontains=filters["name"])
    return rows.select_related("person").order_by("person__name", "pk")


def registered(event: Event, filters: dict[str, Any], *, number: str) -> "Page[Registration]":
    """A page of them, by name. Two queries."""
    return Paginator(registrations(event, filters), PEOPLE_ON_A_PAGE).get_page(number)


def numbers(event: Event) -> dict[str, int]:
    """How many registrations stand in each state. One query."""
    found = dict(Registration.objects.filter(event=event).order_by().values_list("state").annotate(n=Count("pk")))
    return {state: found.get(state, 0) for state in RegistrationState.values}


def table(event: Event, filters: dict[str, Any]) -> tuple[list[list[str]], list[int]]:
    """The registrations as rows for a file, and whose they are."""
    rows = list(registrations(event, filters))
    heads = [_("Name"), _("E-mail"), _("State"), pgettext("event", "Registered"), pgettext("event", "Came")]
    lines = [
        [row.person.name, row.person.email, str(row.get_state_display()), words.moment(row.registered_at), words.moment(row.came_at)]
        for row in rows if row.person
    ]  # fmt: skip
    return [heads, *lines], [row.person_id for row in rows if row.person_id]


# --- meeting ----------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Other:
    """Somebody on the other side as one reads them: a company by its name, a graduate by what they completed."""

    registration: Registration
    number: int
    courses: list[str]
    is_wished: bool
    is_met: bool  # then, and only then, the contact is shown


@dataclass(frozen=True)
class Meeting:
    """Whom one can meet at an event, and whom one has been introduced to."""

    registration: Registration
    text: ConsentText | None
    takes_part: bool
    is_company: bool
    others: list[Other]


def text(complex: Complex, *, now: datetime) -> ConsentText | None:
    asked = consents.in_force(complex, asked_at=AskedAt.EVENT, now=now)
    return next((one for one in asked if one.key == ConsentKey.INTRODUCTION), None)


def meeting(registration: Registration, *, now: datetime) -> Meeting:
    """What one side sees. Nothing in it depends on what others wish alone."""
    takes_part = registration.consent is not None and registration.consent.withdrawn_at is None
    company = registration.organization_id is not None
    found = others(registration) if takes_part else []
    return Meeting(registration, text(registration.complex, now=now), takes_part, company, found)


def others(own: Registration) -> list[Other]:
    """Four queries, whatever the number of people."""
    company = own.organization_id is not None
    rows = Registration.objects.listed().filter(event=own.event_id, organization__isnull=company).exclude(pk=own.pk)
    listed = list(rows.select_related("organization", "person").order_by("pk"))
    wishes = list(Wish.objects.filter(Q(who=own) | Q(whom=own)).values_list("who", "whom"))
    side = Q(company=own) if company else Q(graduate=own)
    standing = Introduction.objects.filter(side, ended_at=None).values_list("graduate", "company")
    introduced = met(wishes, own.pk) & {key for pair in standing for key in pair}
    courses = _completed(listed) if company else {}
    return [
        Other(row, number, courses.get(row.person_id, []), (own.pk, row.pk) in wishes, row.pk in introduced)
        for number, row in enumerate(listed, start=1)
    ]


def _completed(rows: list[Registration]) -> dict[int | None, list[str]]:
    """The courses that each has completed here. One query."""
    found: dict[int | None, list[str]] = {}
    done = Enrollment.objects.filter(trainee__in=[row.person_id for row in rows], state=EnrollmentState.COMPLETED)
    here = done.filter(complex__in={row.complex_id for row in rows}).select_related("cohort__course")
    for enrollment in here.order_by("pk"):
        found.setdefault(enrollment.trainee_id, []).append(str(enrollment.cohort.course))
    return found

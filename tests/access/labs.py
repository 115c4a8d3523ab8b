"""Rules of labs and instruments."""

from enrollment.models import Booking, Instrument, Measurand, Outage, Session
from enrollment.services import bookings
from tests import factories
from tests.access.rules import EVERYONE, Rule, only
from tests.access.seats import OPERATORS
from tests.cast import Cast
from tests.enrollment.labs import build
from training.core import clock

KEEPERS = only("operator", "admin", "instructor")


def instrument(cast: Cast) -> int:
    return (Instrument.objects.of(cast.complex).first() or build.instrument(cast.complex)).pk


def measurand(cast: Cast) -> int:
    own = {"complex": cast.complex, "instrument_id": instrument(cast)}
    return Measurand.objects.get_or_create(**own, quantity_ko="전압", defaults={"quantity_en": "voltage"})[0].pk


def outage(cast: Cast) -> int:
    own = {"complex": cast.complex, "instrument_id": instrument(cast), "ended_at": None}
    now = clock.now()
    return Outage.objects.get_or_create(**own, defaults={"starts_at": now, "reported_at": now, "reason": "-"})[0].pk


def session(cast: Cast) -> Session:
    """A practice session that is not over, on the real clock."""
    found = cast.cohort.sessions.filter(is_practice=True).first()
    return found or factories.SessionFactory(
        complex=cast.complex, cohort=cast.cohort, is_practice=True, day=clock.now().date(), starts_at=clock.now(),
        ends_at=build.at(18).replace(year=clock.now().year + 1),
    )  # fmt: skip


def booking(cast: Cast) -> int:
    found = Booking.objects.of(cast.complex).first()
    if found is None:
        own, now = session(cast), clock.now()
        unit = build.instrument(cast.complex)
        slot = build.Slot(own.starts_at, own.starts_at + build.timedelta(hours=1))
        found = bookings.book(own, unit, slot=slot, by=cast.operator, now=now)
    return found.pk


def of(act: str = ""):
    return lambda cast: f"/desk/labs/{instrument(cast)}/{act}"


RULES = {
    "enrollment:labs": Rule(lambda cast: "/labs/", EVERYONE),
    "enrollment:session_instruments": Rule(lambda cast: f"/teach/sessions/{session(cast).pk}/instruments/", KEEPERS),
    "enrollment:change_booking": Rule(lambda cast: f"/teach/bookings/{booking(cast)}/", KEEPERS),
    "enrollment:cancel_booking": Rule(lambda cast: f"/teach/bookings/{booking(cast)}/cancel/", KEEPERS, method="post"),
    "enrollment:instruments": Rule(lambda cast: "/desk/labs/", OPERATORS),
    "enrollment:add_instrument": Rule(lambda cast: "/desk/labs/add/", OPERATORS),
    "enrollment:instrument": Rule(of(), OPERATORS),
    "enrollment:change_instrument": Rule(of("change/"), OPERATORS),
    "enrollment:calibrate_instrument": Rule(of("calibrated/"), OPERATORS),
    "enrollment:retire_instrument": Rule(of("retire/"), OPERATORS),
    "enrollment:take_back_instrument": Rule(of("take-back/"), OPERATORS, method="post"),
    "enrollment:add_measurand": Rule(of("measures/"), OPERATORS),
    "enrollment:report_outage": Rule(of("outages/"), OPERATORS),
    "enrollment:change_measurand": Rule(lambda cast: f"/desk/labs/measures/{measurand(cast)}/", OPERATORS),
    "enrollment:remove_measurand": Rule(
        lambda cast: f"/desk/labs/measures/{measurand(cast)}/remove/", OPERATORS, method="post"
    ),
    "enrollment:change_outage": Rule(lambda cast: f"/desk/labs/outages/{outage(cast)}/", OPERATORS),
    "enrollment:end_outage": Rule(lambda cast: f"/desk/labs/outages/{outage(cast)}/end/", OPERATORS, method="post"),
}

"""Pages of labs: what another complex's people get, what is listed in how many questions, and the outage that asks first."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.models import Equipment, Skill
from enrollment.models import Booking, Measurand, Outage
from enrollment.services import bookings
from tests import factories
from tests.access import labs
from tests.enrollment.labs import build
from tests.enrollment.labs.build import at
from tests.factories import NOW
from training.core.models import Delivery

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(cast, client):
    client.force_login(cast.operator, backend="django.contrib.auth.backends.ModelBackend")
    return client


def furnish(cast, module, count):
    """So many instruments, each with a range, a kind, a skill, an outage to come and a booked session."""
    for number in range(count):
        unit = build.instrument(cast.complex, equipment=Equipment.objects.create(
            complex=cast.complex, key=f"kind-{number}-{count}", name_ko="종류", name_en="Kind", purpose_ko="-", purpose_en="-"
        ))  # fmt: skip
        Measurand.objects.create(
            complex=cast.complex, instrument=unit, quantity_ko="전압", quantity_en="voltage", low=1
        )
        unit.skills.add(
            Skill.objects.create(
                complex=cast.complex, course=module.course, module=module, key=f"s-{number}-{count}", title_ko="숙련"
            )
        )
        session = build.session(cast.cohort, at(9) + timedelta(days=Booking.objects.count()))
        bookings.book(session, unit, by=None, now=NOW)


def test_lists_ask_as_much_for_three_as_for_one(cast, desk):
    module = factories.ModuleFactory(complex=cast.complex, course=cast.cohort.course)
    counted = []
    for count in (1, 2):
        furnish(cast, module, count)
        each = {}
        for name in ("instruments", "labs"):
            desk.get(reverse(f"enrollment:{name}"))
            with CaptureQueriesContext(connection) as queries:
                assert desk.get(reverse(f"enrollment:{name}")).status_code == 200
            each[name] = len(queries)
        counted.append(each)
    assert counted[0] == counted[1]


def test_instruments_of_another_complex_answer_404(cast, desk):
    away = build.instrument(cast.neighbor.memberships.get().complex, name_ko="남의 장비")
    line = Measurand.objects.create(complex=away.complex, instrument=away, quantity_ko="전압", quantity_en="voltage")
    out = Outage.objects.create(complex=away.complex, instrument=away, starts_at=NOW, reason="-", reported_at=NOW)
    addresses = [
        f"/desk/labs/{away.pk}/{act}" for act in ("", "change/", "calibrated/", "retire/", "measures/", "outages/")
    ]
    addresses += [f"/desk/labs/measures/{line.pk}/", f"/desk/labs/outages/{out.pk}/"]
    assert [desk.get(address).status_code for address in addresses] == [404] * len(addresses)
    posts = [f"/desk/labs/measures/{line.pk}/remove/", f"/desk/labs/outages/{out.pk}/end/"]
    assert [desk.post(address).status_code for address in posts] == [404, 404]
    for address in ("/desk/labs/", "/labs/", f"/teach/sessions/{labs.session(cast).pk}/instruments/"):
        assert "남의 장비" not in desk.get(address).content.decode()
    asked = {"instrument": away.pk}
    assert desk.post(f"/teach/sessions/{labs.session(cast).pk}/instruments/", asked).status_code == 422


def test_the_public_sees_ranges_and_no_serial_number(cast, client):
    unit = build.instrument(cast.complex, serial="GEHEIM-77")
    retired = build.instrument(cast.complex, name_ko="옛 장비", retired_at=NOW)
    Measurand.objects.create(
        complex=cast.complex, instrument=unit, quantity_ko="노점", quantity_en="dew point", unit="°C", low=-80, high=20
    )
    page = client.get("/labs/").content.decode()
    assert "−80 – 20 °C" in page
    assert "GEHEIM-77" not in page
    assert str(retired) not in page


def test_an_outage_that_stops_a_session_asks_before_it_tells(cast, desk):
    unit = build.instrument(cast.complex)
    bookings.book(build.session(cast.cohort), unit, by=None, now=NOW)
    address = f"/desk/labs/{unit.pk}/outages/"
    posted = {"starts_at": "2026-12-01T09:00", "expected_until": "", "reason": "릴레이 교체"}

    shown = desk.post(address, posted)
    assert str(cast.trainee) in shown.content.decode()
    assert (Outage.objects.count(), Delivery.objects.filter(kind="instrument_out").count()) == (0, 0)

    assert desk.post(address, {**posted, "confirmed": "1"}).status_code == 302
    assert Outage.objects.get().reason == "릴레이 교체"
    told = set(Delivery.objects.filter(kind="instrument_out").values_list("user_id", flat=True))
    assert told == {cast.trainee.pk, cast.instructor.pk}

"""Days at the ends of the calendar, which have no instant in another zone."""

import pytest

from enrollment.models import Cohort, Program, Venue

FAR = ("0001-01-01", "1999-12-31", "2101-01-01", "9999-12-31")


def plan(cast) -> dict[str, object]:
    return {
        "course": cast.cohort.course_id,
        "program": Program.objects.of(cast.complex).earliest("pk").pk,
        "number": 77,
        "venue": Venue.objects.of(cast.complex).earliest("pk").pk,
        "starts_on": "2026-12-07",
        "ends_on": "2027-01-29",
        "opens_at": "2026-11-25T09:00",
        "closes_at": "2026-12-01T18:00",
        "capacity": 20,
        "selection": "first_come",
        "offer_hours": 48,
    }


@pytest.mark.parametrize("field", ["starts_on", "ends_on", "opens_at", "closes_at"])
def test_a_cohort_is_not_planned_at_the_end_of_time(field, cast, client):
    client.force_login(cast.operator, backend="django.contrib.auth.backends.ModelBackend")
    before = Cohort.objects.count()
    for day in FAR:
        value = f"{day}T09:00" if field.endswith("_at") else day
        response = client.post("/desk/cohorts/new/", plan(cast) | {field: value})
        assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert Cohort.objects.count() == before
    assert client.post("/desk/cohorts/new/", plan(cast)).status_code == 302

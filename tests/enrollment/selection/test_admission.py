"""What a program asks is data that an operator writes, and applications follow it."""

import pytest
import time_machine

from enrollment.models import Admission, Application, Enrollment
from tests import factories
from tests.factories import NOW
from training.accounts.states import OrganizationKind
from training.core.models import Delivery

pytestmark = pytest.mark.django_db
RULES = {
    "kinds": ["employed", "sponsored"],
    "asks_card_number": "on",
    "documents": "employment | 재직증명서 | Certificate | 재직 확인 | To confirm | required | employed, sponsored",
    "least_age": "15",
    "needs_sponsor": "on",
    "criteria": "motive | 지원 동기 | Motivation | 10 | 3\n\nbasics | 기초 | Basics | 5 | 1",
    "pass_percent": "40",
    "no_show_days": "3",
    "objection_days": "7",
    "appeal_days": "3",
    "document_days": "30",
}


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


def sign_in(client, person):
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")


def change(client, cast, **values):
    sign_in(client, cast.operator)
    return client.post(f"/desk/programs/{cast.cohort.program_id}/admission/", {**RULES, **values})


def test_what_is_written_is_kept_and_shown_as_it_was_written(client, cast):
    assert change(client, cast).status_code == 302

    row = Admission.objects.get()
    assert row.criteria[1] == {"key": "basics", "title_ko": "기초", "title_en": "Basics", "most": 5, "weight": 1}
    assert row.documents[0]["required"] is True
    assert row.eligibility == [{"rule": "age_at_least", "value": 15}, {"rule": "sponsor"}]
    shown = client.get(f"/desk/programs/{cast.cohort.program_id}/admission/").context["form"]
    assert shown["documents"].value() == RULES["documents"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kinds", ["astronaut"]),
        ("documents", "employment | 재직증명서"),
        ("documents", "a | 가 | | 나 | | perhaps | "),
        ("documents", "a | 가 | | 나 | | required | astronaut"),
        ("documents", "a | 가 | | 나 | | required |\na | 다 | | 라 | | required |"),
        ("criteria", "Motive | 동기 | | 10 | 1"),
        ("criteria", "motive | 동기 | | 0 | 1"),
        ("criteria", "motive | 동기 | | ten | 1"),
        ("appeal_days", "2"),
        ("pass_percent", "101"),
    ],
)
def test_rules_that_cannot_be_read_are_refused_beside_their_field(client, cast, field, value):
    refused = change(client, cast, **{field: value})

    assert (refused.status_code, list(refused.context["form"].errors)) == (422, [field])
    assert Admission.objects.count() == 0


def test_criteria_stand_while_people_are_scored(client, cast):
    change(client, cast)
    type(cast.cohort).objects.filter(pk=cast.cohort.pk).update(selection="reviewed")
    row = factories.ApplicationFactory(cohort=cast.cohort, complex=cast.complex)
    row.scores.create(complex=cast.complex, reviewer=cast.operator, points={"motive": 1, "basics": 1}, given_at=NOW)

    refused = change(client, cast, criteria="motive | 지원 동기 | Motivation | 20 | 1")

    assert (refused.status_code, list(refused.context["form"].errors)) == (409, ["criteria"])


def test_sponsored_applicant_names_the_employer_and_the_enrollment_takes_it(client, cast):
    change(client, cast, documents="", needs_sponsor="")
    employer = factories.OrganizationFactory(complex=cast.complex, kind=OrganizationKind.PARTNER)
    stranger = factories.OrganizationFactory(
        complex=cast.neighbor.memberships.get().complex, kind=OrganizationKind.PARTNER
    )
    sign_in(client, cast.applicant)
    address = f"/cohorts/{cast.cohort.pk}/apply/kind/"

    for sponsor in ("", stranger.pk):
        assert client.post(address, {"kind": "sponsored", "sponsor": sponsor}).status_code == 422
    bad_card = client.post(address, {"kind": "sponsored", "sponsor": employer.pk, "card_number": "900101-1234567"})
    assert (bad_card.status_code, Application.objects.filter(applicant=cast.applicant).count()) == (422, 0)
    client.post(address, {"kind": "sponsored", "sponsor": employer.pk, "card_number": "9410-1234 5678"})
    client.post(f"/cohorts/{cast.cohort.pk}/apply/check/")

    assert Application.objects.get(applicant=cast.applicant).card_number == "941012345678"
    assert Enrollment.objects.get(trainee=cast.applicant).sponsor == employer


def test_who_does_not_meet_the_rules_waits_for_a_person_where_the_first_come_are_served(client, cast):
    change(client, cast, documents="")
    sign_in(client, cast.applicant)
    client.post(f"/cohorts/{cast.cohort.pk}/apply/kind/", {"kind": "employed"})
    client.post(f"/cohorts/{cast.cohort.pk}/apply/check/")

    application = Application.objects.get(applicant=cast.applicant)
    assert (application.state, Enrollment.objects.filter(trainee=cast.applicant).count()) == ("applied", 0)
    assert list(Delivery.objects.filter(user=cast.applicant).values_list("kind", flat=True)) == ["application_received"]
    sign_in(client, cast.operator)
    page = client.get(f"/desk/applications/{application.pk}/").content.decode()
    assert "보내 주는 회사가 있어야 하는 과정입니다." in page


def test_motivation_saves_itself_while_somebody_types(client, cast):
    sign_in(client, cast.applicant)
    address = f"/cohorts/{cast.cohort.pk}/apply/motivation/"

    saved = client.post(address, {"motivation": "배우고"}, headers={"HX-Request": "true"})
    refused = client.post(address, {"motivation": "900101-1234567"}, headers={"HX-Request": "true"})

    assert (saved.status_code, "09:00 저장됨" in saved.content.decode()) == (200, True)
    assert (refused.status_code, Application.objects.get(applicant=cast.applicant).motivation) == (422, "배우고")

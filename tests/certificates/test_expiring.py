"""Holders are told before a certificate ends, once for each lead, and not where it was renewed."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from certificates.models import Certificate, ExpiryNotice
from certificates.queries import register
from certificates.rules import leads
from certificates.services import awards, erasing, expiring, issuing
from certificates.states import RevocationReason
from tests import factories as ground
from tests.certificates import factories
from training.core.models import Delivery, Owed

NOW = ground.NOW
ENDS = date(2026, 12, 22)  # a month after NOW's day, the 23rd of November


@pytest.mark.parametrize(
    ("left", "told", "lead"),
    [
        (91, (), None), (90, (), 90), (90, (90,), None), (31, (90,), None), (31, (), 90), (30, (90,), 30), (30, (), 30),
        (30, (30,), None), (0, (90,), 30), (0, (30, 90), None), (-1, (), None), (20, (30,), None),
    ],
)  # fmt: skip
def test_lead_of_a_day(left, told, lead):
    assert leads.due(ENDS, today=ENDS - timedelta(days=left), told=told) == lead


def test_without_an_end_nobody_is_told():
    assert leads.due(None, today=ENDS, told=()) is None


@pytest.fixture
def ending(drawn, cast) -> Certificate:
    """Valid for a month: its last day is 29 days away."""
    cohort = factories.finished_cohort(complex=cast.complex)
    return factories.issued(factories.completed(cohort), validity_months=1)


def run(now=NOW) -> None:
    """What beat and the worker do."""
    expiring.owe_all(now=now)
    for owed in Owed.objects.filter(kind=expiring.OWED, done_at=None):
        expiring.tell(int(owed.subject), now=now)
        Owed.objects.filter(pk=owed.pk).update(done_at=now)


def mails() -> list[str]:
    return list(Delivery.objects.filter(kind="certificate_expires").order_by("pk").values_list("key", flat=True))


def test_each_lead_is_told_once_however_often_it_is_asked(ending):
    for day in (-1, 0, 0, 5, 28, 29, 30):
        run(NOW + timedelta(days=day))
    assert mails() == [f"certificate_expires:{ending.pk}:30"]
    assert [(row.days, row.sent_at) for row in ExpiryNotice.objects.all()] == [(30, NOW - timedelta(days=1))]


def test_both_leads_are_told_of_a_longer_one(drawn, cast):
    certificate = factories.issued(
        factories.completed(factories.finished_cohort(complex=cast.complex)), validity_months=6
    )
    for week in range(30):
        run(NOW + timedelta(weeks=week))
    assert mails() == [f"certificate_expires:{certificate.pk}:{days}" for days in (90, 30)]


def test_renewed_revoked_and_erased_are_not_told_of(drawn, cast):
    cohort = factories.finished_cohort(complex=cast.complex)
    renewed, revoked, erased = (
        factories.issued(factories.completed(cohort, name=name), validity_months=1) for name in ("가", "나", "다")
    )
    later = awards.reissue(renewed, by=cast.operator, now=NOW, reason="갱신")
    Certificate.objects.filter(pk=later.pk).update(expires_on=None)
    issuing.issue(later.pk, now=NOW)
    factories.revoked(revoked)
    erasing.erase(erased, by=None, now=NOW)
    run()
    assert mails() == []


def test_later_paper_of_the_same_course_is_a_renewal_and_another_courses_is_none(ending, cast):
    other = factories.finished_cohort(complex=cast.complex)
    same = factories.finished_cohort(complex=cast.complex, course=ending.cohort.course)
    person = ending.person
    found = []
    for cohort in (other, same):
        enrollment = ground.EnrollmentFactory(complex=cast.complex, cohort=cohort, trainee=person, state="completed")
        factories.issued(factories.DecisionFactory(complex=cast.complex, enrollment=enrollment), validity_months=None)
        found.append(list(register.expiring(cast.complex, today=ending.issued_on, within=90)))
    assert found == [[ending], []]


def test_revoked_between_owing_and_telling_is_not_told_of(ending):
    expiring.owe_all(now=NOW)
    awards.revoke(ending, code=RevocationReason.HOLDER, note="", by=ending.decision.decided_by, now=NOW)
    expiring.tell(ending.pk, now=NOW)
    assert (mails(), ExpiryNotice.objects.count()) == ([], 0)


# --- at the desk --------------------------------------------------------------------------------
def sign_in(client, person):
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize(("within", "listed"), [("90", True), ("30", True), ("7", True), ("", True)])
def test_list_shows_what_ends_and_who_was_told(client, cast, ending, within, listed):
    Certificate.objects.filter(pk=ending.pk).update(expires_on=date.today() + timedelta(days=20))
    ExpiryNotice.objects.create(certificate=ending, days=30, sent_at=NOW)
    text = sign_in(client, cast.operator).get(f"/desk/certificates/expiring/?within={within}").content.decode()
    assert (ending.register_number in text, f"/desk/certificates/{ending.pk}/reissue/" in text) == (listed, True)


def test_lists_cost_the_same_for_one_and_for_three(client, cast, drawn):
    cohort = factories.finished_cohort(complex=cast.complex)
    counts = {"/desk/certificates/expiring/": [], "/desk/register/": []}
    sign_in(client, cast.operator)
    for number in range(3):
        certificate = factories.issued(factories.completed(cohort), validity_months=1)
        Certificate.objects.filter(pk=certificate.pk).update(expires_on=date.today() + timedelta(days=20))
        ExpiryNotice.objects.create(certificate=certificate, days=30, sent_at=NOW)
        for address, found in counts.items():
            with CaptureQueriesContext(connection) as caught:
                assert client.get(address).content.decode().count("/desk/certificates/") > number
            found.append(len(caught))
    assert [found[0] == found[2] for found in counts.values()] == [True, True]


def test_register_of_a_year_shows_voided_numbers_filters_and_goes_out_as_a_file(client, cast, drawn):
    cohort = factories.finished_cohort(complex=cast.complex)
    kept = factories.issued(factories.completed(cohort, name="남은이"))
    voided = factories.intended(factories.completed(cohort, name="=무효"))
    issuing.void(voided, by=cast.operator, now=NOW, reason="잘못")
    sign_in(client, cast.operator)
    everything = client.get("/desk/register/").content.decode()
    only = client.get("/desk/register/?state=voided&year=2026").content.decode()
    by_name = client.get("/desk/register/?q=남은").content.decode()
    sheet = client.get("/desk/register/?format=csv").content.decode()
    numbers = (kept.register_number, voided.register_number)
    assert [[number in text for number in numbers] for text in (everything, only, by_name, sheet)] == [
        [True, True], [False, True], [True, False], [True, True],
    ]  # fmt: skip
    assert ("'=무효" in sheet, factories.code_of(kept) in sheet, "1999" in sheet) == (True, False, False)


@pytest.mark.parametrize("query", ["year=x", "year=1999", "state=nothing", "kind=x", "page=99", "q=%00"])
def test_nonsense_in_the_address_is_left_out(client, cast, drawn, query):
    factories.issued(factories.completed(factories.finished_cohort(complex=cast.complex)))
    assert sign_in(client, cast.operator).get(f"/desk/register/?{query}").status_code == 200

"""What each person sees, and what nobody else sees."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from enrollment.models import Admission, Enrollment, Nomination, SeatAgreement, Share
from enrollment.queries import partners
from enrollment.services import nominations, shares
from tests import factories
from tests.enrollment.sponsors import build
from training.accounts.models import AccessRecord, Consent, ConsentText, Membership
from training.core import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    """The pages ask the clock, so rows stand around its day."""
    return clock.now()


@pytest.fixture
def company(db):
    return build.company()


@pytest.fixture
def agreement(company, now):
    return agreed(company, now)


def agreed(company, now, count=4):
    day = now.date()
    cohort = build.cohort(
        seats=9, starts_on=day + timedelta(days=20), ends_on=day + timedelta(days=60), closes_at=now + timedelta(days=9)
    )
    return build.agreement(cohort, company, count, until=now + timedelta(days=5), now=now)


def signed_in(client, who):
    client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    return client


def seated(agreement, company, now, *, share=False, name="홍길동"):
    """A nominee who accepted, with or without consent to be seen."""
    who = build.person()
    type(who).objects.filter(pk=who.pk).update(name=name)
    who.refresh_from_db()
    [nomination] = build.nominated(agreement, company, who, now=now)
    text = build.share_text() if share else None
    return nominations.accept(nomination, by=who, consents=build.required(), share=text, now=now)


def rows(response):
    return [(row.name, row.state, row.seen is not None) for row in response.context["page_obj"]]


def test_desk_shows_progress_of_those_who_agreed_and_of_nobody_else(client, company, agreement, now):
    shown = seated(agreement, company, now, share=True, name="가나다")
    hidden = seated(agreement, company, now, name="나다라")
    named = factories.EnrollmentFactory(cohort=agreement.cohort, sponsor=company.organization)  # named it themselves
    other = build.company()
    seated(agreed(other, now), other, now, share=True, name="다라마")
    build.nominated(agreement, company, build.person("wait@company.example"), now=now)
    signed_in(client, company.manager)

    response = client.get("/partners/")

    assert sorted(rows(response)) == [
        ("가나다", "accepted", True),
        ("나다라", "accepted", False),
        ("홍길동", "invited", False),
    ]
    assert response.context["people"].unnamed == 1
    assert "다라마" not in response.text
    assert [client.get(f"/partners/people/{one.pk}/").status_code for one in (shown, hidden, named)] == [200, 404, 404]
    assert rows(client.get("/partners/?state=invited")) == [("홍길동", "invited", False)]
    assert client.get("/partners/?state=nonsense").status_code == 200


@pytest.mark.parametrize("where", ["here", "account", "year"])
def test_consent_withdrawn_is_gone_at_the_next_request(client, company, agreement, now, where):
    enrollment = seated(agreement, company, now, share=True)
    page = f"/partners/people/{enrollment.pk}/"
    assert signed_in(client, company.manager).get(page).status_code == 200
    if where == "here":
        signed_in(client, enrollment.trainee)
        assert client.get(f"/learn/sponsors/{company.organization.pk}/hide/").status_code == 200
        assert client.post(f"/learn/sponsors/{company.organization.pk}/hide/").status_code == 302
    elif where == "account":
        consent = Consent.objects.get(user=enrollment.trainee, consent_text__key="sponsor")
        signed_in(client, enrollment.trainee).post(f"/account/consents/{consent.pk}/withdraw/")
    else:  # the text: at most one year after the end
        day = now.date()
        dates = {"starts_on": day - timedelta(days=400), "ends_on": day - timedelta(days=367)}
        type(agreement.cohort).objects.filter(pk=agreement.cohort_id).update(**dates)
    signed_in(client, company.manager)
    assert client.get(page).status_code == 404
    assert rows(client.get("/partners/")) == [("홍길동", "accepted", False)]
    assert client.get("/partners/people.csv").text.rstrip("\r\n").endswith("," * 7)  # seven empty cells


def test_role_taken_back_is_refused_at_the_next_request(client, company, agreement, now):
    enrollment = seated(agreement, company, now, share=True)
    pages = ["/partners/", "/partners/people.csv", f"/partners/people/{enrollment.pk}/"]
    signed_in(client, company.manager)
    assert [client.get(page).status_code for page in pages] == [200, 200, 200]
    Membership.objects.update(revoked_at=now)
    assert [client.get(page).status_code for page in pages] == [403, 403, 403]


def test_manager_of_two_employers_sees_both_and_another_manager_only_the_own(client, company, agreement, now):
    second = build.company()
    seated(agreement, company, now, share=True, name="가나다")
    seated(agreed(second, now), second, now, share=True, name="라마바")
    factories.MembershipFactory(organization=second.organization, user=company.manager, role="manager")
    found = sorted(name for name, *_ in rows(signed_in(client, company.manager).get("/partners/")))
    assert found == ["가나다", "라마바"]
    assert [name for name, *_ in rows(signed_in(client, second.manager).get("/partners/"))] == ["라마바"]


def test_without_agreements_the_desk_says_what_to_do(client, company):
    response = signed_in(client, company.manager).get("/partners/")
    assert (response.status_code, response.text.count("oc-empty")) == (200, 2)


def test_older_text_does_not_show_the_certificate(company, agreement, now):
    enrollment = seated(agreement, company, now, share=True)
    person = partners.person(company.manager, agreement.complex, enrollment.pk, now=now)
    assert person.seen.certificate
    first = ConsentText.objects.get(key="sponsor", version=1)
    Consent.objects.filter(consent_text__key="sponsor").update(consent_text=first)
    person = partners.person(company.manager, agreement.complex, enrollment.pk, now=now)
    assert (person.seen.certificate, person.seen.completion) == ("", enrollment.get_state_display())


def test_opening_a_person_and_taking_the_file_are_recorded(client, company, agreement, now):
    shown, hidden = seated(agreement, company, now, share=True), seated(agreement, company, now)
    signed_in(client, company.manager)
    client.get("/partners/")
    client.get(f"/partners/people/{shown.pk}/")
    assert "Content-Disposition" not in client.get("/partners/people.csv")  # it asks why
    client.post("/partners/people.csv", {"reason": "decision"})
    looked = AccessRecord.objects.about(shown.trainee).order_by("pk")
    assert [(one.actor, one.what, one.reason) for one in looked] == [
        (company.manager, "person", ""),
        (company.manager, "sheet", "decision"),
    ]
    assert not AccessRecord.objects.about(hidden.trainee).exists()


def test_file_is_safe_for_spreadsheets(client, company, agreement, now):
    who = build.person()
    type(who).objects.filter(pk=who.pk).update(name="=1+1")
    who.refresh_from_db()
    build.nominated(agreement, company, who, now=now)
    file = signed_in(client, company.manager).get("/partners/people.csv")
    assert file.text.startswith("\ufeff")
    assert "\r\n'=1+1," in file.text


def test_weeks_count_days_held_and_attended(client, company, agreement, now):
    enrollment = seated(agreement, company, now, share=True)
    cohort = agreement.cohort
    monday = now.date() - timedelta(days=now.weekday() + 7)
    type(cohort).objects.filter(pk=cohort.pk).update(starts_on=monday)
    for offset in (0, 1, 7 - 10):  # Monday and Tuesday, and the Friday before
        day = monday + timedelta(days=offset)
        start = clock.start_of(day, cohort.complex.zone) + timedelta(hours=9)
        factories.SessionFactory(cohort=cohort, day=day, starts_at=start, ends_at=start + timedelta(hours=8))
    person = partners.person(company.manager, agreement.complex, enrollment.pk, now=now)
    friday_week = monday - timedelta(days=7)
    assert person.weeks == [partners.Week(friday_week, 1, 0), partners.Week(monday, 2, 0)]
    assert signed_in(client, company.manager).get(f"/partners/people/{enrollment.pk}/").status_code == 200


@pytest.mark.parametrize(
    "address", ["/partners/", "/partners/people.csv", "/desk/cohorts/{cohort}/agreements/", "/learn/sponsors/"]
)
def test_pages_ask_as_much_for_three_as_for_one(client, company, agreement, now, address):
    operator = factories.MembershipFactory(complex=agreement.complex).user
    enrollment = seated(agreement, company, now, share=True)
    reader = {"/part": company.manager, "/desk": operator, "/lear": enrollment.trainee}[address[:5]]
    signed_in(client, reader)
    page = address.format(cohort=agreement.cohort_id)

    def count():
        client.get(page)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(page).status_code == 200
        return len([one for one in asked if "INSERT" not in one["sql"]])  # a look at each person is recorded

    first = count()
    seated(agreement, company, now, share=True)
    seated(agreement, company, now, share=True)
    if address == "/learn/sponsors/":
        for _n in range(2):
            other = build.company().organization
            factories.EnrollmentFactory(trainee=enrollment.trainee, sponsor=other)
            shares.offer(enrollment.trainee, other, build.share_text(), now=now)
    assert count() == first


LIST = "김하나\tkim@company.example\n이두리\tlee@company.example"


def test_sheet_is_shown_first_and_then_all_are_nominated(client, company, agreement):
    page = f"/partners/agreements/{agreement.pk}/sheet/"
    signed_in(client, company.manager)
    shown = client.post(page, {"text": LIST})
    assert (shown.status_code, Nomination.objects.count()) == (200, 0)
    done = client.post(page, {"text": shown.context["checked"].text, "confirm": "1"})
    assert (done.status_code, Nomination.objects.count()) == (302, 2)
    again = client.post(page, {"text": LIST, "confirm": "1"})
    assert (again.status_code, Nomination.objects.count()) == (422, 2)
    assert [line.sentence != "" for line in again.context["checked"].lines] == [True, True]


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"text": "   "},
        {"text": "김하나\tkim@company.example\n이두리\tnothing"},
        {"text": "\n".join(f"김\t{n}@company.example" for n in range(5))},  # four seats
        {"file": SimpleUploadedFile("a.xlsx", b"PK nothing")},
        {"file": SimpleUploadedFile("a.csv", "김하나,900101-1234567".encode())},
    ],
)
def test_sheet_with_a_fault_nominates_nobody(client, company, agreement, given):
    page = f"/partners/agreements/{agreement.pk}/sheet/"
    response = signed_in(client, company.manager).post(page, {**given, "confirm": "1"})
    assert (response.status_code, Nomination.objects.count()) == (422, 0)
    assert "1234567" not in response.text


def test_form_nominates_one_and_a_wrong_address_stands_at_its_field(client, company, agreement):
    page = f"/partners/agreements/{agreement.pk}/nominate/"
    signed_in(client, company.manager)
    own = client.post(page, {"name": "나", "email": company.manager.email})
    assert (own.status_code, list(own.context["form"].errors)) == (422, ["email"])
    assert client.post(page, {"name": "김하나", "email": "Kim@Company.example"}).status_code == 302
    made = Nomination.objects.get()
    assert (made.email, made.invited_by) == ("kim@company.example", company.manager)
    ask = f"/partners/nominations/{made.pk}/withdraw/"
    assert client.get(ask).status_code == 200
    assert client.post(ask).status_code == 302
    assert client.get(ask).status_code == 302  # nothing left to withdraw


def test_nominee_reads_who_and_what_and_accepts_without_being_seen(client, company, agreement, now):
    who = build.person()
    build.texts()
    [nomination] = build.nominated(agreement, company, who, now=now)
    signed_in(client, who)
    assert str(company.organization) in client.get("/learn/").text
    page = f"/cohorts/nominations/{nomination.pk}/"
    shown = client.get(page)
    assert shown.context["form"].share_text.version == 2
    assert shown.context["form"]["share"].value() is not True  # unticked
    assert client.post(page, {}).status_code == 422
    boxes = {f"consent_{pk}": "on" for pk in build.required()}
    assert client.post(page, boxes).status_code == 302
    assert (Enrollment.objects.get().sponsor, Share.objects.count()) == (company.organization, 0)
    assert client.get(page).status_code == 200
    assert client.post(page, boxes).status_code == 409  # pressed twice: how it stands
    assert client.get("/learn/sponsors/").status_code == 200
    assert client.get(f"/learn/sponsors/{company.organization.pk}/nonsense/").status_code == 404
    assert client.post(f"/learn/sponsors/{company.organization.pk}/show/").status_code == 302
    assert Share.objects.standing().count() == 1


@pytest.mark.parametrize("verified", [False, None])
def test_address_that_is_not_proved_opens_nothing(client, company, agreement, now, verified):
    who = build.person()
    [nomination] = build.nominated(agreement, company, who, now=now)
    EmailAddress.objects.update(verified=False) if verified is False else EmailAddress.objects.all().delete()
    signed_in(client, who)
    pages = [f"/cohorts/nominations/{pk}/" for pk in (nomination.pk, 999_999)]
    assert [client.get(page).status_code for page in pages] == [403, 403]


def test_nominee_hands_in_papers_though_applications_are_closed(client, company, agreement, now):
    who = build.person()
    [nomination] = build.nominated(agreement, company, who, now=now)
    Admission.objects.update(documents=[{"key": "job", "title_ko": "재직증명서", "required": True}])
    type(agreement.cohort).objects.update(closes_at=now - timedelta(hours=1))
    signed_in(client, who)
    papers = client.get(reverse("enrollment:apply_part", args=[agreement.cohort_id, "papers"]))
    assert [paper.key for paper, _form in papers.context["rows"]] == ["job"]
    to_answer = client.get(reverse("enrollment:apply", args=[agreement.cohort_id]))
    assert to_answer.url == f"/cohorts/nominations/{nomination.pk}/"


def test_declining_asks_first(client, company, agreement, now):
    who = build.person()
    [nomination] = build.nominated(agreement, company, who, now=now)
    page = f"/cohorts/nominations/{nomination.pk}/decline/"
    signed_in(client, who)
    assert client.get(page).status_code == 200
    assert Nomination.objects.get().state == "invited"
    assert client.post(page).status_code == 302
    assert Nomination.objects.get().state == "declined"


def test_operator_agrees_changes_and_withdraws(client, company, now):
    cohort = agreed(company, now).cohort
    operator = factories.MembershipFactory(complex=cohort.complex).user
    other = build.company().organization
    signed_in(client, operator)
    until = f"{now + timedelta(days=4):%Y-%m-%dT%H:%M}"
    given = {"organization": other.pk, "seats": 2, "nominate_until": until, "answer_days": 7}
    new = f"/desk/cohorts/{cohort.pk}/agreements/new/"
    assert client.post(new, {**given, "seats": 50}).status_code == 409
    assert client.post(new, given).status_code == 302
    made = SeatAgreement.objects.get(organization=other)
    assert client.post(f"/desk/agreements/{made.pk}/change/", {**given, "seats": 3}).status_code == 302
    withdraw = f"/desk/agreements/{made.pk}/withdraw/"
    assert client.get(withdraw).status_code == 200
    assert client.post(withdraw, {"reason": ""}).status_code == 422
    assert client.post(withdraw, {"reason": "예산"}).status_code == 302
    made.refresh_from_db()
    assert (made.seats, made.state, cohort.pools.get(key="").reserved) == (3, "withdrawn", 4)

"""Organizations, what was agreed with them, whom to call there, and the public directory."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from tests import factories
from tests.enrollment.applications.test_documents import paper as pdf
from tests.factories import NOW
from training.accounts.models import Organization
from training.accounts.services import organizations
from training.consortium.models import Agreement, AgreementFile, Contact, OrganizationIndexPage, OrganizationPage
from training.consortium.rules.agreements import standing
from training.consortium.services import agreements
from training.consortium.services.agreements import Card, Terms
from training.core.errors import DomainError, Refused
from training.core.models import AuditEntry

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
CARD = Card("배협력", "인사팀", "043-000-0001", "", "훈련 인원 협의")


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def office(group, client):
    client.force_login(group.operator, backend="django.contrib.auth.backends.ModelBackend")
    return client


def text(response) -> str:
    return response.content.decode()


def terms(first=date(2026, 1, 1), last=date(2027, 12, 31)):
    return Terms("mou", "인력양성 협약", first, first, last)


def agreed(group, organization=None, **days):
    return agreements.record(organization or group.company, terms(**days), by=group.operator, now=NOW)


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (TODAY + timedelta(days=1), None, "coming"),
        (TODAY, None, "in_force"),
        (TODAY, TODAY, "ending"),
        (date(2026, 1, 1), TODAY - timedelta(days=1), "over"),
        (date(2026, 1, 1), TODAY + timedelta(days=60), "ending"),
        (date(2026, 1, 1), TODAY + timedelta(days=61), "in_force"),
    ],
)
def test_an_agreement_stands_to_the_end_of_its_last_day(group, first, last, said):
    assert standing(first, last, today=TODAY) == said
    agreed(group, first=first, last=last)
    assert Agreement.objects.ending(today=TODAY).count() == (1 if said == "ending" else 0)


def test_days_in_disorder_are_refused_by_service_and_database(group):
    with pytest.raises(DomainError) as refused:
        agreed(group, last=date(2025, 12, 31))
    assert refused.value.field == "ends_on"
    with pytest.raises(IntegrityError), transaction.atomic():
        Agreement.objects.create(
            complex=group.complex, organization=group.company, **vars(terms(last=date(2025, 12, 31)))
        )  # fmt: skip


def test_only_operators_of_the_complex_write_and_open(group, cast):
    agreement = agreed(group)
    for by in (group.manager, cast.neighbor, cast.lead):
        for act in (
            lambda by=by: agreements.record(group.company, terms(), by=by, now=NOW),
            lambda by=by: agreements.change(agreement, terms(), by=by, now=NOW),
            lambda by=by: agreements.keep(agreement, name="a.pdf", raw=pdf(), by=by, now=NOW),
            lambda by=by: agreements.add_contact(group.company, CARD, by=by, now=NOW),
            lambda by=by: organizations.add(group.complex, kind="partner", name_ko="가", name_en="A", by=by, now=NOW),
            lambda by=by: organizations.change(group.company, kind="host", name_ko="가", name_en="A", by=by, now=NOW),
        ):
            with pytest.raises(Refused):
                act()
    assert (Agreement.objects.count(), Contact.objects.count(), AgreementFile.objects.count()) == (1, 0, 0)


def test_a_prolonged_agreement_keeps_both_days_in_the_trail(group):
    agreement = agreed(group)
    agreements.change(agreement, terms(last=date(2028, 12, 31)), by=group.operator, now=NOW)
    facts = AuditEntry.objects.get(action="agreement changed").facts
    assert (facts["before"]["ends_on"], facts["after"]["ends_on"]) == ("2027-12-31", "2028-12-31")


def test_a_contact_can_be_reached_and_is_gone_when_removed(group):
    with pytest.raises(DomainError):
        agreements.add_contact(group.company, Card("가", "", "", "", ""), by=group.operator, now=NOW)
    contact = agreements.add_contact(group.company, CARD, by=group.operator, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Contact.objects.update(phone="")
    agreements.remove_contact(contact, by=group.operator, now=NOW)
    assert not Contact.objects.exists()
    said = str(list(AuditEntry.objects.values_list("action", "facts", "reason")))
    assert "contact removed" in said
    assert "배협력" not in said
    assert "043-000-0001" not in said


def test_no_two_organizations_have_one_name(group, cast):
    away = cast.neighbor.memberships.get().complex
    name = {"kind": "partner", "name_ko": "다온전극", "name_en": "Daon"}
    with pytest.raises(DomainError) as refused:
        organizations.add(group.complex, **name, by=group.operator, now=NOW)
    assert refused.value.field == "name_ko"
    organizations.add(away, **name, by=cast.neighbor, now=NOW)
    organizations.change(group.company, **name, by=group.operator, now=NOW)
    assert Organization.objects.filter(name_ko="다온전극").count() == 2


# --- the desk ---------------------------------------------------------------------------------
def test_an_operator_records_an_agreement_its_scan_and_a_contact(group, office, tmp_path, settings):
    settings.PRIVATE_ROOT = tmp_path
    page = f"/desk/organizations/{group.company.pk}/"
    data = {
        "kind": "mou", "title": "인력양성 협약", "signed_on": "2026-01-01", "starts_on": "2026-01-01",
        "ends_on": "2026-12-31",
    }  # fmt: skip
    assert office.post(f"{page}agreements/", data)["Location"] == page
    assert office.post(f"{page}contacts/", {"name": "배협력", "phone": "043-000-0001"})["Location"] == page
    agreement = Agreement.objects.get()
    paper = SimpleUploadedFile("mou.pdf", pdf(), content_type="application/pdf")
    assert office.post(f"/desk/agreements/{agreement.pk}/files/", {"file": paper})["Location"] == page
    shown = text(office.get(page))
    for said in ("인력양성 협약", "배협력", "mou.pdf", "곧 끝남"):
        assert said in shown
    file = AgreementFile.objects.get()
    answer = office.get(f"/desk/agreement-files/{file.pk}/")
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("application/pdf", "private, no-store")
    assert AuditEntry.objects.filter(action="opened", subject_id=str(file.pk)).count() == 1

    assert office.post(f"/desk/agreement-files/{file.pk}/erase/")["Location"] == page
    assert "mou.pdf" not in text(office.get(page))
    assert office.get(f"/desk/agreement-files/{file.pk}/").status_code == 404
    assert "?show=ending" in text(office.get("/desk/"))


@pytest.mark.parametrize(
    ("address", "data"),
    [
        ("agreements/", {"kind": "mou", "title": "", "signed_on": "x", "starts_on": "2026-01-01"}),
        ("agreements/", {"kind": "x", "title": "a", "signed_on": "2026-01-01", "starts_on": "2026-01-01"}),
        ("contacts/", {"name": "배협력", "phone": "", "email": "x"}),
        ("contacts/", {"name": "900101-1234567", "phone": "1"}),
        ("change/", {"name_ko": "", "name_en": "A", "kind": "host"}),
    ],
)
def test_wrong_input_is_said_and_nothing_kept(group, office, address, data):
    answer = office.post(f"/desk/organizations/{group.company.pk}/{address}", data)
    assert answer.status_code == 422
    assert "data-error-summary" in text(answer)
    assert (Agreement.objects.count(), Contact.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {"다온전극", "가람소재"}),
        ("?show=ending", {"가람소재"}),
        ("?kind=host", set()),
        ("?q=daon", {"다온전극"}),
        ("?kind=%00&show=x&page=999", {"다온전극", "가람소재"}),
    ],
)
def test_the_list_is_filtered_by_the_address(group, office, query, shown):
    other = factories.OrganizationFactory(complex=group.complex, kind="partner", name_ko="가람소재")
    agreed(group, organization=other, last=TODAY + timedelta(days=3))
    page = text(office.get(f"/desk/organizations/{query}"))
    assert {name for name in ("다온전극", "가람소재") if f">{name}</a>" in page} == shown


@pytest.mark.parametrize("address", ["/desk/organizations/", "/desk/organizations/{}/"])
def test_queries_do_not_grow(group, office, address):
    address = address.format(group.company.pk)
    agreed(group)
    agreements.add_contact(group.company, CARD, by=group.operator, now=NOW)
    office.get(address)
    with CaptureQueriesContext(connection) as one:
        office.get(address)
    for _n in range(2):
        agreed(group)
        agreements.add_contact(group.company, CARD, by=group.operator, now=NOW)
        agreed(group, organization=factories.OrganizationFactory(complex=group.complex))
    with CaptureQueriesContext(connection) as three:
        office.get(address)
    assert len(three) == len(one)


# --- the directory ----------------------------------------------------------------------------
@pytest.fixture
def directory(complex):
    home = complex.site.root_page
    index = OrganizationIndexPage(title="함께하는 기관", slug="organizations", locale=home.locale)
    return home.add_child(instance=index)


def presented(directory, organization, slug, **fields):
    page = OrganizationPage(
        title=organization.name_ko, slug=slug, organization=organization, locale=directory.locale, **fields
    )
    return directory.add_child(instance=page)


def test_the_directory_shows_published_pages_by_their_part(group, client, directory):
    presented(directory, group.company, "daon", lead="전극을 만듭니다.")
    host = factories.OrganizationFactory(complex=group.complex, kind="host", name_ko="산학융합원")
    presented(directory, host, "host")
    draft = factories.OrganizationFactory(complex=group.complex, kind="host", name_ko="비공개기관")
    presented(directory, draft, "draft", live=False)
    agreed(group)
    agreements.add_contact(group.company, CARD, by=group.operator, now=NOW)

    page = text(client.get("/organizations/"))
    assert page.index("산학융합원") < page.index("다온전극")
    assert "비공개기관" not in page
    page = text(client.get("/organizations/daon/"))
    assert "전극을 만듭니다." in page
    for private in ("배협력", "043-000-0001", "인력양성 협약"):
        assert private not in page
    assert client.get("/organizations/draft/").status_code == 404


def test_one_page_per_organization_and_language(group, directory):
    presented(directory, group.company, "daon")
    with pytest.raises(ValidationError):
        presented(directory, group.company, "daon-2")
    other = presented(directory, factories.OrganizationFactory(complex=group.complex), "other")
    with pytest.raises(IntegrityError), transaction.atomic():
        OrganizationPage.objects.filter(pk=other.pk).update(organization=group.company)


def test_deleting_a_page_leaves_the_organization(group, directory):
    page = presented(directory, group.company, "daon")
    Page.objects.get(pk=page.pk).delete()
    assert Organization.objects.filter(pk=group.company.pk).exists()


def test_a_copy_presents_nothing(group, directory):
    page = presented(directory, group.company, "daon")
    copy = page.copy(update_attrs={"slug": "copy", "title": "copy"}, keep_live=False)
    assert (copy.organization_id, copy.live) == (None, False)


def test_the_directory_asks_no_more_for_three_pages(group, client, directory):
    presented(directory, group.company, "daon")
    client.get("/organizations/")
    with CaptureQueriesContext(connection) as one:
        client.get("/organizations/")
    for n in range(2):
        presented(directory, factories.OrganizationFactory(complex=group.complex), f"o{n}")
    with CaptureQueriesContext(connection) as three:
        client.get("/organizations/")
    assert len(three) == len(one)

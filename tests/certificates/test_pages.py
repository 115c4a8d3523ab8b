"""Pages of holders and operators, and what may never be deleted."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from certificates.models import Certificate, CertificateFile, LogEntry
from certificates.queries import holder, profiles
from certificates.services import batches, storing
from certificates.states import CertificateState, RevocationReason
from courses.models import CourseIndexPage, CoursePage
from tests import factories as ground
from tests.certificates import factories
from training.core.models import AuditEntry, Delivery

pytestmark = pytest.mark.django_db
NOW = ground.NOW


@pytest.fixture
def issued(cast, drawn):
    """A certificate of somebody in the cast's complex, whose holder and operator can sign in."""
    return factories.issued(factories.completed(factories.finished_cohort(complex=cast.complex)))


def signed_in(client, person):
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_holder_downloads_the_stored_bytes(client, issued, private_root):
    response = signed_in(client, issued.person).get(f"/learn/certificates/{issued.pk}/pdf/")
    stored = (private_root / issued.files.get().path).read_bytes()
    assert (response.status_code, response.content, response["Content-Type"]) == (200, stored, "application/pdf")
    assert response["Cache-Control"] == "private, no-store"
    assert not AuditEntry.objects.filter(action="file_taken").exists()


def test_operator_takes_a_file_with_a_trace(client, cast, issued):
    signed_in(client, cast.operator).post(f"/learn/certificates/{issued.pk}/pdf/", {"reason": "requested"})
    entry = AuditEntry.objects.get(action="file_taken")
    assert (entry.actor, entry.subject_id) == (cast.operator, str(issued.pk))


def test_changed_file_is_never_served(client, issued, private_root):
    path = private_root / issued.files.get().path
    path.write_bytes(path.read_bytes().replace("홍길동".encode(), "김길동".encode()))
    response = signed_in(client, issued.person).get(f"/learn/certificates/{issued.pk}/pdf/")
    assert response.status_code == 500
    assert b"%PDF" not in response.content


def test_viewing_and_downloading_never_draw(client, issued, drawn):
    before = len(drawn)
    signed_in(client, issued.person)
    client.get(f"/learn/certificates/{issued.pk}/")
    client.get(f"/learn/certificates/{issued.pk}/pdf/")
    assert len(drawn) == before


def test_holder_page_is_the_papers_twin(client, issued):
    text = signed_in(client, issued.person).get(f"/learn/certificates/{issued.pk}/").content.decode()
    shown = ["제2026-충북-0001호", "홍길동", "HONG Gildong", "1999. 5. 17.", "슬러리 믹싱", "화성", "28.5"]
    assert [piece for piece in shown if piece not in text] == []


@pytest.mark.parametrize("state", [CertificateState.INTENDED, CertificateState.VOIDED])
def test_what_was_not_issued_is_not_there_for_the_holder(client, cast, drawn, state):
    certificate = factories.intended(factories.completed(factories.finished_cohort(complex=cast.complex)))
    if state == CertificateState.VOIDED:
        batches.void(certificate, by=cast.operator, now=NOW, reason="취소")
    signed_in(client, certificate.person)
    assert client.get(f"/learn/certificates/{certificate.pk}/").status_code == 404
    assert client.get(f"/learn/certificates/{certificate.pk}/pdf/").status_code == 404


def test_link_to_a_profile_hands_over_what_the_page_says_and_no_name(issued):
    with translation.override("en"):
        found = profiles.linkedin(issued, code="7K3M")
    handed = dict(parse_qsl(urlsplit(found.address).query))
    assert found.address.startswith("https://www.linkedin.com/profile/add?")
    assert handed == {
        "startTask": "CERTIFICATION_NAME", "name": found.shown[0][1], "organizationName": "Chungbuk Technopark",
        "issueYear": "2026", "issueMonth": "11", "certId": issued.register_number,
        "certUrl": issued.complex.address("/verify/7K3M/"),
    }  # fmt: skip
    shown = [str(value) for _label, value in found.shown]
    assert shown == [handed["name"], handed["organizationName"], "2026-11", handed["certId"], handed["certUrl"]]
    assert issued.person.name not in found.address


@pytest.mark.parametrize("make", [factories.revoked, factories.superseded])
def test_what_no_longer_counts_goes_to_no_profile(make, client, issued):
    page = signed_in(client, issued.person).get
    before, after = (
        page(f"/learn/certificates/{issued.pk}/"),
        (make(issued), page(f"/learn/certificates/{issued.pk}/"))[1],
    )
    assert [b"linkedin.com" in answer.content for answer in (before, after)] == [True, False]
    assert [f"/learn/certificates/{issued.pk}/credential/".encode() in answer.content for answer in (before, after)] == [
        True, True]  # fmt: skip


def test_page_of_a_paper_from_before_says_that_it_is_valid_without(client, issued):
    Certificate.objects.update(credential="", credential_sha256="")
    page = (
        signed_in(client, issued.person)
        .get(f"/learn/certificates/{issued.pk}/", headers={"accept-language": "en"})
        .content.decode()
    )
    assert "before there were digital credentials" in page or "도입하기 전에" in page


def test_panel_takes_one_query_whatever_the_number(rf, issued, django_assert_num_queries):
    request = rf.get("/learn/")
    request.user, request.complex, request.now = issued.person, issued.complex, NOW
    with django_assert_num_queries(1):
        assert [row["truth"] for row in holder.panel(request)["certificates"]] == ["valid"]


def test_holder_is_told_once_without_code_or_birth_date(issued):
    mail = Delivery.objects.get(kind="certificate_issued")
    assert (mail.user, mail.key) == (issued.person, f"certificate_issued:{issued.pk}")
    assert factories.code_of(issued) not in str(mail.context)


def test_operator_goes_from_preview_to_trial(client, cast, drawn):
    cohort = factories.finished_cohort(complex=cast.complex)
    for name in ("강감찬", "김유신"):
        factories.completed(cohort, name=name)
    signed_in(client, cast.operator)
    address = f"/desk/cohorts/{cohort.pk}/certificates/"
    assert "강감찬" in client.get(address).content.decode()
    assert client.post(f"{address}start/").status_code == 302
    assert client.post(f"{address}start/").status_code == 302
    assert Certificate.objects.count() == 1
    part = client.get(address, headers={"hx-request": "true"}).content.decode()
    assert ("<html" in part, "hx-get" in part) == (False, True)
    assert client.post(f"{address}rest/").status_code == 409


def test_board_takes_the_same_queries_for_one_and_for_three(client, cast, drawn):
    counts = []
    for size in (1, 3):
        cohort = factories.finished_cohort(complex=cast.complex)
        for _ in range(size):
            factories.issued(factories.completed(cohort))
            factories.completed(cohort, name="김유신")
        signed_in(client, cast.operator)
        client.get(f"/desk/cohorts/{cohort.pk}/certificates/")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/desk/cohorts/{cohort.pk}/certificates/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("data", "field"),
    [({"note": "x"}, "code"), ({"code": "made-up", "note": "x"}, "code"), ({"code": "holder"}, "note")],
)
def test_revoking_asks_for_a_public_reason_and_a_note(client, cast, issued, data, field):
    response = signed_in(client, cast.operator).post(f"/desk/certificates/{issued.pk}/revoke/", data)
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert Certificate.objects.get(pk=issued.pk).state == CertificateState.ISSUED


def test_operator_revokes_and_a_second_press_changes_nothing(client, cast, issued):
    signed_in(client, cast.operator)
    data = {"code": RevocationReason.MISTAKE, "note": "오기"}
    assert client.post(f"/desk/certificates/{issued.pk}/revoke/", data).status_code == 302
    assert client.post(f"/desk/certificates/{issued.pk}/revoke/", data).status_code == 409
    assert AuditEntry.objects.filter(to_state="revoked").count() == 1


def test_operator_page_shows_the_trail(client, cast, issued):
    with translation.override("ko"):
        text = signed_in(client, cast.operator).get(f"/desk/certificates/{issued.pk}/").content.decode()
    assert "제2026-충북-0001호" in text


# --- what may be deleted, and what may not ---------------------------------------------------------
@pytest.fixture
def presented(issued, cast):
    """A page of the certificate's course, published and changed since; what is stored of the paper."""
    index = CourseIndexPage(title="과정", slug="courses", locale=cast.complex.site.root_page.locale)
    cast.complex.site.root_page.add_child(instance=index)
    page = CoursePage(title="과정", slug="course", course=issued.cohort.course, locale=index.locale)
    index.add_child(instance=page)
    for _ in range(2):
        page.save_revision().publish()
    return page, stored(issued)


def stored(certificate):
    """Row, file and line of the log, each as it stands."""
    row = Certificate.objects.filter(pk=certificate.pk).values().get()
    lines = list(LogEntry.objects.filter(certificate=certificate).values_list("text", flat=True))
    return row, storing.read(certificate.files.get()), lines


def _page_deleted(page, certificate):
    CoursePage.objects.get(pk=page.pk).delete()


def _tree_deleted(page, certificate):
    page.get_parent().specific.delete()


def _revisions_purged(page, certificate):
    call_command("purge_revisions", verbosity=0)
    assert page.revisions.count() == 1


GONE = {
    "a page": _page_deleted, "the pages above it": _tree_deleted, "revisions": _revisions_purged,
}  # fmt: skip


@pytest.mark.parametrize("what", GONE)
def test_certificate_stands_when_there_goes(what, presented, issued, client):
    page, before = presented
    GONE[what](page, issued)
    assert stored(issued) == before
    text = client.get(f"/verify/{factories.code_of(issued)}/").content.decode()
    assert issued.register_number in text


HELD = {
    "course": lambda one: one.cohort.course, "cohort": lambda one: one.cohort, "enrollment": lambda one: one.enrollment,
    "decision": lambda one: one.decision, "person": lambda one: one.person, "design": lambda one: one.design,
    "register": lambda one: one.register, "complex": lambda one: one.complex, "certificate": lambda one: one,
}  # fmt: skip


@pytest.mark.parametrize("what", HELD)
def test_certificate_holds_what_it_rests_on(what, presented, issued):
    """Refused to the row itself, and to a queryset, which asks no model."""
    row = HELD[what](issued)
    for act in (row.delete, type(row).objects.filter(pk=row.pk).delete):
        with pytest.raises((ProtectedError, TypeError)), transaction.atomic():
            act()
    assert stored(issued) == presented[1]


def test_row_of_a_file_is_held_by_the_database_too(issued):
    with pytest.raises(TypeError):
        issued.files.get().delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        issued.files.update(sha256="0" * 64)


def test_used_design_and_stored_rows_are_frozen(issued):
    with pytest.raises(TypeError):
        issued.design.save()
    with pytest.raises(TypeError):
        issued.save()
    with pytest.raises(TypeError):
        CertificateFile.objects.get().save()


def test_later_changes_of_account_and_course_do_not_reach_the_paper(client, issued):
    person, course = issued.person, issued.cohort.course
    person.name = "김개명"
    person.save()
    course.title_ko = "바뀐 과정"
    course.save()
    text = signed_in(client, person).get(f"/learn/certificates/{issued.pk}/").content.decode()
    assert ("홍길동" in text, "배터리 셀 제조공정 실무" in text, "바뀐 과정" in text) == (True, True, False)

"""What a certificate says of a person can be erased: the paper still confirms, the log still holds, nothing points back."""

import hashlib

import pytest
from django.db import IntegrityError, transaction

from certificates.models import Certificate, LogEntry
from certificates.services import auditing, awards, dropping, erasing, issuing, storing, verifying
from certificates.services.refusals import NotDue
from certificates.states import CertificateState, Finding, RevocationReason, Truth
from tests import factories as ground
from tests.certificates import factories
from training.core import stores
from training.core.models import AuditEntry, Owed

NOW = ground.NOW


@pytest.fixture
def paper(drawn, db):
    """A certificate, its code, and the bytes of its file, as its holder keeps them."""
    certificate = factories.issued()
    return certificate, factories.code_of(certificate), storing.read(certificate.files.get())


def erased(certificate) -> Certificate:
    assert erasing.erase(certificate, by=None, now=NOW, reason="요청")
    erasing.remove_files(certificate.pk)
    return Certificate.objects.get(pk=certificate.pk)


def test_text_code_birth_date_credential_and_files_are_gone(paper):
    certificate, code, _data = paper
    path = certificate.files.get().path
    found = erased(certificate)
    assert (found.content, found.code_sealed, found.credential, found.birth_date, found.erased_at) == (
        "", "", "", None, NOW,
    )  # fmt: skip
    row = " ".join(str(value) for value in Certificate.objects.filter(pk=found.pk).values().get().values())
    assert [secret for secret in (code, "홍길동", "HONG", "1999") if secret in row] == []
    with pytest.raises(OSError, match=r".*"):
        stores.read(path)


def test_row_file_hash_and_log_stay_and_the_audit_finds_no_difference(paper):
    certificate, _code, data = paper
    before = list(LogEntry.objects.values_list("text", flat=True))
    found = erased(certificate)
    assert (found.register_number, found.state) == (certificate.register_number, CertificateState.ISSUED)
    assert found.files.get().sha256 == hashlib.sha256(data).hexdigest()
    assert list(LogEntry.objects.values_list("text", flat=True)) == before
    assert list(auditing.differences(LogEntry.objects.get().log, files=True)) == []


def test_paper_still_confirms_by_code_and_by_file_and_shows_no_name(paper, client):
    certificate, code, data = paper
    erased(certificate)
    by_code = verifying.by_code(certificate.complex, typed=code, client="c", now=NOW)
    by_file = dropping.by_file(certificate.complex, data=data, client="c", now=NOW)
    text = client.get(f"/verify/{code}/").content.decode()
    as_json = client.get(f"/api/v1/verify/{code}/")
    assert (by_code.truth, by_file.finding, by_file.answer.truth) == (Truth.VALID, Finding.IDENTICAL, Truth.VALID)
    assert ("홍*동" in text, "홍길동" in text, certificate.register_number in text) == (False, False, True)
    assert (as_json.status_code, as_json.json()["truth"]) == (200, "valid")


def test_name_can_no_longer_be_compared_and_is_not_denied(paper, client):
    certificate, code, _data = paper
    erased(certificate)
    answer = verifying.with_name(certificate.complex, typed=code, name="홍길동", client="c", now=NOW)
    assert (answer.truth, answer.name_matched) == (Truth.VALID, None)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    for response in (client.post(f"/verify/{code}/", {"name": "홍길동"}), client.get(f"/verify/{code}/")):
        text = response.content.decode()
        assert (response.status_code, "was erased and can no longer be compared" in text) == (200, True)
        assert ("The name is different." in text, "Is it this person?" in text) == (False, False)


def test_erasing_twice_is_erasing_once(paper):
    certificate = paper[0]
    erased(certificate)
    assert not erasing.erase(certificate, by=None, now=NOW)
    assert AuditEntry.objects.filter(action="erased").count() == 1
    assert Owed.objects.filter(kind=erasing.OWED).count() == 1
    erasing.remove_files(certificate.pk)


def test_files_of_what_was_not_erased_are_left_alone(paper):
    certificate, _code, data = paper
    erasing.remove_files(certificate.pk)
    assert storing.read(certificate.files.get()) == data


def test_revoked_one_keeps_its_date_and_public_reason_and_loses_the_note(paper):
    certificate = factories.revoked(paper[0])
    found = erased(certificate)
    assert (found.revoked_at, found.revocation_code, found.revocation_note) == (
        NOW, RevocationReason.REQUIREMENTS, "",
    )  # fmt: skip


def test_intended_one_is_voided_and_its_owed_paper_is_never_drawn(drawn, db):
    certificate = factories.intended()
    found = erased(certificate)
    issuing.issue(certificate.pk, now=NOW)
    assert (found.state, len(drawn)) == (CertificateState.VOIDED, 0)


def test_erased_one_can_be_revoked_and_not_issued_again(paper):
    found = erased(paper[0])
    with pytest.raises(NotDue):
        awards.reissue(found, by=found.decision.decided_by, now=NOW, reason="개명")
    awards.revoke(found, code=RevocationReason.DECEPTION, note="감사", by=found.decision.decided_by, now=NOW)
    assert verifying.by_code(found.complex, typed=paper[1], client="c", now=NOW).truth == Truth.REVOKED


def test_database_refuses_that_something_stays_behind(paper):
    for left in ({"content": "{}"}, {"code_sealed": "x"}, {"credential": "{}"}, {"birth_date": NOW.date()}):
        blank = {"content": "", "code_sealed": "", "credential": "", "birth_date": None} | left
        with pytest.raises(IntegrityError), transaction.atomic():
            Certificate.objects.filter(pk=paper[0].pk).update(erased_at=NOW, **blank)


def test_person_is_erased_in_one_complex_and_nobody_else(drawn, cast):
    cohort = factories.finished_cohort(complex=cast.complex)
    mine, other = (
        factories.issued(factories.completed(cohort)),
        factories.issued(factories.completed(cohort, name="남")),
    )
    counted = [
        erasing.erase_person(mine.person, complex, by=cast.operator, now=NOW)
        for complex in (cast.neighbor.memberships.get().complex, cast.complex, cast.complex)
    ]
    found = {row.pk: row.erased_at for row in Certificate.objects.all()}
    assert (counted, found) == ([0, 1, 0], {mine.pk: NOW, other.pk: None})


def test_pages_of_holder_and_operator_open_after_erasing(paper, client, cast):
    certificate = paper[0]
    erased(certificate)
    client.force_login(certificate.person, backend="django.contrib.auth.backends.ModelBackend")
    own = [client.get(address).status_code for address in ("/learn/", f"/learn/certificates/{certificate.pk}/")]
    client.force_login(cast.operator, backend="django.contrib.auth.backends.ModelBackend")
    desk = [
        client.get(address).status_code
        for address in (
            f"/desk/certificates/{certificate.pk}/", f"/desk/cohorts/{certificate.cohort_id}/certificates/", "/desk/register/",
        )
    ]  # fmt: skip
    assert (own, desk) == ([200, 404], [200, 200, 200])

"""What leaves the house: the credential, its place in a status list, and the list; judged by a verifier of somebody else's."""

import base64
import gzip
import hashlib
import io
import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pikepdf
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.db import DatabaseError, IntegrityError, transaction

from certificates import pdf
from certificates.models import Certificate, LogEntry, StatusList, StatusMark
from certificates.rules import badges as documents
from certificates.services import auditing, awards, badges, confirmations, issuing, statuses
from certificates.services.refusals import NotDue
from certificates.signing import credentials, issuers, pades
from certificates.states import CertificateState, DesignKind, Failure
from tests import factories as ground
from tests.certificates import factories, foreign, foreign_log
from training.core.models import AuditEntry, Owed

pytestmark = pytest.mark.django_db
NOW = ground.NOW


@pytest.fixture(autouse=True)
def _keys(settings, tmp_path):
    settings.KEYS_DIR, settings.TIMESTAMP_URL = tmp_path / "keys", ""


@pytest.fixture
def cohort(drawn):
    return factories.finished_cohort()


@pytest.fixture(params=["did:key", "did:web"])
def method(request, settings):
    settings.DID_WEB = request.param == "did:web"
    return request.param


def issued(cohort, **design):
    return factories.issued(factories.completed(cohort), **design)


def confirmed(cohort) -> Certificate:
    """A confirmation of enrollment, which rests on no decision."""
    decision = factories.completed(cohort)
    made = confirmations.issue(decision.enrollment, by=decision.decided_by, now=NOW)
    issuing.issue(made.pk, now=NOW)
    return Certificate.objects.get(pk=made.pk)


def fetched(client, certificate):
    """The credential as its holder downloads it, the list it names, and the host's DID document, as anybody fetches them."""
    client.force_login(certificate.person)
    credential = json.loads(client.get(f"/learn/certificates/{certificate.pk}/credential/").content)
    client.logout()
    path = credential["credentialStatus"]["statusListCredential"].partition("://")[2].partition("/")[2]
    status_list = json.loads(client.get(f"/{path}").content)
    did = client.get("/.well-known/did.json")
    return credential, status_list, json.loads(did.content) if did.status_code == 200 else None


def told(client, certificate, *, at=NOW):
    credential, status_list, did_document = fetched(client, certificate)
    return foreign.verdict(credential, status_list, at=at, did_document=did_document)


# --- each truth, by somebody else's verifier -----------------------------------------------------
def test_each_truth_is_read_by_a_verifier_of_somebody_elses(method, cohort, client):
    valid, revoked = issued(cohort), factories.revoked(issued(cohort))
    superseded = factories.superseded(issued(cohort))
    short = issued(cohort, validity_months=1)
    long_after = NOW + timedelta(days=60)
    assert [
        told(client, valid), told(client, revoked), told(client, superseded), told(client, superseded.superseded_by),
        told(client, short), told(client, short, at=long_after), told(client, valid, at=long_after),
    ] == ["valid", "revoked", "revoked", "valid", "valid", "expired", "valid"]  # fmt: skip
    assert fetched(client, valid)[0]["issuer"]["id"].startswith(method)


@pytest.mark.parametrize("module", [foreign, foreign_log])
def test_somebody_elses_verifiers_share_no_code_with_ours(module):
    """Run where nothing else is: a verifier that used ours would agree with it."""
    loaded = f"import sys; sys.path.insert(0, {str(Path(module.__file__).parent)!r}); import {module.__name__.split('.')[-1]}"
    said = f"{loaded}; print({{name.partition('.')[0] for name in sys.modules}} & {{'certificates', 'openvc', 'training', 'django'}})"
    done = subprocess.run([sys.executable, "-c", said], cwd="/", capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_somebody_elses_verifier_notices_every_change(cohort, client):
    credential, status_list, did = fetched(client, issued(cohort))

    def changed(**parts):
        return foreign.verdict({**credential, **parts}, status_list, at=NOW, did_document=did)

    subject = credential["credentialSubject"]
    assert [
        changed(),
        changed(validFrom="2020-01-01T00:00:00Z"),
        changed(credentialSubject={**subject, "licenseNumber": "제2026-충북-9999호"}),
        changed(credentialStatus={**credential["credentialStatus"], "statusListIndex": "1"}),
        changed(proof={**credential["proof"], "created": "2020-01-01T00:00:00Z"}),
    ] == ["valid", *["forged"] * 4]


def test_revocation_is_on_the_list_at_once_and_owed_besides(cohort, client):
    certificate = issued(cohort)
    assert told(client, certificate) == "valid"
    factories.revoked(certificate)
    assert told(client, certificate) == "revoked"
    assert Owed.objects.filter(kind=statuses.OWED, done_at=None, complex=cohort.complex).count() == 1


def test_failed_revocation_marks_nothing(cohort, monkeypatch, client):
    certificate = issued(cohort)
    monkeypatch.setattr("certificates.services.entries.append", lambda events, now: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        factories.revoked(certificate)
    assert (told(client, certificate), StatusMark.objects.count()) == ("valid", 0)


# --- places --------------------------------------------------------------------------------------
def test_place_is_drawn_with_the_intent_and_nobody_elses(cohort, monkeypatch):
    drawn = iter([7, 7, 7, 9])
    monkeypatch.setattr("secrets.randbelow", lambda most: next(drawn))
    first, second = (factories.intended(factories.completed(cohort)) for _ in range(2))
    assert [(row.status_list.number, row.status_index) for row in (first, second)] == [(1, 7), (1, 9)]
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.filter(pk=second.pk).update(status_index=7)
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.filter(pk=second.pk).update(status_list=None)


def test_rolled_back_intent_gives_its_place_back(cohort):
    decision = factories.completed(cohort)
    with transaction.atomic():
        factories.intended(decision)
        transaction.set_rollback(True)
    assert StatusList.objects.count() == 0


def test_full_list_is_followed_by_the_next(cohort, client):
    first = issued(cohort)
    StatusList.objects.update(taken=statuses.FULL - 1)
    second, third = issued(cohort), issued(cohort)
    assert [row.status_list.number for row in (first, second, third)] == [1, 1, 2]
    assert [told(client, row) for row in (first, third)] == ["valid", "valid"]


def test_mark_is_never_unset(cohort):
    factories.revoked(issued(cohort))
    mark = StatusMark.objects.get()
    for act in (mark.save, mark.delete):
        with pytest.raises(TypeError):
            act()
    with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
        StatusMark.objects.update(index=mark.index + 1)


def test_audit_says_where_marks_and_register_differ(cohort):
    standing, revoked = issued(cohort), factories.revoked(issued(cohort))
    log = LogEntry.objects.first().log
    assert list(auditing.differences(log)) == []
    StatusMark.objects.create(status_list=standing.status_list, index=standing.status_index, at=NOW)
    Certificate.objects.filter(pk=revoked.pk).update(status_index=revoked.status_index ^ 1)
    assert list(auditing.differences(log)) == [
        f"certificate {standing.pk}: issued, but marked in its status list",
        f"certificate {revoked.pk}: revoked, but not marked in its status list",
        f"status list {standing.status_list_id}: place {revoked.status_index} is marked, and no certificate has it",
    ]


# --- the list as it is given out -----------------------------------------------------------------
def test_list_is_as_long_for_none_as_for_many(cohort, client):
    certificates = [issued(cohort) for _ in range(3)]
    sizes, lengths = [], []
    for number in range(4):
        if number:
            factories.revoked(certificates[number - 1])
        found = json.loads(client.get("/status/1").content)
        packed = found["credentialSubject"]["encodedList"]
        sizes.append(len(packed))
        lengths.append(len(gzip.decompress(base64.urlsafe_b64decode(packed[1:] + "=="))) * 8)
    assert (len(set(sizes)), set(lengths)) == (1, {131_072})


def test_list_is_kept_a_minute_and_asked_for_by_its_tag(cohort, client):
    issued(cohort)
    first = client.get("/status/1")
    assert (first["Content-Type"], first["Cache-Control"], first["Access-Control-Allow-Origin"]) == (
        "application/vc", "public, max-age=60", "*")  # fmt: skip
    assert client.get("/status/1").content == first.content
    again = client.get("/status/1", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert [client.get(f"/status/{number}").status_code for number in ("2", "0", "1/")] == [404] * 3


def test_list_of_another_complex_is_not_on_this_host(cohort, client):
    issued(cohort)
    host = ground.site_of("cheonan", "cheonan.example", name_ko="천안", name_en="Cheonan", word="천안").site.hostname
    answers = [client.get("/status/1", headers={"host": name}).status_code for name in (host, "testserver")]
    assert answers == [404, 200]


def test_list_that_cannot_be_signed_is_not_given_out_old(cohort, client, settings):
    certificate = issued(cohort)
    assert client.get("/status/1").status_code == 200
    factories.revoked(certificate)
    (settings.KEYS_DIR / certificate.complex.key / "credential.pem").rename(settings.KEYS_DIR / "away.pem")
    settings.MAKE_KEYS = False
    answer = client.get("/status/1")
    assert (answer.status_code, answer["Cache-Control"], answer["Retry-After"]) == (503, "no-store", "60")


def test_list_is_signed_anew_each_day_and_never_given_out_past_its_validity(cohort, client):
    issued(cohort)
    first = statuses.current(cohort.complex, 1, now=NOW)
    statuses.refresh(now=NOW + timedelta(hours=23))
    assert statuses.current(cohort.complex, 1, now=NOW + timedelta(days=6)) == first
    statuses.refresh(now=NOW + timedelta(days=1))
    second = statuses.current(cohort.complex, 1, now=NOW + timedelta(days=2))
    third = statuses.current(cohort.complex, 1, now=NOW + timedelta(days=8))
    assert [json.loads(text)["validFrom"][:10] for text in (first, second, third)] == [
        "2026-11-23", "2026-11-24", "2026-12-01"]  # fmt: skip


def test_text_that_a_mark_has_overtaken_is_not_kept(cohort):
    certificate = issued(cohort)
    overtaken = StatusList.objects.select_related("complex__site").get()
    factories.revoked(certificate)
    statuses.publish(overtaken, now=NOW)
    assert StatusList.objects.get().signed_version is None
    statuses.publish_owed(overtaken.pk, now=NOW)
    assert StatusList.objects.get().is_current


# --- the credential and its certificate ----------------------------------------------------------
def test_credential_is_hashed_into_the_line_and_embedded_in_the_file(cohort, client):
    certificate = issued(cohort)
    digest = hashlib.sha256(certificate.credential.encode()).hexdigest()
    said = json.loads(LogEntry.objects.get().text)
    assert (said["credential"], certificate.credential_sha256) == (digest, digest)
    assert certificate.files.get().sha256 not in certificate.credential


def test_embedded_file_is_the_credential_and_associated():
    empty = io.BytesIO()
    with pikepdf.new() as page:
        page.add_blank_page()
        page.save(empty)
    with pikepdf.open(io.BytesIO(pdf.embed(empty.getvalue(), '{"name":"수료증"}'))) as made:
        (file,) = made.Root.AF
        assert (str(file.AFRelationship), str(file.UF), list(made.attachments)) == (
            "/Alternative", "credential.json", ["credential.json"])  # fmt: skip
        assert (file.EF.F.read_bytes(), str(file.EF.F.Subtype)) == ('{"name":"수료증"}'.encode(), "/application/vc")


def test_attachment_is_read_only_as_far_as_a_credential_goes():
    empty = io.BytesIO()
    with pikepdf.new() as page:
        page.add_blank_page()
        page.save(empty)
    blank = empty.getvalue()
    inside = [pades.attached(pdf.embed(blank, "x" * size), most=1000) for size in (1000, 1001, 10_000_000)]
    assert (inside, pades.attached(blank, most=1000)) == ([b"x" * 1000, None, None], None)


def test_credential_holds_no_name_no_address_and_no_birth_date(cohort):
    certificate = issued(cohort)
    person = certificate.person
    assert [
        piece for piece in (person.name, person.email, "1999", person.latin_name) if piece and piece in certificate.credential
    ] == []  # fmt: skip
    identities = json.loads(certificate.credential)["credentialSubject"]["identifier"]
    assert [(each["identityType"], each["identityHash"]) for each in identities] == [
        ("name", documents.identity_hash(person.name, identities[0]["salt"])),
        ("emailAddress", documents.identity_hash(person.email, identities[1]["salt"])),
    ]
    assert identities[0]["salt"] != identities[1]["salt"]


def test_fault_after_the_credential_does_not_make_another(cohort, monkeypatch):
    certificate = factories.intended(factories.completed(cohort))
    with monkeypatch.context() as faulty:
        faulty.setattr(pdf, "render", lambda document: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            issuing.issue(certificate.pk, now=NOW)
    made = Certificate.objects.get().credential
    issuing.issue(certificate.pk, now=NOW + timedelta(hours=1))
    found = Certificate.objects.get()
    assert (found.state, found.credential, bool(made)) == (CertificateState.ISSUED, made, True)


def test_two_that_make_it_at_once_keep_the_first_ones(cohort):
    certificate = factories.intended(factories.completed(cohort))
    other = Certificate.objects.get()
    badges.make(certificate, now=NOW)
    badges.make(other, now=NOW)
    assert other.credential == certificate.credential


def test_certificate_from_before_there_were_credentials_stays_as_it_is(cohort, client):
    """Its row has no place in a list and its line names no credential; it is issued, verified and revoked as before."""
    certificate = factories.intended(factories.completed(cohort))
    Certificate.objects.update(status_list=None, status_index=None)
    StatusList.objects.all().delete()
    issuing.issue(certificate.pk, now=NOW)
    found = Certificate.objects.get()
    page = client.get(f"/api/v1/verify/{factories.code_of(found)}/").json()
    assert (found.credential, sorted(json.loads(LogEntry.objects.get().text)), page["truth"]) == (
        "", ["content", "event", "file"], "valid")  # fmt: skip
    factories.revoked(found)
    assert list(auditing.differences(LogEntry.objects.first().log)) == []
    client.force_login(found.person)
    assert client.get(f"/learn/certificates/{found.pk}/credential/").status_code == 404


def test_taking_it_is_written_down_where_it_is_not_the_holder(cohort, cast, client):
    certificate = issued(cohort)
    Certificate.objects.update(complex=cast.complex)
    for person in (certificate.person, cast.operator):
        client.force_login(person)
        taken = client.post(f"/learn/certificates/{certificate.pk}/credential/", {"reason": "requested"})
        assert taken["Content-Disposition"].startswith("attachment")
    assert list(AuditEntry.objects.filter(action="credential_taken").values_list("actor", flat=True)) == [
        cast.operator.pk
    ]


# --- the issuer ----------------------------------------------------------------------------------
def rotate(settings, owner):
    """A new key takes over; the one before is kept."""
    folder = settings.KEYS_DIR / owner
    (folder / "credentials").mkdir(exist_ok=True)
    (folder / "credential.pem").rename(folder / "credentials" / "1.pem")
    key = Ed25519PrivateKey.generate()
    (folder / "credential.pem").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))


def test_earlier_credentials_stay_valid_after_the_key_changed(method, cohort, client, settings):
    old, gone = issued(cohort), issued(cohort)
    rotate(settings, cohort.complex.key)
    new = issued(cohort)
    factories.revoked(gone)
    assert [told(client, row) for row in (old, gone, new)] == ["valid", "revoked", "valid"]
    names = {json.loads(row.credential)["proof"]["verificationMethod"] for row in (old, new)}
    lists = [row.status_list.number for row in (old, new)]
    assert (len(names), lists) == (2, [1, 1] if method == "did:web" else [1, 2])


def test_issuers_page_names_every_key(method, cohort, client, settings):
    issued(cohort)
    rotate(settings, cohort.complex.key)
    found = json.loads(client.get("/log/issuer.json").content)
    named = [name for document in found["documents"] for name in document["assertionMethod"]]
    assert (len(found["documents"]), len(named)) == ((1, 2) if method == "did:web" else (2, 2))
    assert found["profile"]["id"] == found["documents"][0]["id"]
    assert client.get("/.well-known/did.json").status_code == (200 if method == "did:web" else 404)


def test_nothing_is_intended_without_the_key(cohort, settings):
    settings.MAKE_KEYS = False
    with pytest.raises(NotDue, match=str(Failure.KEY.label)[:20]):
        factories.intended(factories.completed(cohort))


def test_missing_earlier_key_keeps_its_lists_from_being_signed(cohort, client, settings):
    settings.DID_WEB = False
    certificate = issued(cohort)
    (settings.KEYS_DIR / cohort.complex.key / "credential.pem").unlink()
    assert client.get("/status/1").status_code == 503
    awards.revoke(certificate, code="mistake", note="", by=certificate.decision.decided_by, now=NOW)
    assert Certificate.objects.get().state == CertificateState.REVOKED


def test_shipped_contexts_are_those_that_were_read():
    assert {name: hashlib.sha256((credentials.FOLDER / name).read_bytes()).hexdigest() for name in credentials.FILES.values()} == {
        "credentials-v2.json": "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734",
        "ob-3.0.3.json": "ef2fa9c7846dce233cc166b43639027278be4ee44f00bb1d45c75de2dd0cd761",
    }  # fmt: skip


@pytest.mark.parametrize("kind", DesignKind.values)
def test_every_kind_of_paper_has_a_type_of_achievement(kind, cohort):
    paper = confirmed(cohort) if kind == DesignKind.ENROLLMENT else issued(cohort, kind=kind)
    found = json.loads(paper.credential)["credentialSubject"]["achievement"]
    assert found["achievementType"] == documents.TYPES[kind]
    assert issuers.of(cohort.complex.key, "http://x/").did.startswith("did:web:x")

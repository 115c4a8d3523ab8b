"""Extending signatures (PAdES B-LTA): a new file each time, the first bytes kept, each in the log."""

from datetime import timedelta

import pytest
from asn1crypto import pem, x509
from django.db import connection
from django.test.utils import CaptureQueriesContext

from certificates import conditions, pdf, verify
from certificates.models import Certificate, CertificateFile, LogEntry
from certificates.queries import tree
from certificates.services import awards, dropping, entries, extending, proofs, storing, verifying
from certificates.signing import authorities, lasting, pades, papers
from certificates.states import Finding, RevocationReason, Truth
from tests import factories as ground
from tests.certificates import factories, stamps
from tests.certificates.test_signing import blank  # noqa: F401 - the smallest page
from training.core import clock
from training.core.models import Owed

LATER = clock.now() + timedelta(days=600)  # the test authority's certificate ends 900 days from now

DAYS = timedelta(days=200)


@pytest.fixture(scope="module")
def authority():
    authority = stamps.Authority()
    yield authority
    authority.stop()


def renewed(settings) -> stamps.Authority:
    """Another authority under another root, whose certificate ends later; both roots are trusted."""
    later = stamps.Authority(days=2000)
    for owner in ("chungbuk",):
        (settings.KEYS_DIR / owner / "stamp-roots" / "later.pem").write_bytes(later.root)
    settings.TIMESTAMP_URL = later.url
    return later


@pytest.fixture
def certificate(db, settings, tmp_path, authority, monkeypatch, blank):  # noqa: F811 - the fixture
    settings.KEYS_DIR, settings.TIMESTAMP_URL = tmp_path / "keys", authority.url
    trusted = settings.KEYS_DIR / "chungbuk" / "stamp-roots"
    trusted.mkdir(parents=True)
    (trusted / "root.pem").write_bytes(authority.root)
    monkeypatch.setattr(pdf, "render", lambda document: blank)
    return factories.issued()


@pytest.fixture
def longer(settings):
    later = renewed(settings)
    yield later
    later.stop()


def files(certificate) -> list[CertificateFile]:
    return list(CertificateFile.objects.filter(certificate=certificate).order_by("number"))


def test_first_file_says_until_when_it_lasts(certificate, authority):
    (file,) = files(certificate)
    signer = authorities.of("chungbuk").certificate.not_valid_after_utc
    assert file.lasts_until == min(signer, authority.ends)


def test_extension_is_a_further_file_that_begins_with_the_first_and_stands_in_the_log(certificate, longer):
    extending.extend(certificate.pk, now=LATER)
    first, second = files(certificate)
    data = storing.read(second)
    assert data.startswith(storing.read(first))
    assert (second.number, second.signer, second.stamped_at, second.lasts_until) == (
        2, first.signer, first.stamped_at, longer.ends,
    )  # fmt: skip
    lines = list(LogEntry.objects.filter(certificate=certificate).order_by("index"))
    assert [line.event for line in lines] == ["issue", "extend"]
    assert (first.sha256 in lines[0].text, second.sha256 in lines[1].text) == (True, True)
    assert tree.is_proven(lines[1], tree.head(lines[1].log))
    chain = lasting.judged(data, roots=authorities.roots("chungbuk"), stamp_roots=authorities.stamp_roots("chungbuk"))
    assert (chain.extensions, chain.stamped_at, chain.status.docmdp_ok) == (1, first.stamped_at, True)


def test_extended_signature_holds_after_signer_and_first_witness_have_ended(certificate, longer):
    extending.extend(certificate.pk, now=LATER)
    first, second = files(certificate)
    at = clock.now() + timedelta(days=1500)
    trusted = {"roots": authorities.roots("chungbuk"), "stamp_roots": authorities.stamp_roots("chungbuk")}
    with pytest.raises(pades.SignatureUnfit):
        lasting.judged(storing.read(first), at=at, **trusted)
    assert lasting.judged(storing.read(second), at=at, **trusted).extensions == 1


def test_each_file_is_accepted_by_code_by_drop_and_offline(certificate, longer, settings, tmp_path):
    extending.extend(certificate.pk, now=LATER)
    first, second = (storing.read(file) for file in files(certificate))
    now, complex = clock.now(), certificate.complex
    judgments = [dropping.by_file(complex, data=data, client="c", now=now) for data in (first, second)]
    assert [(one.finding, one.answer.truth) for one in judgments] == [
        (Finding.EXTENDED, Truth.VALID), (Finding.IDENTICAL, Truth.VALID),
    ]  # fmt: skip
    answer = verifying.by_code(complex, typed=factories.code_of(certificate), client="c", now=now)
    assert answer.truth == Truth.VALID
    proof = proofs.of_certificate(certificate)
    stamp_roots = [
        x509.Certificate.load(pem.unarmor(path.read_bytes())[2])
        for path in (settings.KEYS_DIR / "chungbuk" / "stamp-roots").glob("*.pem")
    ]
    key = proofs.verifier(LogEntry.objects.first().log)
    for data, fine in ((first, True), (second, True), (second + b"\n%%EOF\n", False), (second[:-200], False)):
        checks = verify.checks(
            data, proof=proof, log_key=key, roots=authorities.roots("chungbuk"), stamp_roots=stamp_roots
        )
        assert all(check.holds for check in checks) == fine


def test_appended_to_an_extension_is_said_to_be_changed(certificate, longer):
    extending.extend(certificate.pk, now=LATER)
    data = storing.read(files(certificate)[1]) + b"\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
    judgment = dropping.by_file(certificate.complex, data=data, client="c", now=clock.now())
    assert judgment.finding == Finding.APPENDED


def test_extension_of_an_extension_keeps_all_before(certificate, longer, settings):
    extending.extend(certificate.pk, now=LATER)
    latest = stamps.Authority(days=4000)
    (settings.KEYS_DIR / "chungbuk" / "stamp-roots" / "latest.pem").write_bytes(latest.root)
    settings.TIMESTAMP_URL = latest.url
    extending.extend(certificate.pk, now=longer.ends - timedelta(days=30))
    latest.stop()
    data = [storing.read(file) for file in files(certificate)]
    assert (len(data), data[1].startswith(data[0]), data[2].startswith(data[1])) == (3, True, True)


def test_nothing_is_extended_before_it_is_due_or_without_gain(certificate, authority):
    extending.extend(certificate.pk, now=clock.now())  # its timestamp has more than a year
    early = [file.number for file in files(certificate)]
    for _ in range(2):  # the service's certificate outlives the signer's, so once there is something to gain
        extending.extend(certificate.pk, now=LATER)
    assert (early, [file.number for file in files(certificate)]) == ([1], [1, 2])


@pytest.mark.parametrize("act", ["revoked", "superseded"])
def test_what_no_longer_stands_is_not_extended(certificate, longer, act):
    if act == "revoked":
        awards.revoke(
            certificate, code=RevocationReason.HOLDER, note="", by=certificate.decision.decided_by, now=ground.NOW
        )
    else:
        factories.superseded(certificate)
    extending.extend(certificate.pk, now=LATER)
    assert [file.number for file in files(certificate)] == [1]


def test_revoked_while_the_service_answers_is_not_extended(certificate, longer, monkeypatch):
    real = papers.extended

    def slow(data, *, owner):
        made = real(data, owner=owner)
        fresh = Certificate.objects.get(pk=certificate.pk)
        awards.revoke(fresh, code=RevocationReason.HOLDER, note="", by=certificate.decision.decided_by, now=ground.NOW)
        return made

    monkeypatch.setattr(papers, "extended", slow)
    extending.extend(certificate.pk, now=LATER)
    assert [file.number for file in files(certificate)] == [1]


@pytest.mark.parametrize("broken", ["fault", "other bytes", "other nonce"])
def test_service_that_answers_wrongly_leaves_the_file_as_it_is(certificate, longer, broken):
    longer.broken = broken
    with pytest.raises((papers.TimestampFailed, pades.SignatureUnfit)):
        extending.extend(certificate.pk, now=LATER)
    assert [file.number for file in files(certificate)] == [1]


def test_fault_in_the_log_keeps_no_file_row_and_a_second_try_ends_well(certificate, longer, monkeypatch):
    real = entries.append

    def broken(*args, **kwargs):
        raise OSError("broken")

    monkeypatch.setattr(entries, "append", broken)
    with pytest.raises(OSError, match="broken"):
        extending.extend(certificate.pk, now=LATER)
    between = [file.number for file in files(certificate)]
    monkeypatch.setattr(entries, "append", real)
    extending.extend(certificate.pk, now=LATER)
    assert (between, [file.number for file in files(certificate)]) == ([1], [1, 2])


def test_beat_owes_one_look_and_the_look_owes_each_that_gains(certificate, longer):
    extending.owe_all(now=clock.now())
    early = Owed.objects.filter(kind__startswith="certificates.extend").count()
    extending.owe_all(now=LATER)
    extending.owe_all(now=LATER)
    extending.survey(certificate.complex_id, now=LATER)
    extending.survey(certificate.complex_id, now=LATER)
    owed = Owed.objects.filter(kind__startswith="certificates.extend").order_by("kind")
    assert (early, [(row.kind, row.subject) for row in owed]) == (
        0,
        [(extending.OWED, str(certificate.pk)), (extending.OWED_SURVEY, str(certificate.complex_id))],
    )


def test_look_owes_nothing_while_the_service_has_no_newer_certificate(certificate):
    extending.extend(certificate.pk, now=LATER)
    extending.survey(certificate.complex_id, now=LATER)
    assert Owed.objects.filter(kind=extending.OWED).count() == 0


def test_what_is_due_is_one_query(certificate):
    complex = certificate.complex
    with CaptureQueriesContext(connection) as caught:
        found = extending.due(complex, now=LATER)
    assert ([file.certificate_id for file in found], len(caught)) == ([certificate.pk], 1)


def test_condition_speaks_when_the_end_is_near_and_nothing_came(certificate, longer):
    said = [bool(conditions.signatures_end(at, certificate.complex)) for at in (clock.now(), LATER, LATER + DAYS)]
    extending.extend(certificate.pk, now=LATER)
    assert (said, conditions.signatures_end(LATER + DAYS, None)) == ([False, False, True], "")

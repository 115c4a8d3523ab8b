"""The signature on a certificate, judged by pyHanko, OpenSSL, poppler and a PDF/A and PDF/UA checker."""

import io
import re
import subprocess
from datetime import date, timedelta

import page
import pikepdf
import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from django.test import override_settings
from pyhanko.pdf_utils.misc import PdfError

from certificates import pdf
from certificates.models import Certificate
from certificates.services import issuing
from certificates.signing import authorities, pades, papers
from certificates.signing.keys import KeyMissing
from certificates.states import CertificateState, Failure
from tests import factories as ground
from tests.certificates import factories, stamps
from tests.certificates.samples import FACTS

NOW = ground.NOW
WORDING = pades.Wording("수료증", "충북테크노파크", "충북테크노파크 전자서명")
CODE = "7K3M7K3M7K3M7K3M7K3M"
CREDENTIAL = '{"@context":[],"name":"수료증"}'


@pytest.fixture(scope="module")
def keys_dir(tmp_path_factory):
    return tmp_path_factory.mktemp("keys")


@pytest.fixture(autouse=True)
def _keys(settings, keys_dir):
    settings.KEYS_DIR, settings.TIMESTAMP_URL = keys_dir, ""


@pytest.fixture(scope="module")
def blank():
    """The smallest PDF: most of what a signature must hold does not depend on the page."""
    made = io.BytesIO()
    with pikepdf.new() as empty:
        empty.add_blank_page()
        empty.save(made)
    return made.getvalue()


@pytest.fixture
def paper(blank):
    return papers.signed(blank, owner="demo", wording=WORDING)


@pytest.fixture(scope="module")
def stamping():
    authority = stamps.Authority()
    yield authority
    authority.stop()


@pytest.fixture
def stamped(stamping, settings, tmp_path):
    """A timestamp service is named and trusted, with fresh keys."""
    settings.KEYS_DIR, settings.TIMESTAMP_URL = tmp_path / "keys", stamping.url
    for owner in ("demo", "chungbuk"):
        trusted = settings.KEYS_DIR / owner / "stamp-roots"
        trusted.mkdir(parents=True)
        (trusted / "root.pem").write_bytes(stamping.root)
    stamping.broken = ""
    return stamping


def check(data, *, roots=None, stamped=False):
    found = authorities.roots("demo") if roots is None else roots
    return pades.checked(data, roots=found, stamp_roots=[], stamped=stamped)


# --- the file as it is given out -----------------------------------------------------------------
@pytest.fixture(scope="module")
def given(keys_dir, tmp_path_factory, django_db_setup):
    """A real certificate, drawn once for this module."""
    birth = date(1999, 5, 17)
    address = f"https://academy.example/verify/{CODE}/"
    drawn = pdf.render(pdf.compose(FACTS, code=CODE, birth_date=birth, address=address, sample=True))
    drawn = pdf.embed(drawn, CREDENTIAL)
    with override_settings(KEYS_DIR=keys_dir, TIMESTAMP_URL=""):
        made = papers.signed(drawn, owner="demo", wording=WORDING)
    path = tmp_path_factory.mktemp("given") / "certificate.pdf"
    path.write_bytes(made.pdf)
    return path, drawn


@pytest.mark.parametrize(
    ("profile", "rules"), [(page.ValidationProfile.PDF_A_3A, 156), (page.ValidationProfile.PDF_UA_1, 104)]
)
def test_signed_file_keeps_both_standards(profile, rules, given):
    report = page.validate_pdf_bytes(given[0].read_bytes(), profile=profile)
    assert (report.is_compliant, list(report.failures), report.rules.passed) == (True, [], rules)


def test_signature_comes_after_the_drawn_page_and_changes_none_of_it(given):
    path, drawn = given
    assert path.read_bytes().startswith(drawn)


def nss(program, folder, *roots):
    """A database of trusted roots as poppler reads it."""
    folder.mkdir()
    asked = ["-d", f"sql:{folder}"]
    subprocess.run([program("certutil"), "-N", *asked, "--empty-password"], check=True, timeout=60)
    for number, root in enumerate(roots):
        (folder / f"{number}.pem").write_bytes(root)
        adding = ["-A", *asked, "-n", f"root {number}", "-t", "CT,C,C", "-i", folder / f"{number}.pem"]
        subprocess.run([program("certutil"), *adding], check=True, timeout=60)
    return folder


def poppler(program, path, trusted):
    """What pdfsig says of each signature, in its lines that begin with a dash."""
    done = subprocess.run(
        [program("pdfsig"), "-nssdir", trusted, path], capture_output=True, text=True, check=False, timeout=60
    )
    parts = done.stdout.split("Signature #")[1:]
    return [[line.strip(" -") for line in part.splitlines() if line.startswith("  -")] for part in parts]


def test_poppler_sees_a_valid_signature_of_the_whole_document_trusted_under_the_root(given, program, tmp_path):
    root = authorities.of("demo").above[-1].public_bytes(Encoding.PEM)
    (told,) = poppler(program, given[0], nss(program, tmp_path / "trusting", root))
    assert told[-3:] == [
        "Total document signed", "Signature Validation: Signature is Valid.", "Certificate Validation: Certificate is Trusted.",
    ]  # fmt: skip
    assert "Signature Type: ETSI.CAdES.detached" in told


def test_poppler_trusts_nobody_elses_root(given, program, tmp_path):
    root = authorities.of("neighbor").above[-1].public_bytes(Encoding.PEM)
    (told,) = poppler(program, given[0], nss(program, tmp_path / "other", root))
    assert "Certificate is Trusted" not in told[-1]


def test_openssl_agrees_over_the_byte_range_under_the_root_alone(given, program, tmp_path):
    data = given[0].read_bytes()
    start, length, second, rest = map(int, re.search(rb"/ByteRange ?\[(\d+) (\d+) (\d+) (\d+)", data).groups())
    signature = bytes.fromhex(data[start + length + 1 : second - 1].decode())  # filled up with zeros, which DER ignores
    for name, content in (("sig", signature), ("content", data[:length] + data[second : second + rest])):
        (tmp_path / name).write_bytes(content)
    root = authorities.of("demo").above[-1]
    (tmp_path / "root.pem").write_bytes(root.public_bytes(Encoding.PEM))
    asked = "cms -verify -inform DER -in sig -content content -binary -CAfile root.pem -purpose any -out /dev/null"
    done = subprocess.run(
        [program("openssl"), *asked.split()], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, "successful" in done.stderr) == (0, True), done.stderr


# --- what is refused -----------------------------------------------------------------------------
def test_paper_says_who_signed_and_that_it_is_a_demonstration(paper):
    assert paper.signature.signer == "Ochang demonstration signer (demo)"
    assert (paper.signature.is_demonstration, paper.signature.stamped_at) == (True, None)


FORGED = {
    "a byte flipped": lambda data: data[:100] + bytes([data[100] ^ 1]) + data[101:],
    "bytes appended": lambda data: data + b"\n%%EOF\n",
}


@pytest.mark.parametrize("act", FORGED)
def test_changed_file_is_unfit(act, paper):
    check(paper.pdf)
    with pytest.raises((pades.SignatureUnfit, PdfError)):
        check(FORGED[act](paper.pdf))


def test_signature_under_another_root_is_unfit(paper):
    authorities.of("neighbor")
    with pytest.raises(pades.SignatureUnfit):
        check(paper.pdf, roots=authorities.roots("neighbor"))


def test_missing_stamp_is_unfit_where_one_was_asked_for(paper):
    with pytest.raises(pades.SignatureUnfit, match="timestamp"):
        check(paper.pdf, stamped=True)


# --- timestamps ----------------------------------------------------------------------------------
def test_timestamp_is_kept_with_the_signature(stamped, blank):
    made = papers.signed(blank, owner="demo", wording=WORDING)
    assert made.signature.stamped_at is not None


def test_extended_file_keeps_pdf_a_but_for_what_no_second_signature_can_keep(stamped, given):
    """Whoever adds a signature makes an earlier one cover less than the whole file (docs/conformance.md); all else stays."""
    stamped_page = papers.signed(given[1], owner="demo", wording=WORDING).pdf
    longer, _until = papers.extended(stamped_page, owner="demo")
    profiles = (page.ValidationProfile.PDF_A_3A, page.ValidationProfile.PDF_UA_1)
    faults = [
        [failure.rule_id for failure in page.validate_pdf_bytes(data, profile=profile).failures]
        for data in (stamped_page, longer)
        for profile in profiles
    ]
    assert faults == [[], [], ["PDFA3A-SIGNATURE-BYTERANGE-001"], []]
    assert longer.startswith(stamped_page)


@pytest.mark.parametrize(
    ("broken", "error"),
    [
        ("fault", papers.TimestampFailed),
        ("other nonce", papers.TimestampFailed),
        ("other bytes", pades.SignatureUnfit),
    ],
)
def test_service_that_answers_wrongly_gives_no_paper(broken, error, stamped, blank):
    stamped.broken = broken
    with pytest.raises(error):
        papers.signed(blank, owner="demo", wording=WORDING)


def test_stamp_of_a_stranger_gives_no_paper(stamped, blank, settings):
    other = settings.KEYS_DIR / "demo" / "stamp-roots" / "root.pem"
    root = authorities.of("neighbor").above[-1]
    other.write_bytes(root.public_bytes(Encoding.PEM))
    with pytest.raises(pades.SignatureUnfit):
        papers.signed(blank, owner="demo", wording=WORDING)


@pytest.mark.django_db
def test_certificate_waits_while_the_service_is_down(stamped, blank, settings, monkeypatch):
    settings.TIMESTAMP_URL = "http://127.0.0.1:1/"
    monkeypatch.setattr(pdf, "render", lambda document: blank)
    certificate = factories.intended()
    with pytest.raises(papers.TimestampFailed):
        issuing.issue(certificate.pk, now=NOW)
    waiting = Certificate.objects.get()
    assert (waiting.state, waiting.failure, waiting.files.count()) == (CertificateState.INTENDED, Failure.TIMESTAMP, 0)
    settings.TIMESTAMP_URL = stamped.url
    issuing.issue(certificate.pk, now=NOW)
    file = Certificate.objects.get().files.get()
    assert (Certificate.objects.get().state, file.stamped_at is not None) == (CertificateState.ISSUED, True)


# --- keys ----------------------------------------------------------------------------------------
def test_production_makes_no_keys_and_needs_a_timestamp_service(settings, tmp_path):
    settings.MAKE_KEYS = False
    with pytest.raises(KeyMissing, match="TIMESTAMP_URL"):
        papers.refuse_unless_ready("demo", now=NOW)
    settings.KEYS_DIR = tmp_path
    with pytest.raises(KeyMissing, match="signer"):
        papers.refuse_unless_ready("demo", now=NOW)


def test_expired_key_signs_nothing(settings):
    authorities.of("demo")
    papers.refuse_unless_ready("demo", now=NOW)
    with pytest.raises(KeyMissing, match="expired"):
        papers.refuse_unless_ready("demo", now=NOW + timedelta(days=366 * 6))


def test_wrong_passphrase_is_a_missing_key(settings):
    authorities.of("demo")
    settings.SIGNER_PASSPHRASE = "other"
    with pytest.raises(KeyMissing, match="passphrase"):
        authorities.of("demo")


def test_new_key_takes_over_and_what_the_old_one_signed_stays_trusted(paper, blank, settings):
    folder = settings.KEYS_DIR / "demo"
    root = authorities.of("demo").above[-1]
    (folder / "roots").mkdir()
    (folder / "roots" / "first.pem").write_bytes(root.public_bytes(Encoding.PEM))
    (folder / "signer.p12").rename(folder / "retired.p12")
    try:
        later = papers.signed(blank, owner="demo", wording=WORDING)
        assert later.signature.signer_sha256 != paper.signature.signer_sha256
        check(paper.pdf)
        check(later.pdf)
    finally:
        (folder / "retired.p12").rename(folder / "signer.p12")
        (folder / "roots" / "first.pem").unlink()
        (folder / "roots").rmdir()

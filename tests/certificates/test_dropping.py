"""A dropped file is judged by its bytes: what is ours, what was made of ours, and what never was."""

import hashlib
import io
import time
import tracemalloc
import zlib

import pikepdf
import pytest
import time_machine
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from certificates import pdf
from certificates.models import CertificateFile, Verification
from certificates.rules import codes, pdfs
from certificates.services import dropping, guesses, storing
from certificates.signing import pades, papers
from certificates.states import Finding
from tests import factories as ground
from tests.certificates import factories

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_enough]
NOW = ground.NOW
WORDING = pades.Wording("수료증", "충북테크노파크", "전자서명")


@pytest.fixture(autouse=True)
def _fresh():
    cache.clear()


@pytest.fixture
def certificate(monkeypatch):
    """Issued and really signed; the page is blank and names its code in plain metadata, as ours do."""
    monkeypatch.setattr(
        pdf, "render", lambda document: blank(document.html.split('name="keywords" content="')[1].split('"')[0])
    )
    return factories.issued()


@pytest.fixture
def original(certificate):
    return storing.read(CertificateFile.objects.get())


def blank(address=""):
    made = io.BytesIO()
    with pikepdf.new() as empty:
        empty.add_blank_page()
        text = f"<x>{address}</x>".encode()
        empty.Root.Metadata = empty.make_stream(text, Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)
        empty.save(made, compress_streams=False, fix_metadata_version=False)
    return made.getvalue()


def judged(certificate, data):
    return dropping.by_file(certificate.complex, data=data, client="10.0.0.1", now=NOW)


def resaved(data, **options):
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as opened:
        if "encryption" not in options:
            del opened.Root.AcroForm, opened.Root.Perms
            del opened.pages[0].Annots
        opened.save(made, fix_metadata_version=False, **options)
    return made.getvalue()


def elsewhere(data):
    """The same page, signed by somebody who calls themselves the same."""
    return papers.signed(resaved(data), owner="neighbor", wording=WORDING).pdf


CASES = {
    "the file itself": (lambda data: data, Finding.IDENTICAL, True),
    "an update appended": (lambda data: data + b"1 0 obj\n<<>>\nendobj\n%%EOF\n", Finding.APPENDED, True),
    "one byte appended": (lambda data: data + b" ", Finding.APPENDED, True),
    "one byte changed": (lambda data: data.replace(b"/MediaBox", b"/MediaBax", 1), Finding.BROKEN, True),
    "cut short": (lambda data: data[:-300], Finding.CODE_KNOWN, True),
    "saved again": (lambda data: resaved(data, compress_streams=False), Finding.CODE_KNOWN, True),
    "signed by another": (elsewhere, Finding.OTHER_SIGNER, None),
    "a stranger's file": (lambda data: blank(), Finding.NO_SIGNATURE, False),
    "a code we never gave out": (lambda data: blank(f"/verify/{codes.new()}/"), Finding.NO_SIGNATURE, False),
    "with a password": (
        lambda data: resaved(data, encryption=pikepdf.Encryption(user="a", owner="b")), Finding.ENCRYPTED, None,
    ),
    "a picture": (lambda data: b"\x89PNG\r\n", Finding.NOT_PDF, False),
    "nothing": (lambda data: b"", Finding.NOT_PDF, False),
    "too large": (lambda data: data + b" " * pdfs.MOST, Finding.TOO_LARGE, False),
    "nonsense for a signature": (
        lambda data: b"%PDF-1.7\n/ByteRange [0 40 60 9] <" + b"zz" * 30 + b"> and more\n%%EOF", Finding.NO_SIGNATURE, False,
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_file_is_judged_by_its_bytes(case, certificate, original):
    make, finding, known = CASES[case]
    judgment = judged(certificate, make(original))
    assert judgment.finding == finding
    if known is not None:
        assert (judgment.answer is not None) is known


def test_longer_file_of_ours_makes_the_first_an_earlier_one(certificate, original):
    longer = original + b"% extended\n%%EOF\n"
    storing.store(certificate, longer, number=2, now=NOW)
    assert judged(certificate, original).finding == Finding.EXTENDED
    assert judged(certificate, longer).finding == Finding.IDENTICAL


def test_every_flipped_byte_is_noticed(certificate, original):
    """No forged copy is taken for ours: a thousand places, spread over the whole file."""
    places = range(0, len(original), len(original) // 1000)
    forged = [original[:at] + bytes([original[at] ^ 1]) + original[at + 1 :] for at in places]
    assert dropping._ours(certificate.complex, [hashlib.sha256(data).hexdigest() for data in forged]) is None


def test_intended_certificates_file_is_none_of_ours(certificate, original):
    type(certificate).objects.filter(pk=certificate.pk).update(state="intended", issued_at=None)
    assert dropping.by_hash(certificate.complex, sha256=hashlib.sha256(original).hexdigest(), now=NOW).answer is None


def test_file_of_another_complex_is_none_of_ours(certificate, original):
    other = ground.site_of("gyeonggi", "g.localhost", name_ko="경기", name_en="Gyeonggi", word="경기")
    assert dropping.by_hash(other, sha256=hashlib.sha256(original).hexdigest(), now=NOW).finding == Finding.UNKNOWN


def _worst():
    packed = zlib.compress(b"\0" * 50_000_000, 9)
    stream = b"1 0 obj<</Filter/FlateDecode>>stream\n%s\nendstream\n" % packed
    yield b"%PDF-1.7\n" + stream * 100  # five megabytes that unfold to five thousand
    yield from (b"%PDF-1.7\n" + piece for piece in (
        b"/ByteRange [1 " * 360_000, b"%%EOF" * 900_000, b"/verify/" * 600_000, b"/Encrypt 1 " * 450_000,
    ))  # fmt: skip


def test_bomb_costs_what_its_bytes_cost():
    """Nothing is unpacked, and no expression runs away on what was written to make it."""
    for data in _worst():
        began = time.process_time()
        assert (pdfs.is_encrypted(data), pdfs.code(data), pdfs.signed(data)) == (False, "", None)
        pdfs.beginnings(data)
        assert time.process_time() - began < 1
    tracemalloc.start()
    pdfs.beginnings(data), pdfs.signed(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1024 * 1024


# --- the page ------------------------------------------------------------------------------------
@pytest.fixture
def browser():
    return Client(headers={"accept-language": "en"})


def test_fingerprint_alone_answers(certificate, original, browser):
    response = browser.post("/verify/file/", {"sha256": hashlib.sha256(original).hexdigest()})
    text = response.content.decode()
    assert response.status_code == 200
    assert "This is the file as issued." in text
    assert "This certificate is valid." in text
    assert "홍길동" not in text
    assert Verification.objects.get().question == "file"


def test_unknown_fingerprint_offers_to_send_the_file(certificate, browser):
    text = browser.post("/verify/file/", {"sha256": "0" * 64}).content.decode()
    assert "No file of ours has this fingerprint." in text
    assert "Send the file and have it examined" in text


def test_sent_file_is_examined(certificate, original, browser):
    upload = SimpleUploadedFile("c.pdf", original + b"x", content_type="application/pdf")
    text = browser.post("/verify/file/", {"file": upload, "sha256": ""}).content.decode()
    assert "Changed after it was issued." in text


def test_file_of_five_megabytes_is_read_and_a_larger_one_is_not(certificate, browser):
    for size, status in ((pdfs.MOST, 200), (pdfs.MOST + 65 * 1024, 413)):
        upload = SimpleUploadedFile("c.pdf", b"%PDF-1.7\n" + b" " * (size - 9), content_type="application/pdf")
        assert browser.post("/verify/file/", {"file": upload}).status_code == status


def test_nothing_chosen_is_said_beside_the_field(certificate, browser):
    response = browser.post("/verify/file/", {})
    assert (response.status_code, "Choose a PDF first." in response.content.decode()) == (422, True)


def test_uploads_are_limited_with_wrong_codes(certificate, browser):
    with time_machine.travel(NOW, tick=False):
        for _ in range(guesses.CODES.most):
            guesses.count(guesses.CODES, "127.0.0.1", now=NOW)
        upload = SimpleUploadedFile("c.pdf", b"%PDF-1.7", content_type="application/pdf")
        assert browser.post("/verify/file/", {"file": upload}).status_code == 429


def test_upload_from_another_site_is_refused(certificate):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/verify/file/", {"sha256": "0" * 64}).status_code == 403

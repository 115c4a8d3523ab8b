"""The PDF process is sealed (invariant 6), and a page is drawn with every letter it was given."""

import contextlib
import http.server
import io
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import unicodedata
import zlib
from datetime import date
from pathlib import Path

import pypdf
import pytest
from django.template.loader import render_to_string
from django.utils.html import escape

from certificates import pdf
from certificates.rules import codes
from certificates.services import obstacles
from certificates.states import Failure
from tests import factories as ground
from training.core.paper import Document, RenderFailed, Sealed, child, fonts

CODE = "0123456789ABCDEFGH" + codes.check_letters("0123456789ABCDEFGH")
ADDRESS = f"https://chungbuk.example.kr/verify/{CODE}/"


def facts(**changes):
    """Frozen facts as `freezing.content` writes them, for pages that need no database."""
    found = {
        "number": "제2026-충북-0001호", "replaces": None, "issued_on": "2026-11-22", "expires_on": None,
        "issuer": {"ko": "충북테크노파크", "en": "Chungbuk Technopark"},
        "design": {
            "title_ko": "수료증", "title_en": "Certificate of Completion", "signatory_ko": "원장",
            "signatory_en": "President", "seal": "충북테크노파크의인",
        },
        "holder": {"name": "홍길동", "latin_name": "HONG Gildong"},
        "course": {
            "ko": "배터리 셀 제조공정 실무", "en": "Practical battery cell manufacturing", "cohort": 1,
            "starts_on": "2026-09-07", "ends_on": "2026-10-30",
        },
        "hours": {"theory": "16", "practice": "12.5", "total": "28.5"},
        "modules": [
            {"block_ko": "전극", "block_en": "Electrode", "ko": "슬러리 믹싱", "en": "Slurry mixing",
             "theory": "8", "practice": "8", "total": "16"},
            {"block_ko": "활성화", "block_en": "Activation", "ko": "화성", "en": "Formation",
             "theory": "8", "practice": "4.5", "total": "12.5"},
        ],
        "statement": {"ko": "위 사람은 위의 교육과정을 수료하였으므로 이 증서를 수여합니다.", "en": "This certifies it."},
    }  # fmt: skip
    found["holder"] |= changes.pop("holder", {})
    return found | changes


def page(**changes) -> Document:
    return pdf.compose(facts(**changes), code=CODE, birth_date=date(1999, 5, 17), address=ADDRESS, sample=True)


def reader(data: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(data))


def text_of(data: bytes) -> str:
    return unicodedata.normalize("NFC", "".join(reader(data).pages[0].extract_text().split()))


@pytest.fixture(scope="module")
def sealed():
    process = Sealed()
    yield process
    process.end()


@pytest.fixture(scope="module")
def plain(sealed) -> bytes:
    return sealed.render(page())


def test_page_says_everything_in_both_languages(plain):
    text = text_of(plain)
    expected = [
        "제2026-충북-0001호", "수료증", "CertificateofCompletion", "홍길동", "HONGGildong", "1999년5월17일", "17May1999",
        "배터리셀제조공정실무(1기)", "Practicalbatterycellmanufacturing(cohort1)", "2026년9월7일~2026년10월30일",
        "총28.5시간(이론16시간,실습12.5시간)", "2026년11월22일", "22Nov2026", "충북테크노파크원장",
        "President,ChungbukTechnopark", codes.grouped(CODE), "chungbuk.example.kr/verify/",
    ]  # fmt: skip
    assert [piece for piece in expected if piece not in text] == []


def test_second_page_lists_modules_and_hours(plain):
    pages = reader(plain).pages
    text = "".join(pages[1].extract_text().split())
    assert len(pages) == 2
    assert [
        piece for piece in ("슬러리믹싱", "Slurrymixing", "화성", "Formation", "4.5", "28.5") if piece not in text
    ] == []


def test_file_is_tagged_pdf_a_3a_with_language_and_title(plain):
    found = reader(plain)
    root = found.trailer["/Root"]
    xmp = root["/Metadata"].get_data().decode()
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("ko", True)
    assert "/StructTreeRoot" in root
    assert found.metadata.title == "제2026-충북-0001호 수료증"
    assert ("pdfaid:part" in xmp, "3" in xmp, "conformance" in xmp) == (True, True, True)


def test_pictures_have_words_for_who_cannot_see_them(plain):
    alternatives = []

    def walk(node):
        node = node.get_object()
        if not isinstance(node, dict):
            return
        if "/Alt" in node:
            alternatives.append(str(node["/Alt"]))
        children = node.get("/K", [])
        for below in children if isinstance(children, list) else [children]:
            if not isinstance(below, int):
                walk(below)

    walk(reader(plain).trailer["/Root"]["/StructTreeRoot"])
    assert sorted(alternatives) == ["진위 확인 주소 " + ADDRESS, "충북테크노파크 직인 (견본)"]


def test_seal_says_sample_only_in_the_demonstration():
    assert pdf.page.art.seal("충북인", sample=True) != pdf.page.art.seal("충북인", sample=False)
    assert b"<text" not in pdf.page.art.seal("충북인", sample=True)


@pytest.mark.skipif(
    not shutil.which("zbarimg") or not shutil.which("pdftoppm"), reason="zbarimg or pdftoppm is missing"
)
def test_qr_is_read_back_from_the_drawn_page(plain, tmp_path):
    (tmp_path / "page.pdf").write_bytes(plain)
    subprocess.run(
        ["pdftoppm", "-r", "150", "-f", "1", "-l", "1", "-png", tmp_path / "page.pdf", tmp_path / "page"], check=True
    )
    image = next(tmp_path.glob("*.png"))
    read = subprocess.run(["zbarimg", "-q", "--raw", image], check=True, capture_output=True, text=True)
    assert read.stdout.strip() == ADDRESS


NAMES = [
    "홍길동", "뷁쀍뛟", "남궁민수", "황보", "독고 탁", "강", "가" * 100, "힣힣힣", "꿹뷁", "갂갃갅",
    "\u1112\u1169\u11bc\u1100\u1175\u11af\u1103\u1169\u11bc",
    "O'Brien", "O’Neill", "Jean-Pierre", "José Nuñez", "Müller", "Žižek", "Łukasz", "Şahin", "Ngô Thị Ánh",
    "Nguyễn Văn Đức", "Đặng", "Bjørn Åse", "Ōta", "Dvořák", "Szőke", "Ğül", "Mary Ann Smith-Jones",
    "&lt;b&gt;", 'A "B" C',
]  # fmt: skip


def test_hard_names_come_back_from_the_page_letter_by_letter(sealed):
    composed = [unicodedata.normalize("NFC", name) for name in NAMES]
    if "Latin|400" not in fonts.files():  # then such a name is refused before issuing
        composed = [name for name in composed if not fonts.undrawable(name)]
    style = render_to_string("certificates/pdf/certificate.css")
    names = "".join(f'<p class="name name-{pdf.page.size_of(name)}">{escape(name)}</p>' for name in composed)
    read = reader(sealed.render(Document(html=f'<html lang="ko"><style>{style}</style>{names}</html>')))
    text = "".join("".join(sheet.extract_text().split()) for sheet in read.pages)
    assert [name for name in composed if "".join(name.split()) not in unicodedata.normalize("NFC", text)] == []


@pytest.mark.parametrize(
    "name", ["\u1112\u1169\u11bc\u1100\u1175\u11af", "뷁" * 100, "O'Brien"], ids=["decomposed", "hundred", "apostrophe"]
)
def test_hard_name_comes_back_from_a_whole_certificate(name, sealed):
    data = sealed.render(page(holder={"name": name, "latin_name": ""}))
    assert unicodedata.normalize("NFC", name) in text_of(data)
    assert len(reader(data).pages) == 2


def test_longest_names_and_words_stay_on_the_first_page(sealed):
    data = sealed.render(
        page(
            holder={"name": "뷁" * 100, "latin_name": "ABCDEFGHI " * 10},
            course={
                "ko": "가나다라마 " * 25, "en": "Long name " * 15, "cohort": 12,
                "starts_on": "2026-09-07", "ends_on": "2026-10-30",
            },
            statement={"ko": "문장 " * 133, "en": "Word " * 80},
            expires_on="2028-11-21",
            replaces="제2026-충북-0001호",
        )
    )  # fmt: skip
    assert codes.grouped(CODE) in reader(data).pages[0].extract_text()
    assert len(reader(data).pages) == 2


@pytest.mark.parametrize(
    ("name", "refused"),
    [
        ("홍길동", []),
        ("😀홍", ["😀"]),
        ("가\u202e나", ["\u202e"]),
        ("가\u200d", ["\u200d"]),
        ("홍\x00", ["\x00"]),
        ("𠀀", ["𠀀"]),
    ],
)
def test_undrawable_names_each_character(name, refused):
    assert fonts.undrawable(name) == refused


def test_every_hangul_syllable_can_be_drawn():
    assert fonts.undrawable("".join(map(chr, range(0xAC00, 0xD7A4)))) == []


# --- attacks -------------------------------------------------------------------------------------
@pytest.fixture
def listener():
    """A web server that counts what asks it."""
    asked = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()


def hostile(address: str, file: str) -> list[str]:
    return [
        f'<img src="{address}/img">',
        f'<link rel="stylesheet" href="{address}/css">',
        f"<style>@import url({address}/import); body {{ background: url({address}/bg) }}</style>",
        f"<style>@font-face {{ font-family: X; src: url({address}/font) }} p {{ font-family: X }}</style><p>x</p>",
        f'<link rel="attachment" href="{address}/attach">',
        f'<link rel="attachment" href="file://{file}">',
        f'<object data="file://{file}"></object>',
        f'<iframe src="{address}/frame"></iframe>',
        f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{address}/svg" width="9" height="9"/></svg>',
        f'<svg xmlns="http://www.w3.org/2000/svg"><use href="file://{file}#a"/></svg>',
        f'<img src="file://{file}">',
        f'<base href="{address}/"><img src="relative">',
        '<img src="data:image/svg+xml;base64,PHN2Zy8+">',
    ]


def test_hostile_name_is_only_letters_on_the_page(sealed, listener, tmp_path):
    address, asked = listener
    (tmp_path / "secret").write_text("top-secret-content")
    for attack in hostile(address, str(tmp_path / "secret"))[::4]:
        data = sealed.render(page(holder={"name": attack, "latin_name": attack}))
        assert "".join(attack.split())[:12] in text_of(data)
        assert b"top-secret-content" not in _everything(data)
    assert asked == []


def test_hostile_document_reads_no_file_and_makes_no_request(sealed, listener, tmp_path):
    """Even where escaping had failed: the document is drawn without what it asked for, or refused."""
    address, asked = listener
    (tmp_path / "secret").write_text("top-secret-content")
    refused = 0
    for attack in hostile(address, str(tmp_path / "secret")):
        try:
            data = sealed.render(Document(html=f"<html><body>{attack}</body></html>"))
        except RenderFailed as error:
            refused += error.trouble == Failure.REFUSED
        else:
            assert b"top-secret-content" not in _everything(data)
    assert asked == []
    assert refused >= 6


def test_the_same_attack_works_without_the_seal(listener):
    """The teeth: with WeasyPrint's own fetcher the listener is asked."""
    address, asked = listener
    script = f"import weasyprint; weasyprint.HTML(string='<img src=\"{address}/img\">').write_pdf()"
    subprocess.run([sys.executable, "-c", script], check=True, capture_output=True)
    assert asked == ["/img"]


def _everything(data: bytes) -> bytes:
    """The file with each of its streams decompressed."""
    parts = [data]
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", data, re.DOTALL):
        with contextlib.suppress(zlib.error):
            parts.append(zlib.decompressobj().decompress(stream))
    return b"".join(parts)


def test_environment_holds_no_secret(sealed, monkeypatch, settings):
    monkeypatch.setenv("SECRET_KEY", "s3cret")
    monkeypatch.setenv("DATABASE_URL", "postgres://user:s3cret@host/db")
    process = Sealed()
    try:
        process.render(page())
        seen = Path(f"/proc/{process.process.pid}/environ").read_bytes()
    finally:
        process.end()
    names = sorted(line.partition(b"=")[0].decode() for line in seen.split(b"\0") if line)
    assert b"s3cret" not in seen
    assert set(names) <= {
        "PATH", "LANG", "HOME", "TMPDIR", "SEALED_FONTS", "LD_LIBRARY_PATH", "FONTCONFIG_FILE", "FONTCONFIG_PATH",
    }  # fmt: skip


def test_process_is_kept_and_started_anew_after_it_was_killed(sealed):
    sealed.render(page())
    first = sealed.process.pid
    sealed.render(page())
    assert sealed.process.pid == first
    os.kill(first, signal.SIGKILL)
    sealed.process.wait(10)
    assert sealed.render(page()).startswith(b"%PDF")
    assert sealed.process.pid != first


def test_process_killed_in_the_middle_is_a_failure_and_the_next_page_is_drawn():
    process = Sealed()
    try:
        process.render(page())
        threading.Timer(0.05, os.kill, (process.process.pid, signal.SIGKILL)).start()
        with pytest.raises(RenderFailed) as failure:
            process.render(Document(html="<p>word </p>" * 20000))
        assert failure.value.trouble == Failure.DIED
        assert process.render(page()).startswith(b"%PDF")
    finally:
        process.end()


def test_page_that_takes_too_long_is_stopped_by_the_clock():
    process = Sealed(render_seconds=1.5)
    try:
        with pytest.raises(RenderFailed) as failure:
            process.render(Document(html="<p>word </p>" * 60000))
        assert failure.value.trouble == Failure.TIMEOUT
        assert process.process is None
        process.render_seconds = 30
        assert process.render(page()).startswith(b"%PDF")
    finally:
        process.end()


@pytest.mark.slow
def test_memory_bomb_ends_in_the_process_and_not_in_the_worker():
    process = Sealed()
    rows = "<tr>" + "<td>x</td>" * 40 + "</tr>"
    try:
        with pytest.raises(RenderFailed) as failure:
            process.render(Document(html=f"<table>{rows * 12000}</table>"))
        assert failure.value.trouble in {Failure.DIED, Failure.TIMEOUT, Failure.REFUSED}
        assert process.render(page()).startswith(b"%PDF")
    finally:
        process.end()


def test_page_above_the_frame_limit_is_refused_before_it_is_sent(sealed):
    with pytest.raises(RenderFailed) as failure:
        sealed.render(Document(html="x" * (9 * 1024 * 1024)))
    assert failure.value.trouble == Failure.REFUSED


def test_missing_engine_is_said(monkeypatch, tmp_path):
    (tmp_path / "weasyprint.py").write_text("raise OSError('cannot load library libpango')")
    monkeypatch.setattr(child, "_environment", _with_path(child._environment, tmp_path))
    process = Sealed()
    with pytest.raises(RenderFailed) as failure:
        process.render(page())
    assert (failure.value.trouble, failure.value.detail) == (Failure.ENGINE, "cannot load library libpango")


def _with_path(environment, folder):
    return lambda *args: environment(*args) | {"PYTHONPATH": str(folder)}


def test_missing_fonts_are_said(settings, tmp_path, db):
    settings.FONT_DIR = tmp_path
    with pytest.raises(RenderFailed) as failure:
        Sealed().render(page())
    assert failure.value.trouble == Failure.FONTS
    assert obstacles.of_person(ground.UserFactory()) == [str(Failure.FONTS.label)]

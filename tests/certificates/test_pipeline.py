"""A page filled from one drawn before is the page that is drawn whole, and holds nothing of anybody else."""

import io
import re
import shutil
import subprocess
import unicodedata
from datetime import date

import pikepdf
import pypdf
import pytest

from certificates import pdf
from certificates.rules import codes
from tests.certificates.test_sealed import NAMES, facts
from tests.conftest import lacking
from training.core.paper import fonts
from training.core.sealed import parts
from training.core.sealed.rendering import Renderer

LONG = {
    "course": {
        "ko": "가나다라마 " * 25, "en": "Long name " * 15, "cohort": 12, "starts_on": "2026-09-07", "ends_on": "2026-10-30",
    },
    "statement": {"ko": "문장 " * 133, "en": "Word " * 80},
}  # fmt: skip


@pytest.fixture(scope="module")
def renderer():
    return Renderer({name: str(path) for name, path in fonts.files().items()})


def code(number):
    body = f"{number:018d}"
    return body + codes.check_letters(body)


def address(number):
    return f"https://chungbuk.example.kr/verify/{code(number)}/"


def page(number=1, **changes):
    changes = {"number": f"제2026-충북-{number:04d}호", **changes}
    return pdf.compose(
        facts(**changes),
        code=code(number),
        birth_date=date(1999, 5, 1 + number % 28),
        address=address(number),
        sample=True,
    )


def filled(renderer, document):
    return renderer.pdf(document.html, document.assets)


def whole(renderer, document):
    return renderer.pdf(document.html, document.assets, whole=True)


@pytest.fixture(scope="module")
def texts(tmp_path_factory):
    """Reads the text of each page, in the order of its content."""
    tool, path = shutil.which("pdftotext"), tmp_path_factory.mktemp("read") / "read.pdf"
    if tool is None:
        lacking("pdftotext is not installed")

    def read(data):
        path.write_bytes(data)
        done = subprocess.run([str(tool), "-raw", path, "-"], capture_output=True, text=True, check=True, timeout=60)
        return done.stdout.split("\f")[:-1]

    return read


def structure(data):
    """The structure tree as (kind, words, further marks, page's content or elements below)."""
    with pikepdf.open(io.BytesIO(data)) as document:
        pages = {sheet.objgen: number for number, sheet in enumerate(document.pages)}

        def told(element):
            below = element.get("/K", [])
            below = list(below) if isinstance(below, pikepdf.Array) else [below]
            place = pages[element.Pg.objgen] if "/Pg" in element else None
            kids = [told(kid) if isinstance(kid, pikepdf.Dictionary) else int(kid) for kid in below]
            # A head's name begins with a number that WeasyPrint counts on in the whole process.
            marks = re.sub(r"\d+-(\d+-\d+)", r"\1", "".join(str(element.get(key, "")) for key in ("/A", "/ID")))
            return str(element.S), str(element.get("/Alt", "")), marks, place, kids

        return told(document.Root.StructTreeRoot.K[0])


# --- the filled page is the whole page -----------------------------------------------------------
ATTACK = '<img src="http://127.0.0.1:9/x.png"><style>@import url(http://127.0.0.1:9/)</style>'
CASES = {
    "plain": {},
    "reissued, with an end, a design of markup": {
        "replaces": "제2026-충북-0007호", "expires_on": "2028-11-21", "holder": {"name": "<b>A & 'B'</b>", "latin_name": ""},
        "design": {**facts()["design"], "title_en": ATTACK, "signatory_en": ATTACK, "seal": ATTACK},
    },
    "small and full, with skills": {
        "holder": {"name": "Nguyễn Văn Đức", "latin_name": '"A" <i>'},
        "design": {**facts()["design"], "shows": ["birth_date", "latin_name", "skills", "modules"]},
        "skills": [{"ko": "절연 저항 측정", "en": "Insulation"}, {"ko": "점도 측정", "en": ""}],
        **LONG,
    },
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_filled_page_says_what_the_whole_page_says(case, renderer, texts, program, tmp_path):
    """Same words in the same order, same tags, title, language and looks; only quicker."""
    fast, slow = (way(renderer, page(5, **CASES[case])) for way in (filled, whole))
    assert fast != slow
    assert texts(fast) == texts(slow)
    assert structure(fast) == structure(slow)
    ours, base = (pypdf.PdfReader(io.BytesIO(data)) for data in (fast, slow))
    assert ours.metadata == base.metadata
    assert ours.xmp_metadata.stream.get_data() == base.xmp_metadata.stream.get_data()
    assert b"pdfuaid:part" in fast
    assert None not in renderer.blanks.values()
    for ours, base in zip(looks(fast, program, tmp_path), looks(slow, program, tmp_path), strict=True):
        assert near(ours, base) > 0.99
    assert "".join(texts(fast)[0].split()).count("127.0.0.1:9/x.png") == (2 if "design" in case else 0)


def near(ours, base):
    """How much of a page is the same; a letter may stand a hundredth of a millimeter aside."""
    return sum(abs(a - b) <= 8 for a, b in zip(ours, base, strict=True)) / len(base)


def looks(data, program, folder):
    """The pages as gray pixels."""
    (folder / "page.pdf").write_bytes(data)
    subprocess.run(
        [program("pdftoppm"), "-r", "60", "-gray", folder / "page.pdf", folder / "page"], check=True, timeout=60
    )
    return [picture.read_bytes() for picture in sorted(folder.glob("page-*.pgm"))]


def test_page_is_shared_only_where_all_the_rest_is_equal():
    def key(document):
        return parts.divided(document.html, document.assets).key

    same = key(page(1))
    assert key(page(2, holder={"name": "김철수", "latin_name": "KIM Cheolsu"})) == same
    others = [page(1, issued_on="2026-11-23"), page(1, statement={"ko": "다른 문장", "en": "x"}), page(1, hours={
        "theory": "1", "practice": "1", "total": "2"}), page(1, holder={"name": "홍길동", "latin_name": ""})]  # fmt: skip
    sealed_otherwise = page(1)
    sealed_otherwise.assets["seal.svg"] += b" "
    assert len({same, *map(key, others), key(sealed_otherwise)}) == 6


def test_nothing_own_is_on_the_shared_page():
    document = page(1234, holder={"name": "뷁쀍", "latin_name": "Xyzzy"})
    shared = parts.divided(document.html, document.assets).shared
    own = ["1234", "뷁", "Xyzzy", codes.grouped(code(1234)), code(1234), "1999"]
    assert [word for word in own if word in document.html] == own
    assert [word for word in own if word in shared] == []
    assert "qr.svg" not in parts.divided(document.html, document.assets).shared_assets


# --- a batch -------------------------------------------------------------------------------------
def letters(number):
    """Three syllables that nobody else in the batch has, nor the page itself."""
    return "".join(chr(0xB000 + 7 * number + offset) for offset in (0, 2, 4))


@pytest.fixture(scope="module")
def batch(renderer):
    """Fifty certificates of one cohort, with their credentials: thirty hard names and twenty without a shared letter."""
    found = []
    for number in range(1, 51):
        name = unicodedata.normalize("NFC", NAMES[number - 1]) if number <= len(NAMES) else letters(number)
        if "Latin|400" not in fonts.files() and fonts.undrawable(name):
            name = letters(number)  # then such a name is refused before issuing
        document = page(number, holder={"name": name, "latin_name": f"HOLDER Q{number:02d}Z"})
        drawn = pdf.embed(filled(renderer, document), f'{{"id": "{address(number)}"}}')
        found.append((number, name, drawn))
    return found


def unpacked(data):
    """Every object of a file: dictionaries and strings as they are written, and each stream decompressed."""
    made = []
    with pikepdf.open(io.BytesIO(data)) as document:
        for found in document.objects:
            made.append(found.unparse(resolved=True))
            if isinstance(found, pikepdf.Stream):
                made.append(found.read_bytes())
    return b"\n".join(made)


# A register number, a Latin name, a code, a grouped code: whoever's they are, in UTF-8 or UTF-16.
WORDS = re.compile(rb"\d{4}(?:\xed\x98\xb8|\xd68)|Q\d\dZ|0{12}\d{6}[0-9A-Z]{2}|(?:[0-9A-Z]{4}-){4}[0-9A-Z]{4}")
HEX = re.compile(rb"(?:[0-9a-fA-F]{4}){4,}")


def words_in(data):
    """Each such word of a file, plain, in UTF-16 or in hexadecimal."""
    parts = [data, *(bytes.fromhex(run.decode()) for run in HEX.findall(data))]
    found = {word for part in parts for text in (part, part.replace(b"\0", b"")) for word in WORDS.findall(text)}
    return {word.replace(b"\xd68", "호".encode()).decode() for word in found}


def letters_of(data):
    """Every letter that some font of a file can say, from the fonts' own maps."""
    found = set()
    with pikepdf.open(io.BytesIO(data)) as document:
        for font in (
            font for font in document.objects if isinstance(font, pikepdf.Dictionary) and "/ToUnicode" in font
        ):
            for said in re.findall(rb"> <([0-9a-f]+)>", font.ToUnicode.read_bytes()):
                found |= set(bytes.fromhex(said.decode()).decode("utf-16-be"))
    return found


def test_no_file_of_a_batch_holds_anything_of_another_person(batch, texts):
    """Every object decompressed: streams, fonts' letters, structure tree, metadata and attachment."""
    everybodys = set.intersection(*(letters_of(data) for *_, data in batch))
    for number, name, data in batch:
        own = {f"{number:04d}호", f"Q{number:02d}Z", code(number), codes.grouped(code(number))}
        assert words_in(unpacked(data)) | words_in("".join(texts(data)).encode()) == own
        said = letters_of(data)
        assert set(name) - set(" ") <= said
        others = {letter for other, *_ in batch if other != number for letter in letters(other)}
        assert (others - set(name) - everybodys) & said == set()


def test_hard_names_come_back_from_filled_pages(batch, texts):
    for _number, name, data in batch:
        front, back = (unicodedata.normalize("NFC", "".join(text.split())) for text in texts(data))
        wanted = "".join(name.split())
        assert (wanted in front, wanted in back) == (True, True), name


def test_batch_of_a_cohort_shares_its_pages(batch, renderer):
    """Fifty people, and as many drawn pages as there are sizes of names."""
    sizes = {pdf.page.size_of(name) for _number, name, _data in batch if pdf.page.size_of(name) != "xs"}
    assert len(renderer.blanks) <= len(sizes) + len(CASES) + 4

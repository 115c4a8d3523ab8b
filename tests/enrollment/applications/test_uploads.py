"""Files that strangers send: what is kept is a paper and nothing else."""

import io
import struct
import zlib

import pikepdf
import pytest
from PIL import Image

from enrollment.sealed import MOST_BYTES, papers
from enrollment.services import uploads

SECRET = b"GPS-36.6358-127.4914"


def jpeg(**kwargs) -> bytes:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    exif[0x0112] = 6  # lies on its side
    Image.new("RGB", (40, 20), "navy").save(out, "JPEG", exif=exif, comment=SECRET, **kwargs)
    return out.getvalue()


def png(mode="RGBA") -> bytes:
    out = io.BytesIO()
    Image.new(mode, (8, 8)).save(out, "PNG")
    return out.getvalue()


def pdf(**save) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as document:
        page = document.add_blank_page()
        document.docinfo["/Author"] = SECRET.decode()
        with document.open_metadata() as metadata:
            metadata["dc:creator"] = [SECRET.decode()]
        document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=SECRET.decode())
        document.attachments["secret.txt"] = pikepdf.AttachedFileSpec(document, SECRET, filename="secret.txt")
        action = pikepdf.Dictionary(S=pikepdf.Name.Launch, F=SECRET.decode())
        page.obj.AA = pikepdf.Dictionary(O=action)
        page.obj.Annots = pikepdf.Array([pikepdf.Dictionary(Subtype=pikepdf.Name.Link, A=action)])
        document.save(out, **save)
    return out.getvalue()


def png_bomb(side: int) -> bytes:
    """A picture of `side` times `side` points in a few kilobytes."""
    rows = zlib.compress(b"\x00" * ((side // 8 + 1) * 200), 9)
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def pdf_bomb() -> bytes:
    """An object stream that unpacks to two gigabytes."""
    packer = zlib.compressobj(9)
    body = packer.compress(b" " * 2**22) + packer.flush(zlib.Z_FULL_FLUSH)
    body = body + body[2:] * 511 + packer.flush()
    head = b"%%PDF-1.5\n1 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n" % len(body)
    xref_at = len(head) + len(body) + len(b"\nendstream endobj\n")
    table = bytes([0, 0, 0, 0, 255]) + bytes([1]) + (9).to_bytes(3, "big") + b"\0" + bytes([2, 0, 0, 1, 0])
    xref = b"9 0 obj\n<</Type/XRef/Size 3/W[1 3 1]/Root 2 0 R/Length %d>>stream\n" % len(table)
    return (
        head + body + b"\nendstream endobj\n" + xref + table + b"\nendstream endobj\nstartxref\n%d\n%%%%EOF" % xref_at
    )


@pytest.mark.parametrize(
    ("name", "raw", "kind"), [("재직증명서.pdf", pdf(), "pdf"), ("a.JPG", jpeg(), "jpeg"), ("b.png", png(), "png")]
)
def test_paper_is_kept_without_what_it_said_about_its_maker(name, raw, kind):
    paper = uploads.clean(name, raw)

    assert paper.kind == kind
    assert SECRET not in paper.content
    for word in (b"JavaScript", b"Launch", b"EmbeddedFile", b"/OpenAction", b"/AA", b"xmpmeta", b"Exif"):
        assert word not in paper.content


def test_the_file_of_the_test_holds_what_is_to_be_taken_off():
    """The teeth of the test above."""
    assert SECRET in jpeg()
    assert SECRET in pdf(compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.all)


def test_picture_stands_upright_and_reads_as_before():
    with Image.open(io.BytesIO(papers.rewrite(jpeg())[1])) as picture:
        assert (picture.size, dict(picture.getexif())) == ((20, 40), {})


def test_pdf_keeps_its_pages():
    with pikepdf.open(io.BytesIO(papers.rewrite(pdf())[1])) as document:
        assert (len(document.pages), set(document.Root.keys())) == (1, {"/Pages", "/Type"})


ENCRYPTED = pdf(encryption=pikepdf.Encryption(owner="o", user="u"))
OWNER_ONLY = pdf(encryption=pikepdf.Encryption(owner="o", user=""))


@pytest.mark.parametrize(
    ("raw", "word"),
    [
        (b"", "empty"),
        (b"%PDF-" + b"0" * MOST_BYTES, "large"),
        (b"<svg onload='alert(1)'/>", "kind"),
        (b"MZ\x90\x00" + pdf(), "kind"),
        (b"<script>" + pdf(), "kind"),
        (ENCRYPTED, "encrypted"),
        (OWNER_ONLY, "encrypted"),
        (png_bomb(30_000), "points"),
    ],
)
def test_other_content_is_refused_with_the_word_for_it(raw, word):
    with pytest.raises(papers.Unfit, match=word):
        papers.rewrite(raw)


@pytest.mark.parametrize(
    ("name", "raw", "word"),
    [
        ("a.pdf", b"", "empty"),
        ("a.pdf", b"%PDF-" + b"0" * MOST_BYTES, "large"),
        ("a.exe", pdf(), "kind"),
        ("a", pdf(), "kind"),
        ("a\u202efdp.exe", pdf(), "kind"),
        ("a\u202egpj.pdf", pdf(), "kind"),
        ("a.png", jpeg(), "name"),
        ("a.pdf", jpeg() + pdf(), "name"),
        ("a.pdf", b"%PDF-1.7\nnothing", "broken"),
        ("a.jpg", jpeg()[:200], "broken"),
        ("a.pdf", pdf_bomb(), "broken"),
    ],
)
def test_file_is_refused_with_a_sentence(name, raw, word):
    with pytest.raises(uploads.Refused) as refused:
        uploads.clean(name, raw)

    assert refused.value.word == word
    assert str(refused.value)


def test_what_hangs_on_behind_a_picture_is_gone():
    assert b"PK\x03\x04" not in papers.rewrite(png() + b"PK\x03\x04<?php evil")[1]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\kim\\재직 증명서 (1).PDF", "재직 증명서 (1).pdf"),
        ('a"; filename="b.pdf', "a__ filename__b.pdf"),
        ("900101-1234567.pdf", "자료.pdf"),
        (".pdf.pdf", "pdf.pdf"),
    ],
)
def test_kept_name_is_harmless(name, kept):
    assert uploads._kept_name(name, "pdf") == kept

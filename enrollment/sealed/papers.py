"""Pictures and PDFs, judged by their content and written anew: what leaves here was made here.

A picture is decoded and encoded again, so nothing but its points survives. A PDF is rebuilt from its pages; what could
run, call out, carry files or tell about its maker is taken off, and a file that is two things at once is refused.
"""

import io
import warnings
from typing import Any

import pikepdf
from PIL import Image, ImageOps

from enrollment.sealed import MOST_BYTES

MOST_POINTS = 40_000_000  # a page at 600 dpi has 35 million
MOST_SIDE = 12_000
MOST_PAGES = 50
MOST_OUT = 8 * 1024 * 1024
SIGNATURES = {"pdf": b"%PDF-", "jpeg": b"\xff\xd8\xff", "png": b"\x89PNG\r\n\x1a\n"}
ROOT_KEYS = ("/Metadata", "/Names", "/OpenAction", "/AA", "/AF", "/JavaScript", "/AcroForm", "/Collection",
             "/PieceInfo", "/URI", "/Threads", "/SpiderInfo", "/Legal", "/DSS", "/Perms", "/Outlines", "/Dests")  # fmt: skip
PAGE_KEYS = ("/AA", "/Metadata", "/PieceInfo", "/AF", "/Thumb", "/Annots", "/LastModified", "/B", "/Tabs")


class Unfit(Exception):
    """One word: empty, large, kind, encrypted, points, pages, broken."""


def rewrite(raw: bytes) -> tuple[str, bytes]:
    """The kind of a paper and its clean bytes. Raises Unfit."""
    if not raw:
        raise Unfit("empty")
    if len(raw) > MOST_BYTES:
        raise Unfit("large")
    kind = next((kind for kind, head in SIGNATURES.items() if raw.startswith(head)), None)
    if kind is None:
        raise Unfit("kind")
    content = _pdf(raw) if kind == "pdf" else _picture(raw, kind)
    if len(content) > MOST_OUT:
        raise Unfit("large")
    return kind, content


def _picture(raw: bytes, kind: str) -> bytes:
    """The first frame, upright, as points only."""
    try:
        return _drawn_anew(raw, kind)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise Unfit("points") from None


def _drawn_anew(raw: bytes, kind: str) -> bytes:
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        return _encoded(_points(raw, kind), kind)


def _points(raw: bytes, kind: str) -> Image.Image:
    with Image.open(io.BytesIO(raw), formats=[kind.upper()]) as picture:
        if picture.width * picture.height > MOST_POINTS or max(picture.size) > MOST_SIDE:
            raise Unfit("points")
        upright = ImageOps.exif_transpose(picture)
        clean = Image.new("RGB", upright.size, "white")
        if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
            with_alpha = upright.convert("RGBA")
            clean.paste(with_alpha, mask=with_alpha.getchannel("A"))
        else:
            clean.paste(upright.convert("RGB"))
    return clean


def _encoded(clean: Image.Image, kind: str) -> bytes:
    out = io.BytesIO()
    if kind == "jpeg":
        clean.save(out, "JPEG", quality=88, optimize=True)
    else:
        clean.save(out, "PNG", optimize=True)
    return out.getvalue()


def _pdf(raw: bytes) -> bytes:
    try:
        source = pikepdf.open(io.BytesIO(raw), password="", suppress_warnings=True, attempt_recovery=False)
    except pikepdf.PasswordError:
        raise Unfit("encrypted") from None
    with source, pikepdf.new() as clean:
        if source.is_encrypted:
            raise Unfit("encrypted")
        if not 0 < len(source.pages) <= MOST_PAGES:
            raise Unfit("pages")
        clean.pages.extend(source.pages)
        for page in clean.pages:
            _take_off(page.obj, PAGE_KEYS)
        _take_off(clean.Root, ROOT_KEYS)
        for found in clean.objects:
            _disarm(found)
        out = io.BytesIO()
        clean.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable, deterministic_id=True)
    return out.getvalue()


def _take_off(holder: Any, keys: tuple[str, ...]) -> None:
    for key in keys:
        if key in holder:
            del holder[key]


def _disarm(found: Any) -> None:
    """Any dictionary left, a form's or a picture's too, loses its metadata, actions and embedded files."""
    if not isinstance(found, (pikepdf.Dictionary, pikepdf.Stream)):
        return
    _take_off(found, ("/Metadata", "/JS", "/JavaScript", "/AA", "/EF", "/OPI", "/PieceInfo", "/LastModified", "/A"))

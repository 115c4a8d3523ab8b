"""Pictures that questions show: small, without metadata, and the same bytes for the same picture."""

import hashlib
import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps

SIGNATURES = {"jpeg": b"\xff\xd8\xff", "png": b"\x89PNG\r\n\x1a\n", "webp": b"RIFF", "gif": b"GIF8"}
KINDS = ("jpeg", "png", "webp")
SUFFIX = {"jpeg": ".jpg", "png": ".png", "webp": ".webp"}
LARGEST = (1280, 960)  # as lessons show their pictures
MOST_BYTES = 10_000_000
MOST_KEPT = 1_500_000
MOST_POINTS = 50_000_000
# What a decoder tells of the drawing of points itself; anything else was written by a camera or a program.
HARMLESS = frozenset(
    "jfif jfif_version jfif_unit jfif_density dpi progressive progression transparency gamma interlace".split()
)


class NotAPicture(ValueError):
    """The bytes are no picture that can be kept."""


@dataclass(frozen=True)
class Picture:
    """Clean bytes with what they are."""

    kind: str
    content: bytes
    width: int
    height: int

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def clean(raw: bytes) -> Picture:
    """The picture as it is where nothing hides in it and it is small enough, else drawn anew. Raises NotAPicture.

    What leaves here comes back unchanged when it is given in again.
    """
    kind = next((kind for kind, head in SIGNATURES.items() if raw.startswith(head)), "")
    if not kind or len(raw) > MOST_BYTES:
        raise NotAPicture("kind")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _clean(raw, kind)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise NotAPicture("broken") from error


def _clean(raw: bytes, kind: str) -> Picture:
    with Image.open(io.BytesIO(raw), formats=[kind.upper()]) as picture:
        if picture.width * picture.height > MOST_POINTS:
            raise NotAPicture("points")
        small = picture.width <= LARGEST[0] and picture.height <= LARGEST[1] and len(raw) <= MOST_KEPT
        picture.load()
        still = getattr(picture, "n_frames", 1) == 1
        if kind in KINDS and small and still and HARMLESS.issuperset(picture.info):
            return Picture(kind, raw, picture.width, picture.height)
        return _drawn(picture, kind)


def _drawn(picture: Image.Image, kind: str) -> Picture:
    """The first frame, upright, in points alone. What may be seen through stays PNG."""
    upright = ImageOps.exif_transpose(picture)
    see_through = upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info
    plain = upright.convert("RGBA" if see_through else "RGB")
    plain.thumbnail(LARGEST)
    bare = Image.new(plain.mode, plain.size)
    bare.paste(plain)
    kind = "jpeg" if kind in ("jpeg", "webp") and not see_through else "png"
    out = io.BytesIO()
    bare.save(out, kind.upper(), **({"quality": 88} if kind == "jpeg" else {"optimize": True}))
    if len(out.getvalue()) > MOST_KEPT:
        out = io.BytesIO()
        kind = "jpeg"
        bare.convert("RGB").save(out, "JPEG", quality=85)
    return Picture(kind, out.getvalue(), bare.width, bare.height)


def short_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]

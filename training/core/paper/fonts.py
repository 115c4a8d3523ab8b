"""The fonts that certificates are drawn with, and which characters they hold."""

import unicodedata
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from fontTools.ttLib import TTFont

from training.core.paper.documents import RenderFailed, Trouble

INSTALLED = Path("/usr/share/fonts/truetype/nanum")
# Family → file by weight. Static TrueType only: other kinds cost seconds or lose letters (see docs).
REQUIRED = {
    "Myeongjo|400": "NanumMyeongjo.ttf",
    "Myeongjo|700": "NanumMyeongjoBold.ttf",
    "Gothic|400": "NanumGothic.ttf",
    "Gothic|700": "NanumGothicBold.ttf",
}
# Letters of Vietnamese, Turkish, Czech and other Latin names; fontconfig itself brings it on Debian and Ubuntu.
WELCOME = {"Latin|400": "DejaVuSerif.ttf", "Latin|700": "DejaVuSerif-Bold.ttf"}


def folder() -> Path:
    """Where the fonts lie: `settings.FONT_DIR`, else where Debian's package puts them."""
    return Path(getattr(settings, "FONT_DIR", None) or INSTALLED)


def files() -> dict[str, Path]:
    """`"family|weight"` → path of every font there is. Refuses where a required one is missing."""
    here = folder()
    found = {name: here / file for name, file in REQUIRED.items()}
    missing = [path.name for path in found.values() if not path.is_file()]
    if missing:
        raise RenderFailed(Trouble.FONTS, f"{here}: {', '.join(missing)}")
    welcome = {name: here.parent / "dejavu" / file for name, file in WELCOME.items()}
    return found | {name: path for name, path in welcome.items() if path.is_file()}


def undrawable(text: str) -> list[str]:
    """The characters of a text that none of our fonts can draw, in order, each once. Fonts missing: refused."""
    drawable = _drawable(tuple(sorted((name, str(path)) for name, path in files().items())))
    composed = unicodedata.normalize("NFC", text)
    return list(dict.fromkeys(char for char in composed if ord(char) not in drawable or _is_unseen(char)))


def uncut(letters: str) -> list[str]:
    """The letters that a seal cannot be cut with: it takes outlines of one font, and a blank leaves a hole."""
    with TTFont(files()["Myeongjo|700"], lazy=True) as font:
        known = font.getBestCmap()
        return list(dict.fromkeys(c for c in letters if ord(c) not in known or c.isspace() or _is_unseen(c)))


def _is_unseen(char: str) -> bool:
    """Controls, direction marks and joiners: some fonts hold them, but nobody can see or compare them on paper."""
    return unicodedata.category(char) in {"Cc", "Cf", "Cn", "Co", "Zl", "Zp"}


@lru_cache(maxsize=2)
def _drawable(fonts: tuple[tuple[str, str], ...]) -> frozenset[int]:
    """Characters that stand in some font at every weight."""
    by_weight: dict[str, set[int]] = {}
    for name, path in fonts:
        with TTFont(path, lazy=True) as font:
            by_weight.setdefault(name.partition("|")[2], set()).update(font.getBestCmap())
    return frozenset(set.intersection(*by_weight.values()))

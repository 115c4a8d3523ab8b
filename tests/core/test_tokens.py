"""The colors of the sheet keep the contrast they promise, in both themes (WCAG 2.2, 1.4.3 and 1.4.11)."""

import re
from pathlib import Path

import pytest
from django.conf import settings

STATIC = Path(settings.BASE_DIR) / "training/core/static/core"
SHEET = (STATIC / "css/tokens.css").read_text()
TEXT, SHAPE = 4.5, 3.0


def tokens(head: str) -> dict[str, str]:
    """The tokens declared in the block that begins with `head`."""
    block = SHEET.split(head, 1)[1].split("}", 1)[0]
    return dict(re.findall(r"--oc-([\w-]+): ([^;]+);", block))


LIGHT = tokens('[data-bs-theme="light"] {')
CHOSEN_DARK = tokens('[data-bs-theme="dark"] {')
SYSTEM_DARK = tokens(":root:not([data-bs-theme]) {")
CHIP = tokens(':root[data-brand="chip"] {')
CHIP_DARK = tokens('[data-bs-theme="dark"][data-brand="chip"] {')
THEMES = {
    "light": LIGHT,
    "dark": LIGHT | CHOSEN_DARK,
    "chip": LIGHT | CHIP,
    "chip, dark": LIGHT | CHOSEN_DARK | CHIP_DARK,
}


def luminance(color: str) -> float:
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


PAIRS = [
    *[(color, ground, TEXT) for color in ("text", "muted", "link", "primary") for ground in ("bg", "paper")],
    ("muted", "sunk", TEXT),
    *[("text", f"{kind}-tint", TEXT) for kind in ("ok", "info", "warn", "danger")],
    *[(kind, ground, TEXT) for kind in ("ok", "info", "warn", "danger") for ground in ("bg", "paper", f"{kind}-tint")],
    ("on-primary", "primary", TEXT),
    ("on-primary", "primary-hover", TEXT),
    ("on-danger", "danger", TEXT),
    ("on-danger", "danger-hover", TEXT),
    *[("field", ground, SHAPE) for ground in ("bg", "paper", "att-present")],
    *[("focus", ground, SHAPE) for ground in ("bg", "paper", "sunk")],
    ("text", "att-present", TEXT),
    ("att-third-ink", "att-third", TEXT),
    ("att-absent-ink", "att-absent", TEXT),
    ("att-recognized", "bg", SHAPE),
    *[
        (f"cert-{state}", ground, SHAPE)
        for state in ("valid", "revoked", "superseded", "expired", "never_issued", "cannot_confirm")
        for ground in ("bg", "paper")
    ],
    *[(f"block-{mark}", "bg", SHAPE) for mark in ("circle", "square", "hexagon", "diamond")],
    *[(f"series-{number}", "bg", SHAPE) for number in range(1, 5)],
]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("color", "ground", "least"), PAIRS)
def test_contrast(theme, color, ground, least):
    assert contrast(THEMES[theme][color], THEMES[theme][ground]) >= least


def test_contrast_is_the_formula_of_wcag():
    assert round(contrast("#000000", "#ffffff"), 2) == 21
    assert round(contrast("#16202b", "#ffffff"), 1) == 16.5
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


def test_dark_is_the_same_by_choice_and_by_the_system():
    assert CHOSEN_DARK == SYSTEM_DARK
    assert "bg" in CHOSEN_DARK
    assert tokens(':root:not([data-bs-theme])[data-brand="chip"] {') == CHIP_DARK
    assert CHIP_DARK.keys() == CHIP.keys() <= CHOSEN_DARK.keys()


def test_dark_never_reaches_paper():
    assert re.search(r"@media screen \{\s*\[data-bs-theme=\"dark\"\]", SHEET)
    assert re.search(r"@media screen and \(prefers-color-scheme: dark\) \{\s*:root:not", SHEET)


def test_no_color_stands_outside_the_tokens():
    """One place for colors; only the CMS's white ground of the mark and shadows are written where they are used."""
    found = {
        path.name: colors
        for path in sorted((STATIC / "css").glob("*.css"))
        if path.name not in {"tokens.css", "cms.css"}
        and (colors := re.findall(r"#[0-9a-f]{3,8}\b|rgba?\(", path.read_text()))
    }
    assert found == {}


def test_sheets_stay_short():
    lengths = {path.name: len(path.read_text().splitlines()) for path in (STATIC / "css").glob("*.css")}
    assert {name for name, length in lengths.items() if length > 400 and name != "tokens.css"} == set()

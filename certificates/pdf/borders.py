"""The frames that a design chooses from, in its color. All are our own drawings."""

from functools import lru_cache

from certificates.pdf import art
from certificates.states import Border, Ink

# Ink and its pale tone, for the fine waves. The dark tones keep 7:1 on white; the style sheet names the same.
TONES: dict[str, tuple[str, str]] = {
    Ink.BLUE: (art.INK, art.PALE),
    Ink.GREEN: ("#1d5a3c", "#92bda6"),
    Ink.PLUM: ("#6a2a55", "#c39cb6"),
    Ink.GRAPHITE: ("#2f3a45", "#a3adb7"),
}
FULL = f"0 0 {art.WIDTH} {art.HEIGHT}"


@lru_cache(maxsize=16)
def border(kind: str, ink: str) -> bytes:
    """The frame of the first page."""
    if kind == Border.WOVEN:
        return _inked(art.border(), ink)
    shapes = _lines(ink) if kind == Border.LINES else _corners(ink)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{FULL}" width="{art.WIDTH}mm" height="{art.HEIGHT}mm">'
    return f"{head}{shapes}</svg>".encode()


@lru_cache(maxsize=4)
def mark(ink: str) -> bytes:
    """The four process blocks in the design's color."""
    return _inked(art.mark(), ink)


def _inked(drawing: bytes, ink: str) -> bytes:
    dark, pale = TONES[ink]
    return drawing.replace(art.INK.encode(), dark.encode()).replace(art.PALE.encode(), pale.encode())


def _lines(ink: str) -> str:
    """Two lines around the page, a strong one outside."""
    dark = TONES[ink][0]
    return "".join(
        f'<rect x="{inset}" y="{inset}" width="{art.WIDTH - 2 * inset}" height="{art.HEIGHT - 2 * inset}" fill="none" '
        f'stroke="{dark}" stroke-width="{width}"/>'
        for inset, width in ((11.0, 1.1), (13.4, 0.25))
    )


def _corners(ink: str) -> str:
    """A bracket in each corner, and the page left free between them."""
    dark, pale = TONES[ink]
    drawn = []
    for inset, length, width, color in ((11.0, 34.0, 1.1, dark), (13.6, 24.0, 0.4, pale)):
        for x, across in ((inset, length), (art.WIDTH - inset, -length)):
            for y, down in ((inset, length), (art.HEIGHT - inset, -length)):
                path = f"M{x + across} {y}H{x}V{y + down}"
                drawn.append(f'<path d="{path}" fill="none" stroke="{color}" stroke-width="{width}"/>')
    return "".join(drawn)

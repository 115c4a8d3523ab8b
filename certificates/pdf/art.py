"""The drawings of a certificate: border, mark, seal and QR, all our own SVG without text or references.

Letters of the seal are outlines taken from the font, so no reader takes the seal for text, and no viewer needs a font.
"""

import math
from functools import lru_cache
from io import BytesIO

import segno
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

from training.core.paper import fonts

INK, PALE, FAINT, VERMILION = "#0b4a6f", "#8fb3c9", "#d7e4ec", "#b3261e"
WIDTH, HEIGHT = 210.0, 297.0
MIDDLE, SWING = 13.0, 2.1  # of the woven band: distance from the edge, amplitude, in mm
CORNER = 18.5


def qr(address: str) -> bytes:
    """A QR of an address, dark on white with its quiet zone, correction level M."""
    target = BytesIO()
    segno.make(address, error="m", micro=False).save(target, kind="svg", border=4, xmldecl=False, svgclass=None)
    return target.getvalue()


@lru_cache(maxsize=1)
def border() -> bytes:
    """A band of three woven waves between fine lines, with a rosette in each corner."""
    waves = [
        _wave(along, across, fixed, phase)
        for along, across, fixed in _sides()
        for phase in (0.0, math.tau / 3, 2 * math.tau / 3)
    ]
    frames = "".join(
        f'<rect x="{inset}" y="{inset}" width="{WIDTH - 2 * inset}" height="{HEIGHT - 2 * inset}" fill="none" '
        f'stroke="{color}" stroke-width="{width}"/>'
        for inset, width, color in ((9.2, 0.7, INK), (10.4, 0.18, INK), (15.6, 0.18, INK), (16.6, 0.4, INK))
    )
    corners = "".join(_rosette(x, y) for x in (MIDDLE, WIDTH - MIDDLE) for y in (MIDDLE, HEIGHT - MIDDLE))
    paths = "".join(f'<path d="{wave}" fill="none" stroke="{PALE}" stroke-width=".22"/>' for wave in waves)
    return _svg(f"0 0 {WIDTH} {HEIGHT}", f"{WIDTH}mm", f"{HEIGHT}mm", paths + frames + corners)


@lru_cache(maxsize=1)
def mark() -> bytes:
    """The four process blocks in order: circle, square, hexagon, diamond."""
    hexagon = " ".join(f"{27 + 3.4 * math.cos(a):.2f},{5 + 3.4 * math.sin(a):.2f}" for a in _turns(6))
    shapes = (
        '<circle cx="5" cy="5" r="3.1"/><rect x="13.1" y="2.1" width="5.8" height="5.8"/>'
        f'<polygon points="{hexagon}"/><polygon points="38,1.3 41.7,5 38,8.7 34.3,5"/>'
    )
    return _svg("0 0 43 10", "43mm", "10mm", f'<g fill="none" stroke="{INK}" stroke-width=".55">{shapes}</g>')


@lru_cache(maxsize=32)
def seal(letters: str, *, sample: bool) -> bytes:
    """A square seal with up to nine letters in columns from the right, as a Korean seal is cut.

    A sample says so across its foot: nobody shall take it for an institution's seal.
    """
    found = fonts.files()
    with TTFont(found["Myeongjo|700"], lazy=True) as font:  # never shared: an open font is not safe between threads
        inner = _columns(letters, font, top=3.2, size=25.6)
    label = ""
    height = 38.5 if sample else 32.0
    if sample:
        with TTFont(found["Gothic|700"], lazy=True) as font:
            label = f'<g fill="{VERMILION}">{_line("견본 SAMPLE", font, 16.0, 37.0, 3.6)}</g>'
    frame = (
        f'<rect x=".9" y=".9" width="30.2" height="30.2" rx="2.4" fill="none" stroke="{VERMILION}" stroke-width="1.5"/>'
    )
    return _svg(f"0 0 32 {height}", "32mm", f"{height}mm", f'{frame}<g fill="{VERMILION}">{inner}</g>{label}')


def _svg(box: str, width: str, height: str, inner: str) -> bytes:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" width="{width}" height="{height}">'
    return f"{head}{inner}</svg>".encode()


def _turns(count: int) -> list[float]:
    return [math.tau * step / count for step in range(count)]


def _sides() -> list[tuple[float, str, float]]:
    """Each side as (length between the corners, the axis it runs along, its fixed coordinate)."""
    return [
        (WIDTH - 2 * CORNER, "x", MIDDLE),
        (WIDTH - 2 * CORNER, "x", HEIGHT - MIDDLE),
        (HEIGHT - 2 * CORNER, "y", MIDDLE),
        (HEIGHT - 2 * CORNER, "y", WIDTH - MIDDLE),
    ]


def _wave(length: float, axis: str, fixed: float, phase: float) -> str:
    """A sine along one side, as a polyline of half-millimeter steps, with whole periods between the corners."""
    periods = round(length / 8.65)
    points = []
    for step in range(round(length / 0.6) + 1):
        along = length * step / round(length / 0.6)
        across = fixed + SWING * math.sin(math.tau * periods * along / length + phase)
        x, y = (CORNER + along, across) if axis == "x" else (across, CORNER + along)
        points.append(f"{x:.2f} {y:.2f}")
    return "M" + "L".join(points)


def _rosette(x: float, y: float) -> str:
    """Twelve circles through one point, in a white square with a fine frame."""
    ring = "".join(
        f'<circle cx="{x + 1.9 * math.cos(a):.2f}" cy="{y + 1.9 * math.sin(a):.2f}" r="1.9"/>' for a in _turns(12)
    )
    box = f'<rect x="{x - 4.6:.2f}" y="{y - 4.6:.2f}" width="9.2" height="9.2" fill="#ffffff" stroke="{INK}" stroke-width=".4"/>'
    return f'{box}<g fill="none" stroke="{INK}" stroke-width=".16">{ring}</g>'


def _columns(letters: str, font: TTFont, *, top: float, size: float) -> str:
    """Letters in columns of equal height, read downwards from the right."""
    side = max(1, math.ceil(math.sqrt(len(letters))))
    columns = [letters[start : start + side] for start in range(0, len(letters), side)]
    cell = size / len(columns)
    drawn = []
    for index, column in enumerate(columns):
        row = size / len(column)
        for place, letter in enumerate(column):
            left = 3.2 + size - (index + 1) * cell
            drawn.append(_fitted(letter, font, left, top + place * row, cell * 0.94, row * 0.94))
    return "".join(drawn)


def _fitted(letter: str, font: TTFont, left: float, top: float, width: float, height: float) -> str:
    """One letter's outline, stretched to fill its cell as a seal's letters do."""
    glyphs, name = font.getGlyphSet(), font.getBestCmap().get(ord(letter))
    if name is None:
        return ""
    table = font["glyf"][name]
    if not hasattr(table, "xMax"):
        return ""
    across, down = width / (table.xMax - table.xMin), height / (table.yMax - table.yMin)
    pen = SVGPathPen(glyphs, ntos=lambda value: f"{value:.2f}")
    glyphs[name].draw(
        TransformPen(pen, (across, 0, 0, -down, left - table.xMin * across, top + height + table.yMin * down))
    )
    return f'<path d="{pen.getCommands()}"/>'


def _line(text: str, font: TTFont, middle: float, baseline: float, size: float) -> str:
    """A centered line of outlines."""
    glyphs, cmap, scale = font.getGlyphSet(), font.getBestCmap(), size / font["head"].unitsPerEm
    names = [cmap[ord(char)] for char in text]
    left = middle - sum(glyphs[name].width for name in names) * scale / 2
    drawn = []
    for name in names:
        pen = SVGPathPen(glyphs, ntos=lambda value: f"{value:.2f}")
        glyphs[name].draw(TransformPen(pen, (scale, 0, 0, -scale, left, baseline)))
        drawn.append(f'<path d="{pen.getCommands()}"/>')
        left += glyphs[name].width * scale
    return "".join(drawn)

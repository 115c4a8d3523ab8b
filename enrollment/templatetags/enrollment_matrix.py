"""The skill matrix as a drawing: people by skills, small enough to see a whole cohort at once."""

from dataclasses import dataclass

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from enrollment.queries.skill_screens import Matrix
from enrollment.rules.skills import Stand

register = template.Library()
CELL, GAP, BLOCK, HEAD, NAMES, FOOT = 20, 1, 8, 40, 132, 44
BASELINE = 15  # of a text in its row
BAR = FOOT - 8  # the bar of a skill that everybody passed
LONGEST = 9  # letters of a name that have room; the table has it whole
LETTER = 12  # the widest letter of a head
EVERY = 5  # each fifth column is numbered


@dataclass(frozen=True)
class MatrixDrawing:
    """All that the template needs, in the drawing's own units. Names stand in a picture of their own, that stays."""

    width: int
    height: int
    names: list[tuple[str, bool, int]]  # with whether the person is not cleared
    blocks: list[tuple[str, int]]
    numbers: list[tuple[int, int]]
    rows: list[SafeString]
    bars: list[tuple[int, int, int]]  # left, top, height
    foot_y: int
    stands: tuple[str, ...] = (Stand.PASSED, Stand.AGAIN, Stand.WAITING, Stand.BLANK)

    names_width, block_y, number_y, cell = NAMES, 14, HEAD - 6, CELL


@register.simple_tag
def matrix_drawing(matrix: Matrix) -> MatrixDrawing:
    """Skills of one block of the process stand together, with a gap after each block."""
    places, starts = _places(matrix)
    foot = HEAD + len(matrix.people) * (CELL + GAP)
    return MatrixDrawing(
        width=places[-1] + CELL + 2 if places else 0,
        height=foot + FOOT,
        names=[(_short(p.enrollment.trainee.name), bool(p.held_back), _top(n) + BASELINE) for n, p in enumerate(matrix.people)],
        blocks=[(_fitting(str(block), count), x) for (block, count), x in zip(matrix.blocks, starts, strict=True)],
        numbers=[(n, x + CELL // 2) for n, x in enumerate(places, start=1) if n == 1 or n % EVERY == 0],
        rows=[_cells([one.stand for one in person.shown], places, _top(n)) for n, person in enumerate(matrix.people)],
        bars=[_bar(head.passed, len(matrix.people), x, foot) for head, x in zip(matrix.heads, places, strict=True)],
        foot_y=foot + FOOT - 4,
    )  # fmt: skip


def _places(matrix: Matrix) -> tuple[list[int], list[int]]:
    """The left edge of each column, and of each block."""
    columns, starts, x = [], [], 0
    for _block, count in matrix.blocks:
        starts.append(x)
        columns += [x + n * (CELL + GAP) for n in range(count)]
        x += count * (CELL + GAP) + BLOCK
    return columns, starts


def _top(number: int) -> int:
    return HEAD + number * (CELL + GAP)


def _short(name: str) -> str:
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"


def _fitting(title: str, columns: int) -> str:
    """What of a block's title has room above its columns."""
    room = max(columns * (CELL + GAP) // LETTER, 1)
    return title if len(title) <= room else f"{title[: room - 1]}…" if room > 1 else title[:1]


def _cells(stands: list[Stand], places: list[int], top: int) -> SafeString:
    cells = zip(places, stands, strict=True)
    uses = "".join(f'<use href="#skill-{stand}" x="{x}" y="{top}"/>' for x, stand in cells)
    return mark_safe(uses)  # noqa: S308 - words of our own and whole numbers, no text of anybody


def _bar(passed: int, people: int, x: int, foot: int) -> tuple[int, int, int]:
    height = round(BAR * passed / people) if people else 0
    return x, foot + FOOT - 4 - height, height


@register.simple_tag
def matrix_finding(matrix: Matrix) -> str:
    """The title is a sentence."""
    stands = [one.stand for person in matrix.people for one in person.shown]
    passed = stands.count(Stand.PASSED) / max(len(matrix.people), 1)
    return _("A person has passed %(mean)s of %(all)d skills on average. To be shown again: %(again)d.") % {
        "mean": f"{passed:.1f}",
        "all": len(matrix.heads),
        "again": stands.count(Stand.AGAIN),
    }

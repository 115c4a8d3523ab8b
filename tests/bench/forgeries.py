"""Forged copies of one genuine file, of every kind that a forger would try; `SOME` of each, or a thousand in all.

`bin/chaos` runs the full size through `tests/certificates/test_forgeries.py` with CHAOS_FORGERIES.
"""

import io
import random
from collections.abc import Callable

import pikepdf
from pikepdf import Array, Dictionary, Name

from certificates.signing import pades, papers

WORDING = pades.Wording("수료증", "충북테크노파크", "전자서명")
Forge = Callable[[bytes, random.Random], bytes]


def flipped(data: bytes, dice: random.Random) -> bytes:
    """One bit somewhere."""
    at = dice.randrange(len(data))
    return data[:at] + bytes([data[at] ^ (1 << dice.randrange(8))]) + data[at + 1 :]


def cut(data: bytes, dice: random.Random) -> bytes:
    return data[: dice.randrange(1, len(data))]


def appended(data: bytes, dice: random.Random) -> bytes:
    """Something after the end: nothing much, or an update that names a new root."""
    tails = [b"\n", b"%%EOF\n", b"99 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 99 0 R >>\n%%EOF\n"]
    return data + dice.choice(tails) * dice.randrange(1, 4)


def overlaid(data: bytes, dice: random.Random) -> bytes:
    """Another content over the first page, as a full save."""
    return _saved(data, lambda document: _draw(document, dice), signed=True)


def overlaid_after(data: bytes, dice: random.Random) -> bytes:
    """The same as an update behind the signature, which some readers still call valid."""
    return data + overlaid(data, dice)[dice.randrange(200) :] + b"\n%%EOF\n"


def annotated(data: bytes, dice: random.Random) -> bytes:
    """A note that covers the name."""
    left = dice.randrange(100, 300)
    note = Dictionary(
        Type=Name.Annot, Subtype=Name.FreeText, Rect=Array([left, 500, left + 200, 560]), Contents="이몽룡", F=4
    )

    def add(document: pikepdf.Pdf) -> None:
        annotations = document.pages[0].get("/Annots", Array())
        annotations.append(document.make_indirect(note))
        document.pages[0].Annots = annotations

    return _saved(data, add, signed=True)


def saved_again(data: bytes, dice: random.Random) -> bytes:
    """By a program that leaves the signature out."""
    return _saved(data, lambda document: None, signed=False, linearize=dice.random() < 0.5)


def signed_by_a_lookalike(data: bytes, dice: random.Random) -> bytes:
    """The page with one word more, signed by somebody under the same name."""
    drawing = _saved(data, lambda document: _draw(document, dice), signed=False)
    return papers.signed(drawing, owner=f"lookalike{dice.randrange(2)}", wording=WORDING).pdf


def signed_by_another_issuer(data: bytes, dice: random.Random) -> bytes:
    """The same page, honestly signed by another complex."""
    return papers.signed(_saved(data, lambda document: None, signed=False), owner="neighbor", wording=WORDING).pdf


def with_another_number(data: bytes, dice: random.Random) -> bytes:
    """The number in the title and the plain metadata, changed in place."""
    digit = str(dice.randrange(10)).encode()
    places = [at for at in range(len(data) - 4) if data[at : at + 4] in (b"0001", b"2026")]
    at = dice.choice(places) + dice.randrange(4)
    other = digit if data[at : at + 1] != digit else bytes([data[at] ^ 1])
    return data[:at] + other + data[at + 1 :]


KINDS: dict[str, Forge] = {
    "a bit flipped": flipped,
    "cut short": cut,
    "appended to": appended,
    "an overlay": overlaid,
    "an overlay behind the signature": overlaid_after,
    "an annotation": annotated,
    "saved again": saved_again,
    "a lookalike signer": signed_by_a_lookalike,
    "another issuer": signed_by_another_issuer,
    "another number": with_another_number,
}


def _draw(document: pikepdf.Pdf, dice: random.Random) -> None:
    box = f"1 1 1 rg {dice.randrange(500)} {dice.randrange(700)} 90 30 re f".encode()
    page = document.pages[0]
    content = page.Contents if isinstance(page.Contents, Array) else Array([page.Contents])
    page.Contents = Array([*content, document.make_stream(box)])


def _saved(data: bytes, act: Callable[[pikepdf.Pdf], None], *, signed: bool, **options: bool) -> bytes:
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as document:
        if not signed and "/AcroForm" in document.Root:
            del document.Root.AcroForm, document.Root.Perms
            del document.pages[0].Annots
        act(document)
        document.save(made, fix_metadata_version=False, **options)
    return made.getvalue()

"""A spreadsheet or CSV in, its rows as lines of JSON out, or one word why not: the one reader of strangers' tables.

It runs as a process of its own under limits, which come as its argument; it imports nothing of the platform. The first
line is `ok {…}`, each further line `[number, [text, …]]` is a row that is not blank, with its number in the file, and
the last is `end`. Whatever is refused ends in `no <word> <where>` instead. Whatever the cell is, it leaves as text: a
formula as it was typed where formulas are let in, a date as 2026-12-01.
"""

import codecs
import csv
import io
import json
import re
import resource
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

MOST_PARTS = 500
MEMORY = 400 * 1024 * 1024
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LOCKED = "EncryptedPackage".encode("utf-16-le")
Cells = list[str]
Row = tuple[int, Cells]


@dataclass(frozen=True)
class Limits:
    """What a table may hold. `above` are rows that may stand around its lines, `seen` all rows, the blank ones too."""

    bytes: int = 10 * 1024 * 1024
    rows: int = 10_000
    above: int = 20
    seen: int = 10_020
    columns: int = 60
    cell: int = 1_000
    unpacked: int = 150 * 1024 * 1024
    strings: int = 40 * 1024 * 1024
    formulas: bool = True  # let in, as the text that was typed
    seconds: int = 45


USUAL = Limits()


class Unfit(Exception):
    """One word, and where: empty, large, kind, old, locked, macros, links, bomb, merged, formula, nul, encoding, quotes,
    cell, columns, rows, broken.
    """

    def __init__(self, word: str, at: str = "") -> None:
        super().__init__(word)
        self.word, self.at = word, at


def read(raw: bytes, limits: Limits = USUAL) -> tuple[dict[str, str], Iterator[Row]]:
    """What the file is, and its rows that are not blank. Raises Unfit, also later while rows are read."""
    facts, rows = _rows_of(raw, limits)
    return facts, _bounded(rows, limits)


def _rows_of(raw: bytes, limits: Limits) -> tuple[dict[str, str], Iterator[Cells]]:
    if not raw.strip():
        raise Unfit("empty")
    if len(raw) > limits.bytes:
        raise Unfit("large")
    if raw.startswith(OLE):
        raise Unfit("locked" if LOCKED in raw else "old")
    if raw.startswith(b"PK"):
        return _workbook(raw, limits)
    if raw.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf", b"<")):
        raise Unfit("kind")
    return _csv(raw, limits)


def _bounded(rows: Iterator[Cells], limits: Limits) -> Iterator[Row]:
    """Without blank rows and without the empty cells at a row's end. Raises Unfit past the limits."""
    kept = 0
    for number, row in enumerate(rows, start=1):
        while row and not row[-1].strip():
            row.pop()
        kept += bool(row)
        if number > limits.seen or kept > limits.rows + limits.above:
            raise Unfit("rows")
        if len(row) > limits.columns:
            raise Unfit("columns", str(number))
        if any(len(cell) > limits.cell for cell in row):
            raise Unfit("cell", str(number))
        if row:
            yield number, row
    if not kept:
        raise Unfit("empty")


# --- workbooks ------------------------------------------------------------------------------------
def _workbook(raw: bytes, limits: Limits) -> tuple[dict[str, str], Iterator[Cells]]:
    from openpyxl import load_workbook  # noqa: PLC0415 - a third of a second that text need not wait for

    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            _refuse(packed, limits)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError):
        raise Unfit("broken") from None
    book = load_workbook(io.BytesIO(raw), read_only=True, keep_links=False)
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if not visible:
        raise Unfit("empty")
    sheet: Any = visible[0]
    facts = {"form": "xlsx", "sheet": sheet.title, "sheets": str(len(visible)), "about": str(sheet.max_row or 0)}
    sheet.reset_dimensions()  # what a file says of its own size is not believed
    return facts, _cells(sheet) if limits.formulas else _values(sheet)


def _refuse(packed: zipfile.ZipFile, limits: Limits) -> None:
    parts = packed.infolist()
    names = {part.filename for part in parts}
    if any(part.flag_bits & 1 for part in parts):
        raise Unfit("locked")
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > limits.unpacked:
        raise Unfit("bomb")
    if "xl/workbook.xml" not in names:
        raise Unfit("kind")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Unfit("macros")
    if any(name.startswith("xl/externalLinks/") for name in names):
        raise Unfit("links")
    for part in parts:
        if part.filename == "xl/sharedStrings.xml" and part.file_size > limits.strings:
            raise Unfit("bomb")
        if part.filename.endswith((".xml", ".rels")):
            _refuse_part(packed, part)


def _refuse_part(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """In pieces, so that a part of a hundred megabytes is never whole in memory."""
    is_sheet = part.filename.startswith("xl/worksheets/")
    with packed.open(part) as stream:
        before = b""
        while piece := stream.read(1 << 20):
            seen = before + piece
            if b"<!DOCTYPE" in seen or b"<!ENTITY" in seen:
                raise Unfit("broken")
            if is_sheet and b"<mergeCell " in seen:
                raise Unfit("merged")
            before = piece[-16:]


def _cells(sheet: Any) -> Iterator[Cells]:
    for row in sheet.iter_rows(values_only=True):
        yield [_text(value) for value in row]


def _values(sheet: Any) -> Iterator[Cells]:
    """The same where a formula is refused: what it would show is not what stands there."""
    for row in sheet.iter_rows():
        for cell in row:
            if cell.data_type == "f":
                raise Unfit("formula", cell.coordinate)
        yield [_text(cell.value) for cell in row]


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time.min else value.isoformat(" ", "minutes")
    return value.isoformat() if isinstance(value, date) else str(value)


# --- text -----------------------------------------------------------------------------------------
def _csv(raw: bytes, limits: Limits) -> tuple[dict[str, str], Iterator[Cells]]:
    text, encoding = _decoded(raw)
    if "\0" in text:
        raise Unfit("nul")
    facts = {"form": "csv", "encoding": encoding, "about": str(text.count("\n"))}
    return facts, _lines(text, limits)


def _decoded(raw: bytes) -> tuple[str, str]:
    """By its mark, else UTF-8, else CP949. What is none of them is mixed, or something else."""
    marked = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
    by_mark = next((name for mark, name in marked.items() if raw.startswith(mark)), None)
    if by_mark is None and (guess := _unmarked_utf16(raw)):
        by_mark = guess
    if by_mark is None and b"\0" in raw:
        raise Unfit("nul")
    for encoding in [by_mark] if by_mark else ["utf-8", "cp949"]:
        try:
            return raw.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise Unfit("encoding")


def _unmarked_utf16(raw: bytes) -> str:
    head = raw[:400]
    if len(raw) % 2 or head.count(0) < len(head) // 5:
        return ""
    return "utf-16-le" if head[1::2].count(0) > head[0::2].count(0) else "utf-16-be"


def _lines(text: str, limits: Limits) -> Iterator[Cells]:
    csv.field_size_limit(limits.bytes)
    first = next((line for line in re.split(r"[\r\n]+", text) if line.strip(" ,;\t")), "")
    delimiter = "\t" if "\t" in first else max(",;", key=first.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    except csv.Error:
        raise Unfit("quotes") from None


# --- the process ----------------------------------------------------------------------------------
def main(said: str) -> int:
    limits = Limits(**json.loads(said))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    out = sys.stdout
    try:
        facts, rows = read(sys.stdin.buffer.read(limits.bytes + 1), limits)
        out.write(f"ok {json.dumps(facts)}\n")
        for row in rows:
            out.write(json.dumps(row) + "\n")
        out.write("end\n")
    except Unfit as unfit:
        out.write(f"no {unfit.word} {unfit.at}\n")
    except MemoryError:
        out.write("no bomb \n")
    except (Exception, RecursionError):  # noqa: BLE001 - whatever a hostile file makes a parser raise
        out.write("no broken \n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

"""`python -m training.core.sealed.sheets`: a spreadsheet or CSV in, its rows as lines of JSON out, or one word why not.

It runs as a process of its own under limits. The first line is `ok {…}` or `no <word>`; each further line is one row,
a list of texts. Whatever the cell is, it leaves as text: a formula as it was typed, a date as 2026-12-01.
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
from datetime import date, datetime, time
from typing import Any

from openpyxl import load_workbook

MOST_BYTES = 10 * 1024 * 1024
MOST_UNPACKED = 150 * 1024 * 1024
MOST_STRINGS = 40 * 1024 * 1024
MOST_PARTS = 500
MOST_ROWS = 10_020  # ten thousand people, and what stands above them
MOST_COLUMNS = 60
MOST_CELL = 1_000
MEMORY = 400 * 1024 * 1024
SECONDS = 45
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LOCKED = "EncryptedPackage".encode("utf-16-le")
Row = list[str]


class Unfit(Exception):
    """One word: empty, large, kind, old, locked, macros, links, bomb, merged, nul, encoding, quotes, cell, columns, rows, broken."""


def rows_of(raw: bytes) -> tuple[dict[str, str], Iterator[Row]]:
    """What the file is, and its rows. Raises Unfit, also later while rows are read."""
    if not raw.strip():
        raise Unfit("empty")
    if len(raw) > MOST_BYTES:
        raise Unfit("large")
    if raw.startswith(OLE):
        raise Unfit("locked" if LOCKED in raw else "old")
    if raw.startswith(b"PK"):
        return _workbook(raw)
    if raw.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf", b"<")):
        raise Unfit("kind")
    return _csv(raw)


# --- workbooks ------------------------------------------------------------------------------------
def _workbook(raw: bytes) -> tuple[dict[str, str], Iterator[Row]]:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            _refuse(packed)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError):
        raise Unfit("broken") from None
    book = load_workbook(io.BytesIO(raw), read_only=True, keep_links=False)
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if not visible:
        raise Unfit("empty")
    return {"form": "xlsx", "sheet": visible[0].title, "sheets": str(len(visible))}, _cells(visible[0])


def _refuse(packed: zipfile.ZipFile) -> None:
    parts = packed.infolist()
    names = {part.filename for part in parts}
    if any(part.flag_bits & 1 for part in parts):
        raise Unfit("locked")
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Unfit("bomb")
    if "xl/workbook.xml" not in names:
        raise Unfit("kind")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Unfit("macros")
    if any(name.startswith("xl/externalLinks/") for name in names):
        raise Unfit("links")
    for part in parts:
        if part.filename == "xl/sharedStrings.xml" and part.file_size > MOST_STRINGS:
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


def _cells(sheet: Any) -> Iterator[Row]:
    for row in sheet.iter_rows(values_only=True):
        yield [_text(value) for value in row]


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
def _csv(raw: bytes) -> tuple[dict[str, str], Iterator[Row]]:
    text, encoding = _decoded(raw)
    if "\0" in text:
        raise Unfit("nul")
    return {"form": "csv", "encoding": encoding}, _lines(text)


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


def _lines(text: str) -> Iterator[Row]:
    csv.field_size_limit(MOST_BYTES)
    first = next((line for line in re.split(r"[\r\n]+", text) if line.strip(" ,;\t")), "")
    delimiter = max(",;\t", key=first.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    except csv.Error:
        raise Unfit("quotes") from None


# --- the process ----------------------------------------------------------------------------------
def bounded(rows: Iterator[Row]) -> Iterator[Row]:
    """Every row without the empty cells at its end. Raises Unfit past the limits."""
    for number, row in enumerate(rows):
        if number >= MOST_ROWS:
            raise Unfit("rows")
        while row and not row[-1].strip():
            row.pop()
        if len(row) > MOST_COLUMNS:
            raise Unfit("columns")
        if any(len(cell) > MOST_CELL for cell in row):
            raise Unfit("cell")
        yield row


def main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    out = sys.stdout
    try:
        facts, rows = rows_of(sys.stdin.buffer.read(MOST_BYTES + 1))
        made = [json.dumps(row, ensure_ascii=True) for row in bounded(rows)]
        out.write("ok " + json.dumps(facts) + "\n" + "\n".join(made) + "\n")
    except Unfit as unfit:
        out.write(f"no {unfit}\n")
    except MemoryError:
        out.write("no bomb\n")
    except (Exception, RecursionError):  # noqa: BLE001 - whatever a hostile file makes a parser raise
        out.write("no broken\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
